//! 并案建议: which live hazards a new report may be a repetition of. A suggestion only: a person merges.

use super::state::Hazard;
use crate::calendar::Instant;
use crate::ids::PlaceId;
use crate::place::Position;
use serde::{Deserialize, Serialize};

/// 相似规则, as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateRule {
    /// At most so many metres apart.
    pub metres: u32,
    /// At most so many hours apart.
    pub hours: u32,
    /// Whether a report without a kind may be a repetition of one with a kind.
    pub unknown_kind_fits: bool,
}

impl Default for DuplicateRule {
    /// 50 metres and 24 hours, as city platforms have it; residents often name no kind.
    fn default() -> Self {
        Self { metres: 50, hours: 24, unknown_kind_fits: true }
    }
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The place whose code was scanned.
    pub place: Option<PlaceId>,
    /// Where it is.
    pub position: Option<Position>,
    /// When it was reported.
    pub at: Instant,
    /// 小类 as filed, or else as reported.
    pub kind: Option<String>,
}

impl Trace {
    /// What of a hazard is compared.
    pub fn of(hazard: &Hazard) -> Self {
        Self {
            place: hazard.place.as_ref().map(|p| p.place),
            position: hazard.position,
            at: hazard.reported_at,
            kind: hazard.filing.as_ref().map(|f| f.category.clone()).or_else(|| hazard.kind.clone()),
        }
    }
}

/// Why one may be a repetition of the other; the surer reason comes first in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Likeness {
    /// 同一点位码.
    SamePlace,
    /// 相近时间地点的同类问题.
    Near {
        /// Metres apart, rounded.
        metres: u32,
    },
}

/// Whether `a` and `b` may be the same matter under `rule`, and why.
pub fn likeness(a: &Trace, b: &Trace, rule: &DuplicateRule) -> Option<Likeness> {
    if a.place.is_some() && a.place == b.place {
        return Some(Likeness::SamePlace);
    }
    let kind_fits = match (&a.kind, &b.kind) {
        (Some(a), Some(b)) => a == b,
        (None, None) => true,
        _ => rule.unknown_kind_fits,
    };
    let apart = a.at.since(b.at).saturating_abs();
    if !kind_fits || apart > Instant::HOUR.saturating_mul(i64::from(rule.hours)) {
        return None;
    }
    let metres = a.position?.distance_m(b.position?);
    (metres <= f64::from(rule.metres)).then(|| Likeness::Near { metres: metres.round() as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn trace(lat_e7: i64, at: i64, kind: Option<&str>) -> Trace {
        Trace {
            place: None,
            position: Some(Position { lon_e7: 1_126_154_000, lat_e7 }),
            at: Instant(at),
            kind: kind.map(str::to_owned),
        }
    }

    #[test]
    fn near_in_place_and_time_and_of_the_same_kind() {
        let rule = DuplicateRule::default();
        let first = trace(268_894_000, 0, Some("0101"));
        let like = |other: &Trace| likeness(&first, other, &rule);
        // 1e-7 degrees of latitude are 11.1 mm.
        assert_eq!(like(&trace(268_896_000, 1, Some("0101"))), Some(Likeness::Near { metres: 22 }));
        assert_eq!(like(&trace(268_898_400, 1, Some("0101"))), Some(Likeness::Near { metres: 49 }));
        assert_eq!(like(&trace(268_898_600, 1, Some("0101"))), None, "51 m");
        assert!(like(&trace(268_894_000, 24 * Instant::HOUR, Some("0101"))).is_some());
        assert_eq!(like(&trace(268_894_000, 24 * Instant::HOUR + 1, Some("0101"))), None);
        assert_eq!(like(&trace(268_894_000, 0, Some("0102"))), None);
        assert!(like(&trace(268_894_000, 0, None)).is_some());
        let strict = DuplicateRule { unknown_kind_fits: false, ..rule };
        assert_eq!(likeness(&first, &trace(268_894_000, 0, None), &strict), None);
    }

    #[test]
    fn the_same_code_is_enough() {
        let place = Some(PlaceId(Uuid::from_u128(1)));
        let a = Trace { place, position: None, ..trace(0, 0, Some("0101")) };
        let b = Trace { place, ..trace(900_000_000, 90 * Instant::DAY, Some("0202")) };
        assert_eq!(likeness(&a, &b, &DuplicateRule::default()), Some(Likeness::SamePlace));
        let nowhere = Trace { place: None, ..a };
        assert_eq!(likeness(&nowhere, &nowhere, &DuplicateRule::default()), None);
    }
}
