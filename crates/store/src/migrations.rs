//! The schema, step by step. Each step runs once, in a transaction of its own, and is remembered with its digest;
//! a database that knows a step which this program does not know is refused, and so is a step that was changed.
//!
//! Why not a library: see docs/decisions/0003-migrations.md.

use crate::engine::{Connection, EngineError, Value};
use domain::ledger::Hash;

const STEPS: &[(&str, &str)] = &[("0001_first", include_str!("../migrations/0001_first.sql"))];

/// Brings the schema up to date; the names of the steps that ran.
pub(crate) fn migrate(connection: &mut dyn Connection) -> Result<Vec<&'static str>, EngineError> {
    connection.script("create table if not exists migrations (name text not null primary key, digest bytea not null)")?;
    let mut ran = Vec::new();
    connection.begin()?;
    match steps(connection, &mut ran).and_then(|()| connection.commit()) {
        Ok(()) => Ok(ran),
        Err(error) => {
            connection.rollback();
            Err(error)
        }
    }
}

fn steps(connection: &mut dyn Connection, ran: &mut Vec<&'static str>) -> Result<(), EngineError> {
    let done = connection.query("select name, digest from migrations order by name", &[])?;
    for row in &done {
        let name = row.text(0)?;
        let Some((_, sql)) = STEPS.iter().find(|(n, _)| *n == name) else {
            return Err(EngineError::Other(format!(
                "the database has step {name}, which this version does not know: it was written by a newer one"
            )));
        };
        if row.hash(1)? != Hash::of(&[sql.as_bytes()]) {
            return Err(EngineError::Other(format!("step {name} of the schema is not the one that ran here")));
        }
    }
    for (name, sql) in STEPS {
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
