//! 时限规则 of a version, in words.

use crate::hazard::LimitView;
use crate::problem::word;
use crate::rulebook::{in_language, shown};
use crate::words::{self, Lang, deadline};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::LimitRule;
use serde::Serialize;

/// The limits of a version.
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
    /// 依据, in the reader's language where somebody wrote it.
    pub basis: String,
    /// 依据 as it is written.
    pub basis_zh: String,
    /// The same in English; empty where nobody wrote it.
    pub basis_en: String,
}

/// One rule in words.
pub(super) fn view(rule: &LimitRule, lang: Lang) -> LimitRuleView {
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
        basis: in_language(lang, &rule.basis, &rule.basis_en),
        basis_zh: rule.basis.clone(),
        basis_en: rule.basis_en.clone(),
    }
}

/// The limits of a version; of the one in force now, if none is named.
pub fn read_limits(app: &App, version: Option<&str>, lang: Lang) -> Result<LimitsView, Problem> {
    let book = app.limits();
    let rules = shown(&book, version, app.store().surroundings().now())?;
    Ok(LimitsView {
        version: rules.version.clone(),
        effective: rules.effective,
        rules: rules.rules().iter().map(|rule| view(rule, lang)).collect(),
    })
}
