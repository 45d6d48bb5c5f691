//! 规则版本.

use super::{LimitRule, LimitRules, RuleRef};
use crate::rulebook::{RuleBook, versioned};

/// Every version of the time limits.
pub type LimitBook = RuleBook<LimitRules>;

versioned!(LimitRules);

impl LimitBook {
    /// The book that ships with the product.
    pub fn shipped() -> Self {
        Self::new(LimitRules::default_2026(), Vec::new())
    }

    /// The rule that an event refers to, if its version is still here.
    pub fn find(&self, reference: &RuleRef) -> Option<&LimitRule> {
        self.version(&reference.version)?.rules().iter().find(|r| r.id() == reference.id)
    }
}
