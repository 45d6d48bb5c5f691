//! What a hazard is at a moment: the fold of its events.

use super::clocks::StageClock;
use super::doubts::{Doubts, Passed};
use super::enforcement::Enforcement;
use super::instruction::Instruction;
use super::judgement::Judgement;
use super::kinds::*;
use super::look_back::LookBack;
use super::opening::Opening;
use super::overtime::Overtime;
use super::recheck::Recheck;
use super::recurrence::Repeat;
use super::risk::RiskGrading;
use super::stage::Stage;
use super::supervision::Supervision;
use crate::calendar::{Instant, Limit};
use crate::ids::{FileId, HazardId, PersonId, PlaceId, ReporterId, UnitId};
use crate::place::Position;
use serde::{Deserialize, Serialize};

/// 接管: a case that another ledger kept before. What was late there is late here, too, and shows it; but nobody is
/// pressed for it here before it was here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Takeover {
    /// 导入时间; one for all rows of an import.
    pub at: Instant,
    /// 督办起算: the first office hour from then on.
    pub opens: Instant,
}

/// 移送去向.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// What kind of authority.
    pub to: ReferralTo,
    /// 外部编号: its number there.
    pub number: Option<String>,
}

/// 照片: a reference into the `files` room with what makes it evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// Where it is kept.
    pub file: FileId,
    /// What it shows.
    pub role: PhotoRole,
    /// SHA-256 of the original before it was sealed, hexadecimal.
    pub sha256: String,
    /// SHA-256 over the SHA-256s of the files that are kept (the copy for reading, the copy for lists, the sealed
    /// original), hexadecimal: says without any key whether what lies on the disk is what came in.
    pub kept: String,
    /// Perceptual hash of 64 bits, as a signed integer.
    pub phash: i64,
    /// The same of the middle of the picture: finds it again when its edges were cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub middle: Option<i64>,
    /// 拍摄时间 by the camera's clock, to the minute: only of photos that staff took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Instant>,
    /// 拍摄距离: metres from where the camera says it was to where the hazard is. Only of photos that staff took;
    /// where it was is kept nowhere but in the sealed original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<u32>,
}

/// 定位依据: how the phone's own fix relates to the surveyed position. The fix itself stays with the erasable
/// words: where a reporter stood is personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixEvidence {
    /// Metres between the fix and the surveyed position of the code, if there is one.
    pub distance_m: Option<u32>,
    /// The accuracy that the phone claimed, in metres.
    pub accuracy_m: u32,
}

/// 场所引用: which code was scanned at which place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRef {
    /// The place in the register.
    pub place: PlaceId,
    /// The code that was scanned, if one was, without its check part.
    pub code: Option<String>,
}

/// 受理.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// 受理人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// 立案.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// 案号, given at filing.
    pub number: String,
    /// 小类 code of the category catalogue.
    pub category: String,
    /// 等级.
    pub grade: Grade,
    /// 立案标准 id of the catalogue: no standard, no filing.
    pub standard: String,
    /// 责任主体类别.
    pub party: PartyKind,
    /// 责任主体单位, if it is in the register.
    pub party_unit: Option<UnitId>,
    /// 判定依据条款 for major hazards.
    pub clause: Option<String>,
    /// 处置时限 of the filing standard, where the catalogue names one.
    #[serde(default)]
    pub limit: Option<Limit>,
    /// 判定人: who judged and signs.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// 派遣.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatch {
    /// 主办单位.
    pub lead: UnitId,
    /// 协办单位.
    pub co: Vec<UnitId>,
    /// 抄告单位.
    pub copies: Vec<UnitId>,
    /// 派遣人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// 签收人 and time.
    pub signed: Option<(PersonId, Instant)>,
}

impl Dispatch {
    /// Whether the unit takes part as lead or co-unit.
    pub fn has(&self, unit: UnitId) -> bool {
        self.lead == unit || self.co.contains(&unit)
    }
}

/// 五落实: responsibility, measures, funds, time limit, emergency plan (State Council line since
/// 国发〔2010〕23号). The words of measures and plan stand with the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fulfilments {
    /// 责任: the member of staff who answers for it.
    pub responsible: PersonId,
    /// 措施: whether measures are written down.
    pub measures: bool,
    /// 资金: planned amount in fen.
    pub funds_fen: i64,
    /// 时限: when the unit itself plans to be done.
    pub planned_at: Instant,
    /// 预案: whether an emergency plan is written down.
    pub plan: bool,
    /// When it was recorded.
    pub at: Instant,
}

impl Fulfilments {
    /// 五落实到位: all five are there.
    pub fn complete(&self) -> bool {
        self.measures && self.plan && self.funds_fen >= 0
    }
}

/// 申请: something asked for that somebody else decides while rectifying goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum Request {
    /// 延期.
    Extension {
        /// New due moment asked for.
        until: Instant,
        /// Who asked.
        by: PersonId,
        /// When.
        at: Instant,
    },
    /// 挂账.
    Suspension {
        /// Why.
        cause: SuspensionCause,
        /// End asked for.
        until: Instant,
        /// First review of the control measures.
        review_at: Instant,
        /// Who asked.
        by: PersonId,
        /// When.
        at: Instant,
    },
}

/// 评价: what a reporter says of the result, or said to the call-back desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 是否解决.
    pub solved: bool,
    /// 五级评价: 5 非常满意 … 1 非常不满意.
    pub stars: u8,
    /// When.
    pub at: Instant,
    /// Whether the call-back desk recorded it.
    pub by_desk: bool,
}

/// 到期: the clock that runs in the present stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// When the stage began.
    pub started: Instant,
    /// When it should be over.
    pub due: Instant,
}

/// 隐患.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hazard {
    /// Its id, also the id of its stream.
    pub id: HazardId,
    /// How many events it has; an action names the version that its author saw.
    pub version: u32,
    /// How many of these are work on it ([`Event::is_work`](super::Event::is_work)): the version for whoever is told of
    /// nothing else.
    pub worked: u32,
    /// 回执编号: the short public number with its check character.
    pub receipt: String,
    /// 环节.
    pub stage: Stage,
    /// 来源.
    pub source: Source,
    /// 渠道.
    pub channel: Channel,
    /// When the server received it; clocks start here.
    pub reported_at: Instant,
    /// When the device says that it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captured_at: Option<Instant>,
    /// 隐患类型 as the reporter chose it: a code of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Place and code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceRef>,
    /// Where it is, CGCS2000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// The phone's fix as evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixEvidence>,
    /// 所属街道: area code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// 危及生命.
    pub life_danger: bool,
    /// Every photo, in the order of the events.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Photo>,
    /// The record in the reporter vault, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<ReporterId>,
    /// 查看申请: the last request to open that record, where it takes a second person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// How the reporter is protected.
    pub protection: Protection,
    /// 发现人: the member of staff who reported it, if staff did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finder: Option<PersonId>,
    /// External numbers: system and number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external: Vec<(String, String)>,
    /// 受理.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Accepted>,
    /// 首次答复: when the reporter first got an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replied_at: Option<Instant>,
    /// 现场核实结论, the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
    /// 立案.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filing: Option<Filing>,
    /// 派遣, the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispatch: Option<Dispatch>,
    /// 退回次数: how often a unit asked to be rid of it.
    pub returns: u32,
    /// 裁定: set when ownership was arbitrated; binding.
    pub arbitrated: bool,
    /// 五落实.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfilments: Option<Fulfilments>,
    /// What the unit asked for and nobody decided yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    /// 整改期限: due moment of rectifying (C6), with extensions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rectify_due: Option<Instant>,
    /// 已批准延期次数; refused ones do not count.
    pub extensions: u32,
    /// 挂账次数.
    pub suspensions: u32,
    /// 返工次数.
    pub reworks: u32,
    /// Everybody who rectified: signed, planned, was named responsible, measured or submitted. None of them may
    /// verify.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixers: Vec<PersonId>,
    /// Everybody who verified or sent back. None of them may rectify.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verifiers: Vec<PersonId>,
    /// 处置单位: every unit that signed as lead, took part as co-unit of a signed dispatch, or fixed on the spot.
    /// Nobody of theirs may verify.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handled_by: Vec<UnitId>,
    /// Every unit to which it was ever dispatched, as lead, co-unit or copy: they go on seeing it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dispatched_to: Vec<UnitId>,
    /// Every unit whose inspectors were ever asked to look.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inspected_by: Vec<UnitId>,
    /// When it was first submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Instant>,
    /// When it was last submitted: the clock of rectifying stopped then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_submitted_at: Option<Instant>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    /// How it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing: Option<ClosingKind>,
    /// 未接通次数 of the call-back desk.
    pub missed_calls: u32,
    /// 评价.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// 催办次数.
    pub urges: u32,
    /// 可再次催办时间: before then another reminder is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urge_again: Option<Instant>,
    /// 重启次数.
    pub reopens: u32,
    /// Children merged into this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<HazardId>,
    /// The clock of the present stage, if one runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// 时钟: all that run or ran, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<StageClock>,
    /// 批示, oldest first; only the last one can be open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instructions: Vec<Instruction>,
    /// 风险分级, the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<RiskGrading>,
    /// 判定, the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// 验收 that the closing rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<Passed>,
    /// 存疑: what seemed implausible about the closing, until somebody has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubts: Option<Doubts>,
    /// 抽查复核, the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recheck: Option<Recheck>,
    /// 督办.
    #[serde(default, skip_serializing_if = "Supervision::is_empty")]
    pub supervision: Supervision,
    /// 移交执法, oldest first; only the last one can be open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enforcements: Vec<Enforcement>,
    /// 超时申诉.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overtime: Option<Overtime>,
    /// 回头看, in the order in which they were planned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub look_backs: Vec<LookBack>,
    /// 重复: closed cases that this one repeats.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeats: Vec<Repeat>,
    /// 复发: later cases that repeat this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recurred: Vec<Repeat>,
    /// 接管, of a case that another ledger kept before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takeover: Option<Takeover>,
    /// When the last event happened.
    pub updated_at: Instant,
}
