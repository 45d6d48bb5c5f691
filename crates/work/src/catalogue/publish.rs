//! 发布目录: a new version from a spreadsheet, looked at first, in force from a moment on. No version that was ever in
//! force changes.

use super::SUBJECT;
use super::sheet_in::{self, WANTED};
use super::versions::differences;
use crate::rulebook::{self, Differs, may_change, version_name};
use crate::spreadsheet::{Listing, RefusedCell};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Catalogue;
use domain::hazard::catalogue::compare;
use domain::people::Actor;
use serde::Serialize;
use store::Key;
use store::nouns::RuleSet;

/// What a spreadsheet would make of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CatalogueDraft {
    /// The version that it is compared with: the newest.
    pub upon: String,
    /// Rows of the spreadsheet.
    pub rows: u32,
    /// 小类.
    pub minors: u32,
    /// 立案标准.
    pub standards: u32,
    /// Local codes that are given to minors that came without one.
    pub given: Vec<String>,
    /// What would be different.
    pub differences: Vec<Differs>,
    /// The cells that are refused.
    pub refused: Vec<RefusedCell>,
}

/// Says what a spreadsheet would make of the newest version; changes nothing.
pub fn preview_catalogue(
    app: &App,
    actor: &Actor,
    bytes: &[u8],
    name: &str,
) -> Result<CatalogueDraft, Problem> {
    may_change(actor)?;
    let (book, listing) = (app.catalogue_book(), Listing::read(bytes, name, &WANTED)?);
    let upon = book.newest();
    let sheet_in::Read { majors, given, mut refused } = sheet_in::read(&listing, upon);
    let draft = Catalogue::new("draft".to_owned(), upon.effective, majors);
    let differences = match &draft {
        Ok(draft) => differences(upon, draft),
        Err(error) => {
            // Rows were refused before, and what is left of them does not hold together.
            tracing::debug!(%error, "a spreadsheet is no catalogue");
            if let (true, Some(row)) = (refused.is_empty(), listing.rows.first()) {
                refused.push(listing.refuse(row, "minor_code", "contradiction"));
            }
            Vec::new()
        }
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(CatalogueDraft {
        upon: upon.version.clone(),
        rows: count(listing.rows.len()),
        minors: draft.as_ref().map_or(0, |d| count(d.minors().count())),
        standards: draft.as_ref().map_or(0, |d| count(d.minors().map(|m| m.standards.len()).sum())),
        given,
        differences,
        refused,
    })
}

/// What is to be put in force.
pub struct Publishing {
    /// The spreadsheet.
    pub bytes: Vec<u8>,
    /// The name of its file.
    pub name: String,
    /// The version that it was looked at upon.
    pub upon: String,
    /// What it is to be called.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
}

/// Puts a new version in force from a moment on that has not passed. When another version came after the one that it
/// was looked at upon, it has to be looked at again.
pub async fn publish_catalogue(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    new: Publishing,
) -> Result<(), Problem> {
    may_change(&actor)?;
    let version = version_name(&new.version)?;
    let book = app.catalogue_book();
    rulebook::built_upon(&book, &new.upon)?;
    let before = book.newest();
    let listing = Listing::read(&new.bytes, &new.name, &WANTED)?;
    let sheet_in::Read { majors, refused, .. } = sheet_in::read(&listing, before);
    if !refused.is_empty() {
        return Err(Problem::new(422, "table_refused").with("count", refused.len()));
    }
    let catalogue = Catalogue::new(version.clone(), new.effective, majors).map_err(|error| {
        tracing::debug!(%error, "a spreadsheet is no catalogue");
        Problem::new(422, "table_refused").with("count", 1)
    })?;
    if compare(before, &catalogue).is_empty() {
        return Err(Problem::new(409, "rule").with("rule", "catalogue_same"));
    }
    let body = serde_json::to_value(catalogue.majors()).map_err(|_| Problem::internal())?;
    let rules = RuleSet { subject: SUBJECT.to_owned(), version, effective_at: new.effective, body };
    rulebook::publish(app, actor, key, new.upon, book.first().as_ref(), rules).await
}
