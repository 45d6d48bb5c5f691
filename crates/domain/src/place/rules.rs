//! 场所与点位码规则: distances and intervals, as data with a version and an effective date.

use crate::calendar::Instant;
use crate::rulebook::versioned;
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

/// What each of the numbers may be.
pub struct RuleBounds;

impl RuleBounds {
    /// 允许距离 in metres: less than a phone's own error would call honest people far, more would be no check.
    pub const NEAR_M: std::ops::RangeInclusive<u32> = 10..=1_000;
    /// 天数: a week to two years.
    pub const DAYS: std::ops::RangeInclusive<u32> = 7..=730;
}

const SHIPPED: &str = include_str!("data/places-2026.json");

impl PlaceRules {
    /// The rules that the product ships.
    pub fn shipped() -> Self {
        #[allow(clippy::expect_used, reason = "the file is part of the program and a test reads it")]
        serde_json::from_str(SHIPPED).expect("the shipped rules of places are well-formed")
    }

    /// The number that is outside of what it may be, by name.
    pub fn out_of_bounds(&self) -> Option<&'static str> {
        let bounded = [
            ("near_m", self.near_m, RuleBounds::NEAR_M),
            ("quiet_days", self.quiet_days, RuleBounds::DAYS),
            ("patrol_days", self.patrol_days, RuleBounds::DAYS),
        ];
        bounded.into_iter().find(|(_, n, bounds)| !bounds.contains(n)).map(|(name, _, _)| name)
    }
}

versioned!(PlaceRules);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_readable() {
        let rules = PlaceRules::shipped();
        assert_eq!(rules.out_of_bounds(), None);
        assert_eq!(PlaceRules { near_m: 9, ..rules.clone() }.out_of_bounds(), Some("near_m"));
        assert_eq!(PlaceRules { patrol_days: 731, ..rules }.out_of_bounds(), Some("patrol_days"));
    }
}
