//! 辖区范围: roughly where a district lies.

use super::Position;
use serde::{Deserialize, Serialize};

/// 辖区范围: a box around the district, in degrees of CGCS2000, and how far beyond it somebody may still be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extent {
    /// Westernmost longitude.
    pub west: f64,
    /// Southernmost latitude.
    pub south: f64,
    /// Easternmost longitude.
    pub east: f64,
    /// Northernmost latitude.
    pub north: f64,
    /// 容差: metres beyond the box that still count as near: positions are never exact, and borders are not straight.
    #[serde(default = "margin")]
    pub margin_m: u32,
}

const fn margin() -> u32 {
    2_000
}

impl Extent {
    /// Whether it is a box on the earth: west of east and south of north.
    pub fn is_box(&self) -> bool {
        (-180.0..=180.0).contains(&self.west)
            && (-90.0..=90.0).contains(&self.south)
            && (self.west..=180.0).contains(&self.east)
            && (self.south..=90.0).contains(&self.north)
    }

    /// Whether a position lies in the district or within its margin.
    pub fn holds(&self, position: Position) -> bool {
        let (lon, lat) = (position.lon(), position.lat());
        let (inner_lon, inner_lat) = (lon.clamp(self.west, self.east), lat.clamp(self.south, self.north));
        if (inner_lon, inner_lat) == (lon, lat) {
            return true;
        }
        let nearest = Position { lon_e7: (inner_lon * 1e7) as i64, lat_e7: (inner_lat * 1e7) as i64 };
        nearest.distance_m(position) <= f64::from(self.margin_m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWN: Extent = Extent { west: 112.5, south: 26.8, east: 112.7, north: 26.95, margin_m: 2_000 };

    fn holds(lon: f64, lat: f64) -> bool {
        TOWN.holds(Position { lon_e7: (lon * 1e7) as i64, lat_e7: (lat * 1e7) as i64 })
    }

    #[test]
    fn the_margin_is_metres_around_the_box() {
        assert!(TOWN.is_box() && !Extent { east: 112.0, ..TOWN }.is_box());
        assert!(!Extent { north: f64::NAN, ..TOWN }.is_box());
        assert!(holds(112.6, 26.9) && holds(112.5, 26.8));
        // A degree of latitude is 111.2 km.
        assert!(holds(112.6, 26.95 + 0.0179) && !holds(112.6, 26.95 + 0.0181));
        // A degree of longitude is less there: 99.2 km.
        assert!(holds(112.7 + 0.0201, 26.9) && !holds(112.7 + 0.0203, 26.9));
        assert!(!holds(112.7 + 0.0179, 26.95 + 0.0179), "corners are round");
        assert!(!holds(116.4, 39.9) && !holds(-112.6, 26.9));
    }
}
