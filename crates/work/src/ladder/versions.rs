//! 规则版本: which there are, which is in force, and how two of them differ.

use super::read::{LadderView, ReworkView, rework, view};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::SupervisionRules;
use domain::hazard::supervision::{LadderDifference, compare_ladders};
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use std::sync::Arc;

/// One version, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LaddersVersion)]
pub struct LaddersListed {
    /// Its name.
    pub version: String,
    /// 生效时间.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// Whether it is the one in force now.
    pub in_force: bool,
    /// How many ladders it has.
    pub ladders: u32,
    /// Whether it came with the product.
    pub shipped: bool,
}

fn allowed(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Read, Resource::Configuration).map_err(|_| Problem::forbidden())
}

/// Every version, the newest first.
pub fn ladder_versions(app: &App, actor: &Actor) -> Result<Vec<LaddersListed>, Problem> {
    allowed(actor)?;
    let books = app.judging();
    let in_force = books.supervision.at(app.store().surroundings().now());
    let shipped = books.supervision.first();
    let one = |rules: &Arc<SupervisionRules>| LaddersListed {
        version: rules.version.clone(),
        effective: rules.effective,
        in_force: Arc::ptr_eq(rules, in_force),
        ladders: u32::try_from(rules.ladders().len()).unwrap_or(u32::MAX),
        shipped: Arc::ptr_eq(rules, shipped),
    };
    Ok(books.supervision.versions().rev().map(one).collect())
}

/// What two versions say differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LadderDifferences)]
pub struct LaddersDiffer {
    /// Ladders.
    pub ladders: Vec<LadderDiffers>,
    /// 返工督办 of the older version, where it differs.
    pub rework_before: Option<Vec<ReworkView>>,
    /// The same of the newer version.
    pub rework_after: Option<Vec<ReworkView>>,
}

/// One ladder that two versions do not share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LadderDifference)]
pub struct LadderDiffers {
    /// `added`, `removed` or `changed`.
    pub change: String,
    /// As the older version has it.
    pub before: Option<LadderView>,
    /// As the newer version has it.
    pub after: Option<LadderView>,
}

impl LaddersDiffer {
    /// Whether they say the same.
    pub(super) fn is_empty(&self) -> bool {
        self.ladders.is_empty() && self.rework_before.is_none()
    }
}

/// What `new` has, lacks and says otherwise than `old`.
pub(super) fn differences(old: &SupervisionRules, new: &SupervisionRules, lang: Lang) -> LaddersDiffer {
    let one = |d: &LadderDifference<'_>| LadderDiffers {
        change: match (d.before, d.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
        .to_owned(),
        before: d.before.map(|ladder| view(ladder, lang)),
        after: d.after.map(|ladder| view(ladder, lang)),
    };
    let differ = old.rework() != new.rework();
    LaddersDiffer {
        ladders: compare_ladders(old, new).iter().map(one).collect(),
        rework_before: differ.then(|| rework(old.rework(), lang)),
        rework_after: differ.then(|| rework(new.rework(), lang)),
    }
}

/// What one version has, lacks and says otherwise than another.
pub fn compare_ladder_versions(
    app: &App,
    actor: &Actor,
    old: &str,
    new: &str,
    lang: Lang,
) -> Result<LaddersDiffer, Problem> {
    allowed(actor)?;
    let books = app.judging();
    let book = &books.supervision;
    let old = book.version(old).ok_or_else(|| Problem::invalid("old", "unknown"))?;
    let new = book.version(new).ok_or_else(|| Problem::invalid("new", "unknown"))?;
    Ok(differences(old, new, lang))
}
