//! 风险分级: LEC and LS. A method multiplies the values of its factors; bands give the colour. Methods are data with
//! a version; what was graded keeps method, version and inputs, so that it can be worked out again. While they are
//! written, figures are text (`RiskMethod<String>`).

mod decimal;
mod faults;
mod new_ids;

pub use decimal::Decimal;
pub use faults::{RiskFault, RiskMethodsError, risk_faults};
pub use new_ids::give_method_ids;

use crate::calendar::Instant;
use crate::ids::PersonId;
use crate::rulebook::versioned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// 四色: the colours of risk (国务院安委办 2016 guidance on double prevention). The numbers are kept and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum RiskColour {
    /// 低风险, 蓝.
    Blue = 1,
    /// 一般风险, 黄.
    Yellow = 2,
    /// 较大风险, 橙.
    Orange = 3,
    /// 重大风险, 红.
    Red = 4,
}

impl RiskColour {
    /// Every colour, the lowest first.
    pub const ALL: [RiskColour; 4] =
        [RiskColour::Blue, RiskColour::Yellow, RiskColour::Orange, RiskColour::Red];
}

/// 一级: a value that a factor may have, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactorLevel<V = Decimal> {
    /// The figure.
    pub value: V,
    /// What it means.
    pub text: String,
    /// The same for readers of English.
    pub text_en: String,
}

/// 因素.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor<V = Decimal> {
    /// Its letter or letters: inputs go by them.
    pub id: String,
    /// 名称.
    pub name: String,
    /// The name for readers of English.
    pub name_en: String,
    /// Its values.
    pub levels: Vec<FactorLevel<V>>,
}

/// 分级: from a value on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band<V = Decimal> {
    /// From here on, inclusive.
    pub from: V,
    /// 颜色.
    pub colour: RiskColour,
    /// What it means.
    pub text: String,
    /// The same for readers of English.
    pub text_en: String,
}

/// 评价方法.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskMethod<V = Decimal> {
    /// Its id: `lec`, `ls`, `m1`.
    pub id: String,
    /// 名称.
    pub name: String,
    /// The name for readers of English.
    pub name_en: String,
    /// The formula as it is published: a letter for the result, and the factors in their order.
    pub formula: String,
    /// 依据.
    pub basis: String,
    /// The same for readers of English.
    pub basis_en: String,
    /// The factors, in the order of the formula.
    pub factors: Vec<Factor<V>>,
    /// The bands, the highest first; the last one begins at or below the smallest product.
    pub bands: Vec<Band<V>>,
}

impl RiskMethod {
    /// The value and the band of these inputs; `None` unless every factor has one of its own values.
    pub fn grade(&self, inputs: &BTreeMap<String, Decimal>) -> Option<(Decimal, &Band)> {
        if inputs.len() != self.factors.len() {
            return None;
        }
        let mut value = Decimal::whole(1);
        for factor in &self.factors {
            let input = inputs.get(&factor.id)?;
            factor.levels.iter().find(|level| level.value == *input)?;
            value = value.times(*input);
        }
        Some((value, self.bands.iter().find(|band| band.from <= value)?))
    }
}

/// 评价方法 of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct RiskMethods {
    /// Version.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
    methods: Vec<RiskMethod>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    effective: Instant,
    methods: Vec<RiskMethod>,
}

impl TryFrom<Written> for RiskMethods {
    type Error = RiskMethodsError;
    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.version, written.effective, written.methods)
    }
}

versioned!(RiskMethods);

impl RiskMethods {
    /// Methods whose factors are unambiguous and whose bands hold every product; the first of their faults otherwise.
    pub fn new(
        version: String,
        effective: Instant,
        methods: Vec<RiskMethod>,
    ) -> Result<Self, RiskMethodsError> {
        match risk_faults(&methods).into_iter().next() {
            Some(fault) => Err(fault.error),
            None => Ok(Self { version, effective, methods }),
        }
    }

    /// What ships with the product.
    #[allow(clippy::expect_used, reason = "the file is part of the program and read by a test")]
    pub fn shipped() -> Self {
        serde_json::from_str(include_str!("data/risk-2026.json")).expect("the methods are well-formed")
    }

    /// The methods.
    pub fn methods(&self) -> &[RiskMethod] {
        &self.methods
    }

    /// The method with this id.
    pub fn method(&self, id: &str) -> Option<&RiskMethod> {
        self.methods.iter().find(|m| m.id == id)
    }
}

/// 风险分级: as it was worked out, with everything to work it out again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskGrading {
    /// 评价方法.
    pub method: String,
    /// Its version.
    pub version: String,
    /// 取值, by factor.
    pub inputs: BTreeMap<String, Decimal>,
    /// 风险值.
    pub value: Decimal,
    /// 颜色.
    pub colour: RiskColour,
    /// 评价人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

#[cfg(test)]
mod tests;
