//! Figures of a method.

use super::RiskMethodsError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A decimal number in thousandths, exact: tables speak of 0.5 and 0.1, and products of them have to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal(i64);

impl Decimal {
    const ONE: i64 = 1_000;
    /// The largest that can be written down and read again.
    pub(super) const LARGEST: Decimal = Decimal(999_999_999);

    /// A whole number.
    pub fn whole(n: i64) -> Self {
        Self(n.saturating_mul(Self::ONE))
    }

    /// How many places after the point it needs.
    pub(super) fn places(self) -> u32 {
        (0..3).find(|places| self.0 % (Self::ONE / 10_i64.pow(*places)) == 0).unwrap_or(3)
    }

    /// The product, cut off below a thousandth.
    pub(super) fn times(self, other: Self) -> Self {
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
