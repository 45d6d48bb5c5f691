//! 网格: parts of a district that somebody answers for.

use super::Position;
use crate::calendar::Instant;
use crate::ids::{GridId, PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// The most points that a boundary may have: a street's outline from a survey has a few thousand.
const POINTS: usize = 20_000;

/// 网格类别.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GridKind {
    /// 单元网格 (GB/T 30428.1): the smallest part that is surveyed.
    Cell,
    /// 责任网格: one or several cells for which a unit and its people answer.
    Duty,
}

/// 网格边界: an outer ring and, where something is cut out, inner ones; each ring's last point joins its first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Boundary(Vec<Vec<Position>>);

/// Why rings are no boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoundaryError {
    /// No ring at all, or one of fewer than three points.
    #[error("a ring of fewer than three points")]
    TooFew,
    /// More points than any survey has.
    #[error("too many points")]
    TooMany,
    /// A point that is nowhere on earth.
    #[error("a point outside of the earth")]
    OutOfRange,
}

impl Boundary {
    /// A boundary of rings. A point that repeats the first one at the end, as GeoJSON wants it (RFC 7946, 3.1.6),
    /// is left out.
    pub fn new(rings: Vec<Vec<Position>>) -> Result<Self, BoundaryError> {
        if rings.iter().map(Vec::len).sum::<usize>() > POINTS {
            return Err(BoundaryError::TooMany);
        }
        let open = |mut ring: Vec<Position>| {
            if ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            ring
        };
        let rings: Vec<Vec<Position>> = rings.into_iter().map(open).collect();
        if rings.is_empty() || rings.iter().any(|ring| ring.len() < 3) {
            return Err(BoundaryError::TooFew);
        }
        if rings.iter().flatten().any(|point| !point.is_on_earth()) {
            return Err(BoundaryError::OutOfRange);
        }
        Ok(Self(rings))
    }

    /// The rings, the outer one first, without the repeated end.
    pub fn rings(&self) -> &[Vec<Position>] {
        &self.0
    }

    /// Whether a position lies within: an even-odd count over all rings, in integers, so that every point belongs
    /// to exactly one of two grids that share an edge.
    pub fn contains(&self, at: Position) -> bool {
        let crossed = |ring: &Vec<Position>| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().zip(next).filter(|(a, b)| crosses(**a, **b, at)).count()
        };
        self.0.iter().map(crossed).sum::<usize>() % 2 == 1
    }
}

/// Whether the edge lies east of the point and spans its latitude.
fn crosses(a: Position, b: Position, at: Position) -> bool {
    if (a.lat_e7 > at.lat_e7) == (b.lat_e7 > at.lat_e7) {
        return false;
    }
    let wide = |n: i64| i128::from(n);
    let rise = wide(b.lat_e7) - wide(a.lat_e7);
    let left = (wide(at.lon_e7) - wide(a.lon_e7)) * rise;
    let right = (wide(b.lon_e7) - wide(a.lon_e7)) * (wide(at.lat_e7) - wide(a.lat_e7));
    if rise > 0 { left < right } else { left > right }
}

/// 网格: a part of the district with those who answer for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// Its id.
    pub id: GridId,
    /// 网格编码, unique in the district.
    pub code: String,
    /// 名称.
    pub name: String,
    /// 类别.
    pub kind: GridKind,
    /// 街道: its area code.
    pub street: Option<String>,
    /// 社区.
    pub community: Option<String>,
    /// 边界, where it was surveyed.
    pub boundary: Option<Boundary>,
    /// 责任单位.
    pub unit: Option<UnitId>,
    /// 网格员: the persons who answer for it.
    pub people: Vec<PersonId>,
    /// 启用时间.
    pub since: Option<Instant>,
    /// 停用时间.
    pub ended_at: Option<Instant>,
}

impl Grid {
    /// Whether it holds at a moment: begun and not ended.
    pub fn holds_at(&self, now: Instant) -> bool {
        self.since.is_none_or(|since| since <= now) && self.ended_at.is_none_or(|end| now < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: i64, lat: i64) -> Position {
        Position { lon_e7: lon, lat_e7: lat }
    }

    fn square(from: i64, to: i64) -> Vec<Position> {
        vec![at(from, from), at(to, from), at(to, to), at(from, to)]
    }

    #[test]
    fn a_ring_encloses_what_is_inside_and_a_hole_lets_it_out() {
        let whole = Boundary::new(vec![square(0, 1_000)]).unwrap();
        assert!(
            whole.contains(at(500, 500)) && !whole.contains(at(1_500, 500)) && !whole.contains(at(500, -1))
        );
        let holed = Boundary::new(vec![square(0, 1_000), square(400, 600)]).unwrap();
        assert!(holed.contains(at(100, 100)) && !holed.contains(at(500, 500)));
    }

    #[test]
    fn the_repeated_end_of_geojson_goes() {
        let mut ring = square(0, 1_000);
        ring.push(ring[0]);
        assert_eq!(Boundary::new(vec![ring]).unwrap().rings()[0].len(), 4);
        assert_eq!(Boundary::new(vec![vec![at(0, 0), at(1, 1), at(0, 0)]]), Err(BoundaryError::TooFew));
        assert_eq!(Boundary::new(Vec::new()), Err(BoundaryError::TooFew));
        let off = vec![at(0, 0), at(2_000_000_000, 0), at(0, 5)];
        assert_eq!(Boundary::new(vec![off]), Err(BoundaryError::OutOfRange));
    }

    proptest! {
        #![proptest_config(crate::place::repeatable())]
        #[test]
        fn neighbours_share_no_point_and_leave_none_out(lon in 0i64..2_000, lat in 0i64..1_000, bend in 900i64..1_100) {
            let west = Boundary::new(vec![vec![at(-1, -1), at(1_000, -1), at(bend, 500), at(1_000, 1_001), at(-1, 1_001)]]);
            let east = Boundary::new(vec![vec![at(1_000, -1), at(2_001, -1), at(2_001, 1_001), at(1_000, 1_001), at(bend, 500)]]);
            prop_assert!(west.unwrap().contains(at(lon, lat)) != east.unwrap().contains(at(lon, lat)));
        }
    }
}
