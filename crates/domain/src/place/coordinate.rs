//! 坐标: where something is, in CGCS2000.

use super::shift::{System, to_cgcs2000};
use serde::{Deserialize, Serialize};

/// Steps per degree: 1e-7 degrees are about a centimetre.
const STEPS: f64 = 1e7;
/// Mean radius of the earth in metres (IUGG).
const RADIUS: f64 = 6_371_008.8;

/// 位置: longitude and latitude in CGCS2000 (which differs from WGS-84 by centimetres), in steps of 1e-7 degrees:
/// integers, so that the same place always has the same digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Position {
    /// 经度, east positive.
    pub lon_e7: i64,
    /// 纬度, north positive.
    pub lat_e7: i64,
}

/// Why two numbers are no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoordinateError {
    /// NaN or infinite.
    #[error("not a number")]
    NotANumber,
    /// Beyond ±180 or ±90 degrees.
    #[error("out of range")]
    OutOfRange,
    /// 经纬度颠倒: longitude and latitude in each other's place.
    #[error("longitude and latitude are swapped")]
    Swapped,
}

impl Position {
    /// A position from degrees in the system in which they were given. What would lie in China if the two were
    /// the other way round, and otherwise lies beyond the poles or in the Arctic Ocean, is recognised as swapped.
    pub fn from_degrees(lon: f64, lat: f64, system: System) -> Result<Self, CoordinateError> {
        if !lon.is_finite() || !lat.is_finite() {
            return Err(CoordinateError::NotANumber);
        }
        // Arctic waters north of Novaya Zemlya would fit too; nobody reports a hazard there.
        if (73.0..=136.0).contains(&lat) && (17.0..=54.0).contains(&lon) {
            return Err(CoordinateError::Swapped);
        }
        if lon.abs() > 180.0 || lat.abs() > 90.0 {
            return Err(CoordinateError::OutOfRange);
        }
        let (lon, lat) = to_cgcs2000(lon, lat, system);
        Ok(Self { lon_e7: steps(lon), lat_e7: steps(lat) })
    }

    /// Whether it lies within ±180 and ±90 degrees: what comes from outside as integers may not.
    pub fn is_on_earth(self) -> bool {
        self.lon().abs() <= 180.0 && self.lat().abs() <= 90.0
    }

    /// 经度 in degrees.
    pub fn lon(self) -> f64 {
        self.lon_e7 as f64 / STEPS
    }

    /// 纬度 in degrees.
    pub fn lat(self) -> f64 {
        self.lat_e7 as f64 / STEPS
    }

    /// Longitude and latitude in degrees in another system, for a map that needs it.
    pub fn degrees_in(self, system: System) -> (f64, f64) {
        super::shift::from_cgcs2000(self.lon(), self.lat(), system)
    }

    /// Metres along the great circle.
    pub fn distance_m(self, other: Position) -> f64 {
        let (a, b) = (self.lat().to_radians(), other.lat().to_radians());
        let half_lat = ((b - a) / 2.0).sin();
        let half_lon = ((other.lon() - self.lon()).to_radians() / 2.0).sin();
        let h = half_lat * half_lat + a.cos() * b.cos() * half_lon * half_lon;
        2.0 * RADIUS * h.sqrt().min(1.0).asin()
    }

    /// South-west and north-east corners of a box that holds everything within `metres`: for a query that an
    /// index can answer, before [`Position::distance_m`] decides.
    pub fn around(self, metres: f64) -> (Position, Position) {
        let lat = (metres / RADIUS).to_degrees();
        // Near the poles every longitude is near.
        let narrow = self.lat().to_radians().cos().max(1e-6);
        let lon = (lat / narrow).min(180.0);
        let corner = |sign: f64| Position {
            lon_e7: steps((self.lon() + sign * lon).clamp(-180.0, 180.0)) + sign as i64,
            lat_e7: steps((self.lat() + sign * lat).clamp(-90.0, 90.0)) + sign as i64,
        };
        (corner(-1.0), corner(1.0))
    }
}

fn steps(degrees: f64) -> i64 {
    (degrees * STEPS).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A point in 雁峰区, Hengyang.
    const YANFENG: (f64, f64) = (112.6154, 26.8894);

    #[test]
    fn refuses_what_is_no_position() {
        let at = |lon, lat| Position::from_degrees(lon, lat, System::Wgs84);
        assert_eq!(at(f64::NAN, 26.0), Err(CoordinateError::NotANumber));
        assert_eq!(at(112.0, f64::INFINITY), Err(CoordinateError::NotANumber));
        assert_eq!(at(112.0, 91.0), Err(CoordinateError::OutOfRange));
        assert_eq!(at(181.0, 26.0), Err(CoordinateError::OutOfRange));
        assert_eq!(at(26.8894, 112.6154), Err(CoordinateError::Swapped));
        assert_eq!(at(43.8, 87.6), Err(CoordinateError::Swapped), "Urumqi, the wrong way round");
        assert!(at(-118.2437, 34.0522).is_ok(), "other districts of the world");
        assert!(at(24.9, 60.2).is_ok(), "Helsinki is not swapped");
    }

    #[test]
    fn how_far_a_forgotten_conversion_leads_astray() {
        let right = Position::from_degrees(YANFENG.0, YANFENG.1, System::Cgcs2000).unwrap();
        let wrong = |system| {
            let (lon, lat) = right.degrees_in(system);
            Position::from_degrees(lon, lat, System::Cgcs2000).unwrap()
        };
        assert_eq!(right.distance_m(wrong(System::Gcj02)).round(), 655.0);
        assert_eq!(right.distance_m(wrong(System::Bd09)).round(), 1194.0);
    }

    proptest! {
        #![proptest_config(crate::place::repeatable())]

        #[test]
        fn the_box_holds_the_circle(
            lon in 109.0..113.0f64, lat in 25.0..30.0f64, angle in 0.0..6.2f64, metres in 1.0..500.0f64,
        ) {
            let centre = Position::from_degrees(lon, lat, System::Cgcs2000).unwrap();
            let other = Position {
                lon_e7: centre.lon_e7 + steps(metres * angle.cos() / 111_195.0 / lat.to_radians().cos()),
                lat_e7: centre.lat_e7 + steps(metres * angle.sin() / 111_195.0),
            };
            // Rounding to whole steps may put the point a centimetre outside of the circle.
            let (south_west, north_east) = centre.around(centre.distance_m(other));
            prop_assert!(south_west.lon_e7 <= other.lon_e7 && other.lon_e7 <= north_east.lon_e7);
            prop_assert!(south_west.lat_e7 <= other.lat_e7 && other.lat_e7 <= north_east.lat_e7);
        }
    }
}
