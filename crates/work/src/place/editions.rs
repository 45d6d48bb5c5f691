//! 规则版本 of places: check lists and distances as the district keeps them, upon what ships with the product.

use crate::people::typed;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::District;
use domain::ledger::Recorded;
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CheckLists, Edition, Editions, PlaceRules};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use store::nouns::RuleSet;
use store::{Command, Connection, EngineError, Halt, Key, Tx, queries};
use uuid::Uuid;

/// What check lists are kept under.
pub(super) const CHECK_LISTS: &str = "check_lists";
/// What distances and intervals are kept under.
pub(super) const DISTANCES: &str = "places";

/// Every version of both.
#[derive(Clone, Debug)]
pub(crate) struct PlaceEditions {
    /// 检查表.
    pub(crate) check_lists: Arc<Editions<CheckLists>>,
    /// 距离与周期.
    pub(crate) rules: Arc<Editions<PlaceRules>>,
}

impl PlaceEditions {
    /// What ships with the product.
    pub(crate) fn shipped() -> Self {
        Self {
            check_lists: Arc::new(Editions::new(CheckLists::shipped(), Vec::new())),
            rules: Arc::new(Editions::new(PlaceRules::shipped(), Vec::new())),
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
    let check_lists = Editions::new(CheckLists::shipped(), own(connection, district, CHECK_LISTS)?);
    let rules = Editions::new(PlaceRules::shipped(), own(connection, district, DISTANCES)?);
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
pub(super) fn listed<T: Edition>(editions: &Editions<T>, now: Instant) -> Vec<RuleVersion> {
    let in_force = editions.at(now);
    let mut all: Vec<RuleVersion> = editions
        .all()
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
pub(super) fn upon<T: Edition>(editions: &Editions<T>, expected: &str) -> Result<(), Problem> {
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

/// Puts a version in force from a moment on that has not passed. No version that was in force changes.
pub(super) async fn publish<T: Serialize + Edition>(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    subject: &'static str,
    (first, new): (String, T),
) -> Result<(), Problem> {
    let (version, effective_at) = (new.version().to_owned(), new.effective());
    let body = serde_json::to_value(&new).map_err(|_| Problem::internal())?;
    let rules = RuleSet { subject: subject.to_owned(), version, effective_at, body };
    let command = Publish { id: app.store().surroundings().new_id(), first, rules };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)?;
    crate::people::refresh(app).await
}

struct Publish {
    id: Uuid,
    /// The name of the version that ships with the product.
    first: String,
    rules: RuleSet,
}

impl Command for Publish {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        let refuse = |field, problem| Err(Halt::Refused(Problem::invalid(field, problem)));
        // A minute of grace: the form was filled in a moment ago.
        if self.rules.effective_at.plus(Instant::MINUTE) < tx.now() {
            return refuse("effective", "in_the_past");
        }
        if self.rules.version == self.first {
            return refuse("version", "twice");
        }
        let key = [tx.district().into(), self.rules.subject.as_str().into()];
        for row in tx.query(queries::admin::RULES_OF, &key)? {
            let known: RuleSet =
                serde_json::from_str(row.text(1)?).map_err(|e| EngineError::Other(format!("rules: {e}")))?;
            if known.version == self.rules.version {
                return refuse("version", "twice");
            }
            if known.effective_at >= self.rules.effective_at {
                return refuse("effective", "not_later");
            }
        }
        let event = Recorded::Registered { now: self.rules.clone() };
        tx.record::<RuleSet>(self.id, &event, &Words::default())?;
        Ok(())
    }
}
