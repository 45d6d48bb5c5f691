//! 督办规则比较: what two versions say differently.

use super::{Ladder, SupervisionRules};

/// One ladder that only one of two versions has, or that they say differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LadderDifference<'a> {
    /// As the older version has it.
    pub before: Option<&'a Ladder>,
    /// As the newer version has it.
    pub after: Option<&'a Ladder>,
}

/// What `new` has, lacks and says otherwise than `old`: in the order of `new`, then what it lacks.
pub fn compare_ladders<'a>(
    old: &'a SupervisionRules,
    new: &'a SupervisionRules,
) -> Vec<LadderDifference<'a>> {
    let twin = |all: &'a [Ladder], ladder: &Ladder| -> Option<&'a Ladder> {
        all.iter().find(|other| other.conditions() == ladder.conditions())
    };
    let here = new.ladders().iter().filter_map(|after| match twin(old.ladders(), after) {
        Some(before) if before == after => None,
        before => Some(LadderDifference { before, after: Some(after) }),
    });
    let gone = old.ladders().iter().filter(|before| twin(new.ladders(), before).is_none());
    here.chain(gone.map(|before| LadderDifference { before: Some(before), after: None })).collect()
}
