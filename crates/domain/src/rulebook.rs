//! 规则版本: several versions of one set of rules (limits, categories, supervision, check lists …), so that what
//! happened is judged by the one in force then.

use crate::calendar::Instant;
use std::sync::Arc;

/// A set of rules with a version.
pub trait Versioned: Send + Sync {
    /// Its version as people call it.
    fn version(&self) -> &str;
    /// 生效时间.
    fn effective(&self) -> Instant;
}

/// Rules that say which they are in fields of the same names.
macro_rules! versioned {
    ($rules:ty) => {
        impl $crate::rulebook::Versioned for $rules {
            fn version(&self) -> &str {
                &self.version
            }

            fn effective(&self) -> $crate::calendar::Instant {
                self.effective
            }
        }
    };
}
pub(crate) use versioned;

/// A rule that only one of two versions has, or that they say differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleDifference<'a, R> {
    /// As the older version has it.
    pub before: Option<&'a R>,
    /// As the newer version has it.
    pub after: Option<&'a R>,
}

/// What `new` has, lacks and says otherwise than `old`: in the order of `new`, then what it lacks. `twins` are two rules
/// for the same hazards.
pub fn differences<'a, R: PartialEq>(
    old: &'a [R],
    new: &'a [R],
    twins: impl Fn(&R, &R) -> bool,
) -> Vec<RuleDifference<'a, R>> {
    let twin = |all: &'a [R], rule: &R| all.iter().find(|other| twins(other, rule));
    let here = new.iter().filter_map(|after| match twin(old, after) {
        Some(before) if before == after => None,
        before => Some(RuleDifference { before, after: Some(after) }),
    });
    let gone = old.iter().filter(|before| twin(new, before).is_none());
    here.chain(gone.map(|before| RuleDifference { before: Some(before), after: None })).collect()
}

/// Every version, oldest first. There is always one: what comes before all of them is judged by the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleBook<T> {
    first: Arc<T>,
    later: Vec<Arc<T>>,
}

impl<T: Versioned> RuleBook<T> {
    /// The versions of a district upon the one that is shipped. Of two that take effect at the same moment the
    /// one named last counts.
    pub fn new(shipped: T, own: Vec<T>) -> Self {
        let mut later: Vec<Arc<T>> = own.into_iter().map(Arc::new).collect();
        later.sort_by_key(|rules| rules.effective());
        Self { first: Arc::new(shipped), later }
    }

    /// The version in force at a moment.
    pub fn at(&self, moment: Instant) -> &Arc<T> {
        self.later.iter().rev().find(|rules| rules.effective() <= moment).unwrap_or(&self.first)
    }

    /// The version that came with the product.
    pub fn first(&self) -> &Arc<T> {
        &self.first
    }

    /// The newest version, in force or on its way.
    pub fn newest(&self) -> &Arc<T> {
        self.later.last().unwrap_or(&self.first)
    }

    /// Every version, oldest first.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &Arc<T>> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The version with this name; the newest, should two have the same.
    pub fn version(&self, name: &str) -> Option<&Arc<T>> {
        self.versions().rev().find(|rules| rules.version() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Rules(&'static str, i64);

    impl Versioned for Rules {
        fn version(&self) -> &str {
            self.0
        }

        fn effective(&self) -> Instant {
            Instant(self.1)
        }
    }

    #[test]
    fn the_version_in_force_is_the_latest_that_has_begun() {
        let book = RuleBook::new(Rules("a", 0), vec![Rules("c", 300), Rules("b", 200)]);
        let name = |at: i64| book.at(Instant(at)).version();
        assert_eq!((name(-5), name(199), name(200), name(299), name(300)), ("a", "a", "b", "b", "c"));
        assert_eq!(book.newest().version(), "c");
        assert_eq!(book.versions().map(|rules| rules.version()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert!(book.version("b").is_some() && book.version("d").is_none());
    }
}
