//! What happened. Events carry ids, codes and numbers only; free words stand beside them ([`Words`]) and can
//! be erased without breaking the chain.

use super::doubts::Doubts;
use super::enforcement::EnforcementOutcome;
use super::instruction::Phrase;
use super::judgement::Judgement;
use super::kinds::*;
use super::limits::{LimitStage, Term};
use super::look_back::PlannedLookBack;
use super::overtime::OvertimeGrounds;
use super::recurrence::Repeat;
use super::risk::RiskGrading;
use super::state::*;
use super::supervision::{Addressee, ClockRef, ListingLevel, NextLevel, SupervisionCause, SupervisionLevel};
use crate::calendar::Instant;
use crate::ids::{HazardId, PersonId, ReporterId, UnitId};
use crate::place::Position;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// 文字: what was said with an event, by name of the field (`text`, `address`, `measures`, `plan` …). The
/// event holds only a salted digest of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// No words.
    pub fn none() -> Self {
        Self::default()
    }

    /// The main text of an event; blank text is no text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::none().with("text", text)
    }

    /// Adds a named text, [cleaned](crate::text::clean); blank text is left out.
    pub fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        let text = text.into();
        let clean = crate::text::clean(&text);
        if !clean.trim().is_empty() {
            self.0.insert(name.to_owned(), clean.into_owned());
        }
        self
    }

    /// The text of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One thing that happened to a hazard. The name of the variant in snake case is the event's kind in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[allow(missing_docs, reason = "fields are named and documented as in `Hazard` and `Action`")]
pub enum Event {
    /// 上报.
    Reported {
        receipt: String,
        source: Source,
        channel: Channel,
        #[serde(skip_serializing_if = "Option::is_none")]
        captured_at: Option<Instant>,
        #[serde(skip_serializing_if = "Option::is_none")]
        category: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        place: Option<PlaceRef>,
        #[serde(skip_serializing_if = "Option::is_none")]
        position: Option<Position>,
        #[serde(skip_serializing_if = "Option::is_none")]
        fix: Option<FixEvidence>,
        #[serde(skip_serializing_if = "Option::is_none")]
        street: Option<String>,
        life_danger: bool,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        photos: Vec<Photo>,
        #[serde(skip_serializing_if = "Option::is_none")]
        reporter: Option<ReporterId>,
        protection: Protection,
        #[serde(skip_serializing_if = "Option::is_none")]
        finder: Option<PersonId>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        external: Vec<(String, String)>,
        #[serde(skip_serializing_if = "Option::is_none")]
        due: Option<Term>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_due: Option<Term>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        takeover: Option<Takeover>,
        /// 导入行摘要, hexadecimal: see [`super::imported_row`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        row: Option<String>,
    },
    /// 受理.
    Accepted { by: PersonId, due: Term },
    /// 要求补充.
    SupplementAsked { until: Term },
    /// 补充.
    Supplemented { photos: Vec<Photo>, due: Option<Term> },
    /// 派人核实.
    InspectionOrdered { unit: UnitId, due: Term },
    /// 核实结果.
    Inspected { by: PersonId, finding: Finding, photos: Vec<Photo>, due: Term },
    /// 即查即改.
    FixedOnSpot { by: PersonId, unit: UnitId, photos: Vec<Photo>, due: Term },
    /// 不予受理.
    Rejected { reason: RejectReason, by: Option<PersonId> },
    /// 申诉.
    Appealed { due: Term },
    /// 申诉处理: upheld reopens.
    AppealDecided { upheld: bool, due: Option<Term> },
    /// 并案: this one follows another.
    Merged { into: HazardId },
    /// 并案: another follows this one.
    ChildMerged { child: HazardId },
    /// 撤销并案.
    Unmerged { due: Term },
    /// 撤销并案: the other no longer follows.
    ChildUnmerged { child: HazardId },
    /// 移送.
    ReferredOut { to: Referral, due: Term },
    /// 移送被退回.
    ReferralBounced { due: Term },
    /// 立案.
    Filed {
        filing: Filing,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        judgement: Option<Judgement>,
        due: Term,
    },
    /// 派遣.
    Dispatched { lead: UnitId, co: Vec<UnitId>, copies: Vec<UnitId>, by: PersonId, due: Term },
    /// 签收.
    Signed { by: PersonId, rectify_due: Term },
    /// 申请退回.
    ReturnRequested { by: PersonId, unit: UnitId, photos: Vec<Photo>, due: Term },
    /// 退回处理: granted goes back to filed; refused stays with the unit.
    ReturnDecided { granted: bool, arbitration: bool, due: Term },
    /// 五落实.
    Planned { by: PersonId, fulfilments: Fulfilments },
    /// 临时管控措施.
    InterimMeasured { by: PersonId, photos: Vec<Photo> },
    /// 申请延期, and until when it is to be decided.
    ExtensionRequested { by: PersonId, until: Instant, due: Term },
    /// 延期处理.
    ExtensionDecided { granted: bool, rectify_due: Instant },
    /// 申请挂账, and until when it is to be decided.
    SuspensionRequested {
        by: PersonId,
        cause: SuspensionCause,
        until: Instant,
        review_at: Instant,
        due: Term,
    },
    /// 挂账处理.
    SuspensionDecided { granted: bool, until: Instant, review_at: Instant },
    /// 挂账复核.
    SuspensionReviewed { review_at: Instant },
    /// 挂账结束: by itself on the date, or early.
    Resumed { automatic: bool, rectify_due: Term },
    /// 责令停产停业/停止使用.
    StopOrdered { order: String },
    /// 复查同意恢复.
    StopReleased { rectify_due: Instant },
    /// 提交验收.
    Submitted { by: PersonId, photos: Vec<Photo>, cost_fen: Option<i64>, due: Term },
    /// 验收通过.
    Verified { by: PersonId, method: VerifyMethod, photos: Vec<Photo>, due: Term },
    /// 返工.
    ReworkOrdered { by: PersonId, photos: Vec<Photo>, rectify_due: Term },
    /// 销号. Public hazards go on to follow-up, and the reporter is told.
    Closed {
        closing: ClosingKind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        follow_up_due: Option<Term>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tell_due: Option<Term>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        doubts: Option<Doubts>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        look_backs: Vec<PlannedLookBack>,
    },
    /// 答复群众.
    Replied,
    /// 催办, from when on it may be urged again, and until when an answer is owed if none was owed already.
    Urged {
        again: Instant,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Term>,
    },
    /// 群众评价.
    Rated { solved: bool, stars: u8 },
    /// 回访.
    CalledBack { by: PersonId, reached: bool, solved: Option<bool>, stars: Option<u8> },
    /// 重启.
    Reopened { cause: ReopenCause, due: Term },
    /// 归档.
    Archived,
    /// 查看举报人信息: somebody opened the vault; the reporter sees it.
    ReporterOpened { by: PersonId, unit: UnitId, purpose: OpenPurpose },
    /// 申请查看举报人信息, and until when it is decided.
    OpeningAsked { by: PersonId, unit: UnitId, purpose: OpenPurpose, due: Term },
    /// 查看审批: granted, until when it may be opened, once.
    OpeningDecided {
        by: PersonId,
        granted: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Term>,
    },
    /// 查看申请或批准失效: nobody decided in time, or nobody opened it in time.
    OpeningLapsed,
    /// 举报人信息删除: the vault record is gone.
    ReporterErased,
    /// 文字删除: the words of an earlier event were erased.
    WordsErased { sequence: u32 },
    /// 督办升级: a limit ran out, or had run out so long. `owed` is when that level was due, the event's own time when
    /// it was done; `due` is until when a reply, or the decision about a listing, is owed.
    Escalated {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<u32>,
        clock: ClockRef,
        level: SupervisionLevel,
        owed: Instant,
        to: Addressee,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Term>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<NextLevel>,
        rules: String,
    },
    /// 督办: by hand, with a reason, or by the rule about rework.
    Supervised {
        letter: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        level: SupervisionLevel,
        cause: SupervisionCause,
        to: Addressee,
        due: Term,
    },
    /// 督办回复, and until when it is looked at.
    SupervisionReplied { letter: u32, by: PersonId, photos: Vec<Photo>, due: Term },
    /// 督办回复审核: sent back, another one is owed.
    ReplyDecided {
        letter: u32,
        by: PersonId,
        accepted: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Term>,
    },
    /// 撤销督办.
    SupervisionWithdrawn { letter: u32, by: PersonId },
    /// 挂牌督办, and until when it is published.
    Listed { by: PersonId, number: String, level: ListingLevel, until: Instant, ask_by: Instant, due: Term },
    /// 不予挂牌.
    ListingDeclined { by: PersonId },
    /// 挂牌公告, and after removal 摘牌公告.
    ListingPublished { by: PersonId, address: String, published_at: Instant },
    /// 申请挂牌延期.
    ListingExtensionRequested { by: PersonId, until: Instant, due: Term },
    /// 挂牌延期审批.
    ListingExtensionDecided { by: PersonId, granted: bool, until: Instant, ask_by: Instant },
    /// 摘牌: with the closing.
    Delisted { due: Term },
    /// 申请复查恢复.
    ReleaseRequested { by: PersonId, photos: Vec<Photo>, due: Term },
    /// 复查不同意恢复.
    ReleaseRefused { by: PersonId },
    /// 暂定期限确定: a notice of holidays was entered; deadlines stand now, none of them earlier.
    DeadlinesSettled { clocks: Vec<(LimitStage, Term)> },
    /// 批示: what is to be done stands in the words, or is the ready phrase.
    Instructed {
        number: u32,
        by: PersonId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<UnitId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phrase: Option<Phrase>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        photos: Vec<Photo>,
        due: Term,
    },
    /// 反馈批示.
    InstructionReplied {
        number: u32,
        by: PersonId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        photos: Vec<Photo>,
    },
    /// 审定批示反馈: accepted ends it, refused begins it anew.
    InstructionSettled {
        number: u32,
        by: PersonId,
        accepted: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Term>,
    },
    /// 风险分级.
    RiskGraded { risk: RiskGrading },
    /// 判定, anew after filing.
    Judged { judgement: Judgement },
    /// 复核判定: somebody else agrees.
    JudgementConfirmed { by: PersonId },
    /// 核实存疑.
    DoubtsSettled { by: PersonId },
    /// 抽中复核: nobody chose it.
    RecheckDrawn { period: String, unit: UnitId, due: Term },
    /// 抽查复核.
    Rechecked { by: PersonId, unit: UnitId, passed: bool, photos: Vec<Photo> },
    /// 移交执法, and until when it is to be said whether a case was filed.
    EnforcementReferred { unit: UnitId, by: PersonId, photos: Vec<Photo>, due: Term },
    /// 执法回执.
    EnforcementReceived { by: PersonId },
    /// 执法立案情况: of a case that was filed, its number and until when it is decided.
    EnforcementAnswered {
        by: PersonId,
        filed: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Term>,
    },
    /// 延长办案期限: once, by whoever answers for it, until a new day.
    EnforcementExtended { by: PersonId, until: Instant },
    /// 处罚结果.
    EnforcementDecided {
        by: PersonId,
        outcome: EnforcementOutcome,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fine_fen: Option<i64>,
    },
    /// 超时申诉: of which stages, and until when it is reviewed.
    OvertimeAppealed {
        by: PersonId,
        unit: UnitId,
        grounds: OvertimeGrounds,
        stages: Vec<LimitStage>,
        photos: Vec<Photo>,
        due: Term,
    },
    /// 超时申诉审核: the first that agrees names until when the second is due.
    OvertimeReviewed {
        by: PersonId,
        granted: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Term>,
    },
    /// 回头看到期: so many days after the closing.
    LookBackOpened { days: u32, due: Term },
    /// 回头看: whether it was found again.
    LookedBack { by: PersonId, days: u32, found: bool, photos: Vec<Photo> },
    /// 重复隐患: which closed cases this one repeats.
    RepeatsFound { earlier: Vec<Repeat> },
    /// 复发: the same was reported again.
    Recurred { again: Repeat },
}

/// 查看举报人信息的目的.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenPurpose {
    /// 回访.
    CallBack,
    /// 核实细节.
    Clarify,
    /// 危及生命.
    LifeDanger,
}

impl Event {
    /// The name under which the ledger keeps this kind of event.
    pub fn name(&self) -> &'static str {
        match self {
            Event::Reported { .. } => "reported",
            Event::Accepted { .. } => "accepted",
            Event::SupplementAsked { .. } => "supplement_asked",
            Event::Supplemented { .. } => "supplemented",
            Event::InspectionOrdered { .. } => "inspection_ordered",
            Event::Inspected { .. } => "inspected",
            Event::FixedOnSpot { .. } => "fixed_on_spot",
            Event::Rejected { .. } => "rejected",
            Event::Appealed { .. } => "appealed",
            Event::AppealDecided { .. } => "appeal_decided",
            Event::Merged { .. } => "merged",
            Event::ChildMerged { .. } => "child_merged",
            Event::Unmerged { .. } => "unmerged",
            Event::ChildUnmerged { .. } => "child_unmerged",
            Event::ReferredOut { .. } => "referred_out",
            Event::ReferralBounced { .. } => "referral_bounced",
            Event::Filed { .. } => "filed",
            Event::Dispatched { .. } => "dispatched",
            Event::Signed { .. } => "signed",
            Event::ReturnRequested { .. } => "return_requested",
            Event::ReturnDecided { .. } => "return_decided",
            Event::Planned { .. } => "planned",
            Event::InterimMeasured { .. } => "interim_measured",
            Event::ExtensionRequested { .. } => "extension_requested",
            Event::ExtensionDecided { .. } => "extension_decided",
            Event::SuspensionRequested { .. } => "suspension_requested",
            Event::SuspensionDecided { .. } => "suspension_decided",
            Event::SuspensionReviewed { .. } => "suspension_reviewed",
            Event::Resumed { .. } => "resumed",
            Event::StopOrdered { .. } => "stop_ordered",
            Event::StopReleased { .. } => "stop_released",
            Event::Submitted { .. } => "submitted",
            Event::Verified { .. } => "verified",
            Event::ReworkOrdered { .. } => "rework_ordered",
            Event::Closed { .. } => "closed",
            Event::Replied => "replied",
            Event::Urged { .. } => "urged",
            Event::Rated { .. } => "rated",
            Event::CalledBack { .. } => "called_back",
            Event::Reopened { .. } => "reopened",
            Event::Archived => "archived",
            Event::ReporterOpened { .. } => "reporter_opened",
            Event::OpeningAsked { .. } => "opening_asked",
            Event::OpeningDecided { .. } => "opening_decided",
            Event::OpeningLapsed => "opening_lapsed",
            Event::ReporterErased => "reporter_erased",
            Event::WordsErased { .. } => "words_erased",
            Event::Escalated { .. } => "escalated",
            Event::Supervised { .. } => "supervised",
            Event::SupervisionReplied { .. } => "supervision_replied",
            Event::ReplyDecided { .. } => "reply_decided",
            Event::SupervisionWithdrawn { .. } => "supervision_withdrawn",
            Event::Listed { .. } => "listed",
            Event::ListingDeclined { .. } => "listing_declined",
            Event::ListingPublished { .. } => "listing_published",
            Event::ListingExtensionRequested { .. } => "listing_extension_requested",
            Event::ListingExtensionDecided { .. } => "listing_extension_decided",
            Event::Delisted { .. } => "delisted",
            Event::ReleaseRequested { .. } => "release_requested",
            Event::ReleaseRefused { .. } => "release_refused",
            Event::DeadlinesSettled { .. } => "deadlines_settled",
            Event::RiskGraded { .. } => "risk_graded",
            Event::Judged { .. } => "judged",
            Event::JudgementConfirmed { .. } => "judgement_confirmed",
            Event::DoubtsSettled { .. } => "doubts_settled",
            Event::RecheckDrawn { .. } => "recheck_drawn",
            Event::Rechecked { .. } => "rechecked",
            Event::EnforcementReferred { .. } => "enforcement_referred",
            Event::EnforcementReceived { .. } => "enforcement_received",
            Event::EnforcementAnswered { .. } => "enforcement_answered",
            Event::EnforcementExtended { .. } => "enforcement_extended",
            Event::EnforcementDecided { .. } => "enforcement_decided",
            Event::OvertimeAppealed { .. } => "overtime_appealed",
            Event::OvertimeReviewed { .. } => "overtime_reviewed",
            Event::LookBackOpened { .. } => "look_back_opened",
            Event::LookedBack { .. } => "looked_back",
            Event::RepeatsFound { .. } => "repeats_found",
            Event::Recurred { .. } => "recurred",
            Event::Instructed { .. } => "instructed",
            Event::InstructionReplied { .. } => "instruction_replied",
            Event::InstructionSettled { .. } => "instruction_settled",
        }
    }
}
