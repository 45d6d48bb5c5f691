//! 目录版本: which there are, which is in force, how two of them differ.

use super::SUBJECT;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::catalogue::{Said, compare};
use domain::hazard::{Catalogue, CatalogueBook};
use domain::ids::District;
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use std::sync::Arc;
use store::nouns::RuleSet;
use store::{Connection, EngineError, queries};

/// Reads every version upon the one that is shipped.
pub(crate) fn load(
    connection: &mut dyn Connection,
    district: District,
) -> Result<CatalogueBook, EngineError> {
    let bad = |e: serde_json::Error| EngineError::Other(format!("catalogue: {e}"));
    let mut own = Vec::new();
    for row in connection.query(queries::admin::RULES_OF, &[district.into(), SUBJECT.into()])? {
        let rules: RuleSet = serde_json::from_str(row.text(1)?).map_err(bad)?;
        let majors = serde_json::from_value(rules.body).map_err(bad)?;
        let catalogue = Catalogue::new(rules.version, rules.effective_at, majors)
            .map_err(|e| EngineError::Other(format!("catalogue: {e}")))?;
        own.push(catalogue);
    }
    Ok(CatalogueBook::new(Catalogue::demo_2026(), own))
}

/// One version, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CatalogueVersion)]
pub struct VersionListed {
    /// Its name.
    pub version: String,
    /// 生效时间.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// Whether it is the one in force now.
    pub in_force: bool,
    /// 大类.
    pub majors: u32,
    /// 小类.
    pub minors: u32,
    /// 立案标准.
    pub standards: u32,
    /// Whether it came with the product.
    pub shipped: bool,
}

fn allowed(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Read, Resource::Configuration).map_err(|_| Problem::forbidden())
}

/// Every version, the newest first.
pub fn versions(app: &App, actor: &Actor) -> Result<Vec<VersionListed>, Problem> {
    allowed(actor)?;
    let book = app.catalogue_book();
    let now = app.store().surroundings().now();
    let in_force = book.at(now);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut all: Vec<VersionListed> = book
        .versions()
        .enumerate()
        .map(|(nth, c)| VersionListed {
            version: c.version.clone(),
            effective: c.effective,
            in_force: Arc::ptr_eq(c, in_force),
            majors: count(c.majors().len()),
            minors: count(c.minors().count()),
            standards: count(c.minors().map(|m| m.standards.len()).sum()),
            shipped: nth == 0,
        })
        .collect();
    all.reverse();
    Ok(all)
}

/// One difference between two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CatalogueDifference)]
pub struct Differs {
    /// What it is about: `major`, `minor`, `standard`.
    pub level: String,
    /// The code, or the standard's id.
    pub code: String,
    /// The name, or the standard's condition.
    pub name: String,
    /// `added`, `removed`, `changed`.
    pub change: String,
    /// Which fields say something else.
    pub fields: Vec<DiffersIn>,
}

/// A field that says something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CatalogueFieldChange)]
pub struct DiffersIn {
    /// Its name.
    pub field: String,
    /// What it said.
    pub before: String,
    /// What it says.
    pub after: String,
}

/// What `new` has, lacks and says otherwise than `old`, in words.
pub(super) fn differences(old: &Catalogue, new: &Catalogue) -> Vec<Differs> {
    let said = |said: Said| match said {
        Said::Text(text) => text,
        Said::Limit(limit) => super::limit_words::say(limit),
    };
    let fields = |fields: Vec<domain::hazard::catalogue::FieldChange>| {
        let one = |f: domain::hazard::catalogue::FieldChange| DiffersIn {
            field: f.field,
            before: said(f.before),
            after: said(f.after),
        };
        fields.into_iter().map(one).collect()
    };
    let all = compare(old, new).into_iter().map(|d| Differs {
        level: crate::problem::word(&d.level),
        code: d.code,
        name: d.name,
        change: crate::problem::word(&d.change),
        fields: fields(d.fields),
    });
    all.collect()
}

/// What one version has, lacks and says otherwise than another.
pub fn compare_versions(app: &App, actor: &Actor, old: &str, new: &str) -> Result<Vec<Differs>, Problem> {
    allowed(actor)?;
    let book = app.catalogue_book();
    let old = book.version(old).ok_or_else(|| Problem::invalid("old", "unknown"))?;
    let new = book.version(new).ok_or_else(|| Problem::invalid("new", "unknown"))?;
    Ok(differences(old, new))
}
