//! The embedded engine. WAL with `synchronous=FULL`: a commit that returned is on the disk.

use super::{Connection, EngineError, Row, Value};
use crate::queries;
use crate::tables::{Onto, Table};
use rusqlite::{OpenFlags, config::DbConfig, ffi, types::ToSqlOutput, types::ValueRef};
use std::path::Path;
use std::time::{Duration, Instant};

/// Versions 3.7.0 to 3.51.2 can lose committed transactions when two connections checkpoint at once
/// (sqlite.org/wal.html, "the WAL-reset bug").
const OLDEST: i32 = 3_051_003;

/// Pages of the log (256 MiB) after which the writer itself helps to begin it anew.
const LONG: i64 = 65_536;

/// How long a lock of somebody else is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

const STANDING: &str = "select type || ' ' || name from sqlite_master where name not like 'sqlite!_%' escape '!' \
    union all select 'column ' || t.name || '.' || c.name from sqlite_master t join pragma_table_info(t.name) c \
      where t.type = 'table' and t.name not like 'sqlite!_%' escape '!'";

pub(super) struct Sqlite {
    connection: rusqlite::Connection,
}

impl Sqlite {
    pub(super) fn open(path: &Path, writes: bool) -> Result<Self, EngineError> {
        refuse_old(rusqlite::version_number())?;
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| EngineError::Io(e.to_string()))?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE;
        let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(sort)?;
        connection.busy_timeout(PATIENCE).map_err(sort)?;
        connection.set_prepared_statement_cache_capacity(512);
        // Plans hang on texts, never on parameters: without this a statement that names a partial index is planned anew
        // whenever it is run, which took the inbox ten times as long as running it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(sort)?;
        // Small for the writer too: when pages of an index change places, a commit walks through the whole cache
        // (`pcache1TruncateUnsafe`), which cost a writer with 64 MiB a sixth of its time. The rest is in the
        // system's cache anyway.
        let cache_kib = 8_192;
        to_wal(&connection)?;
        connection
            .execute_batch(&format!(
                "pragma synchronous = full; pragma foreign_keys = on;
                 pragma temp_store = memory; pragma mmap_size = 0; pragma cache_size = -{cache_kib};
                 pragma wal_autocheckpoint = 131072; pragma journal_size_limit = 268435456;
                 pragma query_only = {};",
                if writes { "off" } else { "on" }
            ))
            .map_err(sort)?;
        Ok(Self { connection })
    }
}

/// Turns the file to WAL. While others do the same to a new file SQLite says "busy" at once, because waiting with a
/// lock in hand could be a deadlock; so the waiting is done here.
fn to_wal(connection: &rusqlite::Connection) -> Result<(), EngineError> {
    let begun = Instant::now();
    loop {
        match connection.execute_batch("pragma journal_mode = wal").map_err(sort) {
            Err(EngineError::Conflict(_)) if begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(2));
            }
            done => return done,
        }
    }
}

fn refuse_old(version: i32) -> Result<(), EngineError> {
    if version < OLDEST {
        return Err(EngineError::Other(format!(
            "SQLite {version} can lose committed data (the WAL-reset bug); {OLDEST} or later is needed"
        )));
    }
    Ok(())
}

/// Sorts an error by what follows from it.
fn sort(error: rusqlite::Error) -> EngineError {
    let text = match &error {
        // Its own words would repeat the statement, which may be the whole schema.
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    match error.sqlite_error() {
        Some(e) => match (e.code, e.extended_code) {
            (
                _,
                ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                | ffi::SQLITE_CONSTRAINT_UNIQUE
                | ffi::SQLITE_CONSTRAINT_ROWID,
            ) => EngineError::Conflict(text),
            (rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked, _) => {
                EngineError::Conflict(text)
            }
            (rusqlite::ErrorCode::DiskFull, _) => EngineError::Full(text),
            (
                rusqlite::ErrorCode::SystemIoFailure
                | rusqlite::ErrorCode::DatabaseCorrupt
                | rusqlite::ErrorCode::CannotOpen
                | rusqlite::ErrorCode::NotADatabase,
                _,
            ) => EngineError::Io(text),
            _ => EngineError::Other(text),
        },
        None => EngineError::Other(text),
    }
}

/// SQLite numbers `$1` by first appearance, `?1` by the number.
fn dialect(sql: &str) -> String {
    sql.replace('$', "?")
}

struct Parameter<'a>(&'a Value);

impl rusqlite::ToSql for Parameter<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn take(row: &rusqlite::Row<'_>, columns: usize) -> Result<Row, EngineError> {
    let mut values = Vec::with_capacity(columns);
    for n in 0..columns {
        values.push(match row.get_ref(n).map_err(sort)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(n) => Value::Int(n),
            ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
            ValueRef::Real(_) => return Err(EngineError::Other(format!("column {n} is a float"))),
        });
    }
    Ok(Row(values))
}

impl Connection for Sqlite {
    fn engine(&mut self) -> Result<String, EngineError> {
        Ok(format!("SQLite {}", rusqlite::version()))
    }

    fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, EngineError> {
        let mut all = Vec::new();
        self.each(sql, parameters, &mut |row| {
            all.push(row);
            Ok(())
        })?;
        Ok(all)
    }

    fn each(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let mut statement = self.connection.prepare_cached(&dialect(sql)).map_err(sort)?;
        let columns = statement.column_count();
        let mut rows =
            statement.query(rusqlite::params_from_iter(parameters.iter().map(Parameter))).map_err(sort)?;
        while let Some(row) = rows.next().map_err(sort)? {
            each(take(row, columns)?)?;
        }
        Ok(())
    }

    fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, EngineError> {
        let mut statement = self.connection.prepare_cached(&dialect(sql)).map_err(sort)?;
        let touched =
            statement.execute(rusqlite::params_from_iter(parameters.iter().map(Parameter))).map_err(sort)?;
        Ok(touched as u64)
    }

    /// Row by row: there is no network to save, and a statement of one row needs no journal of its own.
    fn write_onto(
        &mut self,
        table: &'static Table,
        rows: &[Vec<Value>],
        onto: Onto,
    ) -> Result<(), EngineError> {
        if rows.is_empty() {
            return Ok(());
        }
        let text = queries::kept(table.name, onto as usize, || table.write_sql(1, onto));
        let mut statement = self.connection.prepare_cached(&dialect(text)).map_err(sort)?;
        for row in rows {
            statement.execute(rusqlite::params_from_iter(row.iter().map(Parameter))).map_err(sort)?;
        }
        Ok(())
    }

    fn script(&mut self, sql: &str) -> Result<(), EngineError> {
        self.connection.execute_batch(&sql.replace("/* clustered */", "without rowid")).map_err(sort)
    }

    fn begin(&mut self) -> Result<(), EngineError> {
        self.execute("begin immediate", &[]).map(drop)
    }

    fn begin_snapshot(&mut self) -> Result<(), EngineError> {
        self.execute("begin deferred", &[])?;
        // A deferred transaction takes its moment at the first read.
        self.query("select count(*) from sqlite_schema", &[]).map(drop)
    }

    fn commit(&mut self) -> Result<(), EngineError> {
        self.execute("commit", &[]).map(drop)
    }

    fn rollback(&mut self) {
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("rollback");
        }
    }

    /// Carries what was committed from the log into the file, as far as nobody has to wait for it. A reader's connection
    /// does it beside the writer. Once all of it is carried the next commit begins the log anew; under load that never
    /// happens by itself, so now and then the writer carries the little that came meanwhile. Whoever shares the commits
    /// then waits for it to be flushed, so it is done for each [`LONG`] only.
    fn tidy(&mut self) -> Result<bool, EngineError> {
        let done = self.query("pragma wal_checkpoint(passive)", &[])?;
        Ok(done.first().map_or(Ok(0), |row| row.int(1))? > LONG)
    }

    fn damage(&mut self) -> Result<Option<String>, EngineError> {
        let found = self.query("pragma integrity_check(1)", &[])?;
        let said = found.first().map_or(Ok(String::new()), |row| row.text(0).map(str::to_owned))?;
        Ok((said != "ok").then_some(said))
    }

    fn standing(&mut self) -> Result<Vec<String>, EngineError> {
        let found = self.query(STANDING, &[])?;
        found.iter().map(|row| row.text(0).map(str::to_owned)).collect()
    }

    fn check(&mut self, sql: &str) -> Result<(), EngineError> {
        self.connection.prepare(&dialect(sql)).map(drop).map_err(sort)
    }
}

/// Copies the live database page by page (SQLite's online backup).
pub(super) fn backup(
    path: &Path,
    target: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), EngineError> {
    let source = Sqlite::open(path, false)?;
    let mut copy = rusqlite::Connection::open(target).map_err(sort)?;
    {
        let backup = rusqlite::backup::Backup::new(&source.connection, &mut copy).map_err(sort)?;
        loop {
            let step = backup.step(8_192).map_err(sort)?;
            let state = backup.progress();
            progress((state.pagecount - state.remaining) as u64, state.pagecount as u64);
            match step {
                rusqlite::backup::StepResult::Done => break,
                rusqlite::backup::StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
    copy.execute_batch("pragma journal_mode = delete;").map_err(sort)?;
    drop(copy);
    std::fs::File::open(target).and_then(|f| f.sync_all()).map_err(|e| EngineError::Io(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_versions_that_lose_commits_and_bundles_one_that_does_not() {
        assert!(refuse_old(3_051_002).is_err());
        assert!(refuse_old(rusqlite::version_number()).is_ok());
    }

    #[test]
    fn a_statement_on_a_partial_index_is_planned_once() {
        let engine = Sqlite::open(Path::new(":memory:"), true).unwrap();
        engine
            .connection
            .execute_batch("create table a (b integer, c integer); create index d on a (b, c) where b <> 0")
            .unwrap();
        let text = "select c from a where b = ?1 and b <> 0 order by c limit ?2";
        let mut statement = engine.connection.prepare(text).unwrap();
        for b in 0..3 {
            assert!(!statement.exists([b, 10 + b]).unwrap());
        }
        assert_eq!(statement.get_status(rusqlite::StatementStatus::RePrepare), 0);
    }
}
