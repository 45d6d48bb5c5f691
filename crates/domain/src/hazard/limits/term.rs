//! 期限: when something is due, and by which rule.

use super::LimitRule;
use crate::calendar::{Instant, Length, Limit};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// 规则引用: which rule of which version. Travels as `2026.1:sign/urgent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRef {
    /// The version.
    pub version: String,
    /// The rule in it, see [`LimitRule::id`].
    pub id: String,
}

impl RuleRef {
    /// The reference to a rule of a version.
    pub fn to(version: &str, rule: &LimitRule) -> Self {
        Self { version: version.to_owned(), id: rule.id() }
    }
}

impl fmt::Display for RuleRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.version, self.id)
    }
}

impl Serialize for RuleRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RuleRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (version, id) =
            text.split_once(':').ok_or_else(|| serde::de::Error::custom("no rule reference"))?;
        Ok(Self { version: version.to_owned(), id: id.to_owned() })
    }
}

/// 期限, as an event gives it: history is judged by it, whatever the rules say later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// 到期时刻.
    pub at: Instant,
    /// 暂定: the notice of a year on the way was not published yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// The rule; nothing where a filing standard, a ledger or a person set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleRef>,
    /// The limit, if one was run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// What was run, where it was not all of the limit: after rework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Length>,
}

impl From<Instant> for Term {
    /// A date that somebody set.
    fn from(at: Instant) -> Self {
        Self { at, provisional: false, rule: None, limit: None, length: None }
    }
}
