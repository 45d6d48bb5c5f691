//! 风险分级: LEC and LS. A method multiplies the values of its factors; bands give the colour. Methods are data with
//! a version; what was graded keeps method, version and inputs, so that it can be worked out again.

use crate::calendar::Instant;
use crate::ids::PersonId;
use crate::rulebook::versioned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

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

/// A decimal number in thousandths, exact: tables speak of 0.5 and 0.1, and products of them have to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal(i64);

impl Decimal {
    const ONE: i64 = 1_000;

    /// A whole number.
    pub fn whole(n: i64) -> Self {
        Self(n.saturating_mul(Self::ONE))
    }

    /// The product, cut off below a thousandth.
    fn times(self, other: Self) -> Self {
        Self(self.0.saturating_mul(other.0) / Self::ONE)
    }
}

impl TryFrom<String> for Decimal {
    type Error = RiskMethodsError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let bad = || RiskMethodsError::Number(text.clone());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 6 || rest.len() > 3 || !digits(whole) || !digits(rest) {
            return Err(bad());
        }
        let thousandths: i64 = format!("{rest:0<3}").parse().map_err(|_| bad())?;
        let whole: i64 = whole.parse().map_err(|_| bad())?;
        Ok(Self(whole * Self::ONE + thousandths))
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> String {
        decimal.to_string()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / Self::ONE, self.0 % Self::ONE);
        match rest {
            0 => write!(f, "{whole}"),
            _ => write!(f, "{whole}.{}", format!("{rest:03}").trim_end_matches('0')),
        }
    }
}

/// 一级: a value that a factor may have, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactorLevel {
    /// The figure.
    pub value: Decimal,
    /// What it means.
    pub text: String,
    /// The same for readers of English.
    pub text_en: String,
}

/// 因素.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// Its letter.
    pub id: String,
    /// 名称.
    pub name: String,
    /// The name for readers of English.
    pub name_en: String,
    /// Its values.
    pub levels: Vec<FactorLevel>,
}

/// 分级: from a value on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// From here on, inclusive.
    pub from: Decimal,
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
pub struct RiskMethod {
    /// Its id: `lec`, `ls`.
    pub id: String,
    /// 名称.
    pub name: String,
    /// The name for readers of English.
    pub name_en: String,
    /// The formula as it is published.
    pub formula: String,
    /// 依据.
    pub basis: String,
    /// The same for readers of English.
    pub basis_en: String,
    /// The factors, in the order of the formula.
    pub factors: Vec<Factor>,
    /// The bands, the highest first; the last one begins at or below the smallest product.
    pub bands: Vec<Band>,
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

/// Why methods are not usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RiskMethodsError {
    /// Not a plain decimal number of at most three places.
    #[error("{0} is no number")]
    Number(String),
    /// No method, factor, level or band, or one without a name.
    #[error("{0} is empty")]
    Empty(String),
    /// A method, factor or value that stands there twice.
    #[error("{0} stands there twice")]
    Twice(String),
    /// Bands that do not fall, or a smallest product that no band holds.
    #[error("the bands of {0} leave a gap")]
    Bands(String),
}

impl TryFrom<Written> for RiskMethods {
    type Error = RiskMethodsError;
    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.version, written.effective, written.methods)
    }
}

versioned!(RiskMethods);

impl RiskMethods {
    /// Methods whose factors are unambiguous and whose bands hold every product.
    pub fn new(
        version: String,
        effective: Instant,
        methods: Vec<RiskMethod>,
    ) -> Result<Self, RiskMethodsError> {
        use RiskMethodsError as E;
        if methods.is_empty() {
            return Err(E::Empty(version));
        }
        let mut ids = BTreeSet::new();
        for method in &methods {
            if !ids.insert(&method.id) {
                return Err(E::Twice(method.id.clone()));
            }
            if method.factors.is_empty() || method.bands.is_empty() || method.name.trim().is_empty() {
                return Err(E::Empty(method.id.clone()));
            }
            let mut letters = BTreeSet::new();
            let mut least = Decimal::whole(1);
            for factor in &method.factors {
                if !letters.insert(&factor.id) {
                    return Err(E::Twice(factor.id.clone()));
                }
                let values: BTreeSet<Decimal> = factor.levels.iter().map(|l| l.value).collect();
                if values.len() != factor.levels.len() {
                    return Err(E::Twice(factor.id.clone()));
                }
                least = least.times(*values.first().ok_or_else(|| E::Empty(factor.id.clone()))?);
            }
            let falls = method.bands.windows(2).all(|pair| pair[0].from > pair[1].from);
            if !falls || method.bands.last().is_none_or(|band| band.from > least) {
                return Err(E::Bands(method.id.clone()));
            }
        }
        Ok(Self { version, effective, methods })
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
