//! 规则版本.

use super::{LimitRule, LimitRules, LimitRulesError, RuleRef};
use crate::calendar::Instant;

/// 规则版本: several versions of the rules; what applied then judges what happened then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitBook {
    versions: Vec<LimitRules>,
}

impl LimitBook {
    /// A book of at least one version, no two of them effective from the same moment.
    pub fn new(mut versions: Vec<LimitRules>) -> Result<Self, LimitRulesError> {
        if versions.is_empty() {
            return Err(LimitRulesError::Empty);
        }
        versions.sort_by_key(|v| v.effective);
        match versions.windows(2).find(|w| w[0].effective == w[1].effective) {
            Some(w) => Err(LimitRulesError::SameMoment(w[0].version.clone(), w[1].version.clone())),
            None => Ok(Self { versions }),
        }
    }

    /// The book that ships with the product.
    pub fn shipped() -> Self {
        Self { versions: vec![LimitRules::default_2026()] }
    }

    /// The rules in force at `moment`; before the first version, the first.
    pub fn at(&self, moment: Instant) -> &LimitRules {
        let after = self.versions.partition_point(|v| v.effective <= moment);
        &self.versions[after.saturating_sub(1)]
    }

    /// The newest version, in force or on its way.
    pub fn newest(&self) -> &LimitRules {
        &self.versions[self.versions.len() - 1]
    }

    /// The version of that name.
    pub fn version(&self, name: &str) -> Option<&LimitRules> {
        self.versions.iter().find(|v| v.version == name)
    }

    /// Every version, oldest first.
    pub fn versions(&self) -> &[LimitRules] {
        &self.versions
    }

    /// The rule that an event refers to, if its version is still here.
    pub fn find(&self, reference: &RuleRef) -> Option<&LimitRule> {
        let version = self.versions.iter().find(|v| v.version == reference.version)?;
        version.rules().iter().find(|r| r.id() == reference.id)
    }
}
