//! 发布时限规则: a draft looked at first, then in force from a moment on. No version that was ever in force changes, and
//! no deadline that was given moves.

use super::SUBJECT;
use super::versions::{LimitDiffers, LimitMoves, differences, moves};
use crate::problem::word;
use crate::rulebook::{self, may_change, version_name};
use crate::words::{Lang, of_stage};
use crate::{App, Problem};
use domain::calendar::{Instant, Limit, LimitUnit};
use domain::hazard::supervision::outlasting_replies;
use domain::hazard::{
    Grade, LimitRule, LimitRules, LimitRulesError, LimitStage, Source, compare_limits, faults,
};
use domain::people::Actor;
use serde::{Deserialize, Serialize};
use store::Key;
use store::nouns::RuleSet;

/// One rule as somebody wants it to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitRuleInput {
    /// For what.
    #[schema(value_type = crate::names::ClockStage)]
    pub stage: LimitStage,
    /// For hazards of this grade only.
    #[serde(default)]
    #[schema(value_type = Option<crate::names::Grade>)]
    pub grade: Option<Grade>,
    /// For urgent (危及生命) or for other hazards only.
    #[serde(default)]
    pub urgent: Option<bool>,
    /// For hazards of this 大类 or 小类 only.
    #[serde(default)]
    pub category: Option<String>,
    /// For hazards from this source only.
    #[serde(default)]
    #[schema(value_type = Option<crate::names::Source>)]
    pub source: Option<Source>,
    /// How many units.
    pub amount: u32,
    /// Of which unit.
    #[schema(value_type = crate::names::LimitUnit)]
    pub unit: LimitUnit,
    /// 末日遇休息日顺延 (民法典 §203).
    #[serde(default)]
    pub rest_day_moves: bool,
    /// 依据.
    pub basis: String,
    /// The same in English.
    #[serde(default)]
    pub basis_en: String,
}

impl From<&LimitRuleInput> for LimitRule {
    fn from(input: &LimitRuleInput) -> Self {
        LimitRule {
            stage: input.stage,
            grade: input.grade,
            urgent: input.urgent,
            category: input.category.clone().filter(|c| !c.is_empty()),
            source: input.source,
            limit: Limit { amount: input.amount, unit: input.unit, rest_day_moves: input.rest_day_moves },
            basis: domain::text::clean(input.basis.trim()).into_owned(),
            basis_en: domain::text::clean(input.basis_en.trim()).into_owned(),
        }
    }
}

/// A new version as somebody wants it to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitsInput {
    /// The version that it was made from: the newest.
    pub upon: String,
    /// What it is to be called; not needed for a look.
    #[serde(default)]
    pub version: String,
    /// 生效时间, not in the past. A look shows what begins then.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// All rules.
    pub rules: Vec<LimitRuleInput>,
}

/// What is wrong with a draft, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = FoundLimitFault)]
pub struct LimitFault {
    /// The place of the rule in the list, from 0; nothing where one is missing.
    pub rule: Option<u32>,
    /// For what.
    #[schema(value_type = Option<crate::names::ClockStage>)]
    pub stage: Option<String>,
    /// `gap`, `twice`, `zero`, `too_long`, `category`, `life_danger`, `basis`, `too_many`, `outlasts_ladder`.
    #[schema(value_type = crate::names::LimitFault)]
    pub fault: String,
    /// The same in words.
    pub text: String,
}

/// What a draft would change.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct LimitsDraft {
    /// The version that it is compared with: the newest.
    pub upon: String,
    /// What is wrong with it; as long as something is, it is not compared.
    pub faults: Vec<LimitFault>,
    /// Rules that are new, gone or different.
    pub differences: Vec<LimitDiffers>,
    /// Hazards that get another limit.
    pub moves: Vec<LimitMoves>,
}

/// The code of a fault, and the stage that it is about.
fn code(error: &LimitRulesError) -> (&'static str, Option<LimitStage>) {
    use LimitRulesError as E;
    match error {
        E::Gap(stage) => ("gap", Some(*stage)),
        E::Twice(stage) => ("twice", Some(*stage)),
        E::Zero(stage) => ("zero", Some(*stage)),
        E::TooLong(stage) => ("too_long", Some(*stage)),
        E::Category(stage) => ("category", Some(*stage)),
        E::LifeDanger { stage, .. } => ("life_danger", Some(*stage)),
        E::Basis(stage) => ("basis", Some(*stage)),
        E::TooMany | E::Version => ("too_many", None),
    }
}

/// Whether a letter of supervision would be raised before its reply is due by these limits.
fn outlasts(app: &App, limits: &LimitRules) -> bool {
    let books = app.judging();
    let in_force = books.supervision.at(limits.effective);
    let later = books.supervision.versions().filter(|rules| rules.effective > limits.effective);
    std::iter::once(in_force)
        .chain(later)
        .any(|rules| !outlasting_replies(rules.ladders(), limits).is_empty())
}

fn rules(input: &LimitsInput) -> Vec<LimitRule> {
    input.rules.iter().map(LimitRule::from).collect()
}

/// Says what a draft would change; changes nothing.
pub fn preview_limits(
    app: &App,
    actor: &Actor,
    draft: &LimitsInput,
    lang: Lang,
) -> Result<LimitsDraft, Problem> {
    may_change(actor)?;
    let book = app.limits();
    let (newest, rules) = (book.newest(), rules(draft));
    let fault = |rule: Option<usize>, stage: Option<LimitStage>, fault: &str| LimitFault {
        rule: rule.and_then(|at| u32::try_from(at).ok()),
        fault: fault.to_owned(),
        text: of_stage(lang, stage, "LimitFault", fault),
        stage: stage.as_ref().map(word),
    };
    let mut faults: Vec<LimitFault> = faults(&rules)
        .into_iter()
        .map(|(at, error)| {
            let (code, stage) = code(&error);
            fault(at, stage, code)
        })
        .collect();
    let draft = LimitRules::new("draft".to_owned(), draft.effective, rules).ok();
    if let Some(draft) = draft.as_ref().filter(|draft| outlasts(app, draft)) {
        let stage = LimitStage::SupervisionReply;
        let at = draft.rules().iter().position(|rule| rule.stage == stage);
        faults.push(fault(at, Some(stage), "outlasts_ladder"));
    }
    let start = draft.as_ref().map_or(Instant(0), |d| d.effective);
    Ok(LimitsDraft {
        upon: newest.version.clone(),
        faults,
        differences: draft.as_ref().map(|d| differences(newest, d, lang)).unwrap_or_default(),
        moves: draft.as_ref().map(|d| moves(newest, d, &app.calendar(), start, lang)).unwrap_or_default(),
    })
}

/// Puts a new version in force from a moment on that has not passed. When another version came after the one that it
/// was made from, it has to be looked at again.
pub async fn publish_limits(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    new: LimitsInput,
) -> Result<(), Problem> {
    may_change(&actor)?;
    let version = version_name(&new.version)?;
    let made = LimitRules::new(version.clone(), new.effective, rules(&new)).map_err(|error| match error {
        LimitRulesError::Version => Problem::invalid("version", "malformed"),
        error => {
            let (fault, stage) = code(&error);
            let stage = stage.as_ref().map(word).unwrap_or_default();
            Problem::new(422, "limits_refused").with("limit_fault", fault).with("clock_stage", stage)
        }
    })?;
    if outlasts(app, &made) {
        let stage = word(&LimitStage::SupervisionReply);
        let problem = Problem::new(422, "limits_refused").with("limit_fault", "outlasts_ladder");
        return Err(problem.with("clock_stage", stage));
    }
    let book = app.limits();
    if book.newest().version == new.upon && compare_limits(book.newest(), &made).is_empty() {
        return Err(Problem::new(409, "rule").with("rule", "limits_same"));
    }
    let body = serde_json::to_value(made.rules()).map_err(|_| Problem::internal())?;
    let rules = RuleSet { subject: SUBJECT.to_owned(), version, effective_at: new.effective, body };
    rulebook::publish(app, actor, key, new.upon, book.first().as_ref(), rules).await
}
