//! 规则版本: which there are, which is in force, how two of them differ and what that changes.

use super::SUBJECT;
use super::read::{LimitRuleView, view};
use crate::rulebook::{self, RulesListed, may_read};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::{Calendar, Instant, Run};
use domain::hazard::{LimitBook, LimitRule, LimitRules, compare_limits, shifts};
use domain::ids::District;
use domain::people::Actor;
use serde::Serialize;
use std::error::Error;
use store::nouns::RuleSet;
use store::{Connection, EngineError};

/// Reads every version upon the one that is shipped.
pub(crate) fn load(connection: &mut dyn Connection, district: District) -> Result<LimitBook, EngineError> {
    let read = |kept: RuleSet| -> Result<_, Box<dyn Error>> {
        let rules = serde_json::from_value(kept.body)?;
        Ok(LimitRules::completed(kept.version, kept.effective_at, rules)?)
    };
    rulebook::load(connection, district, SUBJECT, LimitRules::default_2026(), read)
}

/// Every version, the newest first.
pub fn limit_versions(app: &App, actor: &Actor) -> Result<Vec<RulesListed>, Problem> {
    may_read(actor)?;
    let now = app.store().surroundings().now();
    Ok(rulebook::listed(&app.limits(), now, |rules| Some(rules.rules().len())))
}

/// One rule that two versions do not share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LimitDifference)]
pub struct LimitDiffers {
    /// `added`, `removed` or `changed`.
    pub change: String,
    /// As the older version has it.
    pub before: Option<LimitRuleView>,
    /// As the newer version has it.
    pub after: Option<LimitRuleView>,
}

/// 影响: hazards that get another limit, with an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LimitShift)]
pub struct LimitMoves {
    /// The rule that decides by the older version.
    pub before: LimitRuleView,
    /// The rule that decides by the newer version.
    pub after: LimitRuleView,
    /// When what begins at the moment asked for is due by the older version.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_before: Option<Instant>,
    /// The same by the newer version.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_after: Option<Instant>,
}

/// What `new` has, lacks and says otherwise than `old`.
pub(super) fn differences(old: &LimitRules, new: &LimitRules, lang: Lang) -> Vec<LimitDiffers> {
    let one = |d: &domain::hazard::LimitDifference<'_>| LimitDiffers {
        change: rulebook::change(d.before, d.after),
        before: d.before.map(|rule| view(rule, lang)),
        after: d.after.map(|rule| view(rule, lang)),
    };
    compare_limits(old, new).iter().map(one).collect()
}

/// Which hazards get another limit, with what begins at `start` as the example.
pub(super) fn moves(
    old: &LimitRules,
    new: &LimitRules,
    calendar: &Calendar,
    start: Instant,
    lang: Lang,
) -> Vec<LimitMoves> {
    let due = |rule: &LimitRule| calendar.due(&Run::new(rule.limit, start, None)).at;
    let one = |s: &domain::hazard::LimitShift<'_>| LimitMoves {
        due_before: due(s.before),
        due_after: due(s.after),
        before: view(s.before, lang),
        after: view(s.after, lang),
    };
    shifts(old, new).iter().map(one).collect()
}

/// What one version has, lacks and says otherwise than another.
pub fn compare_limit_versions(
    app: &App,
    actor: &Actor,
    old: &str,
    new: &str,
    lang: Lang,
) -> Result<Vec<LimitDiffers>, Problem> {
    may_read(actor)?;
    let book = app.limits();
    let (old, new) = rulebook::two(&book, old, new)?;
    Ok(differences(old, new, lang))
}
