//! 聚合: points that would lie on one another on the screen become one with a number.

use domain::place::Position;
use std::collections::BTreeMap;

/// How many cells of `side` (in steps of 1e-7 degrees) are taken together at a zoom, in each direction, so that what
/// is drawn lies about 64 pixels apart or more; `fine` halves that, for heat. A power of two.
pub fn coarser(zoom: u8, side: i64, fine: bool) -> i64 {
    // 64 pixels at zoom 0 are 90 degrees.
    let wanted = 900_000_000 >> u32::from(zoom).min(30);
    let wanted = if fine { wanted / 2 } else { wanted };
    let mut together = 1;
    while together * side * 3 / 2 < wanted {
        together *= 2;
    }
    together
}

/// Some points drawn as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// Their middle.
    pub at: Position,
    /// How many.
    pub n: i64,
    /// How many of them are open.
    pub open: i64,
    /// How many of them are late.
    pub late: i64,
}

/// Gathers points, or counts of points, cell by cell.
#[derive(Debug, Default)]
pub struct Clusters {
    cells: BTreeMap<(i64, i64), Sum>,
    total: i64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    n: i64,
    open: i64,
    late: i64,
    lon: i128,
    lat: i128,
}

impl Clusters {
    /// Adds points that lie in a cell: how many, how many of them open, and the sums of their longitudes and
    /// latitudes in steps of 1e-7 degrees.
    pub fn add(&mut self, cell: (i64, i64), n: i64, open: i64, lon: i64, lat: i64) {
        let sum = self.cells.entry(cell).or_default();
        sum.n += n;
        sum.open += open;
        sum.lon += i128::from(lon);
        sum.lat += i128::from(lat);
        self.total += n;
    }

    /// Says of one of the points in a cell that it is late.
    pub fn late(&mut self, cell: (i64, i64)) {
        self.cells.entry(cell).or_default().late += 1;
    }

    /// Adds one point, into cells of `side` steps of 1e-7 degrees.
    pub fn point(&mut self, at: Position, open: bool, late: bool, side: i64) {
        let cell = (at.lat_e7.div_euclid(side), at.lon_e7.div_euclid(side));
        self.add(cell, 1, i64::from(open), at.lon_e7, at.lat_e7);
        if late {
            self.late(cell);
        }
    }

    /// How many points there are in all.
    pub fn total(&self) -> i64 {
        self.total
    }

    /// The clusters, from south to north and from west to east.
    pub fn finish(self) -> Vec<Cluster> {
        let middle = |sum: i128, n: i64| (sum / i128::from(n)) as i64;
        let whole = self.cells.into_values().filter(|sum| sum.n > 0);
        whole
            .map(|s| Cluster {
                at: Position { lon_e7: middle(s.lon, s.n), lat_e7: middle(s.lat, s.n) },
                n: s.n,
                open: s.open,
                late: s.late.min(s.open),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_on_the_screen_are_64_pixels_or_so() {
        for zoom in 6..=15u8 {
            let side = 25_000 * coarser(zoom, 25_000, false);
            let pixels = side as f64 / 1e7 / 360.0 * 256.0 * 2f64.powi(i32::from(zoom));
            assert!((40.0..=90.0).contains(&pixels), "{zoom}: {pixels}");
        }
        assert_eq!(coarser(15, 25_000, false), 1);
        assert_eq!(coarser(20, 25_000, false), 1);
        assert_eq!(coarser(13, 25_000, true), coarser(14, 25_000, false));
    }

    #[test]
    fn a_cluster_stands_in_the_middle_of_its_points() {
        let mut all = Clusters::default();
        let at = |lon_e7, lat_e7| Position { lon_e7, lat_e7 };
        all.point(at(1_000, 1_000), true, true, 25_000);
        all.point(at(2_000, 3_000), false, false, 25_000);
        all.point(at(-1_000, 3_000), false, false, 25_000);
        assert_eq!(all.total(), 3);
        let (west, east) = (
            Cluster { at: at(-1_000, 3_000), n: 1, open: 0, late: 0 },
            Cluster { at: at(1_500, 2_000), n: 2, open: 1, late: 1 },
        );
        assert_eq!(all.finish(), [west, east]);
    }

    #[test]
    fn cells_whose_counts_cancel_are_not_drawn() {
        let mut all = Clusters::default();
        all.add((0, 0), 1, 1, 5, 5);
        all.add((0, 0), -1, -1, -5, -5);
        assert_eq!(all.finish(), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whether points are counted one by one or as sums of finer cells, the same clusters come out.
        #[test]
        fn no_point_is_lost_or_moved(points in prop::collection::vec((1_125_000_000i64..1_127_000_000, 268_000_000i64..270_000_000, any::<bool>()), 1..80)) {
            let (mut single, mut summed) = (Clusters::default(), Clusters::default());
            let (side, together) = (25_000, 8);
            for (lon, lat, open) in &points {
                single.point(Position { lon_e7: *lon, lat_e7: *lat }, *open, false, side * together);
                let fine = (lat.div_euclid(side), lon.div_euclid(side));
                summed.add((fine.0.div_euclid(together), fine.1.div_euclid(together)), 1, i64::from(*open), *lon, *lat);
            }
            prop_assert_eq!(single.total(), points.len() as i64);
            prop_assert_eq!(single.finish(), summed.finish());
        }
    }
}
