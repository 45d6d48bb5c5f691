//! 版本: rules that a district changes from a day on, every version kept, so that history is read with the one in force
//! then.

use super::{CheckLists, PlaceRules};
use crate::calendar::Instant;
use std::sync::Arc;

/// Rules that have a version and a moment from which they are in force.
pub trait Edition {
    /// Its name.
    fn version(&self) -> &str;
    /// 生效时间.
    fn effective(&self) -> Instant;
}

impl Edition for CheckLists {
    fn version(&self) -> &str {
        &self.version
    }

    fn effective(&self) -> Instant {
        self.effective
    }
}

impl Edition for PlaceRules {
    fn version(&self) -> &str {
        &self.version
    }

    fn effective(&self) -> Instant {
        self.effective
    }
}

/// Every version, oldest first. There is always one: what comes before all of them is judged by the first.
#[derive(Clone, Debug)]
pub struct Editions<T> {
    first: Arc<T>,
    later: Vec<Arc<T>>,
}

impl<T: Edition> Editions<T> {
    /// The versions of a district upon the one that is shipped.
    pub fn new(shipped: T, own: Vec<T>) -> Self {
        let mut later: Vec<Arc<T>> = own.into_iter().map(Arc::new).collect();
        later.sort_by_key(|edition| edition.effective());
        Self { first: Arc::new(shipped), later }
    }

    /// The version in force at a moment.
    pub fn at(&self, moment: Instant) -> &Arc<T> {
        self.later.iter().rev().find(|edition| edition.effective() <= moment).unwrap_or(&self.first)
    }

    /// Every version, oldest first.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Arc<T>> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The newest version, in force or on its way.
    pub fn newest(&self) -> &Arc<T> {
        self.later.last().unwrap_or(&self.first)
    }

    /// The version with this name.
    pub fn version(&self, name: &str) -> Option<&Arc<T>> {
        self.all().rev().find(|edition| edition.version() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_in_force_is_the_latest_that_has_begun() {
        let rules = |version: &str, at: i64| PlaceRules {
            version: version.into(),
            effective: Instant(at),
            ..PlaceRules::shipped()
        };
        let book = Editions::new(rules("a", 0), vec![rules("c", 300), rules("b", 200)]);
        let names = |at: i64| book.at(Instant(at)).version.clone();
        assert_eq!(
            (names(-5), names(199), names(200), names(300)),
            ("a".into(), "a".into(), "b".into(), "c".into())
        );
        assert_eq!(book.newest().version, "c");
        assert!(book.version("b").is_some() && book.version("d").is_none());
    }
}
