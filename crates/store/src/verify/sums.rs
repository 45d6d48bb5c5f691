//! What follows from all states together: the rows that say which unit has which part, and the tallies.

use super::cells::{self, Cells};
use super::streams::Folding;
use super::{Report, What};
use crate::aggregate::{Aggregate, Count};
use crate::engine::{Connection, EngineError, Row, Value};
use crate::later;
use crate::nouns;
use crate::queries::ledger as sql;
use crate::tables::{
    HAZARD_BARRED, HAZARD_GRAMS, HAZARD_NUMBERS, HAZARD_OWED, HAZARD_PARTIES, PHOTO_BANDS, TALLIES, Table,
};
use domain::ids::District;
use domain::ledger::{Hash, Noun};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// The tables of links, and the column with the stream: what follows from states, and what follows from words.
const LINKS: [(&Table, usize); 6] = [
    (&HAZARD_PARTIES, 4),
    (&HAZARD_NUMBERS, 2),
    (&HAZARD_GRAMS, 3),
    (&HAZARD_OWED, 4),
    (&HAZARD_BARRED, 1),
    (&PHOTO_BANDS, 4),
];

/// District, day, dimension, value, measure.
type Tally = (i64, i64, i64, String, i64);
/// A table and a stream in a district.
type Linked = (&'static str, i64, Uuid);

/// What the states add up to.
#[derive(Default)]
pub(super) struct Expected {
    tallies: HashMap<Tally, i64>,
    cells: Cells,
    links: HashMap<&'static str, Sum>,
    /// The links of each stream: only when the sums differ and somebody has to be named.
    listed: Option<HashMap<Linked, (Noun, Sum)>>,
}

/// A sum over rows in any order: two lists with the same sum hold the same rows, unless somebody finds 128-bit
/// sums of SHA-256 that collide. Keeps memory flat at any size.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    rows: u64,
    sum: u128,
}

impl Sum {
    fn add(&mut self, row: &[Value]) {
        let mut bytes = Vec::with_capacity(64);
        for value in row {
            let (kind, content): (u8, &[u8]) = match value {
                Value::Null => (0, &[]),
                Value::Int(n) => {
                    bytes.push(1);
                    bytes.extend_from_slice(&n.to_be_bytes());
                    continue;
                }
                Value::Text(text) => (2, text.as_bytes()),
                Value::Bytes(content) => (3, content),
            };
            bytes.push(kind);
            bytes.extend_from_slice(&(content.len() as u32).to_be_bytes());
            bytes.extend_from_slice(content);
        }
        let hash = Hash::of(&[&bytes]);
        let (half, _) = hash.0.split_at(16);
        self.rows += 1;
        self.sum = self.sum.wrapping_add(half.iter().fold(0, |n, byte| (n << 8) | u128::from(*byte)));
    }
}

impl Expected {
    pub(super) fn add<A: Aggregate>(&mut self, district: District, id: Uuid, state: &A) {
        for Count { day, dimension, value, measure } in state.counts() {
            let tally = (district.0, day, dimension as i64, value, measure as i64);
            *self.tallies.entry(tally).or_insert(0) += 1;
        }
        self.cells.add(district, state);
        // One row may follow for two reasons; it stands there once.
        let rows: BTreeSet<_> = state.links().into_iter().map(|(table, row)| (table.name, row)).collect();
        self.link(A::NOUN, district, id, rows);
    }

    /// The rows by which something that was said is found.
    pub(super) fn said<A: Aggregate>(
        &mut self,
        district: District,
        id: Uuid,
        found_by: Vec<(&'static Table, Vec<Value>)>,
    ) {
        self.link(A::NOUN, district, id, found_by.into_iter().map(|(table, row)| (table.name, row)));
    }

    fn link(
        &mut self,
        noun: Noun,
        district: District,
        id: Uuid,
        rows: impl IntoIterator<Item = (&'static str, Vec<Value>)>,
    ) {
        for (table, row) in rows {
            let row: Vec<Value> = std::iter::once(district.into()).chain(row).collect();
            self.links.entry(table).or_default().add(&row);
            if let Some(listed) = &mut self.listed {
                let (_, sum) = listed.entry((table, district.0, id)).or_insert((noun, Sum::default()));
                sum.add(&row);
            }
        }
    }
}

fn all(table: &Table) -> String {
    format!("select {} from {}", table.columns.join(", "), table.name)
}

pub(super) fn compare(
    connection: &mut dyn Connection,
    report: &mut Report,
    expected: Expected,
) -> Result<(), EngineError> {
    let mut fits = true;
    let mut later: HashMap<&'static str, Sum> = HashMap::new();
    later::each(connection, &mut |table, row| {
        later.entry(table).or_default().add(row);
        Ok(())
    })?;
    for (table, _) in LINKS {
        let mut kept = later.remove(table.name).unwrap_or_default();
        connection.each(&all(table), &[], &mut |row| {
            kept.add(&row.0);
            Ok(())
        })?;
        fits &= kept == expected.links.get(table.name).copied().unwrap_or_default();
    }
    if !fits {
        name_links(connection, report)?;
    }
    cells::compare(connection, report, &expected.cells)?;
    compare_tallies(connection, report, expected.tallies)
}

/// Folds everything once more to say whose links are missing, other ones or too many.
fn name_links(connection: &mut dyn Connection, report: &mut Report) -> Result<(), EngineError> {
    let mut silent = |_| ();
    let mut folding = Folding::new(connection, &mut silent);
    folding.list_links();
    nouns::for_each(&mut folding)?;
    let listed = folding.done().1.listed.unwrap_or_default();
    let mut kept: HashMap<Linked, Sum> = HashMap::new();
    for (table, stream) in LINKS {
        connection.each(&all(table), &[], &mut |row| {
            kept.entry((table.name, row.int(0)?, row.id(stream)?)).or_default().add(&row.0);
            Ok(())
        })?;
    }
    later::each(connection, &mut |table, row| {
        let stream = LINKS.iter().find(|(t, _)| t.name == table).and_then(|(_, stream)| row.get(*stream));
        if let (Some(Value::Int(district)), Some(Value::Bytes(id))) = (row.first(), stream)
            && let Ok(id) = Uuid::from_slice(id)
        {
            kept.entry((table, *district, id)).or_default().add(row);
        }
        Ok(())
    })?;
    let mut wrong: BTreeMap<(i64, Uuid), Noun> = BTreeMap::new();
    for (linked, (noun, sum)) in listed {
        if kept.remove(&linked) != Some(sum) {
            wrong.insert((linked.1, linked.2), noun);
        }
    }
    wrong.extend(kept.into_keys().map(|linked| ((linked.1, linked.2), Noun::Hazard)));
    for ((district, id), noun) in wrong {
        report.fault(District(district), Some((noun, id, 0)), What::Links);
    }
    Ok(())
}

impl Folding<'_> {
    fn list_links(&mut self) {
        self.expected().listed = Some(HashMap::new());
    }
}

fn compare_tallies(
    connection: &mut dyn Connection,
    report: &mut Report,
    mut expected: HashMap<Tally, i64>,
) -> Result<(), EngineError> {
    // What waits to be added belongs to what is kept.
    later::each(connection, &mut |table, row| {
        if table == TALLIES.name {
            let row = Row(row.to_vec());
            let tally = (row.int(0)?, row.int(3)?, row.int(1)?, row.text(4)?.to_owned(), row.int(2)?);
            *expected.entry(tally).or_insert(0) -= row.int(6)?;
        }
        Ok(())
    })?;
    let mut wrong: Vec<i64> = Vec::new();
    connection.each(sql::TALLIES_ALL, &[], &mut |row| {
        let tally = (row.int(0)?, row.int(1)?, row.int(2)?, row.text(3)?.to_owned(), row.int(4)?);
        if expected.remove(&tally).unwrap_or(0) != row.int(5)? {
            wrong.push(tally.0);
        }
        Ok(())
    })?;
    wrong.extend(expected.iter().filter(|(_, n)| **n != 0).map(|(tally, _)| tally.0));
    wrong.sort_unstable();
    for district in wrong {
        report.fault(District(district), None, What::Tally);
    }
    Ok(())
}
