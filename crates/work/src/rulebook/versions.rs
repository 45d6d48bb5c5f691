//! 规则版本: which there are, which is in force, and one or two of them by name.

use crate::Problem;
use crate::words::Lang;
use domain::calendar::Instant;
use domain::people::{Act, Actor, Resource, may};
use domain::rulebook::{RuleBook, Versioned};
use serde::Serialize;
use std::sync::Arc;

/// One version, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RulesVersion)]
pub struct RulesListed {
    /// Its name.
    pub version: String,
    /// 生效时间.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// Whether it is the one in force now.
    pub in_force: bool,
    /// Whether it came with the product.
    pub shipped: bool,
    /// How many rules it has, where they are a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// Who keeps rules, and who looks over his shoulder.
pub(crate) fn may_read(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Read, Resource::Configuration).map_err(|_| Problem::forbidden())
}

/// Who puts new rules in force.
pub(crate) fn may_change(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Manage, Resource::Configuration).map_err(|_| Problem::forbidden())
}

/// Every version, the newest first; `count` says how many rules one has.
pub(crate) fn listed<T: Versioned>(
    book: &RuleBook<T>,
    now: Instant,
    count: impl Fn(&T) -> Option<usize>,
) -> Vec<RulesListed> {
    let in_force = book.at(now);
    let one = |rules: &Arc<T>| RulesListed {
        version: rules.version().to_owned(),
        effective: rules.effective(),
        in_force: Arc::ptr_eq(rules, in_force),
        shipped: Arc::ptr_eq(rules, book.first()),
        count: count(rules).and_then(|n| u32::try_from(n).ok()),
    };
    book.versions().rev().map(one).collect()
}

/// The version of this name; the one in force now, if none is named.
pub(crate) fn shown<'a, T: Versioned>(
    book: &'a RuleBook<T>,
    version: Option<&str>,
    now: Instant,
) -> Result<&'a Arc<T>, Problem> {
    match version {
        Some(name) => book.version(name).ok_or_else(Problem::not_found),
        None => Ok(book.at(now)),
    }
}

/// The version of this name; the one in force at a moment, if none is named.
pub(crate) fn tried<'a, T: Versioned>(
    book: &'a RuleBook<T>,
    version: Option<&str>,
    at: Instant,
) -> Result<&'a Arc<T>, Problem> {
    shown(book, version, at).map_err(|_| Problem::invalid("version", "unknown"))
}

/// Two versions to be compared, the older one first.
pub(crate) fn two<'a, T: Versioned>(
    book: &'a RuleBook<T>,
    old: &str,
    new: &str,
) -> Result<(&'a T, &'a T), Problem> {
    let named = |field, name| book.version(name).ok_or_else(|| Problem::invalid(field, "unknown"));
    Ok((named("old", old)?.as_ref(), named("new", new)?.as_ref()))
}

/// What became of a rule that an older and a newer version may have: `added`, `removed` or `changed`.
pub(crate) fn change<T>(before: Option<T>, after: Option<T>) -> String {
    match (before, after) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    }
    .to_owned()
}

/// 依据 and the like in the reader's language, where somebody wrote it in that one.
pub(crate) fn in_language(lang: Lang, zh: &str, en: &str) -> String {
    crate::words::either(lang, zh, en).to_owned()
}
