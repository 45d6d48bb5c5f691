//! 场所与点位码规则: distances and intervals, as data with a version and an effective date.

use crate::calendar::Instant;
use serde::{Deserialize, Serialize};

/// 场所与点位码规则 of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceRules {
    /// Version.
    pub version: String,
    /// 生效时间.
    pub effective: Instant,
    /// 允许距离: how far from the surveyed position, in metres, an activation or inspection still counts as at the
    /// place.
    pub near_m: u32,
    /// 久未扫码: a place whose code nobody scanned for so many natural days is shown.
    pub quiet_days: u32,
    /// 标牌巡查周期, in natural days.
    pub patrol_days: u32,
}

const SHIPPED: &str = include_str!("data/places-2026.json");

impl PlaceRules {
    /// The rules that the product ships.
    pub fn shipped() -> Self {
        #[allow(clippy::expect_used, reason = "the file is part of the program and a test reads it")]
        serde_json::from_str(SHIPPED).expect("the shipped rules of places are well-formed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_readable() {
        let rules = PlaceRules::shipped();
        assert!(rules.near_m > 0 && rules.quiet_days > 0 && rules.patrol_days > 0);
    }
}
