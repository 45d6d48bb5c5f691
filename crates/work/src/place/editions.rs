//! 规则版本 of places: check lists and distances as the district keeps them, upon what ships with the product.

use crate::people::typed;
use crate::{App, Problem, new_rules};
use domain::calendar::Instant;
use domain::ids::District;
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CheckLists, PlaceRules};
use domain::rulebook::{RuleBook, Versioned};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use store::nouns::RuleSet;
use store::{Connection, EngineError, Key, queries};

/// What check lists are kept under.
pub(super) const CHECK_LISTS: &str = "check_lists";
/// What distances and intervals are kept under.
pub(super) const DISTANCES: &str = "places";

/// Every version of both.
#[derive(Clone, Debug)]
pub(crate) struct PlaceEditions {
    /// 检查表.
    pub(crate) check_lists: Arc<RuleBook<CheckLists>>,
    /// 距离与周期.
    pub(crate) rules: Arc<RuleBook<PlaceRules>>,
}

impl PlaceEditions {
    /// What ships with the product.
    pub(crate) fn shipped() -> Self {
        Self {
            check_lists: Arc::new(RuleBook::new(CheckLists::shipped(), Vec::new())),
            rules: Arc::new(RuleBook::new(PlaceRules::shipped(), Vec::new())),
        }
    }
}

fn own<T: DeserializeOwned>(
    connection: &mut dyn Connection,
    district: District,
    subject: &str,
) -> Result<Vec<T>, EngineError> {
    let bad = |e: serde_json::Error| EngineError::Other(format!("{subject}: {e}"));
    let rows = connection.query(queries::admin::RULES_OF, &[district.into(), subject.into()])?;
    let read = |row: &store::Row| {
        let rules: RuleSet = serde_json::from_str(row.text(1)?).map_err(bad)?;
        serde_json::from_value(rules.body).map_err(bad)
    };
    rows.iter().map(read).collect()
}

/// Reads every version.
pub(crate) fn load(
    connection: &mut dyn Connection,
    district: District,
) -> Result<PlaceEditions, EngineError> {
    let check_lists = RuleBook::new(CheckLists::shipped(), own(connection, district, CHECK_LISTS)?);
    let rules = RuleBook::new(PlaceRules::shipped(), own(connection, district, DISTANCES)?);
    Ok(PlaceEditions { check_lists: Arc::new(check_lists), rules: Arc::new(rules) })
}

/// One version, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RuleVersion {
    /// Its name.
    pub version: String,
    /// 生效时间.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// Whether it is the one in force now.
    pub in_force: bool,
    /// Whether it came with the product.
    pub shipped: bool,
}

/// Every version, the newest first.
pub(super) fn listed<T: Versioned>(editions: &RuleBook<T>, now: Instant) -> Vec<RuleVersion> {
    let in_force = editions.at(now);
    let mut all: Vec<RuleVersion> = editions
        .versions()
        .enumerate()
        .map(|(nth, edition)| RuleVersion {
            version: edition.version().to_owned(),
            effective: edition.effective(),
            in_force: Arc::ptr_eq(edition, in_force),
            shipped: nth == 0,
        })
        .collect();
    all.reverse();
    all
}

pub(super) fn reads(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Read, Resource::Configuration).map_err(|_| Problem::forbidden())
}

pub(super) fn manages(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Manage, Resource::Configuration).map_err(|_| Problem::forbidden())
}

/// When another version came after the one that was changed, the change has to be looked at again.
pub(super) fn upon<T: Versioned>(editions: &RuleBook<T>, expected: &str) -> Result<(), Problem> {
    let actual = editions.newest().version();
    match actual == expected {
        true => Ok(()),
        false => Err(Problem::new(409, "stale").with("expected", expected).with("actual", actual)),
    }
}

/// 版本名 as it was typed.
pub(super) fn version_name(text: &str) -> Result<String, Problem> {
    typed::line("version", text, 40)
}

/// Puts a version in force, made from the version `upon`.
pub(super) async fn publish<T: Serialize + Versioned>(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    subject: &'static str,
    editions: &RuleBook<T>,
    (upon, new): (String, T),
) -> Result<(), Problem> {
    let (version, effective_at) = (new.version().to_owned(), new.effective());
    let body = serde_json::to_value(&new).map_err(|_| Problem::internal())?;
    let rules = RuleSet { subject: subject.to_owned(), version, effective_at, body };
    new_rules::publish(app, actor, key, upon, editions.first().as_ref(), rules).await
}
