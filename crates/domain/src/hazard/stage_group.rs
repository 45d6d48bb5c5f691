//! 办理阶段: stages that stand together on maps and figures.

use super::stage::StageCode;
use serde::{Deserialize, Serialize};

/// 办理阶段: who has the hazard in hand, in six words instead of twenty stages. The numbers are kept in map cells and
/// never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum StageGroup {
    /// 受理中: with the desk.
    Desk = 1,
    /// 整改中: with a unit.
    Rectifying = 2,
    /// 验收中: with a verifier.
    Checking = 3,
    /// 已移送: with another authority.
    Referred = 4,
    /// 已销号: done.
    Closed = 5,
    /// 未受理: rejected or merged into another.
    Dropped = 6,
}

impl StageGroup {
    /// Every group.
    pub const ALL: [StageGroup; 6] = [
        StageGroup::Desk,
        StageGroup::Rectifying,
        StageGroup::Checking,
        StageGroup::Referred,
        StageGroup::Closed,
        StageGroup::Dropped,
    ];

    /// The group with this number, if there is one.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|g| *g as i64 == number)
    }

    /// Whether somebody still owes something; the same for every stage of the group.
    pub fn is_open(self) -> bool {
        !matches!(self, StageGroup::Closed | StageGroup::Dropped)
    }

    /// Its stages.
    pub fn stages(self) -> impl Iterator<Item = StageCode> {
        StageCode::ALL.into_iter().filter(move |s| s.group() == self)
    }

    /// The groups that a choice of stages is made of; nothing when it cuts through one.
    pub fn made_of(stages: &[StageCode]) -> Option<Vec<StageGroup>> {
        let whole = |g: &StageGroup| g.stages().all(|s| stages.contains(&s));
        let groups: Vec<StageGroup> = Self::ALL.into_iter().filter(whole).collect();
        stages.iter().all(|s| groups.contains(&s.group())).then_some(groups)
    }
}

impl StageCode {
    /// The group that it stands in.
    pub fn group(self) -> StageGroup {
        use StageCode as S;
        match self {
            S::Reported | S::Supplement | S::Verifying | S::Filed | S::Reopened => StageGroup::Desk,
            S::Dispatched
            | S::ReturnRequested
            | S::Rectifying
            | S::Suspended
            | S::StopOrdered
            | S::Rework => StageGroup::Rectifying,
            S::SelfFixed | S::Submitted | S::Verified => StageGroup::Checking,
            S::ReferredOut => StageGroup::Referred,
            S::Closed | S::FollowUp | S::Archived => StageGroup::Closed,
            S::Rejected | S::Merged => StageGroup::Dropped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Reason;

    #[test]
    fn groups_are_as_open_as_their_stages() {
        for stage in StageCode::ALL {
            assert_eq!(stage.group().is_open(), stage.is_open(), "{stage:?}");
        }
        assert_eq!(StageGroup::from_number(5), Some(StageGroup::Closed));
        assert_eq!(StageGroup::from_number(7), None);
    }

    /// Map cells know groups only: what a verifier sees has to be made of whole ones.
    #[test]
    fn what_a_verifier_sees_is_made_of_groups() {
        let groups = StageGroup::made_of(&Reason::VERIFIER_STAGES).unwrap();
        assert_eq!(groups, [StageGroup::Checking, StageGroup::Closed]);
        assert_eq!(StageGroup::made_of(&[StageCode::Closed]), None);
        assert_eq!(StageGroup::made_of(&[]), Some(vec![]));
    }
}
