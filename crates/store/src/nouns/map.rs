//! 图上计数: cells of the map in which hazards and places are counted in the write, so that a map of a million
//! points is drawn from a few thousand rows.
//!
//! Cells are squares of degrees, not of a projection: their borders are whole numbers, so that every machine folds
//! the same history into the same cells.

use crate::engine::Value;
use domain::calendar::Instant;
use domain::place::Position;

/// 计数系列: what a cell counts, and how large it is. The numbers are kept and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i64)]
pub enum Series {
    /// 现状: hazards as they stand, of all times.
    Standing = 1,
    /// 按上报月: hazards by the month in which they were reported.
    Reported = 2,
    /// 按销号月: hazards by the month in which they were closed.
    Closed = 3,
    /// 场所, without those that ended.
    Places = 4,
}

impl Series {
    /// The side of a cell in steps of 1e-7 degrees: about 250 m where one looks at what stands now, and about a
    /// kilometre where every month has cells of its own.
    pub const fn side(self) -> i64 {
        match self {
            Series::Standing | Series::Places => 25_000,
            Series::Reported | Series::Closed => 100_000,
        }
    }
}

/// A cell with everything that maps filter by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// What is counted.
    pub series: Series,
    /// Month of Beijing time as months since 1970-01; 0 in series without time.
    pub month: i64,
    /// Rows of cells from the south pole.
    pub lat: i64,
    /// Columns of cells from 180° west.
    pub lon: i64,
    /// 街道; empty when it is not known.
    pub street: String,
    /// 类别, or the kind of a place; empty when it is not known.
    pub category: String,
    /// 等级; 0 when there is none yet.
    pub grade: i64,
    /// 办理阶段, [`domain::hazard::StageGroup`]; 0 for places.
    pub stages: i64,
}

impl Cell {
    /// Its columns, in the order of the table; with district and shard they are the key.
    pub(crate) fn values(self) -> [Value; 8] {
        [
            (self.series as i64).into(),
            self.month.into(),
            self.lat.into(),
            self.lon.into(),
            Value::Text(self.street),
            Value::Text(self.category),
            self.grade.into(),
            self.stages.into(),
        ]
    }
}

/// What a cell adds up: how many, and how far north and east of the cell's corner they lie together, so that a
/// cluster stands where its points are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// How many.
    pub n: i64,
    /// Steps of 1e-7 degrees from the southern border, summed.
    pub north: i64,
    /// Steps of 1e-7 degrees from the western border, summed.
    pub east: i64,
}

impl Weight {
    /// Adds another, or takes it away.
    pub(crate) fn add(&mut self, other: Weight, sign: i64) {
        self.n += sign * other.n;
        self.north += sign * other.north;
        self.east += sign * other.east;
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_zero(&self) -> bool {
        *self == Weight::default()
    }
}

/// South pole and antimeridian: from there cells are counted, so that their numbers are never negative.
pub const SOUTH: i64 = -900_000_000;
/// The antimeridian.
pub const WEST: i64 = -1_800_000_000;

/// Row and column of the cell of a series in which a position lies, and where in it.
pub fn locate(series: Series, position: Position) -> (i64, i64, Weight) {
    let (north, east) = (position.lat_e7 - SOUTH, position.lon_e7 - WEST);
    let side = series.side();
    let within = Weight { n: 1, north: north.rem_euclid(side), east: east.rem_euclid(side) };
    (north.div_euclid(side), east.div_euclid(side), within)
}

/// Months since 1970-01, of Beijing time.
pub fn month(at: Instant) -> i64 {
    // Civil from days (H. Hinnant, "chrono-compatible low-level date algorithms"), without the day.
    let days = (at.0 + 8 * Instant::HOUR).div_euclid(Instant::DAY) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Months from March.
    let shifted = (5 * day_of_year + 2) / 153;
    (year_of_era + era * 400 - 1970) * 12 + shifted + 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_those_of_beijing() {
        let at = |text: &str| month(text.parse().unwrap());
        assert_eq!(at("1970-01-01T00:00:00+08:00"), 0);
        assert_eq!(at("1970-03-01T00:00:00+08:00"), 2);
        assert_eq!(at("2026-02-28T23:59:59+08:00"), 56 * 12 + 1);
        assert_eq!(at("2024-02-29T12:00:00+08:00"), 54 * 12 + 1);
        assert_eq!(at("2026-12-31T23:59:59+08:00"), 56 * 12 + 11);
        assert_eq!(at("2026-12-31T16:00:00Z"), 57 * 12, "already the new year in Beijing");
    }

    #[test]
    fn a_position_lies_in_its_cell_wherever_on_earth() {
        for (lon, lat) in [(112.6154, 26.8894), (-0.0000001, -0.0000001), (-180.0, -90.0), (180.0, 90.0)] {
            let position = Position::from_degrees(lon, lat, domain::place::System::Cgcs2000).unwrap();
            for series in [Series::Standing, Series::Reported] {
                let (row, column, within) = locate(series, position);
                assert_eq!(SOUTH + row * series.side() + within.north, position.lat_e7);
                assert_eq!(WEST + column * series.side() + within.east, position.lon_e7);
                assert!(row >= 0 && column >= 0 && (0..series.side()).contains(&within.east));
            }
        }
    }
}
