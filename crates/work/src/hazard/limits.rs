//! 时限规则 in force, in words.

use super::clocks::LimitView;
use crate::App;
use crate::problem::word;
use crate::words::{self, Lang, deadline};
use domain::calendar::Instant;
use domain::hazard::LimitRule;
use serde::Serialize;

/// The limits in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Limits)]
pub struct LimitsView {
    /// Their version.
    pub version: String,
    /// From when on they apply.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// The rules, in the order in which they are written.
    pub rules: Vec<LimitRuleView>,
}

/// One rule, and what it applies to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LimitRule)]
pub struct LimitRuleView {
    /// Its id within the version: deadlines refer to it.
    pub id: String,
    /// For what.
    #[schema(value_type = crate::names::ClockStage)]
    pub stage: String,
    /// The same in words.
    pub name: String,
    /// For hazards of this grade only.
    #[schema(value_type = Option<crate::names::Grade>)]
    pub grade: Option<String>,
    /// For urgent (危及生命) or for other hazards only.
    pub urgent: Option<bool>,
    /// For hazards of this 大类 or 小类 only.
    pub category: Option<String>,
    /// For hazards from this source only.
    #[schema(value_type = Option<crate::names::Source>)]
    pub source: Option<String>,
    /// How long.
    pub limit: LimitView,
    /// The same in words.
    pub limit_text: String,
    /// 依据.
    pub basis: String,
}

fn view(rule: &LimitRule, lang: Lang) -> LimitRuleView {
    let stage = word(&rule.stage);
    LimitRuleView {
        id: rule.id(),
        name: words::word(lang, "ClockStage", &stage).unwrap_or_default().to_owned(),
        stage,
        grade: rule.grade.as_ref().map(word),
        urgent: rule.urgent,
        category: rule.category.clone(),
        source: rule.source.as_ref().map(word),
        limit: rule.limit.into(),
        limit_text: deadline::limit(lang, rule.limit),
        basis: rule.basis.clone(),
    }
}

/// The limits in force now.
pub fn read_limits(app: &App, lang: Lang) -> LimitsView {
    let book = app.limits();
    let rules = book.at(app.store().surroundings().now());
    LimitsView {
        version: rules.version.clone(),
        effective: rules.effective,
        rules: rules.rules().iter().map(|rule| view(rule, lang)).collect(),
    }
}
