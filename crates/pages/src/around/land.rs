//! The ground of the drawing: where the streets of the district lie, as the outline of their places. Read anew now
//! and then, for places seldom change.

use crate::state::Pages;
use domain::calendar::Instant;
use domain::place::Position;
use std::collections::BTreeMap;
use std::sync::Arc;
use work::Problem;

/// How long a drawing is used.
const FRESH: i64 = 10 * Instant::MINUTE;
/// The length of the longer side of the drawing.
const SIDE: i64 = 600;
/// Room for dots and names at the edge.
const MARGIN: i64 = 40;
/// How far over its northernmost place the name of a street stands, and how near to the edge at most.
const LABEL: i64 = 20;
/// A street with fewer places has no outline: it would draw single places.
const OUTLINE: usize = 3;

/// A point of the drawing.
pub(super) type Point = (i64, i64);

/// A street on the drawing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Street {
    pub(super) name: String,
    /// Where its name stands: over its places, not on them.
    pub(super) label: Point,
    pub(super) outline: Vec<Point>,
}

/// The ground.
#[derive(Debug, PartialEq)]
pub(crate) struct Land {
    read_at: Instant,
    /// South-west corner.
    origin: Position,
    /// Steps of 1e-7 degrees for one unit of the drawing, along the meridian; and along the parallel.
    scale: (f64, f64),
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) streets: Vec<Street>,
}

impl Land {
    /// The ground of the district, as it is kept or read anew; nothing when no place has a position.
    pub(super) async fn of(pages: &Pages) -> Result<Option<Arc<Self>>, Problem> {
        let now = pages.app.store().surroundings().now();
        let kept = pages.land.lock().unwrap_or_else(|p| p.into_inner()).clone();
        if let Some(land) = kept.filter(|land| now.since(land.read_at) < FRESH) {
            return Ok(Some(land));
        }
        let places = work::place::drawn(&pages.app).await?;
        let mut by_street: BTreeMap<String, Vec<Position>> = BTreeMap::new();
        for place in places {
            if let Some(position) = place.position {
                by_street.entry(place.street.unwrap_or_default()).or_default().push(position);
            }
        }
        let registers = pages.app.registers();
        let name = |code: &str| registers.street_name(code).unwrap_or_default().to_owned();
        let streets = by_street.into_iter().map(|(code, positions)| (name(&code), positions)).collect();
        let land = Self::draw(streets, now).map(Arc::new);
        *pages.land.lock().unwrap_or_else(|p| p.into_inner()) = land.clone();
        Ok(land)
    }

    fn draw(streets: Vec<(String, Vec<Position>)>, read_at: Instant) -> Option<Self> {
        let all = || streets.iter().flat_map(|(_, positions)| positions);
        let (west, east) = (all().map(|p| p.lon_e7).min()?, all().map(|p| p.lon_e7).max()?);
        let (south, north) = (all().map(|p| p.lat_e7).min()?, all().map(|p| p.lat_e7).max()?);
        let middle = Position { lon_e7: (west + east) / 2, lat_e7: (south + north) / 2 };
        // A degree of longitude is shorter than one of latitude.
        let narrow = middle.lat().to_radians().cos().max(0.1);
        let (wide, high) = ((east - west) as f64 * narrow, (north - south) as f64);
        let inner = (SIDE - 2 * MARGIN) as f64;
        let unit = (wide.max(high) / inner).max(1.0);
        let mut land = Self {
            read_at,
            origin: Position { lon_e7: west, lat_e7: south },
            scale: (unit, unit / narrow),
            width: (wide / unit).round() as i64 + 2 * MARGIN,
            height: (high / unit).round() as i64 + 2 * MARGIN,
            streets: Vec::new(),
        };
        let drawn = streets.into_iter().filter(|(name, _)| !name.is_empty()).map(|(name, positions)| {
            let points: Vec<Point> = positions.iter().map(|p| land.point(*p)).collect();
            let sum = points.iter().fold((0, 0), |s, p| (s.0 + p.0, s.1 + p.1));
            let n = points.len().max(1) as i64;
            let top = points.iter().map(|p| p.1).min().unwrap_or(0);
            let outline = if points.len() >= OUTLINE { hull(points) } else { Vec::new() };
            Street { name, label: (sum.0 / n, (top - LABEL).max(LABEL)), outline }
        });
        land.streets = drawn.collect();
        Some(land)
    }

    /// An empty sheet of this size.
    #[cfg(test)]
    pub(super) fn sheet(width: i64, height: i64) -> Self {
        let origin = Position { lon_e7: 0, lat_e7: 0 };
        Self { read_at: Instant(0), origin, scale: (1.0, 1.0), width, height, streets: Vec::new() }
    }

    /// Where a position lies on the drawing; it may lie outside.
    pub(super) fn point(&self, position: Position) -> Point {
        let x = (position.lon_e7 - self.origin.lon_e7) as f64 / self.scale.1;
        let y = (position.lat_e7 - self.origin.lat_e7) as f64 / self.scale.0;
        (MARGIN + x.round() as i64, self.height - MARGIN - y.round() as i64)
    }

    pub(super) fn holds(&self, (x, y): Point) -> bool {
        (0..=self.width).contains(&x) && (0..=self.height).contains(&y)
    }
}

/// The convex hull, against the clock on paper (Andrew's monotone chain).
fn hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_unstable();
    points.dedup();
    if points.len() < OUTLINE {
        return Vec::new();
    }
    let turns = |o: Point, a: Point, b: Point| (a.0 - o.0) * (b.1 - o.1) - (a.1 - o.1) * (b.0 - o.0);
    let half = |points: &mut dyn Iterator<Item = Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for p in points {
            while chain.len() >= 2 && turns(chain[chain.len() - 2], chain[chain.len() - 1], p) <= 0 {
                chain.pop();
            }
            chain.push(p);
        }
        chain.pop();
        chain
    };
    let mut lower = half(&mut points.iter().copied());
    lower.extend(half(&mut points.iter().rev().copied()));
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon_e7: i64, lat_e7: i64) -> Position {
        Position { lon_e7, lat_e7 }
    }

    #[test]
    fn the_hull_goes_around_what_lies_inside() {
        let square = vec![(0, 0), (10, 0), (10, 10), (0, 10), (5, 5), (3, 0)];
        assert_eq!(hull(square), [(0, 0), (10, 0), (10, 10), (0, 10)]);
        assert!(hull(vec![(1, 1), (1, 1), (2, 2)]).is_empty());
    }

    #[test]
    fn north_is_up_and_everything_fits() {
        let street = [at(1_126_000_000, 268_000_000), at(1_126_900_000, 268_900_000), at(0, 0)];
        let land = Land::draw(vec![("街".into(), street[..2].to_vec())], Instant(0)).unwrap();
        let (south_west, north_east) = (land.point(street[0]), land.point(street[1]));
        assert!(south_west.0 < north_east.0 && south_west.1 > north_east.1);
        assert!(land.holds(south_west) && land.holds(north_east) && !land.holds(land.point(street[2])));
        assert!(land.width <= SIDE && land.height == SIDE);
        assert!(land.streets[0].outline.is_empty(), "two places draw no outline");
        assert_eq!(Land::draw(vec![], Instant(0)), None);
        // One place alone is a drawing too.
        assert!(Land::draw(vec![("街".into(), vec![at(5, 5)])], Instant(0)).unwrap().holds((MARGIN, MARGIN)));
    }
}
