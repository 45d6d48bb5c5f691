//! What somebody wants to do with a hazard.

use super::enforcement::EnforcementOutcome;
use super::event::OpenPurpose;
use super::instruction::Phrase;
use super::kinds::*;
use super::overtime::OvertimeGrounds;
use super::risk::Decimal;
use super::state::*;
use super::supervision::{ClockRef, ListingLevel, SupervisionLevel};
use crate::calendar::Instant;
use crate::ids::{HazardId, PersonId, ReporterId, UnitId};
use crate::place::Position;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// 上报: everything that a new hazard begins with. Texts are checked for length by [`super::report`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// Its id, made by the server.
    pub id: HazardId,
    /// 回执编号, made by the server.
    pub receipt: String,
    /// 来源.
    pub source: Source,
    /// 渠道.
    pub channel: Channel,
    /// When the device says that it was written.
    pub captured_at: Option<Instant>,
    /// 隐患类型 code, if chosen.
    pub category: Option<String>,
    /// Place and code, resolved by the server.
    pub place: Option<PlaceRef>,
    /// Where it is: the surveyed position if there is one, else what the reporter gave.
    pub position: Option<Position>,
    /// The phone's fix as evidence.
    pub fix: Option<FixEvidence>,
    /// 所属街道.
    pub street: Option<String>,
    /// 危及生命.
    pub life_danger: bool,
    /// Photos, kept already.
    pub photos: Vec<Photo>,
    /// The vault record, if the reporter left a contact.
    pub reporter: Option<ReporterId>,
    /// Protection.
    pub protection: Protection,
    /// External numbers.
    pub external: Vec<(String, String)>,
    /// 描述: what was seen, in the reporter's words.
    pub text: String,
    /// 位置描述 in words.
    pub address: String,
}

/// One move. Who may make it, from where, and what follows is decided by [`super::decide`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
#[allow(missing_docs, reason = "the fields are named as in `Hazard`; `text` is what the actor says")]
pub enum Action {
    /// 受理: take it from the pool; the shift leader also takes it over from whoever accepted it.
    Accept,
    /// 要求补充.
    AskSupplement { text: String },
    /// 补充: more words or photos, from the reporter or from staff who have to do with it, while it is open or follows
    /// another one; it answers a question if one is open.
    Supplement {
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 逾期未补充: by the system only, when the time for an answer is over; never where life is in danger.
    Lapse,
    /// 派人现场核实.
    OrderInspection {
        unit: UnitId,
        #[serde(default)]
        text: String,
    },
    /// 反馈核实结果.
    Inspect {
        finding: Finding,
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 即查即改, with a photo before (unless the report has one) and a photo after.
    FixOnSpot { text: String, photos: Vec<Photo> },
    /// 确认即查即改, by somebody else: closes.
    ConfirmSpotFix {
        #[serde(default)]
        text: String,
    },
    /// 不予受理, with advice in words.
    Reject { reason: RejectReason, text: String },
    /// 申诉 by the reporter.
    Appeal { text: String },
    /// 申诉处理, by somebody other than who rejected.
    DecideAppeal { uphold: bool, text: String },
    /// 并案.
    Merge {
        into: HazardId,
        #[serde(default)]
        text: String,
    },
    /// 撤销并案.
    Unmerge { text: String },
    /// 移送.
    ReferOut {
        to: ReferralTo,
        #[serde(default)]
        number: Option<String>,
        text: String,
    },
    /// 移送被退回.
    Bounce { text: String },
    /// 移送办结: the other authority reports the result.
    CloseReferral { text: String },
    /// 立案. Filing of a major hazard names the clause.
    File {
        /// 案号, made by the server.
        #[serde(default)]
        number: String,
        category: String,
        grade: Grade,
        standard: String,
        party: PartyKind,
        #[serde(default)]
        party_unit: Option<UnitId>,
        #[serde(default)]
        clause: Option<String>,
        /// 判定依据: ids of clauses of the criteria in force.
        #[serde(default)]
        clauses: Vec<String>,
        #[serde(default)]
        text: String,
    },
    /// 派遣 (also again after a return or a reopening; by the shift leader also before the unit has signed).
    Dispatch {
        lead: UnitId,
        #[serde(default)]
        co: Vec<UnitId>,
        #[serde(default)]
        copies: Vec<UnitId>,
        #[serde(default)]
        text: String,
    },
    /// 签收 (after rework: again).
    Sign,
    /// 申请退回: not ours, with reason.
    RequestReturn {
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 退回处理. From the third request on, and where the desk prefers it, the committee office arbitrates, binding.
    DecideReturn { grant: bool, text: String },
    /// 五落实.
    Plan { responsible: PersonId, measures: String, funds_fen: i64, planned_at: Instant, plan: String },
    /// 临时管控措施.
    MeasureInterim {
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 申请延期: before due, at most twice.
    RequestExtension { until: Instant, text: String },
    /// 延期处理.
    DecideExtension {
        grant: bool,
        #[serde(default)]
        text: String,
    },
    /// 申请挂账: control measures in words, once, at most a year.
    RequestSuspension { cause: SuspensionCause, until: Instant, review_at: Instant, text: String },
    /// 挂账处理.
    DecideSuspension {
        grant: bool,
        #[serde(default)]
        text: String,
    },
    /// 挂账复核: the control measures were looked at.
    ReviewSuspension { review_at: Instant, text: String },
    /// 恢复整改: by the system on the date, by the unit or the desk earlier.
    Resume {
        #[serde(default)]
        text: String,
    },
    /// 责令停产停业/停止使用.
    OrderStop { order: String, text: String },
    /// 复查同意恢复.
    ReleaseStop { text: String },
    /// 申请复查恢复: the unit says that work may go on.
    RequestRelease {
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 复查不同意恢复.
    RefuseRelease { text: String },
    /// 督办升级: by the system only, when a clock has been past its deadline for so long.
    Escalate { clock: ClockRef },
    /// 发出督办 by a leader or the committee office: a 督办单 or a 交办函, with a reason.
    Supervise { level: SupervisionLevel, text: String },
    /// 回复督办. Without a number, the first letter that waits for a reply of the actor.
    ReplySupervision {
        #[serde(default)]
        letter: Option<u32>,
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 审核督办回复. Without a number, the first reply that waits for the actor.
    DecideReply {
        #[serde(default)]
        letter: Option<u32>,
        accept: bool,
        #[serde(default)]
        text: String,
    },
    /// 撤销督办. Without a number, the last letter.
    WithdrawSupervision {
        #[serde(default)]
        letter: Option<u32>,
        text: String,
    },
    /// 挂牌督办 of a major hazard, until at most a year from now.
    List {
        number: String,
        level: ListingLevel,
        until: Instant,
        #[serde(default)]
        text: String,
    },
    /// 不予挂牌, after it was proposed.
    DeclineListing { text: String },
    /// 登记挂牌（摘牌）公告.
    PublishListing { address: String, published_at: Instant },
    /// 申请挂牌延期.
    RequestListingExtension { until: Instant, text: String },
    /// 挂牌延期审批.
    DecideListingExtension {
        grant: bool,
        #[serde(default)]
        text: String,
    },
    /// 提交验收 with after-photos.
    Submit {
        text: String,
        photos: Vec<Photo>,
        #[serde(default)]
        cost_fen: Option<i64>,
    },
    /// 验收通过.
    Verify {
        method: VerifyMethod,
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 返工: by the verifier, or by the approver of the closing.
    OrderRework {
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 批准销号, by whom the grade asks for.
    ApproveClosing {
        #[serde(default)]
        text: String,
    },
    /// 答复群众.
    Reply { text: String },
    /// 催办 by the reporter.
    Urge {
        #[serde(default)]
        text: String,
    },
    /// 评价 by the reporter.
    Rate {
        solved: bool,
        stars: u8,
        #[serde(default)]
        text: String,
    },
    /// 回访 by the call-back desk.
    CallBack {
        reached: bool,
        #[serde(default)]
        solved: Option<bool>,
        #[serde(default)]
        stars: Option<u8>,
        #[serde(default)]
        text: String,
    },
    /// 重启.
    Reopen { cause: ReopenCause, text: String },
    /// 归档.
    Archive,
    /// 查看举报人信息, for a purpose.
    OpenReporter { purpose: OpenPurpose, text: String },
    /// 申请查看举报人信息, where a second person has to agree.
    AskOpening { purpose: OpenPurpose, text: String },
    /// 审批查看申请, by somebody else.
    DecideOpening {
        grant: bool,
        #[serde(default)]
        text: String,
    },
    /// 查看申请或批准失效: by the system only, when its time is over.
    LapseOpening,
    /// 删除举报人信息.
    EraseReporter { text: String },
    /// 删除某一记录的文字.
    EraseWords { sequence: u32, text: String },
    /// 批示 by a leader: a ready phrase, words, or both. Without a unit, to whoever has the case in hand.
    Instruct {
        #[serde(default)]
        unit: Option<UnitId>,
        #[serde(default)]
        phrase: Option<Phrase>,
        #[serde(default)]
        text: String,
        /// 批示附图: for whoever has to act, never for the public.
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 反馈批示 by the owner.
    ReplyInstruction {
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 审定批示反馈, by the leader or the committee office.
    SettleInstruction {
        accept: bool,
        #[serde(default)]
        text: String,
    },
    /// 风险分级: a method of the version in force and a value of each of its factors.
    GradeRisk {
        method: String,
        inputs: BTreeMap<String, Decimal>,
        #[serde(default)]
        text: String,
    },
    /// 判定: whether it is a major hazard, by which clauses.
    Judge {
        grade: Grade,
        #[serde(default)]
        clauses: Vec<String>,
        text: String,
    },
    /// 复核判定, by somebody else.
    ConfirmJudgement {
        #[serde(default)]
        text: String,
    },
    /// 核实存疑: a supervisor looked at what seemed implausible about the closing.
    SettleDoubts { text: String },
    /// 下达抽查复核: by the system only, for a case that was drawn.
    DrawRecheck { period: String, unit: UnitId },
    /// 抽查复核: what was found on the spot; a failed one reopens the case.
    Recheck {
        passed: bool,
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 移交执法 to a unit that punishes; the putting right goes on.
    ReferEnforcement {
        unit: UnitId,
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 执法回执: taken in.
    ReceiveEnforcement {
        #[serde(default)]
        text: String,
    },
    /// 回告立案情况: with the number of the case, or with the reason why there is none.
    AnswerEnforcement {
        filed: bool,
        #[serde(default)]
        number: Option<String>,
        #[serde(default)]
        text: String,
    },
    /// 批准延长办案期限, by whoever answers for the office: once, before the ninety days are over, with a reason.
    ExtendEnforcement { until: Instant, text: String },
    /// 回告处罚结果.
    DecideEnforcement {
        outcome: EnforcementOutcome,
        #[serde(default)]
        document: Option<String>,
        #[serde(default)]
        fine_fen: Option<i64>,
        #[serde(default)]
        text: String,
    },
    /// 超时申诉 by the department, after the closing, once.
    AppealOvertime {
        grounds: OvertimeGrounds,
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
    /// 审核超时申诉: first by one, then by another.
    ReviewOvertime {
        grant: bool,
        #[serde(default)]
        text: String,
    },
    /// 下达回头看: by the system only, on the day.
    OpenLookBack { days: u32 },
    /// 回头看: what was found on the spot; what is there again reopens the case.
    LookBack {
        found: bool,
        text: String,
        #[serde(default)]
        photos: Vec<Photo>,
    },
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal),+ $(,)?) => {
        /// The action without its content: for lists of what is allowed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs, reason = "each is documented at the action of the same name")]
        pub enum ActionKind { $($kind),+ }

        impl ActionKind {
            /// Every kind of action.
            pub const ALL: &'static [ActionKind] = &[$(ActionKind::$kind),+];

            /// Its name in the API.
            pub fn name(self) -> &'static str {
                match self { $(ActionKind::$kind => $name),+ }
            }
        }

        impl Action {
            /// The action without its content.
            pub fn kind(&self) -> ActionKind {
                match self { $(Action::$kind { .. } => ActionKind::$kind),+ }
            }
        }
    };
}

kinds! {
    Accept = "accept",
    AskSupplement = "ask_supplement",
    Supplement = "supplement",
    Lapse = "lapse",
    OrderInspection = "order_inspection",
    Inspect = "inspect",
    FixOnSpot = "fix_on_spot",
    ConfirmSpotFix = "confirm_spot_fix",
    Reject = "reject",
    Appeal = "appeal",
    DecideAppeal = "decide_appeal",
    Merge = "merge",
    Unmerge = "unmerge",
    ReferOut = "refer_out",
    Bounce = "bounce",
    CloseReferral = "close_referral",
    File = "file",
    Dispatch = "dispatch",
    Sign = "sign",
    RequestReturn = "request_return",
    DecideReturn = "decide_return",
    Plan = "plan",
    MeasureInterim = "measure_interim",
    RequestExtension = "request_extension",
    DecideExtension = "decide_extension",
    RequestSuspension = "request_suspension",
    DecideSuspension = "decide_suspension",
    ReviewSuspension = "review_suspension",
    Resume = "resume",
    OrderStop = "order_stop",
    ReleaseStop = "release_stop",
    RequestRelease = "request_release",
    RefuseRelease = "refuse_release",
    Escalate = "escalate",
    Supervise = "supervise",
    ReplySupervision = "reply_supervision",
    DecideReply = "decide_reply",
    WithdrawSupervision = "withdraw_supervision",
    List = "list",
    DeclineListing = "decline_listing",
    PublishListing = "publish_listing",
    RequestListingExtension = "request_listing_extension",
    DecideListingExtension = "decide_listing_extension",
    Submit = "submit",
    Verify = "verify",
    OrderRework = "order_rework",
    ApproveClosing = "approve_closing",
    Reply = "reply",
    Urge = "urge",
    Rate = "rate",
    CallBack = "call_back",
    Reopen = "reopen",
    Archive = "archive",
    OpenReporter = "open_reporter",
    AskOpening = "ask_opening",
    DecideOpening = "decide_opening",
    LapseOpening = "lapse_opening",
    EraseReporter = "erase_reporter",
    EraseWords = "erase_words",
    Instruct = "instruct",
    ReplyInstruction = "reply_instruction",
    SettleInstruction = "settle_instruction",
    GradeRisk = "grade_risk",
    Judge = "judge",
    ConfirmJudgement = "confirm_judgement",
    SettleDoubts = "settle_doubts",
    DrawRecheck = "draw_recheck",
    Recheck = "recheck",
    ReferEnforcement = "refer_enforcement",
    ReceiveEnforcement = "receive_enforcement",
    AnswerEnforcement = "answer_enforcement",
    ExtendEnforcement = "extend_enforcement",
    DecideEnforcement = "decide_enforcement",
    AppealOvertime = "appeal_overtime",
    ReviewOvertime = "review_overtime",
    OpenLookBack = "open_look_back",
    LookBack = "look_back",
}
