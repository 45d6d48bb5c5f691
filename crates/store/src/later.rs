//! 延后: when many wait for a commit, what nobody waits for does not make it longer. It is put off into one compact row
//! of the same transaction, and takes its place afterwards.
//!
//! - Rows by which words are found take theirs as soon as the writer has nothing better to do. A report has some
//!   thirty of them, each on another page; written at once they would halve the intake.
//! - Differences of tallies and of cells of the map are added up over some batches, in which most fall on the same
//!   rows, and then written: a third of what PostgreSQL did for a report was to add one to them.
//!
//! Who writes alone finds what he wrote at once; in a rush a search may be behind by as long as the rush lasts, and
//! figures by [`ADDED_UP`] batches, a fraction of a second.

use crate::engine::{Connection, EngineError, Row, Value};
use crate::queries::{self, ledger as sql};
use crate::tables::{self, Table, Write};
use domain::ids::District;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Batches of so many commands write everything at once.
pub(crate) const AT_ONCE: usize = 8;
/// Rows in one piece: so many are written in one go when it is quiet, and whoever comes then waits for them.
const PIECE: usize = 512;

/// After so many batches whose differences were put off they are added up and written, rush or not.
pub(crate) const ADDED_UP: u32 = 16;

/// A row that belongs into a table.
pub(crate) type Owed = (&'static Table, Vec<Value>);
/// Who is shown the rows of a table, one by one.
pub(crate) type Visit<'a> = dyn FnMut(&'static str, &[Value]) -> Result<(), EngineError> + 'a;

/// Keeps the rows of the writer `shard` for later. `next_id` gives ids that nobody has.
pub(crate) fn put_off(
    connection: &mut dyn Connection,
    owed: Vec<Owed>,
    shard: i64,
    mut next_id: impl FnMut() -> Uuid,
) -> Result<(), EngineError> {
    let mut pieces: BTreeMap<(&'static str, Value), Vec<Vec<Value>>> = BTreeMap::new();
    for (table, row) in owed {
        let district = row.first().cloned().unwrap_or(Value::Null);
        pieces.entry((table.name, district)).or_default().push(row);
    }
    let mut rows = Vec::new();
    for ((target, district), owed) in pieces {
        for piece in owed.chunks(PIECE) {
            let content = Value::Bytes(packed(piece));
            rows.push(vec![district.clone(), next_id().into(), shard.into(), target.into(), content]);
        }
    }
    connection.write(&tables::LATER, &rows)
}

/// Gives one piece its places, in a transaction of its own; whether there was one.
pub(crate) fn catch_up(connection: &mut dyn Connection) -> Result<bool, EngineError> {
    connection.begin()?;
    let done = one(connection).and_then(|some| connection.commit().map(|()| some));
    if done.is_err() {
        connection.rollback();
    }
    done
}

/// Adds up the differences of some batches of a writer and writes them, in a transaction of its own.
pub(crate) fn add_up(connection: &mut dyn Connection, shard: i64) -> Result<(), EngineError> {
    connection.begin()?;
    let done = [&tables::TALLIES, &tables::MAP_CELLS]
        .into_iter()
        .try_for_each(|table| added_up(connection, table, shard))
        .and_then(|()| connection.commit());
    if done.is_err() {
        connection.rollback();
    }
    done
}

fn added_up(connection: &mut dyn Connection, table: &'static Table, shard: i64) -> Result<(), EngineError> {
    let most = 2 * i64::from(ADDED_UP);
    let (mut all, mut taken) = (Vec::new(), BTreeMap::<i64, Vec<Value>>::new());
    for piece in connection.query(sql::LATER_OF, &[table.name.into(), shard.into(), most.into()])? {
        taken.entry(piece.int(0)?).or_default().push(piece.id(1)?.into());
        all.extend(rows_of(&piece)?.1);
    }
    for (district, ids) in taken {
        let (wanted, mut gone) = (ids.len() as u64, 0);
        queries::in_batches(
            connection,
            sql::LATER_TAKEN,
            District(district),
            ids,
            |connection, text, ids| {
                gone += connection.execute(text, ids)?;
                Ok(())
            },
        )?;
        if gone != wanted {
            return Err(EngineError::Conflict("another writer added some of it up".into()));
        }
    }
    connection.write(table, &tidied(table, all))
}

/// The table of a piece and its rows.
fn rows_of(piece: &Row) -> Result<(&'static Table, Vec<Vec<Value>>), EngineError> {
    opened(piece.text(2)?, piece.bytes(3)?)
        .ok_or_else(|| EngineError::Other("rows that were put off cannot be read".into()))
}

/// Rows in the order of their keys, each once: differences of one row added up, those that come to nothing left out.
fn tidied(table: &Table, mut rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    if table.write != Write::Add {
        rows.sort_unstable();
        rows.dedup();
        return rows;
    }
    let mut sums: BTreeMap<Vec<Value>, Vec<i64>> = BTreeMap::new();
    for mut row in rows {
        let amounts = row.split_off(table.key.min(row.len()));
        let sum = sums.entry(row).or_insert_with(|| vec![0; amounts.len()]);
        for (sum, amount) in sum.iter_mut().zip(amounts) {
            *sum += if let Value::Int(n) = amount { n } else { 0 };
        }
    }
    let some = sums.into_iter().filter(|(_, sum)| sum.iter().any(|n| *n != 0));
    some.map(|(key, sum)| key.into_iter().chain(sum.into_iter().map(Value::Int)).collect()).collect()
}

/// Gives every piece its place, in the transaction that is open: before rows are taken away that may be among them.
pub(crate) fn catch_up_all(connection: &mut dyn Connection) -> Result<(), EngineError> {
    while one(connection)? {}
    Ok(())
}

fn one(connection: &mut dyn Connection) -> Result<bool, EngineError> {
    let Some(piece) = connection.query(sql::LATER_FIRST, &[])?.into_iter().next() else { return Ok(false) };
    let key = [piece.int(0)?.into(), piece.id(1)?.into()];
    // Another node may be at it; it has written the rows when we get here.
    if connection.execute(&tables::LATER.delete_sql(), &key)? == 0 {
        return Ok(true);
    }
    let (table, rows) = rows_of(&piece)?;
    connection.write(table, &tidied(table, rows))?;
    Ok(true)
}

/// Visits every row that is put off, for `verify`. A piece that cannot be read counts as one row that fits nothing.
pub(crate) fn each(connection: &mut dyn Connection, visit: &mut Visit<'_>) -> Result<(), EngineError> {
    connection.each(sql::LATER_ALL, &[], &mut |piece| match opened(piece.text(0)?, piece.bytes(1)?) {
        Some((table, rows)) => rows.iter().try_for_each(|row| visit(table.name, row)),
        None => visit(tables::HAZARD_GRAMS.name, &[Value::Null]),
    })
}

/// Rows one after the other; a value that stands in the row before too is one byte.
fn packed(rows: &[Vec<Value>]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(rows.len() * 12);
    let mut before: &[Value] = &[];
    for row in rows {
        for (place, value) in row.iter().enumerate() {
            match value {
                value if before.get(place) == Some(value) => bytes.push(0),
                Value::Null => bytes.push(1),
                Value::Int(n) => {
                    bytes.push(2);
                    bytes.extend_from_slice(&n.to_be_bytes());
                }
                Value::Text(text) => long(&mut bytes, 3, text.as_bytes()),
                Value::Bytes(content) => long(&mut bytes, 4, content),
            }
        }
        before = row;
    }
    bytes
}

fn long(bytes: &mut Vec<u8>, kind: u8, content: &[u8]) {
    bytes.push(kind);
    bytes.extend_from_slice(&(content.len() as u32).to_be_bytes());
    bytes.extend_from_slice(content);
}

fn opened(target: &str, bytes: &[u8]) -> Option<(&'static Table, Vec<Vec<Value>>)> {
    let table = tables::ALL.iter().copied().find(|t| t.name == target)?;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let mut row = Vec::with_capacity(table.columns.len());
        for place in 0..table.columns.len() {
            let (kind, after) = rest.split_first()?;
            rest = after;
            row.push(match kind {
                0 => rows.last()?.get(place)?.clone(),
                1 => Value::Null,
                2 => Value::Int(i64::from_be_bytes(taken(&mut rest, 8)?.try_into().ok()?)),
                3 => Value::Text(String::from_utf8(counted(&mut rest)?.to_vec()).ok()?),
                4 => Value::Bytes(counted(&mut rest)?.to_vec()),
                _ => return None,
            });
        }
        rows.push(row);
    }
    Some((table, rows))
}

fn counted<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_be_bytes(taken(rest, 4)?.try_into().ok()?);
    taken(rest, length as usize)
}

fn taken<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (first, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            (0i64..4).prop_map(Value::Int),
            any::<i64>().prop_map(Value::Int),
            "[a井]{0,3}".prop_map(Value::Text),
            proptest::collection::vec(any::<u8>(), 0..4).prop_map(Value::Bytes),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn rows_come_back_as_they_went(rows in proptest::collection::vec(proptest::collection::vec(value(), 4), 0..9)) {
            let (table, back) = opened("hazard_grams", &packed(&rows)).unwrap();
            prop_assert_eq!(table, &tables::HAZARD_GRAMS);
            prop_assert_eq!(back, rows);
        }

        #[test]
        fn differences_are_added_up(rows in proptest::collection::vec((0i64..3, 0i64..2, -2i64..3), 0..12)) {
            let row = |day: i64, measure: i64, n: i64| {
                let key = [1i64, 1, measure, day].map(Value::from).into_iter();
                let key = key.chain([Value::Text("a".into()), 0i64.into()]);
                key.chain([n.into()]).collect::<Vec<Value>>()
            };
            let sums = tidied(&tables::TALLIES, rows.iter().map(|(d, m, n)| row(*d, *m, *n)).collect());
            prop_assert!(sums.is_sorted());
            for (day, measure) in (0..3).flat_map(|d| (0..2).map(move |m| (d, m))) {
                let n: i64 = rows.iter().filter(|r| (r.0, r.1) == (day, measure)).map(|r| r.2).sum();
                let key = row(day, measure, 0);
                let found = sums.iter().filter(|row| row[..6] == key[..6]).cloned().collect::<Vec<_>>();
                prop_assert_eq!(found, if n == 0 { vec![] } else { vec![row(day, measure, n)] });
            }
        }

        #[test]
        fn altered_pieces_are_no_surprise(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = opened("hazard_grams", &bytes);
            prop_assert!(opened("no_such_table", &bytes).is_none());
        }
    }
}
