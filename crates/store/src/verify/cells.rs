//! The cells of the map against what the states add up to.

use super::{Report, What};
use crate::aggregate::Aggregate;
use crate::engine::{Connection, EngineError, Row, Value};
use crate::later;
use crate::nouns::map::Weight;
use crate::queries::map as sql;
use crate::tables::MAP_CELLS;
use domain::ids::District;
use domain::ledger::Hash;
use std::collections::{BTreeMap, BTreeSet};

/// A sum in which each cell counts as often as it holds something. Ten states in a cell add the same as one row that
/// says ten, and rows of different writers add up, so memory stays flat at any size; two different sets of cells with
/// the same sum need 128-bit sums of SHA-256 that collide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Weighed(u128);

impl Weighed {
    fn add(&mut self, cell: &[Value], weight: Weight) {
        let text = format!("{cell:?}");
        for (name, amount) in [("n", weight.n), ("north", weight.north), ("east", weight.east)] {
            let hash = Hash::of(&[name.as_bytes(), text.as_bytes()]);
            let (half, _) = hash.0.split_at(16);
            let unit = half.iter().fold(0u128, |n, byte| (n << 8) | u128::from(*byte));
            self.0 = self.0.wrapping_add(unit.wrapping_mul(i128::from(amount) as u128));
        }
    }
}

/// What the states add up to, district by district.
#[derive(Default)]
pub(super) struct Cells(BTreeMap<i64, Weighed>);

impl Cells {
    pub(super) fn add<A: Aggregate>(&mut self, district: District, state: &A) {
        for (cell, weight) in state.cells() {
            self.0.entry(district.0).or_default().add(&cell.values(), weight);
        }
    }

    fn of(&self, district: i64) -> Weighed {
        self.0.get(&district).copied().unwrap_or_default()
    }
}

pub(super) fn compare(
    connection: &mut dyn Connection,
    report: &mut Report,
    expected: &Cells,
) -> Result<(), EngineError> {
    let mut kept = Cells::default();
    connection.each(sql::ALL_CELLS, &[], &mut |row| {
        let weight = Weight { n: row.int(9)?, north: row.int(10)?, east: row.int(11)? };
        kept.0.entry(row.int(0)?).or_default().add(&row.0[1..9], weight);
        Ok(())
    })?;
    // What waits to be added belongs to them.
    later::each(connection, &mut |table, row| {
        if table == MAP_CELLS.name {
            let row = Row(row.to_vec());
            let weight = Weight { n: row.int(10)?, north: row.int(11)?, east: row.int(12)? };
            kept.0.entry(row.int(0)?).or_default().add(&row.0[1..9], weight);
        }
        Ok(())
    })?;
    let districts: BTreeSet<i64> = kept.0.keys().chain(expected.0.keys()).copied().collect();
    for district in districts {
        if kept.of(district) != expected.of(district) {
            report.fault(District(district), None, What::MapCells);
        }
    }
    Ok(())
}
