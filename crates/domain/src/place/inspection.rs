//! 检查记录: somebody was at a place and looked. Kept of the place and of the unit; who it was stands in the event's
//! actor only, and no position is kept beyond what shows that the place was reached.

use super::{CheckList, Mounted, PlaceKind};
use crate::calendar::Instant;
use crate::ids::{HazardId, PlaceId, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// 检查结果.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InspectionResult {
    /// 未发现隐患: a full result.
    NothingFound,
    /// 发现隐患.
    Found,
}

/// 检查项结果.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkResult {
    /// 符合.
    Fine,
    /// 不符合.
    Wrong,
    /// 不适用.
    NotApplicable,
}

/// One item of the check list, as it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// 检查项 of the list.
    pub item: String,
    /// How it was found.
    pub result: MarkResult,
}

/// 检查记录.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Where.
    pub place: PlaceId,
    /// 检查单位.
    pub unit: UnitId,
    /// When it was received; coverage counts this.
    pub at: Instant,
    /// 实际检查时间, by the device, if it was told later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Instant>,
    /// What kind of place it was then.
    pub kind: PlaceKind,
    /// 检查表版本: the version of the check list that was used.
    pub list: String,
    /// What was found.
    pub result: InspectionResult,
    /// Items that were looked at one by one; none for "nothing found" in one tap.
    pub marks: Vec<Mark>,
    /// 隐患 reported from this inspection.
    pub hazards: Vec<HazardId>,
    /// 到场证据: distance to the place, if a fix was given.
    pub evidence: Mounted,
}

/// Why a record of an inspection is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InspectionRefusal {
    /// An item that the list does not have.
    #[error("no such item")]
    UnknownItem,
    /// An item that is marked twice.
    #[error("marked twice")]
    Twice,
    /// "Nothing found" with a wrong item or a hazard, or "found" with neither.
    #[error("the result contradicts the marks")]
    Contradiction,
}

impl Inspection {
    /// Whether it holds together, by the list that it names.
    pub fn check(&self, list: &CheckList) -> Result<(), InspectionRefusal> {
        let mut seen = BTreeSet::new();
        for mark in &self.marks {
            if !list.items.iter().any(|item| item.id == mark.item) {
                return Err(InspectionRefusal::UnknownItem);
            }
            if !seen.insert(mark.item.as_str()) {
                return Err(InspectionRefusal::Twice);
            }
        }
        let wrong =
            self.marks.iter().any(|mark| mark.result == MarkResult::Wrong) || !self.hazards.is_empty();
        match wrong == (self.result == InspectionResult::Found) {
            true => Ok(()),
            false => Err(InspectionRefusal::Contradiction),
        }
    }
}
