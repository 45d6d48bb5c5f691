//! The two engines behind one face. Nothing outside of this folder knows a driver.
//!
//! SQL is portable text: parameters `$1`, `$2` …, each mentioned at least once; integers of 64 bits, text and
//! bytes only; no function of one engine. What differs stands in the two engine files.

mod postgres;
mod sqlite;

use crate::tables::{Onto, Table};
use std::path::PathBuf;

/// A value in or out of the database. Instants are integers of milliseconds, ids 16 bytes, truth 0 or 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Nothing.
    Null,
    /// An integer of 64 bits.
    Int(i64),
    /// UTF-8 text without NUL.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

macro_rules! value_from {
    ($($from:ty => |$v:ident| $to:expr),+ $(,)?) => {
        $(impl From<$from> for Value { fn from($v: $from) -> Self { $to } })+
    };
}
value_from! {
    i64 => |v| Value::Int(v),
    u32 => |v| Value::Int(i64::from(v)),
    bool => |v| Value::Int(i64::from(v)),
    &str => |v| Value::Text(without_nul(v.to_owned())),
    String => |v| Value::Text(without_nul(v)),
    &[u8] => |v| Value::Bytes(v.to_vec()),
    Vec<u8> => |v| Value::Bytes(v),
    [u8; 16] => |v| Value::Bytes(v.to_vec()),
    [u8; 32] => |v| Value::Bytes(v.to_vec()),
    uuid::Uuid => |v| Value::Bytes(v.as_bytes().to_vec()),
    domain::calendar::Instant => |v| Value::Int(v.0),
    domain::ids::District => |v| Value::Int(v.0),
    domain::ids::HazardId => |v| Value::Bytes(v.bytes().to_vec()),
    domain::ids::UnitId => |v| Value::Bytes(v.bytes().to_vec()),
    domain::ids::PersonId => |v| Value::Bytes(v.bytes().to_vec()),
    domain::ids::PlaceId => |v| Value::Bytes(v.bytes().to_vec()),
    domain::ids::FileId => |v| Value::Bytes(v.bytes().to_vec()),
    domain::ids::ReporterId => |v| Value::Bytes(v.bytes().to_vec()),
    domain::ids::StreamId => |v| Value::Bytes(v.bytes().to_vec()),
    domain::ledger::Hash => |v| Value::Bytes(v.0.to_vec()),
}

/// PostgreSQL cannot keep NUL in text; SQLite cuts there. Nobody means it.
fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// One row of an answer; columns by position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

/// A column was not of the kind that the query promised: a defect of the program or a damaged file.
fn wrong(column: usize, wanted: &'static str) -> EngineError {
    EngineError::Other(format!("column {column} is not {wanted}"))
}

impl Row {
    /// The integer in a column.
    pub fn int(&self, column: usize) -> Result<i64, EngineError> {
        match self.0.get(column) {
            Some(Value::Int(n)) => Ok(*n),
            _ => Err(wrong(column, "an integer")),
        }
    }

    /// The integer in a column, if there is one.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, EngineError> {
        match self.0.get(column) {
            Some(Value::Int(n)) => Ok(Some(*n)),
            Some(Value::Null) => Ok(None),
            _ => Err(wrong(column, "an integer or nothing")),
        }
    }

    /// The text in a column.
    pub fn text(&self, column: usize) -> Result<&str, EngineError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(wrong(column, "text")),
        }
    }

    /// The text in a column, if there is one.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>, EngineError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Null) => Ok(None),
            _ => Err(wrong(column, "text or nothing")),
        }
    }

    /// The bytes in a column.
    pub fn bytes(&self, column: usize) -> Result<&[u8], EngineError> {
        match self.0.get(column) {
            Some(Value::Bytes(bytes)) => Ok(bytes),
            _ => Err(wrong(column, "bytes")),
        }
    }

    /// The bytes in a column, if there are any.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>, EngineError> {
        match self.0.get(column) {
            Some(Value::Bytes(bytes)) => Ok(Some(bytes)),
            Some(Value::Null) => Ok(None),
            _ => Err(wrong(column, "bytes or nothing")),
        }
    }

    /// The id in a column.
    pub fn id(&self, column: usize) -> Result<uuid::Uuid, EngineError> {
        uuid::Uuid::from_slice(self.bytes(column)?).map_err(|_| wrong(column, "an id"))
    }

    /// The id in a column, if there is one.
    pub fn opt_id(&self, column: usize) -> Result<Option<uuid::Uuid>, EngineError> {
        self.opt_bytes(column)?
            .map(|b| uuid::Uuid::from_slice(b).map_err(|_| wrong(column, "an id")))
            .transpose()
    }

    /// The digest in a column.
    pub fn hash(&self, column: usize) -> Result<domain::ledger::Hash, EngineError> {
        domain::ledger::Hash::from_slice(self.bytes(column)?).ok_or_else(|| wrong(column, "a digest"))
    }
}

/// What went wrong in the engine, by what follows from it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// Another writer was faster: roll back, load and decide again (SQLSTATE 40001, 40P01, 23505, and
    /// 42P06, 42P07, 42710 of what is made twice; SQLite's constraint on a key).
    #[error("conflict: {0}")]
    Conflict(String),
    /// The disk is full: this batch is refused, reads go on.
    #[error("the disk is full: {0}")]
    Full(String),
    /// The connection is gone; whether the last commit happened is unknown.
    #[error("connection lost: {0}")]
    Lost(String),
    /// The disk failed. What was written last may be gone: stop, and recover from the log at the next start.
    #[error("input/output error: {0}")]
    Io(String),
    /// Anything else: a defect of the program or of the file.
    #[error("{0}")]
    Other(String),
}

/// A connection to either engine.
pub trait Connection: Send {
    /// Runs a query; all rows at once.
    fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, EngineError>;

    /// Runs a query and hands over row by row, for answers that do not fit in memory. Stops when `each` fails.
    fn each(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), EngineError>,
    ) -> Result<(), EngineError>;

    /// Runs a statement; the number of rows that it touched.
    fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, EngineError>;

    /// Writes rows of a table, each as wide as the table, in the way that is fastest here. Within a transaction they
    /// may still be on their way when it returns: what is read afterwards sees them, and whether they could be written
    /// is said by the next call that has an answer, at the latest by the commit.
    fn write(&mut self, table: &'static Table, rows: &[Vec<Value>]) -> Result<(), EngineError> {
        self.write_onto(table, rows, Onto::Whatever)
    }

    /// As [`Connection::write`], with what the rows may find.
    fn write_onto(
        &mut self,
        table: &'static Table,
        rows: &[Vec<Value>],
        onto: Onto,
    ) -> Result<(), EngineError>;

    /// Deletes the rows with these keys, if they are there; as [`Connection::write`].
    fn delete(&mut self, table: &'static Table, keys: &[Vec<Value>]) -> Result<(), EngineError> {
        let sql = table.delete_sql();
        keys.iter().try_for_each(|key| self.execute(&sql, key).map(drop))
    }

    /// Runs several statements without parameters, separated by semicolons.
    fn script(&mut self, sql: &str) -> Result<(), EngineError>;

    /// Begins a transaction that writes.
    fn begin(&mut self) -> Result<(), EngineError>;

    /// Begins a transaction that reads one moment of the database throughout.
    fn begin_snapshot(&mut self) -> Result<(), EngineError>;

    /// Makes the transaction durable; when it returns, the data are on the disk.
    fn commit(&mut self) -> Result<(), EngineError>;

    /// Drops the transaction. Never fails: a connection that cannot is broken and says so at its next use.
    fn rollback(&mut self);

    /// Housekeeping beside the writers, on a connection of its own: whatever keeps their commits short. Says whether a
    /// writer should come and finish it.
    fn tidy(&mut self) -> Result<bool, EngineError> {
        Ok(false)
    }

    /// What is broken in the engine's own file (a page, an index that lacks a row), in its words; `None` when nothing
    /// is, or when the engine does not look after its files through a connection. Reads the whole database.
    fn damage(&mut self) -> Result<Option<String>, EngineError> {
        Ok(None)
    }

    /// What stands in the database, each as kind and name: `table a`, `column a.b`, `index c`, `view d`, `trigger e`,
    /// `rule f`. Without what the engine makes for keys by itself.
    fn standing(&mut self) -> Result<Vec<String>, EngineError>;

    /// The engine's name and version, for operators.
    fn engine(&mut self) -> Result<String, EngineError>;

    /// Whether the statement is valid against the present schema.
    fn check(&mut self, sql: &str) -> Result<(), EngineError>;
}

/// 数据库: where the data are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// The embedded database in this file.
    Sqlite(PathBuf),
    /// PostgreSQL 15 or later at this URL, in a schema of its own if one is named by `?schema=`.
    Postgres(String),
}

impl Database {
    /// Reads `postgres://…`, `postgresql://…` or `sqlite:PATH`; anything else is the path of a file.
    pub fn parse(url: &str) -> Self {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Database::Postgres(url.to_owned())
        } else {
            Database::Sqlite(PathBuf::from(url.strip_prefix("sqlite:").unwrap_or(url)))
        }
    }

    /// Opens a connection; `writes` says whether it will write.
    pub fn connect(&self, writes: bool) -> Result<Box<dyn Connection>, EngineError> {
        Ok(match self {
            Database::Sqlite(path) => Box::new(sqlite::Sqlite::open(path, writes)?),
            Database::Postgres(url) => Box::new(postgres::Postgres::open(url, writes)?),
        })
    }

    /// How many writers serve it best: one file has one writer; PostgreSQL commits side by side.
    pub fn writers(&self) -> usize {
        match self {
            Database::Sqlite(_) => 1,
            Database::Postgres(_) => 2,
        }
    }

    /// Whether other processes, on other machines, may write to it at the same time.
    pub fn is_shared(&self) -> bool {
        matches!(self, Database::Postgres(_))
    }

    /// Copies the whole database to a file of the embedded engine while others write, in one consistent moment.
    /// `None` when the engine has no way of its own, and tables must be copied row by row.
    pub fn backup_to(
        &self,
        target: &std::path::Path,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Option<Result<(), EngineError>> {
        match self {
            Database::Sqlite(path) => Some(sqlite::backup(path, target, progress)),
            Database::Postgres(_) => None,
        }
    }
}
