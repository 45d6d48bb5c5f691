//! 规则版本: which there are, which is in force, and how two of them differ.

use super::read::{LadderView, ReworkView, rework, view};
use crate::rulebook::{self, RulesListed, may_read};
use crate::words::Lang;
use crate::{App, Problem};
use domain::hazard::SupervisionRules;
use domain::hazard::supervision::{LadderDifference, compare_ladders};
use domain::people::Actor;
use serde::Serialize;

/// Every version, the newest first.
pub fn ladder_versions(app: &App, actor: &Actor) -> Result<Vec<RulesListed>, Problem> {
    may_read(actor)?;
    let now = app.store().surroundings().now();
    Ok(rulebook::listed(&app.judging().supervision, now, |rules| Some(rules.ladders().len())))
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
        change: rulebook::change(d.before, d.after),
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
    may_read(actor)?;
    let books = app.judging();
    let (old, new) = rulebook::two(&books.supervision, old, new)?;
    Ok(differences(old, new, lang))
}
