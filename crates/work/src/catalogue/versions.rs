//! 目录版本: which there are, which is in force, how two of them differ.

use super::SUBJECT;
use crate::rulebook::{self, Differs, DiffersIn, RulesListed, may_read};
use crate::{App, Problem};
use domain::hazard::catalogue::{Said, compare};
use domain::hazard::{Catalogue, CatalogueBook};
use domain::ids::District;
use domain::people::Actor;
use serde::Serialize;
use std::error::Error;
use std::sync::Arc;
use store::nouns::RuleSet;
use store::{Connection, EngineError};

/// Reads every version upon the one that is shipped.
pub(crate) fn load(
    connection: &mut dyn Connection,
    district: District,
) -> Result<CatalogueBook, EngineError> {
    let read = |kept: RuleSet| -> Result<_, Box<dyn Error>> {
        let majors = serde_json::from_value(kept.body)?;
        Ok(Catalogue::new(kept.version, kept.effective_at, majors)?)
    };
    rulebook::load(connection, district, SUBJECT, Catalogue::demo_2026(), read)
}

/// One version, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CatalogueVersion)]
pub struct VersionListed {
    /// Which version.
    #[serde(flatten)]
    pub version: RulesListed,
    /// 大类.
    pub majors: u32,
    /// 小类.
    pub minors: u32,
    /// 立案标准.
    pub standards: u32,
}

/// Every version, the newest first.
pub fn versions(app: &App, actor: &Actor) -> Result<Vec<VersionListed>, Problem> {
    may_read(actor)?;
    let book = app.catalogue_book();
    let listed = rulebook::listed(&book, app.store().surroundings().now(), |_| None);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let one = |(version, catalogue): (RulesListed, &Arc<Catalogue>)| VersionListed {
        version,
        majors: count(catalogue.majors().len()),
        minors: count(catalogue.minors().count()),
        standards: count(catalogue.minors().map(|m| m.standards.len()).sum()),
    };
    Ok(listed.into_iter().zip(book.versions().rev()).map(one).collect())
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
    may_read(actor)?;
    let book = app.catalogue_book();
    let (old, new) = rulebook::two(&book, old, new)?;
    Ok(differences(old, new))
}
