//! 范围: a rectangle of longitude and latitude.

use domain::place::{CoordinateError, Position, System};
use std::str::FromStr;

/// A rectangle in CGCS2000. It never crosses the antimeridian: no district does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Its corner with the least longitude and latitude.
    pub south_west: Position,
    /// Its corner with the greatest.
    pub north_east: Position,
}

/// Why four numbers are no rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoundsError {
    /// Not four numbers with commas between.
    #[error("not west,south,east,north")]
    Malformed,
    /// A corner that is no position.
    #[error(transparent)]
    Corner(#[from] CoordinateError),
    /// East is not east of west, or north not north of south.
    #[error("no area")]
    Empty,
}

impl Bounds {
    /// `west,south,east,north` in degrees of `system`. The shift bends a rectangle by a few metres, so what comes
    /// from a shifted map is widened by that much.
    pub fn parse(text: &str, system: System) -> Result<Self, BoundsError> {
        let mut numbers = text.split(',').map(|part| f64::from_str(part.trim()));
        let mut next = || numbers.next().and_then(Result::ok).ok_or(BoundsError::Malformed);
        let (west, south, east, north) = (next()?, next()?, next()?, next()?);
        if numbers.next().is_some() {
            return Err(BoundsError::Malformed);
        }
        let corner = |lon: f64, lat: f64| {
            Position::from_degrees(lon, lat, system).or_else(|error| match error {
                // A map far out shows the earth more than once.
                CoordinateError::OutOfRange => {
                    Position::from_degrees(lon.clamp(-180.0, 180.0), lat.clamp(-90.0, 90.0), system)
                }
                other => Err(other),
            })
        };
        let (south_west, north_east) = (corner(west, south)?, corner(east, north)?);
        let all = Self { south_west, north_east };
        if all.width_e7() <= 0 || all.height_e7() <= 0 {
            return Err(BoundsError::Empty);
        }
        let shifted = !matches!(system, System::Cgcs2000 | System::Wgs84);
        Ok(if shifted { all.widened(2_000) } else { all })
    }

    fn widened(self, by_e7: i64) -> Self {
        let clamp = |lon: i64, lat: i64| Position {
            lon_e7: lon.clamp(-1_800_000_000, 1_800_000_000),
            lat_e7: lat.clamp(-900_000_000, 900_000_000),
        };
        Self {
            south_west: clamp(self.south_west.lon_e7 - by_e7, self.south_west.lat_e7 - by_e7),
            north_east: clamp(self.north_east.lon_e7 + by_e7, self.north_east.lat_e7 + by_e7),
        }
    }

    /// The smallest rectangle around some positions; nothing when there are none.
    pub fn around(positions: impl IntoIterator<Item = Position>) -> Option<Self> {
        positions.into_iter().fold(None, |all: Option<Self>, at| {
            let all = all.unwrap_or(Self { south_west: at, north_east: at });
            Some(Self {
                south_west: Position {
                    lon_e7: all.south_west.lon_e7.min(at.lon_e7),
                    lat_e7: all.south_west.lat_e7.min(at.lat_e7),
                },
                north_east: Position {
                    lon_e7: all.north_east.lon_e7.max(at.lon_e7),
                    lat_e7: all.north_east.lat_e7.max(at.lat_e7),
                },
            })
        })
    }

    /// Whether a position lies in it, borders included.
    pub fn holds(&self, at: Position) -> bool {
        (self.south_west.lon_e7..=self.north_east.lon_e7).contains(&at.lon_e7)
            && (self.south_west.lat_e7..=self.north_east.lat_e7).contains(&at.lat_e7)
    }

    /// From west to east, in steps of 1e-7 degrees.
    pub fn width_e7(&self) -> i64 {
        self.north_east.lon_e7 - self.south_west.lon_e7
    }

    /// From south to north, in steps of 1e-7 degrees.
    pub fn height_e7(&self) -> i64 {
        self.north_east.lat_e7 - self.south_west.lat_e7
    }

    /// Whether a screen of so many pixels could show it at a zoom of the web's usual scale (256 pixels for the whole
    /// earth at zoom 0): who asks for more than it can show wants something else.
    pub fn fits_screen(&self, zoom: u8, pixels: u32) -> bool {
        let per_degree = 256.0 * 2f64.powi(i32::from(zoom)) / 360.0;
        let degrees = self.width_e7().max(self.height_e7()) as f64 / 1e7;
        degrees * per_degree <= f64::from(pixels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Bounds, BoundsError> {
        Bounds::parse(text, System::Cgcs2000)
    }

    #[test]
    fn four_numbers_make_a_rectangle() {
        let all = of("112.5, 26.8,112.7,26.95").unwrap();
        assert_eq!((all.width_e7(), all.height_e7()), (2_000_000, 1_500_000));
        assert!(all.holds(Position { lon_e7: 1_126_000_000, lat_e7: 269_500_000 }));
        assert!(!all.holds(Position { lon_e7: 1_127_000_001, lat_e7: 269_000_000 }));
        assert!(of("-190,-95,190,95").is_ok(), "a map that shows the earth more than once");
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1;2;3;4"] {
            assert_eq!(of(text), Err(BoundsError::Malformed), "{text}");
        }
        assert_eq!(of("112.7,26.8,112.5,26.9"), Err(BoundsError::Empty));
        assert_eq!(of("112.5,26.8,112.5,26.9"), Err(BoundsError::Empty));
        assert_eq!(of("nan,26.8,112.5,26.9"), Err(BoundsError::Corner(CoordinateError::NotANumber)));
        assert_eq!(of("26.8,112.5,26.9,112.6"), Err(BoundsError::Corner(CoordinateError::Swapped)));
    }

    #[test]
    fn a_shifted_map_asks_for_where_things_really_are() {
        let shown = Bounds::parse("112.6206318,26.8858054,112.63,26.89", System::Gcj02).unwrap();
        let really = Position::from_degrees(112.6154, 26.8894, System::Cgcs2000).unwrap();
        assert!(shown.holds(really));
        assert!(
            !Bounds::parse("112.6206318,26.8858054,112.63,26.89", System::Cgcs2000).unwrap().holds(really)
        );
    }

    #[test]
    fn more_than_a_screen_shows_is_noticed() {
        let district = of("112.5,26.8,112.7,26.95").unwrap();
        assert!(district.fits_screen(13, 8_192));
        assert!(!district.fits_screen(17, 8_192));
    }
}
