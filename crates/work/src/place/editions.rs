//! 规则版本 of places: check lists and distances as the district keeps them, upon what ships with the product.

use crate::{App, Problem, rulebook};
use domain::ids::District;
use domain::people::Actor;
use domain::place::{CheckLists, PlaceRules};
use domain::rulebook::{RuleBook, Versioned};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use store::nouns::RuleSet;
use store::{Connection, EngineError, Key};

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

/// Reads every version.
pub(crate) fn load(
    connection: &mut dyn Connection,
    district: District,
) -> Result<PlaceEditions, EngineError> {
    let check_lists = rulebook::load(connection, district, CHECK_LISTS, CheckLists::shipped(), body)?;
    let rules = rulebook::load(connection, district, DISTANCES, PlaceRules::shipped(), body)?;
    Ok(PlaceEditions { check_lists: Arc::new(check_lists), rules: Arc::new(rules) })
}

fn body<T: DeserializeOwned>(kept: RuleSet) -> Result<T, serde_json::Error> {
    serde_json::from_value(kept.body)
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
    rulebook::publish(app, actor, key, upon, editions.first().as_ref(), rules).await
}
