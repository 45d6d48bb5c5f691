//! 风险评价方法 in words, and a grading as it is shown.

use super::Books;
use crate::problem::word;
use crate::rulebook::in_language as said;
use crate::words::{self, Lang};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::RiskGrading;
use domain::hazard::risk::{Decimal, RiskMethod};
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use std::collections::BTreeMap;

/// A value that a factor may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RiskLevel)]
pub struct LevelView {
    /// The figure, a decimal number.
    pub value: String,
    /// What it means.
    pub text: String,
}

/// A factor of a method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RiskFactor)]
pub struct FactorView {
    /// Its letter.
    pub id: String,
    /// 名称.
    pub name: String,
    /// Its values.
    pub levels: Vec<LevelView>,
}

/// From a value on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RiskBand)]
pub struct BandView {
    /// From here on, inclusive.
    pub from: String,
    /// 颜色.
    #[schema(value_type = crate::names::RiskColour)]
    pub colour: String,
    /// What it means.
    pub text: String,
}

/// A method, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RiskMethod)]
pub struct MethodView {
    /// Its id.
    pub id: String,
    /// 名称.
    pub name: String,
    /// The formula.
    pub formula: String,
    /// 依据.
    pub basis: String,
    /// The factors.
    pub factors: Vec<FactorView>,
    /// The bands, the highest first.
    pub bands: Vec<BandView>,
}

/// The methods in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RiskMethods)]
pub struct RiskView {
    /// Their version.
    pub version: String,
    /// 生效时间.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// The methods.
    pub methods: Vec<MethodView>,
}

fn method_view(method: &RiskMethod, lang: Lang) -> MethodView {
    MethodView {
        id: method.id.clone(),
        name: said(lang, &method.name, &method.name_en),
        formula: method.formula.clone(),
        basis: said(lang, &method.basis, &method.basis_en),
        factors: method
            .factors
            .iter()
            .map(|factor| FactorView {
                id: factor.id.clone(),
                name: said(lang, &factor.name, &factor.name_en),
                levels: factor
                    .levels
                    .iter()
                    .map(|l| LevelView { value: l.value.to_string(), text: said(lang, &l.text, &l.text_en) })
                    .collect(),
            })
            .collect(),
        bands: method
            .bands
            .iter()
            .map(|band| BandView {
                from: band.from.to_string(),
                colour: word(&band.colour),
                text: said(lang, &band.text, &band.text_en),
            })
            .collect(),
    }
}

/// The methods in force, for anybody who works here.
pub fn read_risk(app: &App, actor: &Actor, lang: Lang) -> Result<RiskView, Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())?;
    let (books, now) = (app.judging(), app.store().surroundings().now());
    let methods = books.risk.at(now);
    Ok(RiskView {
        version: methods.version.clone(),
        effective: methods.effective,
        methods: methods.methods().iter().map(|method| method_view(method, lang)).collect(),
    })
}

/// 风险分级 as it is shown: method, version and inputs with it, so that it can be worked out again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct GradedRisk {
    /// The method's id.
    pub method: String,
    /// 名称 of the method; its id when its version is no longer known.
    pub name: String,
    /// The version by which it was graded.
    pub version: String,
    /// Its working, for example `D = 3 × 6 × 15 = 270`.
    pub working: String,
    /// 取值, in words.
    pub inputs: Vec<String>,
    /// 风险值.
    pub value: String,
    /// 颜色.
    #[schema(value_type = crate::names::RiskColour)]
    pub colour: String,
    /// The colour in words.
    pub colour_text: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
}

/// `D = 3 × 6 × 15 = 270`, in the order of the method's formula.
pub(super) fn working(
    method: Option<&RiskMethod>,
    inputs: &BTreeMap<String, Decimal>,
    value: Decimal,
) -> String {
    let result = method.and_then(|m| m.formula.split('=').next()).unwrap_or("R").trim();
    let factors = method.map_or(&[][..], |m| &m.factors).iter();
    let figures: Vec<String> = factors.filter_map(|f| Some(inputs.get(&f.id)?.to_string())).collect();
    format!("{result} = {} = {value}", figures.join(" × "))
}

/// A grading in words, by the version of the methods that it names.
pub(crate) fn graded(books: &Books, risk: &RiskGrading, lang: Lang) -> GradedRisk {
    let methods = books.risk.version(&risk.version);
    let method = methods.and_then(|m| m.method(&risk.method));
    let factors = method.map_or(&[][..], |m| &m.factors);
    let mut inputs = Vec::new();
    for factor in factors {
        let Some(value) = risk.inputs.get(&factor.id) else { continue };
        let level = factor.levels.iter().find(|level| level.value == *value);
        let meaning = level.map(|l| said(lang, &l.text, &l.text_en)).unwrap_or_default();
        let name = said(lang, &factor.name, &factor.name_en);
        inputs.push(match lang {
            Lang::Zh => format!("{} {name}：{value}，{meaning}", factor.id),
            Lang::En => format!("{} {name}: {value}, {meaning}", factor.id),
        });
    }
    let colour = word(&risk.colour);
    GradedRisk {
        method: risk.method.clone(),
        name: method.map_or_else(|| risk.method.clone(), |m| said(lang, &m.name, &m.name_en)),
        version: risk.version.clone(),
        working: working(method, &risk.inputs, risk.value),
        inputs,
        value: risk.value.to_string(),
        colour_text: words::word(lang, "RiskColour", &colour).unwrap_or_default().to_owned(),
        colour,
        at: risk.at,
    }
}
