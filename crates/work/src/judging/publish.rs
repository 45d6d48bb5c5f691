//! 发布规则: a new version of one of the rules, looked at first, then in force from a moment on. No version that was ever
//! in force changes.

use super::books::{Books, Subject};
use super::methods;
use crate::rulebook::{self, Differs, RulesListed, may_change, version_name};
use crate::words::{Lang, word};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::CriteriaDocument;
use domain::hazard::criteria::{criteria_faults, give_ids};
use domain::hazard::risk::{give_method_ids, risk_faults};
use domain::people::{Act, Actor, Resource, may};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Key;
use store::nouns::RuleSet;

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
    pub body: Value,
    /// Whether this viewer may publish a new version.
    pub editable: bool,
}

/// A new version.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RulesInput {
    /// The version that it was made upon: the newest.
    pub upon: String,
    /// What it is to be called; not needed for a look.
    #[serde(default)]
    pub version: String,
    /// 生效时间.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// The rules themselves. Documents and clauses of criteria and methods of risk whose `id` is empty are given one.
    #[schema(value_type = Object)]
    pub body: Value,
}

/// What is wrong with a draft, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = FoundRulesFault)]
pub struct RulesFault {
    /// The way to the field, places in a list counted from 0: `documents.0.clauses.2.words`; empty where it is about
    /// the whole.
    pub path: String,
    /// What is wrong.
    #[schema(value_type = crate::names::RulesFault)]
    pub fault: String,
    /// The same in words.
    pub text: String,
}

/// What a draft would change.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RulesDraft {
    /// The version that it is compared with: the newest.
    pub upon: String,
    /// What is wrong with it; as long as something is, it is not compared.
    pub faults: Vec<RulesFault>,
    /// What it says otherwise.
    pub differences: Vec<Differs>,
}

fn may_look(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())
}

/// The rules of a subject, in force now or in the version that is asked for; for anybody who works here.
pub fn read_rules(
    app: &App,
    actor: &Actor,
    subject: Subject,
    version: Option<&str>,
) -> Result<RulesView, Problem> {
    may_look(actor)?;
    let (books, now) = (app.judging(), app.store().surroundings().now());
    let book = books.of(subject);
    let (version, body) = book.body(version, now)?;
    Ok(RulesView { subject, version, versions: book.listed(now), body, editable: may_change(actor).is_ok() })
}

/// What one version has, lacks and says otherwise than another; for anybody who works here.
pub fn compare_rules(
    app: &App,
    actor: &Actor,
    subject: Subject,
    old: &str,
    new: &str,
    lang: Lang,
) -> Result<Vec<Differs>, Problem> {
    may_look(actor)?;
    let (old, new) = app.judging().of(subject).two(old, new)?;
    Ok(differences(subject, old, new, lang))
}

fn differences(subject: Subject, old: Value, new: Value, lang: Lang) -> Vec<Differs> {
    let known = |body| if subject == Subject::Risk { methods::with_places(body, lang) } else { body };
    rulebook::differences(&known(old), &known(new), lang)
}

/// The documents of criteria as they are written; nothing where they cannot be read as such.
fn documents(body: &Value) -> Option<Vec<CriteriaDocument>> {
    Vec::deserialize(body.get("documents")?).ok()
}

/// Criteria and methods with an id for everything that is new; other rules as they are.
fn with_ids(books: &Books, subject: Subject, mut body: Value) -> Value {
    if subject == Subject::Criteria
        && let Some(mut documents) = documents(&body)
    {
        give_ids(&mut documents, &books.criteria);
        body["documents"] = serde_json::json!(documents);
    }
    if subject == Subject::Risk
        && let Some(mut methods) = methods::typed(&body)
    {
        give_method_ids(&mut methods, &books.risk);
        body["methods"] = serde_json::json!(methods);
    }
    body
}

/// The faults of criteria and of methods, each beside its field.
fn faults(subject: Subject, body: &Value, lang: Lang) -> Vec<RulesFault> {
    let found: Vec<(String, &str)> = match subject {
        Subject::Criteria => {
            let found = documents(body).map(|documents| criteria_faults(&documents)).unwrap_or_default();
            found.into_iter().map(|f| (f.path, f.error.code())).collect()
        }
        Subject::Risk => {
            let found = methods::typed(body).map(|methods| risk_faults(&methods)).unwrap_or_default();
            found.into_iter().map(|f| (f.path, f.error.code())).collect()
        }
        _ => Vec::new(),
    };
    found.into_iter().map(|(path, code)| fault(path, code, lang)).collect()
}

fn fault(path: String, code: &str, lang: Lang) -> RulesFault {
    let text = word(lang, "RulesFault", code).unwrap_or_default().to_owned();
    RulesFault { path, fault: code.to_owned(), text }
}

/// Says what a draft would change; changes nothing.
pub fn preview_rules(
    app: &App,
    actor: &Actor,
    subject: Subject,
    draft: RulesInput,
    lang: Lang,
) -> Result<RulesDraft, Problem> {
    may_change(actor)?;
    let (books, now) = (app.judging(), app.store().surroundings().now());
    let book = books.of(subject);
    let body = with_ids(&books, subject, draft.body);
    let rules = RuleSet {
        subject: subject.name().to_owned(),
        version: "draft".to_owned(),
        effective_at: draft.effective,
        body,
    };
    let faults = faults(subject, &rules.body, lang);
    let mut draft = RulesDraft { upon: book.newest().to_owned(), faults, differences: Vec::new() };
    match book.check(rules) {
        Ok(body) => {
            let (_, newest) = book.body(Some(book.newest()), now)?;
            draft.differences = differences(subject, newest, body, lang);
        }
        Err(error) if draft.faults.is_empty() => {
            let whole = fault(String::new(), "malformed", lang);
            draft.faults.push(RulesFault { text: format!("{} ({error})", whole.text), ..whole });
        }
        Err(_) => {}
    }
    Ok(draft)
}

/// Puts a new version in force from a moment on that has not passed.
pub async fn publish_rules(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    subject: Subject,
    new: RulesInput,
) -> Result<(), Problem> {
    may_change(&actor)?;
    let version = version_name(&new.version)?;
    if !new.body.is_object() {
        return Err(Problem::invalid("body", "malformed"));
    }
    let books = app.judging();
    let body = with_ids(&books, subject, new.body);
    let rules = RuleSet { subject: subject.name().to_owned(), version, effective_at: new.effective, body };
    let book = books.of(subject);
    let refused = |error| Problem::new(422, "rules_refused").with("reason", error);
    book.check(rules.clone()).map_err(refused)?;
    rulebook::publish(app, actor, key, new.upon, book.first(), rules).await
}
