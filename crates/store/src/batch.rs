//! The batch in memory: what the commands of one transaction have recorded so far, and how it is written.

use crate::aggregate::Count;
use crate::command::Key;
use crate::engine::{Connection, EngineError, Value};
use crate::later;
use crate::nouns::map::{Cell, Weight};
use crate::queries::ledger as sql;
use crate::streams::{Changed, Loaded, StreamKey};
use crate::surroundings::Surroundings;
use crate::tables::{self, Onto, Table, Write};
use domain::calendar::Instant;
use domain::ids::District;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A change of a row that is not folded from events.
pub(crate) enum Edit {
    Write(Vec<Value>),
    Delete(Vec<Value>),
}

/// What becomes of one row in the whole batch.
#[derive(Default)]
struct Fate {
    delete: bool,
    write: Option<Vec<Value>>,
}

/// What a command, or a whole batch, changes.
#[derive(Default)]
pub(crate) struct Changes {
    pub(crate) streams: HashMap<StreamKey, Changed>,
    pub(crate) events: Vec<Vec<Value>>,
    pub(crate) outbox: Vec<Vec<Value>>,
    /// In the order in which they were made: of two for one row the later one stands.
    pub(crate) edits: Vec<(&'static Table, Edit)>,
    /// Rows by which words are found: new ones, and keys of those that go. Each table's rows are all key.
    pub(crate) found: Vec<(&'static Table, Vec<Value>)>,
    pub(crate) lost: Vec<(&'static Table, Vec<Value>)>,
    pub(crate) tallies: HashMap<(District, Count), i64>,
    pub(crate) cells: HashMap<(District, Cell), Weight>,
    pub(crate) counters: HashMap<(District, String), i64>,
    /// District, stream and sequence of events whose words go.
    pub(crate) erasures: Vec<[Value; 3]>,
    /// Something was done at once and waits for the commit.
    pub(crate) acted: bool,
}

/// All that one transaction does.
pub(crate) struct Batch {
    pub(crate) loaded: HashMap<StreamKey, Loaded>,
    changes: Changes,
    answers: Vec<Vec<Value>>,
    held_counters: HashMap<(District, String), i64>,
    shard: i64,
    next_id: u128,
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.events.is_empty()
            && self.edits.is_empty()
            && self.lost.is_empty()
            && self.counters.is_empty()
            && self.erasures.is_empty()
            && !self.acted
    }

    fn take_in(&mut self, other: Changes) {
        self.streams.extend(other.streams);
        self.events.extend(other.events);
        self.outbox.extend(other.outbox);
        self.edits.extend(other.edits);
        self.found.extend(other.found);
        self.lost.extend(other.lost);
        for (count, n) in other.tallies {
            *self.tallies.entry(count).or_insert(0) += n;
        }
        for (cell, weight) in other.cells {
            self.cells.entry(cell).or_default().add(weight, 1);
        }
        self.counters.extend(other.counters);
        self.erasures.extend(other.erasures);
        self.acted |= other.acted;
    }
}

impl Batch {
    /// A batch of the writer `shard`; its ids in the outbox begin with `first_id`.
    pub(crate) fn new(shard: i64, first_id: u128) -> Self {
        Self {
            loaded: HashMap::new(),
            changes: Changes::default(),
            answers: Vec::new(),
            held_counters: HashMap::new(),
            shard,
            next_id: first_id,
        }
    }

    /// Whether nothing would be written.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.answers.is_empty()
    }

    /// An id for the outbox: ordered by time, and within the batch by the order of the events.
    pub(crate) fn outbox_id(&mut self) -> Uuid {
        let id = Uuid::from_u128(self.next_id);
        self.next_id += 1;
        id
    }

    /// An event that a command of this batch recorded and that is not written yet.
    pub(crate) fn event(&self, key: &[Value; 3]) -> Option<&Vec<Value>> {
        self.changes.events.iter().find(|row| row.starts_with(key))
    }

    /// The last edit of the row with this key by the commands before.
    pub(crate) fn edited(&self, table: &'static Table, key: &[Value]) -> Option<&Edit> {
        edited(&self.changes.edits, table, key)
    }

    /// No id in the outbox of this batch is greater.
    pub(crate) fn last_id(&self) -> u128 {
        self.next_id
    }

    /// A command succeeded: what it changed is part of the batch, and the commands after it see it.
    pub(crate) fn keep(&mut self, own: Changes) {
        for (key, changed) in &own.streams {
            self.loaded.insert(*key, changed.loaded.clone());
        }
        self.held_counters.extend(own.counters.iter().map(|(name, n)| (name.clone(), *n)));
        self.changes.take_in(own);
    }

    /// Keeps the answer for whoever repeats the command with the same key.
    pub(crate) fn remember(&mut self, district: District, key: &Key, answer: String, at: Instant) {
        let row =
            vec![district.into(), key.key.into(), key.fingerprint.into(), Value::Text(answer), at.into()];
        self.answers.push(row);
    }

    /// Where a counter stands for the next command; other writers wait for it until this batch is written.
    pub(crate) fn counter(
        &mut self,
        connection: &mut dyn Connection,
        name: &(District, String),
    ) -> Result<i64, EngineError> {
        if let Some(n) = self.held_counters.get(name) {
            return Ok(*n);
        }
        let parameters = [name.0.into(), name.1.as_str().into()];
        connection.execute(sql::HOLD_COUNTER, &parameters)?;
        let rows = connection.query(sql::COUNTER, &parameters)?;
        let n = rows.first().ok_or_else(|| EngineError::Other("the counter is missing".into()))?.int(0)?;
        self.held_counters.insert(name.clone(), n);
        Ok(n)
    }

    /// Writes everything, one statement for many rows of a table. Rows of one table go in the order of their
    /// keys, so that two writers never wait for each other in a circle.
    ///
    /// What nobody waits for is put off when many share the batch.
    pub(crate) fn flush(
        self,
        connection: &mut dyn Connection,
        commands: usize,
        surroundings: &dyn Surroundings,
    ) -> Result<PutOff, EngineError> {
        let (mut changes, mut answers) = (self.changes, self.answers);
        changes.events.sort_unstable();
        connection.write(&tables::EVENTS, &changes.events)?;
        for erasure in &changes.erasures {
            connection.execute(sql::ERASE_WORDS, erasure)?;
        }
        write_states(connection, changes.streams)?;
        write_edits(connection, changes.edits)?;
        let rush = commands > later::AT_ONCE;
        let mut owed = Vec::new();
        if rush && changes.lost.is_empty() {
            owed = changes.found;
        } else {
            if !changes.lost.is_empty() {
                later::catch_up_all(connection)?;
            }
            write_found(connection, changes.found, changes.lost)?;
        }
        answers.sort_unstable();
        connection.write(&tables::IDEMPOTENCY, &answers)?;
        connection.write(&tables::OUTBOX, &changes.outbox)?;
        let counters = sorted(changes.counters, |((district, name), n)| {
            vec![district.into(), Value::Text(name), n.into()]
        });
        connection.write(&tables::COUNTERS, &counters)?;
        changes.tallies.retain(|_, n| *n != 0);
        let tallies = sorted(changes.tallies, |((district, count), n)| {
            let (dimension, measure) = (count.dimension as i64, count.measure as i64);
            let (day, value) = (count.day.into(), Value::Text(count.value));
            vec![district.into(), dimension.into(), measure.into(), day, value, self.shard.into(), n.into()]
        });
        changes.cells.retain(|_, weight| !weight.is_zero());
        let cells =
            sorted(changes.cells, |((district, cell), weight)| cell_row(district, cell, self.shard, weight));
        let mut put_off = PutOff { words: !owed.is_empty(), sums: false };
        if rush {
            put_off.sums = !(tallies.is_empty() && cells.is_empty());
            owed.extend(tallies.into_iter().map(|row| (&tables::TALLIES, row)));
            owed.extend(cells.into_iter().map(|row| (&tables::MAP_CELLS, row)));
        } else {
            connection.write(&tables::TALLIES, &tallies)?;
            connection.write(&tables::MAP_CELLS, &cells)?;
        }
        later::put_off(connection, owed, self.shard, || surroundings.new_id())?;
        Ok(put_off)
    }
}

/// The last of these edits that is about the row with this key.
pub(crate) fn edited<'e>(
    edits: &'e [(&'static Table, Edit)],
    table: &'static Table,
    key: &[Value],
) -> Option<&'e Edit> {
    let of = |edit: &Edit| match edit {
        Edit::Write(columns) | Edit::Delete(columns) => columns.starts_with(key),
    };
    edits
        .iter()
        .rev()
        .find(|(of_table, edit)| std::ptr::eq(*of_table, table) && of(edit))
        .map(|(_, edit)| edit)
}

/// What waits for a quieter moment.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PutOff {
    /// Rows by which words are found.
    pub(crate) words: bool,
    /// Differences of tallies and cells.
    pub(crate) sums: bool,
}

fn cell_row(district: District, cell: Cell, shard: i64, weight: Weight) -> Vec<Value> {
    let counted = [shard.into(), weight.n.into(), weight.north.into(), weight.east.into()];
    std::iter::once(district.into()).chain(cell.values()).chain(counted).collect()
}

fn sorted<T>(items: impl IntoIterator<Item = T>, row: impl Fn(T) -> Vec<Value>) -> Vec<Vec<Value>> {
    let mut rows: Vec<Vec<Value>> = items.into_iter().map(row).collect();
    rows.sort_unstable();
    rows
}

fn write_states(
    connection: &mut dyn Connection,
    streams: HashMap<StreamKey, Changed>,
) -> Result<(), EngineError> {
    type Rows = Vec<Vec<Value>>;
    let mut tables: BTreeMap<(&'static str, Onto), (&'static Table, Rows)> = BTreeMap::new();
    for (key, changed) in streams {
        let onto = if changed.loaded.fresh { Onto::Nothing } else { Onto::Whatever };
        let rows = &mut tables.entry((changed.table.name, onto)).or_insert((changed.table, Vec::new())).1;
        rows.push((changed.row)(&key, &changed.loaded)?);
    }
    for ((_, onto), (table, mut rows)) in tables {
        rows.sort_unstable();
        connection.write_onto(table, &rows, onto)?;
    }
    Ok(())
}

/// Writes the rows by which words are found, then deletes those whose words are erased. A hazard has dozens of them,
/// so they take the short way: none is ever written for two different reasons.
fn write_found(
    connection: &mut dyn Connection,
    found: Vec<(&'static Table, Vec<Value>)>,
    lost: Vec<(&'static Table, Vec<Value>)>,
) -> Result<(), EngineError> {
    let mut tables: BTreeMap<&'static str, (&'static Table, Vec<Vec<Value>>)> = BTreeMap::new();
    for (table, row) in found {
        tables.entry(table.name).or_insert_with(|| (table, Vec::new())).1.push(row);
    }
    for (table, mut rows) in tables.into_values() {
        rows.sort_unstable();
        rows.dedup();
        connection.write(table, &rows)?;
    }
    let mut tables: BTreeMap<&'static str, (&'static Table, Vec<Vec<Value>>)> = BTreeMap::new();
    for (table, key) in lost {
        tables.entry(table.name).or_insert_with(|| (table, Vec::new())).1.push(key);
    }
    tables.into_values().try_for_each(|(table, keys)| connection.delete(table, &keys))
}

/// Deletes and writes rows, so that each ends as if the edits had been made one after the other.
fn write_edits(
    connection: &mut dyn Connection,
    edits: Vec<(&'static Table, Edit)>,
) -> Result<(), EngineError> {
    type Fates = BTreeMap<Vec<Value>, Fate>;
    let mut tables: BTreeMap<&'static str, (&'static Table, Fates)> = BTreeMap::new();
    for (table, edit) in edits {
        let fates = &mut tables.entry(table.name).or_insert_with(|| (table, Fates::new())).1;
        match edit {
            Edit::Delete(key) => {
                let fate = fates.entry(key).or_default();
                *fate = Fate { delete: true, write: None };
            }
            Edit::Write(row) => {
                let key = row.get(..table.key).unwrap_or_default().to_vec();
                let fate = fates.entry(key).or_default();
                if fate.write.replace(row).is_some() && table.write == Write::Insert {
                    return Err(EngineError::Conflict(format!("two rows for one key of {}", table.name)));
                }
            }
        }
    }
    for (table, fates) in tables.into_values() {
        let (mut rows, mut gone) = (Vec::with_capacity(fates.len()), Vec::new());
        for (key, fate) in fates {
            rows.extend(fate.write);
            if fate.delete {
                gone.push(key);
            }
        }
        connection.delete(table, &gone)?;
        connection.write(table, &rows)?;
    }
    Ok(())
}
