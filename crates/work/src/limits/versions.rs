//! 规则版本: which there are, which is in force, how two of them differ and what that changes.

use super::SUBJECT;
use super::read::{LimitRuleView, view};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::{Calendar, Instant, Run};
use domain::hazard::{LimitBook, LimitRule, LimitRules, compare_limits, shifts};
use domain::ids::District;
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use store::nouns::RuleSet;
use store::{Connection, EngineError, queries};

/// Reads every version upon the one that is shipped.
pub(crate) fn load(connection: &mut dyn Connection, district: District) -> Result<LimitBook, EngineError> {
    let bad = |e: &dyn std::fmt::Display| EngineError::Other(format!("limits: {e}"));
    let mut own = Vec::new();
    for row in connection.query(queries::admin::RULES_OF, &[district.into(), SUBJECT.into()])? {
        let rules: RuleSet = serde_json::from_str(row.text(1)?).map_err(|e| bad(&e))?;
        let body: Vec<LimitRule> = serde_json::from_value(rules.body).map_err(|e| bad(&e))?;
        own.push(LimitRules::completed(rules.version, rules.effective_at, body).map_err(|e| bad(&e))?);
    }
    Ok(LimitBook::new(LimitRules::default_2026(), own))
}

/// One version, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LimitsVersion)]
pub struct LimitsListed {
    /// Its name.
    pub version: String,
    /// 生效时间.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// Whether it is the one in force now.
    pub in_force: bool,
    /// How many rules it has.
    pub rules: u32,
    /// Whether it came with the product.
    pub shipped: bool,
}

fn allowed(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Read, Resource::Configuration).map_err(|_| Problem::forbidden())
}

/// Every version, the newest first.
pub fn limit_versions(app: &App, actor: &Actor) -> Result<Vec<LimitsListed>, Problem> {
    allowed(actor)?;
    let book = app.limits();
    let in_force = book.at(app.store().surroundings().now());
    let shipped = LimitRules::default_2026().version;
    let one = |rules: &LimitRules| LimitsListed {
        version: rules.version.clone(),
        effective: rules.effective,
        in_force: rules.version == in_force.version,
        rules: u32::try_from(rules.rules().len()).unwrap_or(u32::MAX),
        shipped: rules.version == shipped,
    };
    Ok(book.versions().rev().map(|rules| one(rules)).collect())
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
        change: match (d.before, d.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
        .to_owned(),
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
    allowed(actor)?;
    let book = app.limits();
    let old = book.version(old).ok_or_else(|| Problem::invalid("old", "unknown"))?;
    let new = book.version(new).ok_or_else(|| Problem::invalid("new", "unknown"))?;
    Ok(differences(old, new, lang))
}
