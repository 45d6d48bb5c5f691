//! 坐标系转换: the national map shift GCJ-02 (高德, 腾讯, WeChat) and its second coat BD-09 (百度), against the
//! unshifted CGCS2000 and WGS-84. The formula is the one that everybody publishes; the inverse is found by
//! fixed-point iteration, exact to what a double can hold. Outside China nothing is shifted.

use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// 坐标系 in which a position was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum System {
    /// GPS and the browser.
    Wgs84,
    /// 2000国家大地坐标系: 天地图 and official data; the one that we keep.
    Cgcs2000,
    /// 国测局坐标.
    Gcj02,
    /// 百度坐标.
    Bd09,
}

/// Semi-major axis and squared eccentricity of Krassowsky's ellipsoid, which the shift is defined with.
const AXIS: f64 = 6_378_245.0;
const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
/// The wave that BD-09 adds, in radians per degree.
const WAVE: f64 = PI * 3000.0 / 180.0;
/// Each round shrinks the error about a thousandfold, so ten are more than a double can tell apart.
const ROUNDS: usize = 10;

/// Longitude and latitude in CGCS2000, from degrees in `system`.
pub fn to_cgcs2000(lon: f64, lat: f64, system: System) -> (f64, f64) {
    match system {
        System::Wgs84 | System::Cgcs2000 => (lon, lat),
        System::Gcj02 => inverse(lon, lat, wgs84_to_gcj02),
        System::Bd09 => {
            let (lon, lat) = inverse(lon, lat, gcj02_to_bd09);
            inverse(lon, lat, wgs84_to_gcj02)
        }
    }
}

/// Longitude and latitude in `system`, from degrees in CGCS2000.
pub fn from_cgcs2000(lon: f64, lat: f64, system: System) -> (f64, f64) {
    match system {
        System::Wgs84 | System::Cgcs2000 => (lon, lat),
        System::Gcj02 => wgs84_to_gcj02(lon, lat),
        System::Bd09 => {
            let (lon, lat) = wgs84_to_gcj02(lon, lat);
            gcj02_to_bd09(lon, lat)
        }
    }
}

/// The rectangle within which the published formula shifts.
fn in_china(lon: f64, lat: f64) -> bool {
    (72.004..=137.8347).contains(&lon) && (0.8293..=55.8271).contains(&lat)
}

fn wgs84_to_gcj02(lon: f64, lat: f64) -> (f64, f64) {
    if !in_china(lon, lat) {
        return (lon, lat);
    }
    let (x, y) = (lon - 105.0, lat - 35.0);
    let waves = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let lat_m = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + waves
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let lon_m = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + waves
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let radians = lat.to_radians();
    let magic = 1.0 - ECCENTRICITY * radians.sin() * radians.sin();
    let root = magic.sqrt();
    let lat_shift = lat_m * 180.0 / (AXIS * (1.0 - ECCENTRICITY) / (magic * root) * PI);
    let lon_shift = lon_m * 180.0 / (AXIS / root * radians.cos() * PI);
    (lon + lon_shift, lat + lat_shift)
}

fn gcj02_to_bd09(lon: f64, lat: f64) -> (f64, f64) {
    if !in_china(lon, lat) {
        return (lon, lat);
    }
    let radius = lon.hypot(lat) + 0.000_02 * (lat * WAVE).sin();
    let angle = lat.atan2(lon) + 0.000_003 * (lon * WAVE).cos();
    (radius * angle.cos() + 0.0065, radius * angle.sin() + 0.006)
}

/// The point that `forward` carries to the given one.
fn inverse(lon: f64, lat: f64, forward: fn(f64, f64) -> (f64, f64)) -> (f64, f64) {
    if !in_china(lon, lat) {
        return (lon, lat);
    }
    let (mut x, mut y) = (lon, lat);
    for _ in 0..ROUNDS {
        let (there_x, there_y) = forward(x, y);
        (x, y) = (x + lon - there_x, y + lat - there_y);
    }
    (x, y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: (f64, f64), b: (f64, f64), within: f64) -> bool {
        (a.0 - b.0).abs() < within && (a.1 - b.1).abs() < within
    }

    /// Vectors that the published libraries test with.
    #[test]
    fn agrees_with_the_published_vectors() {
        let there = wgs84_to_gcj02(116.404, 39.915);
        assert!(near(there, (116.41024449916938, 39.91640428150164), 1e-9), "{there:?}");
        let there = gcj02_to_bd09(116.404, 39.915);
        assert!(near(there, (116.41036949371029, 39.92133699351021), 1e-9), "{there:?}");
    }

    /// The inverses as everybody publishes them, with their error of a metre or two.
    fn published_bd09_to_gcj02(lon: f64, lat: f64) -> (f64, f64) {
        let (x, y) = (lon - 0.0065, lat - 0.006);
        let radius = x.hypot(y) - 0.000_02 * (y * WAVE).sin();
        let angle = y.atan2(x) - 0.000_003 * (x * WAVE).cos();
        (radius * angle.cos(), radius * angle.sin())
    }

    fn published_gcj02_to_wgs84(lon: f64, lat: f64) -> (f64, f64) {
        let (there_lon, there_lat) = wgs84_to_gcj02(lon, lat);
        (2.0 * lon - there_lon, 2.0 * lat - there_lat)
    }

    /// The published vectors hold for the published formulas to the last digit, and ours lies within their error,
    /// on the side where the way there leads back.
    #[test]
    fn inverses_agree_with_the_published_vectors_and_are_nearer() {
        let vector = (116.39762729119315, 39.90865673957631);
        assert!(near(published_bd09_to_gcj02(116.404, 39.915), vector, 1e-9));
        let ours = inverse(116.404, 39.915, gcj02_to_bd09);
        assert!(near(ours, vector, 2e-6), "{ours:?}");
        assert!(near(gcj02_to_bd09(ours.0, ours.1), (116.404, 39.915), 1e-12));
        assert!(!near(gcj02_to_bd09(vector.0, vector.1), (116.404, 39.915), 1e-9), "theirs does not");

        let vector = (116.39775550083061, 39.91359571849836);
        assert!(near(published_gcj02_to_wgs84(116.404, 39.915), vector, 1e-9));
        let ours = to_cgcs2000(116.404, 39.915, System::Gcj02);
        assert!(near(ours, vector, 2e-5), "{ours:?}");
        assert!(near(wgs84_to_gcj02(ours.0, ours.1), (116.404, 39.915), 1e-12));
        assert!(!near(wgs84_to_gcj02(vector.0, vector.1), (116.404, 39.915), 1e-9), "theirs does not");
    }

    #[test]
    fn yanfeng_as_computed_for_the_field() {
        assert!(near(from_cgcs2000(112.6154, 26.8894, System::Gcj02), (112.6206318, 26.8858054), 1e-7));
        assert!(near(from_cgcs2000(112.6154, 26.8894, System::Bd09), (112.6272182, 26.8914691), 1e-7));
    }

    #[test]
    fn nothing_is_shifted_abroad() {
        for system in [System::Wgs84, System::Cgcs2000, System::Gcj02, System::Bd09] {
            assert_eq!(to_cgcs2000(-118.2437, 34.0522, system), (-118.2437, 34.0522));
            assert_eq!(from_cgcs2000(-118.2437, 34.0522, system), (-118.2437, 34.0522));
        }
    }

    proptest! {
        #![proptest_config(crate::place::repeatable())]

        /// 1e-9 degrees are a tenth of a millimetre.
        #[test]
        fn there_and_back_is_where_it_was(lon in 74.0..134.0f64, lat in 18.0..53.0f64) {
            for system in [System::Wgs84, System::Cgcs2000, System::Gcj02, System::Bd09] {
                let (x, y) = from_cgcs2000(lon, lat, system);
                let back = to_cgcs2000(x, y, system);
                prop_assert!(near(back, (lon, lat), 1e-9), "{:?} {:?}", system, back);
            }
        }

        /// As it is kept: in whole steps of a centimetre, so half of one at most is lost.
        #[test]
        fn what_is_kept_is_right_to_the_centimetre(lon in 74.0..134.0f64, lat in 18.0..53.0f64) {
            for system in [System::Wgs84, System::Cgcs2000, System::Gcj02, System::Bd09] {
                let (x, y) = from_cgcs2000(lon, lat, system);
                let kept = crate::place::Position::from_degrees(x, y, system).unwrap();
                prop_assert!(near((kept.lon(), kept.lat()), (lon, lat), 5.1e-8), "{:?} {:?}", system, kept);
            }
        }

        /// Beyond the borders of the formula nothing moves, from whichever side one looks.
        #[test]
        fn nothing_is_shifted_beyond_the_rectangle(lon in -180.0..70.0f64, lat in -90.0..90.0f64) {
            for system in [System::Gcj02, System::Bd09] {
                prop_assert_eq!(from_cgcs2000(lon, lat, system), (lon, lat));
                prop_assert_eq!(to_cgcs2000(lon, lat, system), (lon, lat));
            }
        }
    }
}
