//! 规则比较: what two versions of the rules say differently, and for which hazards it makes a difference.

use super::{LimitRule, LimitRules, LimitStage, Matter};
use crate::hazard::kinds::{Grade, Source};
use crate::rulebook::{RuleDifference, differences};

/// One rule that only one of two versions has, or that they say differently.
pub type LimitDifference<'a> = RuleDifference<'a, LimitRule>;

/// What `new` has, lacks and says otherwise than `old`.
pub fn compare_limits<'a>(old: &'a LimitRules, new: &'a LimitRules) -> Vec<LimitDifference<'a>> {
    differences(old.rules(), new.rules(), |one, other| one.conditions() == other.conditions())
}

/// 影响: hazards that one rule decided about and another will, with another limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitShift<'a> {
    /// The rule that decides by the older version.
    pub before: &'a LimitRule,
    /// The rule that decides by the newer version.
    pub after: &'a LimitRule,
}

/// Every pair of rules by which some hazard gets another limit. A difference that other rules overrule everywhere makes
/// none, and one difference may make several.
pub fn shifts<'a>(old: &'a LimitRules, new: &'a LimitRules) -> Vec<LimitShift<'a>> {
    let all = || old.rules().iter().chain(new.rules());
    let mut sources: Vec<Source> = all().filter_map(|r| r.source).collect();
    // A source that no rule names stands for all the others; if each is named, none is left out.
    sources.push(Source::Ledger);
    let mut categories: Vec<Option<&str>> = all().map(|r| r.category.as_deref()).collect();
    categories.push(None);
    categories.sort_unstable();
    categories.dedup();
    let mut found: Vec<LimitShift<'a>> = Vec::new();
    for stage in LimitStage::ALL {
        for grade in [None, Some(Grade::General), Some(Grade::Larger), Some(Grade::Major)] {
            for (category, source) in categories.iter().flat_map(|c| sources.iter().map(move |s| (*c, *s))) {
                for urgent in [false, true] {
                    let matter = Matter { grade, urgent, category, source };
                    let (Some(before), Some(after)) = (old.rule(stage, &matter), new.rule(stage, &matter))
                    else {
                        continue;
                    };
                    let shift = LimitShift { before, after };
                    if before.limit != after.limit && !found.contains(&shift) {
                        found.push(shift);
                    }
                }
            }
        }
    }
    found
}
