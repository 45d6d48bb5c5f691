use serde::Deserialize;

use crate::dates::narrow;
use crate::refused::Code;

/// The system in which a source writes its coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoordinateSystem {
    /// WGS 84, as a satellite receiver gives it.
    Wgs84,
    /// CGCS2000, equal to WGS 84 within centimetres.
    Cgcs2000,
    /// GCJ-02 (国测局坐标), as most Chinese maps show.
    Gcj02,
    /// BD-09 (百度坐标).
    Bd09,
}

/// A position as the source writes it; nothing is converted here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Degrees, −180 to 180.
    pub longitude: f64,
    /// Degrees, −90 to 90.
    pub latitude: f64,
    /// `None` where the mapping does not say: evidence only, some 650 m apart in Hunan between two systems.
    pub system: Option<CoordinateSystem>,
}

/// Two numbers as a position, or what is wrong with them.
pub(crate) fn position(
    longitude: &str,
    latitude: &str,
    system: Option<CoordinateSystem>,
) -> Result<Position, Code> {
    let degrees = |text: &str| {
        let text: String = text.chars().map(narrow).collect();
        let bare = text.trim().trim_end_matches(['°', 'E', 'N', 'e', 'n']).trim_start_matches(['E', 'N']);
        bare.trim().parse::<f64>().ok().filter(|degrees| degrees.is_finite())
    };
    let (Some(longitude), Some(latitude)) = (degrees(longitude), degrees(latitude)) else {
        return Err(Code::CoordinatesNotNumbers);
    };
    let fits = |longitude: f64, latitude: f64| longitude.abs() <= 180.0 && latitude.abs() <= 90.0;
    if fits(longitude, latitude) {
        Ok(Position { longitude, latitude, system })
    } else if fits(latitude, longitude) {
        Err(Code::CoordinatesSwapped)
    } else {
        Err(Code::CoordinatesOutOfRange)
    }
}

/// The two halves of a cell such as `112.60, 26.88`.
pub(crate) fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.trim().trim_matches(['(', ')', '（', '）', '[', ']']);
    let (longitude, latitude) = text.split_once([',', '，', ';', '；', '、', ' ', '/'])?;
    Some((longitude.trim(), latitude.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_positions_are_told_apart() {
        let read = |longitude: &str, latitude: &str| {
            position(longitude, latitude, None).map(|p| (p.longitude, p.latitude))
        };
        assert_eq!(read("112.6", "26.88"), Ok((112.6, 26.88)));
        assert_eq!(read("１１２．６", "26.88°N"), Ok((112.6, 26.88)));
        assert_eq!(read("-118.2", "34.0"), Ok((-118.2, 34.0)));
        assert_eq!(read("26.88", "112.6"), Err(Code::CoordinatesSwapped));
        assert_eq!(read("112.6", "91"), Err(Code::CoordinatesOutOfRange));
        assert_eq!(read("181", "91"), Err(Code::CoordinatesOutOfRange));
        for text in ["NaN", "inf", "十", ""] {
            assert_eq!(read(text, "26"), Err(Code::CoordinatesNotNumbers));
        }
        assert_eq!(split("（112.6，26.88）"), Some(("112.6", "26.88")));
    }

    #[test]
    fn ninety_one_degrees_with_a_small_longitude_reads_as_swapped() {
        assert_eq!(position("26", "91", None), Err(Code::CoordinatesSwapped));
    }
}
