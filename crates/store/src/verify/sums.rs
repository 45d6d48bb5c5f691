//! What follows from all states together: the rows that say which unit has which part, and the tallies.

use super::streams::Folding;
use super::{Report, What};
use crate::aggregate::{Aggregate, Count};
use crate::engine::{Connection, EngineError, Value};
use crate::nouns;
use crate::queries::ledger as sql;
use crate::tables::{HAZARD_PARTIES, Table};
use domain::ids::District;
use domain::ledger::{Hash, Noun};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The one table of links; its column with the stream.
const LINKS: (&Table, usize) = (&HAZARD_PARTIES, 3);

/// District, day, dimension, value, measure.
type Tally = (i64, i64, i64, String, i64);

/// What the states add up to.
#[derive(Default)]
pub(super) struct Expected {
    tallies: HashMap<Tally, i64>,
    links: Sum,
    /// Every link with its stream: only when the sums differ and somebody has to be named.
    listed: Option<BTreeMap<Vec<Value>, (Noun, Uuid)>>,
}

/// A sum over rows in any order: two lists with the same sum hold the same rows, unless somebody finds 128-bit
/// sums of SHA-256 that collide. Keeps memory flat at any size.
#[derive(Default, PartialEq, Eq)]
struct Sum {
    rows: u64,
    sum: u128,
}

impl Sum {
    fn add(&mut self, row: &[Value]) {
        let hash = Hash::of(&[format!("{row:?}").as_bytes()]);
        let (half, _) = hash.0.split_at(16);
        self.rows += 1;
        self.sum = self.sum.wrapping_add(half.iter().fold(0, |n, byte| (n << 8) | u128::from(*byte)));
    }
}

impl Expected {
    pub(super) fn add<A: Aggregate>(&mut self, district: District, noun: Noun, id: Uuid, state: &A) {
        for Count { day, dimension, value, measure } in state.counts() {
            let tally = (district.0, day, dimension as i64, value, measure as i64);
            *self.tallies.entry(tally).or_insert(0) += 1;
        }
        for (_, link) in state.links() {
            let row: Vec<Value> = std::iter::once(district.into()).chain(link).collect();
            self.links.add(&row);
            if let Some(listed) = &mut self.listed {
                listed.insert(row, (noun, id));
            }
        }
    }
}

pub(super) fn compare(
    connection: &mut dyn Connection,
    report: &mut Report,
    expected: Expected,
) -> Result<(), EngineError> {
    let mut kept = Sum::default();
    let all = format!("select {} from {}", LINKS.0.columns.join(", "), LINKS.0.name);
    connection.each(&all, &[], &mut |row| {
        kept.add(&row.0);
        Ok(())
    })?;
    if kept != expected.links {
        name_links(connection, report, &all)?;
    }
    compare_tallies(connection, report, expected.tallies)
}

/// Folds everything once more to say which links are missing or too many.
fn name_links(connection: &mut dyn Connection, report: &mut Report, all: &str) -> Result<(), EngineError> {
    let mut silent = |_| ();
    let mut folding = Folding::new(connection, &mut silent);
    folding.list_links();
    nouns::for_each(&mut folding)?;
    let mut listed = folding.done().1.listed.unwrap_or_default();
    let mut extra = Vec::new();
    connection.each(all, &[], &mut |row| {
        if listed.remove(&row.0).is_none() {
            extra.push((row.int(0)?, row.id(LINKS.1)?));
        }
        Ok(())
    })?;
    let missing = listed.iter().map(|(row, (noun, id))| {
        let district = if let Some(Value::Int(district)) = row.first() { *district } else { 0 };
        (district, *noun, *id)
    });
    let extra = extra.into_iter().map(|(district, id)| (district, Noun::Hazard, id));
    let mut wrong: Vec<_> = missing.chain(extra).collect();
    wrong.sort_unstable();
    for (district, noun, id) in wrong {
        report.fault(District(district), Some((noun, id, 0)), What::Links);
    }
    Ok(())
}

impl Folding<'_> {
    fn list_links(&mut self) {
        self.expected().listed = Some(BTreeMap::new());
    }
}

fn compare_tallies(
    connection: &mut dyn Connection,
    report: &mut Report,
    mut expected: HashMap<Tally, i64>,
) -> Result<(), EngineError> {
    let mut wrong: Vec<i64> = Vec::new();
    connection.each(sql::TALLIES_ALL, &[], &mut |row| {
        let tally = (row.int(0)?, row.int(1)?, row.int(2)?, row.text(3)?.to_owned(), row.int(4)?);
        if expected.remove(&tally).unwrap_or(0) != row.int(5)? {
            wrong.push(tally.0);
        }
        Ok(())
    })?;
    wrong.extend(expected.keys().map(|tally| tally.0));
    wrong.sort_unstable();
    for district in wrong {
        report.fault(District(district), None, What::Tally);
    }
    Ok(())
}
