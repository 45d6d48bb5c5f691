//! 发布规则: a new version of one of the rules, in force from a moment on. No version that was ever in force changes.

use super::books::{Books, Subject, parse};
use crate::people::typed;
use crate::{App, Problem, new_rules};
use domain::calendar::Instant;
use domain::hazard::{Criteria, DoubtRules, EvidenceRules, LookBackRules, RecheckRules, RiskMethods};
use domain::people::{Act, Actor, Resource, may};
use domain::rulebook::{RuleBook, Versioned};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Key;
use store::nouns::RuleSet;

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
}

/// Rules of one subject in one version, and which versions there are.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Rules)]
pub struct RulesView {
    /// What they rule.
    pub subject: Subject,
    /// The version that is shown.
    pub version: String,
    /// Every version, the newest first.
    pub versions: Vec<RulesListed>,
    /// The rules themselves, as a new version gives them.
    #[schema(value_type = Object)]
    pub body: serde_json::Value,
    /// Whether this viewer may publish a new version.
    pub editable: bool,
}

/// A new version.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RulesInput {
    /// The version that it was made upon: the newest.
    pub upon: String,
    /// What it is to be called.
    pub version: String,
    /// 生效时间.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// The rules themselves.
    #[schema(value_type = Object)]
    pub body: serde_json::Value,
}

fn view<T: Versioned + Serialize>(
    book: &RuleBook<T>,
    subject: Subject,
    version: Option<&str>,
    now: Instant,
    editable: bool,
) -> Result<RulesView, Problem> {
    let in_force = book.at(now);
    let shown = match version {
        Some(name) => book.version(name).ok_or_else(|| Problem::invalid("version", "unknown"))?,
        None => in_force,
    };
    let mut versions: Vec<RulesListed> = book
        .versions()
        .enumerate()
        .map(|(nth, rules)| RulesListed {
            version: rules.version().to_owned(),
            effective: rules.effective(),
            in_force: std::sync::Arc::ptr_eq(rules, in_force),
            shipped: nth == 0,
        })
        .collect();
    versions.reverse();
    let mut body = serde_json::to_value(shown.as_ref()).map_err(|_| Problem::internal())?;
    if let Some(fields) = body.as_object_mut() {
        ["version", "effective"].iter().for_each(|name| drop(fields.remove(*name)));
    }
    Ok(RulesView { subject, version: shown.version().to_owned(), versions, body, editable })
}

/// The rules of a subject, in force now or in the version that is asked for; for anybody who works here.
pub fn read_rules(
    app: &App,
    actor: &Actor,
    subject: Subject,
    version: Option<&str>,
) -> Result<RulesView, Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())?;
    let editable = may(actor, Act::Manage, Resource::Configuration).is_ok();
    let (books, now) = (app.judging(), app.store().surroundings().now());
    match subject {
        Subject::Criteria => view(&books.criteria, subject, version, now, editable),
        Subject::Risk => view(&books.risk, subject, version, now, editable),
        Subject::Doubts => view(&books.doubts, subject, version, now, editable),
        Subject::Recheck => view(&books.recheck, subject, version, now, editable),
        Subject::LookBacks => view(&books.look_backs, subject, version, now, editable),
        Subject::Evidence => view(&books.evidence, subject, version, now, editable),
    }
}

/// 草案基础: the version that came with the product, and the newest.
struct Known {
    first: Arc<dyn Versioned + Send + Sync>,
    newest: String,
}

fn known(books: &Books, subject: Subject) -> Known {
    fn of<T: Versioned + Send + Sync + 'static>(book: &RuleBook<T>) -> Known {
        let first: Arc<dyn Versioned + Send + Sync> = Arc::<T>::clone(book.first());
        Known { first, newest: book.newest().version().to_owned() }
    }
    match subject {
        Subject::Criteria => of(&books.criteria),
        Subject::Risk => of(&books.risk),
        Subject::Doubts => of(&books.doubts),
        Subject::Recheck => of(&books.recheck),
        Subject::LookBacks => of(&books.look_backs),
        Subject::Evidence => of(&books.evidence),
    }
}

/// Whether the rules hold together; what is wrong with them otherwise.
fn check(subject: Subject, rules: &RuleSet) -> Result<(), Problem> {
    let read = match subject {
        Subject::Criteria => parse::<Criteria>(rules.clone()).map(drop),
        Subject::Risk => parse::<RiskMethods>(rules.clone()).map(drop),
        Subject::Doubts => parse::<DoubtRules>(rules.clone()).map(drop),
        Subject::Recheck => parse::<RecheckRules>(rules.clone()).map(drop),
        Subject::LookBacks => parse::<LookBackRules>(rules.clone()).map(drop),
        Subject::Evidence => parse::<EvidenceRules>(rules.clone()).map(drop),
    };
    read.map_err(|error| Problem::new(422, "rules_refused").with("reason", error))
}

/// Puts a new version in force from a moment on that has not passed.
pub async fn publish_rules(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    subject: Subject,
    new: RulesInput,
) -> Result<(), Problem> {
    may(&actor, Act::Manage, Resource::Configuration).map_err(|_| Problem::forbidden())?;
    let version = typed::line("version", &new.version, 40)?;
    let known = known(&app.judging(), subject);
    if known.newest != new.upon {
        return Err(Problem::new(409, "stale").with("expected", new.upon).with("actual", known.newest));
    }
    if !new.body.is_object() {
        return Err(Problem::invalid("body", "malformed"));
    }
    let rules =
        RuleSet { subject: subject.name().to_owned(), version, effective_at: new.effective, body: new.body };
    check(subject, &rules)?;
    new_rules::publish(app, actor, key, new.upon, known.first.as_ref(), rules).await
}
