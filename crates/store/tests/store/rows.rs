//! Rows that are no fold of events, decided by what stands in them: whoever decides sees what was done before, in the same
//! batch and by other writers.

use crate::base::{Base, DISTRICT, on_both};
use domain::people::Actor;
use store::{Command, Halt, Tx, queries, tables};

/// Adds one to a row of its own.
struct Add;

impl Command for Add {
    type Output = i64;
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<i64, Halt<()>> {
        tx.hold("adding")?;
        let key = [DISTRICT.into(), "added".into()];
        let n = match tx.waiting(&tables::FOLLOWERS, &key) {
            Some(row) => row.map_or(0, |row| if let store::Value::Int(n) = row[2] { n } else { 0 }),
            None => tx.query(queries::notice::POSITION, &key)?.first().map_or(Ok(0), |row| row.int(0))?,
        };
        tx.write(&tables::FOLLOWERS, vec![DISTRICT.into(), "added".into(), (n + 1).into()]);
        Ok(n + 1)
    }
}

/// Deletes it, and says whether it was there.
struct Clear;

impl Command for Clear {
    type Output = bool;
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool, Halt<()>> {
        tx.hold("adding")?;
        let key = [DISTRICT.into(), "added".into()];
        let there = match tx.waiting(&tables::FOLLOWERS, &key) {
            Some(row) => row.is_some(),
            None => !tx.query(queries::notice::POSITION, &key)?.is_empty(),
        };
        tx.delete(&tables::FOLLOWERS, key.to_vec());
        Ok(there)
    }
}

fn who_reads_before_writing_loses_nothing(base: &Base) {
    let store = base.store();
    let all: Vec<_> = (0..300).map(|_| store.submit(DISTRICT, Actor::System, None, Add).unwrap()).collect();
    let mut answers: Vec<i64> =
        all.into_iter().map(|answer| answer.blocking_recv().unwrap().unwrap()).collect();
    answers.sort_unstable();
    assert_eq!(answers, (1..=300).collect::<Vec<_>>());
    assert_eq!(base.number("select idx from followers where name = 'added'"), 300);
    let cleared: Vec<_> =
        (0..4).map(|_| store.submit(DISTRICT, Actor::System, None, Clear).unwrap()).collect();
    let found = cleared.into_iter().map(|answer| answer.blocking_recv().unwrap().unwrap());
    assert_eq!(found.filter(|there| *there).count(), 1);
    store.close();
}

on_both!(who_reads_before_writing_loses_nothing);
