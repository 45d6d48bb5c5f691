//! The schema, step by step. Each step runs once, in a transaction of its own, and is remembered with its digest;
//! a database that knows a step which this program does not know is refused, and so is a step that was changed.
//!
//! Why not a library: see docs/decisions/0003-migrations.md.

use crate::engine::{Connection, EngineError, Value};
use crate::tables;
use domain::ledger::Hash;
use std::collections::BTreeSet;

const STEPS: &[(&str, &str)] = &[("0001_first", include_str!("../migrations/0001_first.sql"))];

/// A row that is no step: whoever migrates holds it, so that two nodes that start together take turns.
const LOCK: &str = "lock";

/// Brings the schema up to date; the names of the steps that ran.
pub(crate) fn migrate(connection: &mut dyn Connection) -> Result<Vec<&'static str>, EngineError> {
    let table =
        "create table if not exists migrations (name text not null primary key, digest bytea not null)";
    if let Err(error) = connection.script(table)
        && !matches!(error, EngineError::Conflict(_))
    {
        return Err(error);
    }
    let mut ran = Vec::new();
    connection.begin()?;
    match steps(connection, STEPS, &mut ran).and_then(|()| connection.commit()) {
        Ok(()) => Ok(ran),
        Err(error) => {
            connection.rollback();
            Err(error)
        }
    }
}

/// What the steps make, as [`Connection::standing`] names it.
pub(crate) fn made() -> BTreeSet<String> {
    let names = |kind: &str, lead: &str| -> Vec<String> {
        let text = STEPS.iter().flat_map(|(_, sql)| sql.split(lead).skip(1));
        text.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
            .map(|name| format!("{kind} {name}"))
            .collect()
    };
    let columns = tables::ALL.iter().flat_map(|t| t.columns.iter().map(|c| format!("column {}.{c}", t.name)));
    let own = ["table migrations", "column migrations.name", "column migrations.digest"].map(str::to_owned);
    let made = [
        names("table", "create table "),
        names("index", "create index "),
        names("index", "create unique index "),
    ];
    made.concat().into_iter().chain(columns).chain(own).collect()
}

type Step = (&'static str, &'static str);

fn steps(
    connection: &mut dyn Connection,
    steps: &[Step],
    ran: &mut Vec<&'static str>,
) -> Result<(), EngineError> {
    connection.execute(
        "insert into migrations (name, digest) values ($1, $2) on conflict (name) do update set digest = excluded.digest",
        &[LOCK.into(), Hash::ZERO.into()],
    )?;
    let done = connection
        .query("select name, digest from migrations where name <> $1 order by name", &[LOCK.into()])?;
    for row in &done {
        let name = row.text(0)?;
        let Some((_, sql)) = steps.iter().find(|(n, _)| *n == name) else {
            return Err(EngineError::Other(format!(
                "the database has step {name}, which this version does not know: it was written by a newer one"
            )));
        };
        if row.hash(1)? != Hash::of(&[sql.as_bytes()]) {
            return Err(EngineError::Other(format!(
                "step {name} of the schema is not the one that ran here"
            )));
        }
    }
    for (name, sql) in steps {
        if done.iter().any(|row| row.text(0) == Ok(name)) {
            continue;
        }
        connection.script(sql)?;
        connection.execute(
            "insert into migrations (name, digest) values ($1, $2)",
            &[Value::from(*name), Value::from(Hash::of(&[sql.as_bytes()]))],
        )?;
        ran.push(*name);
    }
    Ok(())
}
