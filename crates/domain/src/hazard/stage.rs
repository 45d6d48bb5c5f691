//! 环节: where a hazard stands.

use super::kinds::RejectReason;
use super::state::Referral;
use crate::calendar::Instant;
use crate::ids::{HazardId, PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// 环节: where a hazard stands. What belongs to one stage only stands inside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Stage {
    /// 已上报: waits for the desk; accepted or not, see [`super::Hazard::accepted`].
    Reported,
    /// 待补充: the desk asked the reporter something.
    Supplement {
        /// Until when an answer is awaited.
        until: Instant,
    },
    /// 立案前现场核实: an inspector looks first.
    Verifying {
        /// The unit whose inspectors are asked.
        unit: UnitId,
    },
    /// 即查即改: fixed on the spot; a second pair of eyes confirms.
    SelfFixed {
        /// Who fixed it.
        by: PersonId,
        /// For which unit.
        unit: UnitId,
    },
    /// 不予受理.
    Rejected {
        /// Why.
        reason: RejectReason,
        /// 驳回人; nobody when the question simply lapsed.
        by: Option<PersonId>,
        /// 申诉: when the reporter objected, if so.
        appealed_at: Option<Instant>,
        /// 申诉不成立: when the objection was dismissed; there is no second one.
        dismissed_at: Option<Instant>,
    },
    /// 并案: a child of a live hazard, follows it.
    Merged {
        /// The hazard it follows.
        into: HazardId,
    },
    /// 移送: another authority has it.
    ReferredOut {
        /// To whom.
        to: Referral,
    },
    /// 已立案·待派遣.
    Filed,
    /// 已派·待签收.
    Dispatched,
    /// 申请退回: the lead unit says that it is not its own.
    ReturnRequested {
        /// The unit that asks.
        unit: UnitId,
        /// Who asks for it.
        by: PersonId,
    },
    /// 整改中.
    Rectifying,
    /// 挂账: suspended with control measures.
    Suspended {
        /// Ends by itself then, at most one year after it began.
        until: Instant,
        /// 定期复核: next review of the control measures.
        review_at: Instant,
    },
    /// 责令停产停业/停止使用 (安全生产法 §65, §70).
    StopOrdered {
        /// 文书号.
        order: String,
    },
    /// 待验收: submitted with after-photos.
    Submitted {
        /// Who submitted.
        by: PersonId,
    },
    /// 返工: sent back by the verifier or by whoever would have closed it, waits for the unit to sign again.
    Rework,
    /// 验收通过·待销号.
    Verified {
        /// Who verified.
        by: PersonId,
    },
    /// 已销号.
    Closed,
    /// 回访: closed, and the reporter of a public hazard is asked whether it is really solved.
    FollowUp,
    /// 重启: waits for the desk to send it on its way again.
    Reopened,
    /// 归档.
    Archived,
}

/// The stage without what stands inside it: for columns, lists, filters and rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
#[allow(missing_docs, reason = "each is documented at the stage of the same name")]
pub enum StageCode {
    Reported = 1,
    Supplement = 2,
    Verifying = 3,
    SelfFixed = 4,
    Rejected = 5,
    Merged = 6,
    ReferredOut = 7,
    Filed = 8,
    Dispatched = 9,
    ReturnRequested = 10,
    Rectifying = 11,
    Suspended = 12,
    StopOrdered = 13,
    Submitted = 14,
    Rework = 15,
    Verified = 16,
    Closed = 17,
    FollowUp = 18,
    Reopened = 19,
    Archived = 20,
}

impl StageCode {
    /// Every stage, in the order of the table in the field's manual.
    pub const ALL: [StageCode; 20] = [
        StageCode::Reported,
        StageCode::Supplement,
        StageCode::Verifying,
        StageCode::SelfFixed,
        StageCode::Rejected,
        StageCode::Merged,
        StageCode::ReferredOut,
        StageCode::Filed,
        StageCode::Dispatched,
        StageCode::ReturnRequested,
        StageCode::Rectifying,
        StageCode::Suspended,
        StageCode::StopOrdered,
        StageCode::Submitted,
        StageCode::Rework,
        StageCode::Verified,
        StageCode::Closed,
        StageCode::FollowUp,
        StageCode::Reopened,
        StageCode::Archived,
    ];

    /// The stage with this number, if there is one.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|c| *c as i64 == number)
    }

    /// Whether somebody still owes something: everything but rejected, merged, closed, in follow-up, archived.
    pub fn is_open(self) -> bool {
        !matches!(
            self,
            StageCode::Rejected
                | StageCode::Merged
                | StageCode::Closed
                | StageCode::FollowUp
                | StageCode::Archived
        )
    }
}

impl Stage {
    /// The stage without what stands inside it.
    pub fn code(&self) -> StageCode {
        match self {
            Stage::Reported => StageCode::Reported,
            Stage::Supplement { .. } => StageCode::Supplement,
            Stage::Verifying { .. } => StageCode::Verifying,
            Stage::SelfFixed { .. } => StageCode::SelfFixed,
            Stage::Rejected { .. } => StageCode::Rejected,
            Stage::Merged { .. } => StageCode::Merged,
            Stage::ReferredOut { .. } => StageCode::ReferredOut,
            Stage::Filed => StageCode::Filed,
            Stage::Dispatched => StageCode::Dispatched,
            Stage::ReturnRequested { .. } => StageCode::ReturnRequested,
            Stage::Rectifying => StageCode::Rectifying,
            Stage::Suspended { .. } => StageCode::Suspended,
            Stage::StopOrdered { .. } => StageCode::StopOrdered,
            Stage::Submitted { .. } => StageCode::Submitted,
            Stage::Rework => StageCode::Rework,
            Stage::Verified { .. } => StageCode::Verified,
            Stage::Closed => StageCode::Closed,
            Stage::FollowUp => StageCode::FollowUp,
            Stage::Reopened => StageCode::Reopened,
            Stage::Archived => StageCode::Archived,
        }
    }
}
