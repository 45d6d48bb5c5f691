//! 抽查复核: a closed case that was drawn is looked at again on the spot by a unit that had no part in it. Which cases
//! are drawn nobody chooses: [`super::draw`].

use crate::calendar::Instant;
use crate::ids::{PersonId, UnitId};
use crate::people::UnitKind;
use crate::rulebook::versioned;
use serde::{Deserialize, Serialize};

/// 复核结果.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecheckResult {
    /// 是否通过.
    pub passed: bool,
    /// 复核人.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// 抽查复核 of one case, the last one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recheck {
    /// 期: the month whose drawing it was, for example `2026-11`.
    pub period: String,
    /// 复核单位.
    pub unit: UnitId,
    /// 抽取时间.
    pub drawn_at: Instant,
    /// 复核期限.
    pub due: Instant,
    /// 结果.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<RecheckResult>,
}

impl Recheck {
    /// Whether it is still to be done.
    pub fn is_pending(&self) -> bool {
        self.result.is_none()
    }
}

/// 抽查规则 of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct RecheckRules {
    /// Version.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
    /// 抽查比例: so many in a hundred, at least five.
    pub percent: u32,
    /// 复核单位类别: units of these kinds look again.
    pub unit_kinds: Vec<UnitKind>,
    /// 依据.
    pub basis: String,
    /// The same for readers of English.
    pub basis_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    effective: Instant,
    percent: u32,
    unit_kinds: Vec<UnitKind>,
    basis: String,
    basis_en: String,
}

/// A rule that makes no sense: which.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is out of range")]
pub struct RecheckRulesError(pub &'static str);

impl TryFrom<Written> for RecheckRules {
    type Error = RecheckRulesError;
    fn try_from(w: Written) -> Result<Self, Self::Error> {
        if !(5..=100).contains(&w.percent) {
            return Err(RecheckRulesError("percent"));
        }
        // A company does not look again at what companies closed.
        let fit = |kind: &UnitKind| {
            matches!(kind, UnitKind::Desk | UnitKind::CommitteeOffice | UnitKind::Street | UnitKind::Bureau)
        };
        if w.unit_kinds.is_empty() || !w.unit_kinds.iter().all(fit) {
            return Err(RecheckRulesError("unit_kinds"));
        }
        Ok(Self {
            version: w.version,
            effective: w.effective,
            percent: w.percent,
            unit_kinds: w.unit_kinds,
            basis: w.basis,
            basis_en: w.basis_en,
        })
    }
}

versioned!(RecheckRules);

impl RecheckRules {
    /// What ships with the product.
    #[allow(clippy::expect_used, reason = "the file is part of the program and read by a test")]
    pub fn shipped() -> Self {
        serde_json::from_str(include_str!("data/recheck-2026.json")).expect("the rules are well-formed")
    }
}
