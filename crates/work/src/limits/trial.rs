//! 试算: when something would be due that begins at a moment, and how that comes about.

use super::read::{LimitRuleView, view};
use crate::hazard::{LimitView, StepView};
use crate::words::{Lang, deadline};
use crate::{App, Problem, rulebook};
use domain::calendar::{Instant, Limit, LimitUnit, Run};
use domain::hazard::{Grade, LimitStage, Matter, Source};
use domain::ids::UnitId;
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;

/// What is tried: a limit, or what a version of the rules says about a hazard.
#[derive(Clone, Debug, Default)]
pub struct TrialInput {
    /// 起算.
    pub start: Option<Instant>,
    /// Whose office hours; the district's, if nobody's in particular.
    pub unit: Option<UnitId>,
    /// A limit of so many …
    pub amount: Option<u32>,
    /// … of a unit …
    pub limit_unit: Option<LimitUnit>,
    /// … that ends on no rest day (民法典 §203).
    pub rest_day_moves: bool,
    /// Or else: for what.
    pub stage: Option<LimitStage>,
    /// Of a hazard of this grade.
    pub grade: Option<Grade>,
    /// Urgent (危及生命) or not.
    pub urgent: bool,
    /// Of this 小类.
    pub category: Option<String>,
    /// From this source.
    pub source: Option<Source>,
    /// By this version of the rules; the one in force at the start, if none is named.
    pub version: Option<String>,
}

/// When it would be due.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct LimitTrial {
    /// The version of the rules, if they were asked.
    pub version: Option<String>,
    /// The rule that decides, if the rules were asked.
    pub rule: Option<LimitRuleView>,
    /// The limit.
    pub limit: LimitView,
    /// The limit in words.
    pub limit_text: String,
    /// 起算.
    #[schema(value_type = String, format = DateTime)]
    pub start: Instant,
    /// 到期.
    #[schema(value_type = String, format = DateTime)]
    pub due: Instant,
    /// 暂定: the holidays of a year on the way are not entered yet.
    pub provisional: bool,
    /// How it comes about.
    pub steps: Vec<StepView>,
}

/// The longest limit that is tried, in milliseconds: ten years.
const LONGEST: i64 = 3_653 * Instant::DAY;

/// Tries a limit; changes nothing.
pub fn try_limit(app: &App, actor: &Actor, asked: &TrialInput, lang: Lang) -> Result<LimitTrial, Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())?;
    let start = asked.start.unwrap_or_else(|| app.store().surroundings().now());
    if asked.unit.is_some_and(|unit| app.registers().unit(unit).is_none()) {
        return Err(Problem::invalid("unit", "unknown"));
    }
    let book = app.limits();
    let (version, rule, limit) = match (asked.amount, asked.limit_unit, asked.stage) {
        (Some(amount), Some(unit), None) => {
            (None, None, Limit { amount, unit, rest_day_moves: asked.rest_day_moves })
        }
        (Some(_), None, None) => return Err(Problem::invalid("limit_unit", "required")),
        (None, None, Some(stage)) => {
            let rules = rulebook::tried(&book, asked.version.as_deref(), start)?;
            let matter = Matter {
                grade: asked.grade,
                urgent: asked.urgent,
                category: asked.category.as_deref(),
                source: asked.source.unwrap_or(Source::Resident),
            };
            let rule = rules.rule(stage, &matter);
            (Some(rules.version.clone()), rule.map(|r| view(r, lang)), rules.limit(stage, &matter))
        }
        (None, Some(_), None) => return Err(Problem::invalid("amount", "required")),
        (_, _, Some(_)) => return Err(Problem::invalid("amount", "not_with_stage")),
        (None, None, None) => return Err(Problem::invalid("stage", "required")),
    };
    if limit.amount == 0 || limit.at_least() > LONGEST {
        return Err(Problem::invalid("amount", "out_of_range"));
    }
    let found = app.calendar().deadline(&Run::new(limit, start, asked.unit));
    Ok(LimitTrial {
        version,
        rule,
        limit: limit.into(),
        limit_text: deadline::limit(lang, limit),
        start,
        // Without pauses there is always an end.
        due: found.due.unwrap_or(start),
        provisional: found.provisional,
        steps: found.steps.iter().map(|step| StepView::of(step, lang)).collect(),
    })
}
