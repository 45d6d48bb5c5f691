//! Why an action was refused. Code and parameters travel; words are chosen where the reader's language is known.

use super::action::ActionKind;
use super::stage::StageCode;
use crate::calendar::Instant;

/// 拒绝: nothing was changed, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The action is not possible from here; what is possible for this actor stands in the list. HTTP 409.
    #[error("{action:?} is not possible at {stage:?}")]
    IllegalMove {
        /// What was wanted.
        action: ActionKind,
        /// Where the hazard stands.
        stage: StageCode,
        /// What this actor may do instead.
        allowed: Vec<ActionKind>,
    },
    /// Somebody else acted in between. HTTP 409.
    #[error("the hazard is at version {actual}, not {expected}")]
    Stale {
        /// The version that the author saw.
        expected: u32,
        /// The version now.
        actual: u32,
    },
    /// The actor's role or unit does not allow it. HTTP 403.
    #[error("{action:?} is not for this actor")]
    Forbidden {
        /// What was wanted.
        action: ActionKind,
    },
    /// This actor does not report hazards. HTTP 403.
    #[error("reporting is not for this actor")]
    NoReporter,
    /// 查整分离: the actor already had another part in it. HTTP 403.
    #[error("{action:?} needs somebody who was not {conflict:?}")]
    SeparationOfDuties {
        /// What was wanted.
        action: ActionKind,
        /// The part that the actor already had.
        conflict: Part,
    },
    /// Too early to do it again. HTTP 409.
    #[error("{action:?} is possible again at {again}")]
    TooSoon {
        /// What was wanted.
        action: ActionKind,
        /// From when on it is possible.
        again: Instant,
    },
    /// A field is missing or wrong. HTTP 422.
    #[error("{field}: {problem}")]
    Invalid {
        /// Which field.
        field: &'static str,
        /// A code for the problem: `required`, `too_long`, `out_of_range`, `in_the_past`, `not_later`, …
        problem: &'static str,
    },
    /// A rule of the trade forbids it. HTTP 409.
    #[error("rule: {rule}")]
    Rule {
        /// A code for the rule: `inspect_first` (员工举报: an office has to look before the party learns of it),
        /// `extension_twice`, `extension_overdue`, `suspension_once`, `suspension_a_year`, `needs_photo`,
        /// `needs_fulfilments`, `merge_cycle` …
        rule: &'static str,
    },
}

/// A part in the life of a hazard that excludes others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 发现人.
    Finder,
    /// 整改人.
    Fixer,
    /// 整改单位.
    FixingUnit,
    /// 验收人.
    Verifier,
    /// 驳回人.
    Rejecter,
    /// 申请人.
    Requester,
    /// 反馈人.
    Replier,
    /// 判定人.
    Judge,
    /// 初审人.
    Reviewer,
}
