//! 时限规则: how long each stage may take, as data with a version and an effective date.

mod book;
mod compare;
mod stage;
mod term;

pub use book::LimitBook;
pub use compare::{LimitDifference, LimitShift, compare_limits, shifts};
pub use stage::LimitStage;
pub use term::{RuleRef, Term};

use super::kinds::{Grade, Source};
use super::state::Hazard;
use crate::calendar::{Instant, Limit};
use serde::{Deserialize, Serialize};

/// One line of the rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitRule {
    /// For what.
    pub stage: LimitStage,
    /// For hazards of this grade only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// For urgent (危及生命) or for other hazards only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent: Option<bool>,
    /// For hazards of this 大类 or 小类 only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// For hazards from this source only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// How long.
    pub limit: Limit,
    /// 依据: the law, the published practice or the proposal that it rests on.
    pub basis: String,
    /// The same in English, where somebody wrote it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis_en: String,
}

/// What of a hazard a rule may depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matter<'a> {
    /// 等级, once it is filed.
    pub grade: Option<Grade>,
    /// 危及生命.
    pub urgent: bool,
    /// 小类, as filed or as the reporter chose it.
    pub category: Option<&'a str>,
    /// 来源.
    pub source: Source,
}

impl<'a> From<&'a Hazard> for Matter<'a> {
    fn from(hazard: &'a Hazard) -> Self {
        let filing = hazard.filing.as_ref();
        Self {
            grade: filing.map(|f| f.grade),
            urgent: hazard.life_danger,
            category: filing.map(|f| f.category.as_str()).or(hazard.kind.as_deref()),
            source: hazard.source,
        }
    }
}

impl LimitRule {
    /// 规则编号: the stage and the conditions, for example `rectify/major/urgent`. Unique within a version.
    pub fn id(&self) -> String {
        let mut id = word(&self.stage);
        for part in [
            self.category.clone(),
            self.source.as_ref().map(word),
            self.grade.as_ref().map(word),
            self.urgent.map(|urgent| if urgent { "urgent" } else { "not_urgent" }.to_owned()),
        ]
        .into_iter()
        .flatten()
        {
            id.push('/');
            id.push_str(&part);
        }
        id
    }

    fn fits(&self, matter: &Matter<'_>) -> bool {
        self.grade.is_none_or(|grade| matter.grade == Some(grade))
            && self.urgent.is_none_or(|urgent| matter.urgent == urgent)
            && self.source.is_none_or(|source| matter.source == source)
            && self.category.as_deref().is_none_or(|c| matter.category.is_some_and(|m| m.starts_with(c)))
    }

    /// How closely it describes what it fits: danger to life before everything, then the more conditions the
    /// better, a 小类 more than a 大类.
    fn closeness(&self) -> (bool, usize, usize) {
        let conditions =
            [self.grade.is_some(), self.source.is_some(), self.category.is_some(), self.urgent.is_some()];
        let category = self.category.as_ref().map_or(0, String::len);
        (self.urgent == Some(true), conditions.iter().filter(|c| **c).count(), category)
    }

    fn is_unconditional(&self) -> bool {
        self.grade.is_none() && self.source.is_none() && self.category.is_none()
    }

    fn conditions(&self) -> (LimitStage, Option<Grade>, Option<bool>, Option<&str>, Option<Source>) {
        (self.stage, self.grade, self.urgent, self.category.as_deref(), self.source)
    }
}

/// The name under which an enum travels.
fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// 时限规则 of one version. Every stage has a rule without conditions, so that every question has an answer, and
/// no rule counts a matter of life and death in working time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct LimitRules {
    /// Version.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
    rules: Vec<LimitRule>,
}

/// The rules as they stand in a file, unchecked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    effective: Instant,
    rules: Vec<LimitRule>,
}

/// Why limit rules are not usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitRulesError {
    /// A stage has no rule without conditions.
    #[error("no rule without conditions for {0:?}")]
    Gap(LimitStage),
    /// Two rules have the same conditions.
    #[error("two rules for {0:?} with the same conditions")]
    Twice(LimitStage),
    /// A limit of nothing.
    #[error("a limit of zero for {0:?}")]
    Zero(LimitStage),
    /// A limit of more than ten years.
    #[error("a limit of more than ten years for {0:?}")]
    TooLong(LimitStage),
    /// 危及生命的时限不得按工作时间计算: by this rule a matter of danger to life would stand still at night, on weekends
    /// and on holidays. Rules for it are in urgent units or natural days; a rule in working time needs one for
    /// danger to life beside it.
    #[error("{rule} counts danger to life in working time")]
    LifeDanger {
        /// For what.
        stage: LimitStage,
        /// The rule, see [`LimitRule::id`].
        rule: String,
    },
    /// A version without a name, or with one that cannot stand in a reference.
    #[error("no usable version")]
    Version,
    /// A category that no catalogue can have.
    #[error("the category of a rule for {0:?} is no code")]
    Category(LimitStage),
    /// A rule without 依据, or with one that is longer than 400 characters: a limit that nobody can account for.
    #[error("a rule for {0:?} without a usable basis")]
    Basis(LimitStage),
    /// More than 500 rules.
    #[error("too many rules")]
    TooMany,
}

/// The most rules of a version.
const MOST: usize = 500;
/// The longest 依据, in characters.
const BASIS: usize = 400;

/// Everything that is wrong with rules: at which of them, by its place in the list, and what. What is missing stands
/// nowhere and comes first.
pub fn faults(rules: &[LimitRule]) -> Vec<(Option<usize>, LimitRulesError)> {
    if rules.len() > MOST {
        return vec![(None, LimitRulesError::TooMany)];
    }
    let covers = |r: &LimitRule, stage| r.stage == stage && r.urgent.is_none() && r.is_unconditional();
    let gap = |stage: &LimitStage| !rules.iter().any(|r| covers(r, *stage));
    let gaps = LimitStage::ALL.into_iter().filter(gap).map(|stage| (None, LimitRulesError::Gap(stage)));
    let each = rules.iter().enumerate().filter_map(|(i, rule)| Some((Some(i), fault(i, rule, rules)?)));
    gaps.chain(each).collect()
}

fn fault(i: usize, rule: &LimitRule, rules: &[LimitRule]) -> Option<LimitRulesError> {
    let stage = rule.stage;
    let code = |c: &String| matches!(c.len(), 2 | 4) && c.bytes().all(|b| b.is_ascii_digit());
    let basis = rule.basis.trim();
    let found = [
        (rule.limit.amount == 0, LimitRulesError::Zero(stage)),
        (rule.limit.at_least() > LONGEST, LimitRulesError::TooLong(stage)),
        (!rule.category.as_ref().is_none_or(code), LimitRulesError::Category(stage)),
        (rules[..i].iter().any(|r| r.conditions() == rule.conditions()), LimitRulesError::Twice(stage)),
        (waits_with_danger(rule, rules), LimitRulesError::LifeDanger { stage, rule: rule.id() }),
        (
            basis.is_empty() || [basis, &rule.basis_en].iter().any(|t| t.chars().count() > BASIS),
            LimitRulesError::Basis(stage),
        ),
    ];
    found.into_iter().find_map(|(is_wrong, fault)| is_wrong.then_some(fault))
}

/// The longest limit, in milliseconds: ten years.
const LONGEST: i64 = 3_653 * Instant::DAY;

impl TryFrom<Written> for LimitRules {
    type Error = LimitRulesError;
    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.version, written.effective, written.rules)
    }
}

impl LimitRules {
    /// Rules that leave no gap, say nothing twice, and never let danger to life wait for the office to open.
    pub fn new(version: String, effective: Instant, rules: Vec<LimitRule>) -> Result<Self, LimitRulesError> {
        if version.trim().is_empty() || version.len() > 40 || version.contains(':') {
            return Err(LimitRulesError::Version);
        }
        match faults(&rules).into_iter().next() {
            Some((_, fault)) => Err(fault),
            None => Ok(Self { version, effective, rules }),
        }
    }

    /// Rules of a district, with the shipped ones for stages that it never heard of: what was complete when it was
    /// published stays usable when the product learns a new stage.
    pub fn completed(
        version: String,
        effective: Instant,
        mut rules: Vec<LimitRule>,
    ) -> Result<Self, LimitRulesError> {
        let shipped = Self::default_2026();
        let unknown = |stage| !rules.iter().any(|r: &LimitRule| r.stage == stage);
        let new: Vec<LimitRule> = shipped.rules.into_iter().filter(|r| unknown(r.stage)).collect();
        rules.extend(new);
        Self::new(version, effective, rules)
    }

    /// The rules that ship with the product, in the units of the trade.
    #[allow(clippy::expect_used, reason = "the file is part of the program and read by a test")]
    pub fn default_2026() -> Self {
        serde_json::from_str(include_str!("data/limits-2026.json"))
            .expect("the rules that ship are well-formed")
    }

    /// The rules, in the order in which they are written.
    pub fn rules(&self) -> &[LimitRule] {
        &self.rules
    }

    /// The rule for `stage`: of those that fit, the one for danger to life, else the one with the most conditions;
    /// of equals the shorter.
    pub fn rule(&self, stage: LimitStage, matter: &Matter<'_>) -> Option<&LimitRule> {
        self.rules
            .iter()
            .filter(|r| r.stage == stage && r.fits(matter))
            .min_by_key(|r| (std::cmp::Reverse(r.closeness()), r.limit.at_least()))
    }

    /// The limit for `stage`.
    pub fn limit(&self, stage: LimitStage, matter: &Matter<'_>) -> Limit {
        // `new` leaves no gap; a day around the clock is what most of practice starts from.
        self.rule(stage, matter).map_or(Limit::days(1), |r| r.limit)
    }
}

/// Whether a matter of danger to life would be counted in working time by this rule.
fn waits_with_danger(rule: &LimitRule, rules: &[LimitRule]) -> bool {
    if rule.limit.is_around_the_clock() || !rule.stage.is_about_safety() || rule.urgent == Some(false) {
        return false;
    }
    // A rule for danger to life wins over this one wherever both fit, so one without other conditions is enough.
    let saved = |r: &LimitRule| r.stage == rule.stage && r.urgent == Some(true) && r.is_unconditional();
    rule.urgent == Some(true) || !rules.iter().any(saved)
}

#[cfg(test)]
mod tests;
