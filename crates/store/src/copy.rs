//! Copies a whole database row by row: from one engine to the other, for backups and moves.

use crate::engine::{Connection, EngineError, Row, Value};
use crate::migrations;
use crate::tables::{self, Table};

/// Rows that are written at a time, and in one transaction.
const PAGE: usize = 2_048;

/// What only the running servers need: nobody is signed in, and nobody holds a lease, in a copy.
const LEFT_OUT: [&Table; 2] = [&tables::SESSIONS, &tables::LEASES];

/// Makes the schema in a new database, or brings it up to date.
pub fn create_schema(connection: &mut dyn Connection) -> Result<(), EngineError> {
    migrations::migrate(connection).map(drop)
}

/// How many rows each table has that is copied, in the order of copying.
pub fn counts(connection: &mut dyn Connection) -> Result<Vec<(&'static str, u64)>, EngineError> {
    let mut all = Vec::new();
    for table in tables::ALL.iter().filter(|t| !LEFT_OUT.contains(t)) {
        let rows = connection.query(&format!("select count(*) from {}", table.name), &[])?;
        let count = rows.first().map_or(Ok(0), |row| row.int(0))?;
        all.push((table.name, count.unsigned_abs()));
    }
    Ok(all)
}

/// Removes from a copy what only running servers need.
pub fn forget_running(connection: &mut dyn Connection) -> Result<(), EngineError> {
    for table in LEFT_OUT {
        connection.execute(&format!("delete from {}", table.name), &[])?;
    }
    Ok(())
}

/// Copies every row of `from`, in one consistent moment while others write, into the empty database `to`, whose
/// schema is there. `progress` hears how many rows are done.
pub fn copy(
    from: &mut dyn Connection,
    to: &mut dyn Connection,
    progress: &mut dyn FnMut(u64),
) -> Result<(), EngineError> {
    if counts(to)?.iter().any(|(_, count)| *count > 0) {
        return Err(EngineError::Other("the database to copy into is not empty".into()));
    }
    from.begin_snapshot()?;
    let copied = inside(from, to, progress);
    from.rollback();
    copied
}

fn inside(
    from: &mut dyn Connection,
    to: &mut dyn Connection,
    progress: &mut dyn FnMut(u64),
) -> Result<(), EngineError> {
    let mut done = 0;
    for table in tables::ALL.iter().filter(|t| !LEFT_OUT.contains(t)) {
        let mut page: Vec<Vec<Value>> = Vec::with_capacity(PAGE);
        let sql = format!("select {} from {}", table.columns.join(", "), table.name);
        from.each(&sql, &[], &mut |Row(row)| {
            page.push(row);
            if page.len() == PAGE {
                done += PAGE as u64;
                write_page(to, table, std::mem::take(&mut page))?;
                progress(done);
            }
            Ok(())
        })?;
        done += page.len() as u64;
        write_page(to, table, page)?;
        progress(done);
    }
    Ok(())
}

fn write_page(
    to: &mut dyn Connection,
    table: &'static Table,
    rows: Vec<Vec<Value>>,
) -> Result<(), EngineError> {
    if rows.is_empty() {
        return Ok(());
    }
    to.begin()?;
    match to.write(table, &rows).and_then(|()| to.commit()) {
        Ok(()) => Ok(()),
        Err(error) => {
            to.rollback();
            Err(error)
        }
    }
}
