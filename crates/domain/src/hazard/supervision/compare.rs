//! 督办规则比较: what two versions say differently.

use super::{Ladder, SupervisionRules};
use crate::rulebook::{RuleDifference, differences};

/// One ladder that only one of two versions has, or that they say differently.
pub type LadderDifference<'a> = RuleDifference<'a, Ladder>;

/// What `new` has, lacks and says otherwise than `old`.
pub fn compare_ladders<'a>(
    old: &'a SupervisionRules,
    new: &'a SupervisionRules,
) -> Vec<LadderDifference<'a>> {
    differences(old.ladders(), new.ladders(), |one, other| one.conditions() == other.conditions())
}
