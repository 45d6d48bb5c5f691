//! 规则版本: several versions of one set of rules, so that history is judged by the one in force then.

use crate::calendar::Instant;
use std::sync::Arc;

/// A set of rules with a version.
pub trait Versioned {
    /// Its version as people call it.
    fn version(&self) -> &str;
    /// 生效时间.
    fn effective(&self) -> Instant;
}

/// Every version, oldest first. There is always one: what comes before all of them is judged by the first.
#[derive(Clone, Debug)]
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

    /// Every version, oldest first.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &Arc<T>> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The version with this name; the newest, should two have the same.
    pub fn version(&self, name: &str) -> Option<&Arc<T>> {
        self.versions().rev().find(|rules| rules.version() == name)
    }
}
