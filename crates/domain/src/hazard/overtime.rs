//! 超时申诉: the department that was late says, after the case is closed and once, why it could not help it. Two reviewers
//! who had no part in the case have to agree. The fact that it was late stays; figures leave it out.

use super::clocks::StageClock;
use super::limits::LimitStage;
use super::state::Hazard;
use crate::calendar::Instant;
use crate::ids::{PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// 申诉理由.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OvertimeGrounds {
    /// 不可抗力: weather, flood, an emergency.
    ForceMajeure,
    /// 等待他人: another authority, an owner, a delivery.
    WaitedForOthers,
    /// 派遣有误.
    WronglyDispatched,
    /// 系统故障.
    SystemFault,
    /// 其他.
    Other,
}

impl OvertimeGrounds {
    /// Every one.
    pub const ALL: [OvertimeGrounds; 5] = [
        OvertimeGrounds::ForceMajeure,
        OvertimeGrounds::WaitedForOthers,
        OvertimeGrounds::WronglyDispatched,
        OvertimeGrounds::SystemFault,
        OvertimeGrounds::Other,
    ];
}

/// 审核.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeReview {
    /// 审核人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// 是否同意.
    pub granted: bool,
}

/// 超时申诉 of a hazard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overtime {
    /// 申诉人.
    pub by: PersonId,
    /// 申诉单位.
    pub unit: UnitId,
    /// When.
    pub at: Instant,
    /// 理由.
    pub grounds: OvertimeGrounds,
    /// 超时环节: the clocks of the unit that were late.
    pub stages: Vec<LimitStage>,
    /// 审核期限, of the review that is due now.
    pub due: Instant,
    /// 初审.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<OvertimeReview>,
    /// 复审, by somebody else; only after the first agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<OvertimeReview>,
}

impl Overtime {
    /// Whether a review is still owed.
    pub fn is_open(&self) -> bool {
        match (self.first, self.second) {
            (None, _) => true,
            (Some(first), None) => first.granted,
            (Some(_), Some(_)) => false,
        }
    }

    /// 豁免: both reviewers agreed.
    pub fn is_granted(&self) -> bool {
        self.first.is_some_and(|r| r.granted) && self.second.is_some_and(|r| r.granted)
    }

    pub(super) fn reviewed(&mut self, review: OvertimeReview, due: Option<Instant>) {
        match self.first {
            None => self.first = Some(review),
            Some(_) => self.second = Some(review),
        }
        self.due = due.unwrap_or(self.due);
    }
}

/// What the department answers for: signing and putting right.
const OF_THE_UNIT: [LimitStage; 2] = [LimitStage::Sign, LimitStage::Rectify];

impl Hazard {
    /// 超时环节 of the unit that led the case, at `now`.
    pub fn overtime_stages(&self, now: Instant) -> Vec<LimitStage> {
        let Some(lead) = self.dispatch.as_ref().map(|d| d.lead) else { return Vec::new() };
        let late = |c: &&StageClock| c.unit == Some(lead) && OF_THE_UNIT.contains(&c.stage) && c.is_late(now);
        let mut stages: Vec<LimitStage> = self.clocks.iter().filter(late).map(|c| c.stage).collect();
        stages.dedup();
        stages.sort_unstable();
        stages.dedup();
        stages
    }

    /// 曾超时: the department was late when the case was closed, whatever became of an appeal.
    pub fn was_overtime(&self) -> bool {
        self.closed_at.is_some_and(|at| !self.overtime_stages(at).is_empty())
    }

    /// 申诉豁免.
    pub fn is_overtime_exempt(&self) -> bool {
        self.overtime.as_ref().is_some_and(Overtime::is_granted)
    }
}
