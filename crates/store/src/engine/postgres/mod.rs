//! PostgreSQL 15 or later, for a city or a province with many nodes.

mod binding;
mod tls;
mod values;
mod wire;

use super::{Connection, EngineError, Row, Value};
use crate::tables::{Onto, Table};
use futures_util::TryStreamExt;
use std::collections::HashMap;
use std::pin::pin;
use std::sync::Arc;
use tls::Asked;
use tokio_postgres::{Config, Error, Statement};
use values::{RowType, Rows, references, take};
use wire::Wire;

/// Rows that are handed over at a time where an answer is long.
const CHUNK: usize = 256;
/// After so many transactions the server makes its plans anew, and before that after 2, 4, 8, …: a statement is
/// prepared once and keeps the plan that looked best then, which while a table is empty is to read all of it.
const REPLAN: u32 = 4_096;

/// What stands in the schema in use, without what belongs to an extension; indexes that serve a constraint come with it.
const STANDING: &str = "with own as (select * from pg_class where relnamespace = (select oid from pg_namespace where nspname = current_schema()) \
      and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = pg_class.oid and d.deptype = 'e')) \
    select case c.relkind when 'i' then 'index ' when 'I' then 'index ' when 'v' then 'view ' when 'm' then 'view ' \
      else 'table ' end || c.relname from own c where c.relkind in ('r', 'p', 'f', 'i', 'I', 'v', 'm') \
      and not exists (select 1 from pg_constraint k where k.conindid = c.oid) \
    union all select 'column ' || c.relname || '.' || a.attname from own c join pg_attribute a on a.attrelid = c.oid \
      where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped \
    union all select 'trigger ' || t.tgname from own c join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal \
    union all select 'rule ' || r.rulename from own c join pg_rewrite r on r.ev_class = c.oid where c.relkind in ('r', 'p')";

pub(super) struct Postgres {
    wire: Wire,
    statements: HashMap<String, Statement>,
    /// How many rows of a table are written, by its name and onto what.
    writes: HashMap<(&'static str, Onto), (Statement, RowType)>,
    transaction: Transaction,
    /// Transactions since the plans were made anew for the last time by rule.
    begun: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transaction {
    None,
    /// Asked for, and nothing was heard since.
    Asked,
    Open,
}

impl Postgres {
    pub(super) fn open(url: &str, writes: bool) -> Result<Self, EngineError> {
        let Address { url, schema, encryption } = Address::parse(url);
        let mut config: Config = url.parse().map_err(sort)?;
        if config.get_application_name().is_none() {
            config.application_name("mashang");
        }
        config.connect_timeout(std::time::Duration::from_secs(10));
        let encryption = encryption.apply(&mut config)?;
        let wire = Wire::open(&config, encryption)?;
        let (statements, writing) = (HashMap::new(), HashMap::new());
        let mut own = Self { wire, statements, writes: writing, transaction: Transaction::None, begun: 0 };
        if let Some(schema) = schema {
            own.enter(&schema)?;
        }
        let version = "select current_setting('server_version_num')::bigint";
        let version = own.query(version, &[])?.first().map_or(Ok(0), |row| row.int(0))?;
        if version < 150_000 {
            return Err(EngineError::Other(format!("PostgreSQL 15 or later is needed, this is {version}")));
        }
        // A commit must be on the disk when it returns, whatever the server's default is. Compiling a plan would take
        // longer than any statement.
        let read_only = if writes { "off" } else { "on" };
        own.script(&format!(
            "set synchronous_commit = on; set client_min_messages = warning; set jit = off; \
             set default_transaction_read_only = {read_only}"
        ))?;
        Ok(own)
    }

    /// Works in a schema, and makes it if it is not there. Two who make it at once meet in its unique name.
    fn enter(&mut self, schema: &str) -> Result<(), EngineError> {
        let known =
            self.query("select 1::bigint from pg_namespace where nspname = $1::text", &[schema.into()])?;
        if known.is_empty()
            && let Err(error) = self.script(&format!("create schema if not exists \"{schema}\""))
            && !matches!(error, EngineError::Conflict(_))
        {
            return Err(error);
        }
        self.script(&format!("set search_path to \"{schema}\""))
    }

    /// Waits for an answer; if there is one, so there was to the beginning of the transaction.
    fn ask<T>(&mut self, request: impl Future<Output = Result<T, Error>>) -> Result<T, EngineError> {
        let answer = self.wire.ask(request)?;
        self.heard();
        Ok(answer)
    }

    fn heard(&mut self) {
        if self.transaction == Transaction::Asked {
            self.transaction = Transaction::Open;
        }
    }

    fn statement(&mut self, sql: &str) -> Result<Statement, EngineError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let client = Arc::clone(&self.wire.client);
        let statement = self.ask(client.prepare(sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// The statement that writes any number of rows, which are one array of the table's row type.
    fn writing(&mut self, table: &'static Table, onto: Onto) -> Result<(Statement, RowType), EngineError> {
        if let Some(known) = self.writes.get(&(table.name, onto)) {
            return Ok(known.clone());
        }
        let columns = table.columns.join(", ");
        let sql = format!(
            "insert into {name} ({columns}) select {columns} from unnest($1::{name}[]){}",
            table.on_conflict(onto),
            name = table.name,
        );
        let client = Arc::clone(&self.wire.client);
        let statement = self.ask(client.prepare(&sql))?;
        let kind = statement.params().first();
        let kind = kind.ok_or_else(|| EngineError::Other("a statement without parameter".into()))?;
        let known = (statement.clone(), RowType::of(table, kind)?);
        self.writes.insert((table.name, onto), known.clone());
        Ok(known)
    }

    /// Makes the plans anew when it is time; costs no way of its own to the server.
    fn replan(&mut self) -> Result<(), EngineError> {
        self.begun += 1;
        if !self.begun.is_power_of_two() {
            return Ok(());
        }
        self.begun %= REPLAN;
        let client = Arc::clone(&self.wire.client);
        self.wire.send(async move { client.batch_execute("discard plans").await })
    }

    /// Sends what belongs into the transaction and needs no answer. The beginning must have been heard of: without it
    /// each statement would stand for itself.
    fn send(
        &mut self,
        request: impl Future<Output = Result<(), Error>> + Send + 'static,
    ) -> Result<(), EngineError> {
        match self.transaction {
            Transaction::None => self.ask(request),
            Transaction::Asked => {
                self.wire.settle()?;
                self.heard();
                self.wire.send(request)
            }
            Transaction::Open => self.wire.send(request),
        }
    }
}

/// Where the server is, and what the driver does not know how to read.
struct Address {
    url: String,
    schema: Option<String>,
    encryption: Asked,
}

impl Address {
    /// Cuts `schema=name` and what is said of encryption out of the URL's parameters. Only letters, digits and
    /// underscores count as a name.
    fn parse(url: &str) -> Self {
        let (mut schema, mut encryption) = (None, Asked::default());
        let Some((base, query)) = url.split_once('?') else {
            return Self { url: url.to_owned(), schema, encryption };
        };
        let mut rest = Vec::new();
        for pair in query.split('&') {
            match pair.split_once('=') {
                Some(("schema", name)) if is_name(name) => schema = Some(name.to_owned()),
                Some(("sslmode", mode)) => encryption.mode = Some(mode.to_owned()),
                Some(("sslrootcert", file)) => encryption.root = Some(path(file)),
                Some(("sslcert", file)) => encryption.certificate = Some(path(file)),
                Some(("sslkey", file)) => encryption.key = Some(path(file)),
                _ => rest.push(pair),
            }
        }
        let url = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
        Self { url, schema, encryption }
    }
}

/// A file as it stands in an address.
fn path(text: &str) -> String {
    text.replace("%2F", "/").replace("%20", " ")
}

/// What a script says to this engine only stands in a comment that begins with its name.
fn own(sql: &str) -> String {
    const BEGINS: &str = "/* postgresql: ";
    let mut parts = sql.split(BEGINS);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + &part.replacen(" */", "", 1))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Sorts an error by what follows from it.
fn sort(error: Error) -> EngineError {
    let text = match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => match std::error::Error::source(&error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        },
    };
    match error.code().map(|c| c.code()) {
        // Two who make the same table, type or schema at once: whoever is later finds it made, by its unique name in
        // the catalogue or, a moment later, by the look that goes before (`if not exists` guards against neither).
        Some("40001" | "40P01" | "23505" | "42P06" | "42P07" | "42710") => EngineError::Conflict(text),
        Some("53100") => EngineError::Full(text),
        Some("58030" | "XX001" | "XX002") => EngineError::Io(text),
        Some(code) if code.starts_with("57P") || code.starts_with("08") => EngineError::Lost(text),
        Some(_) => EngineError::Other(text),
        None => EngineError::Lost(text),
    }
}

impl Connection for Postgres {
    fn engine(&mut self) -> Result<String, EngineError> {
        let rows = self.query("select current_setting('server_version')", &[])?;
        Ok(format!("PostgreSQL {}", rows.first().map_or(Ok("?"), |row| row.text(0))?))
    }

    fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, EngineError> {
        if self.transaction == Transaction::None {
            self.replan()?;
        }
        let statement = self.statement(sql)?;
        let client = Arc::clone(&self.wire.client);
        let parameters = references(parameters);
        let rows = self.ask(client.query(&statement, &parameters))?;
        rows.iter().map(take).collect()
    }

    fn each(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let statement = self.statement(sql)?;
        let client = Arc::clone(&self.wire.client);
        let mut rows = pin!(self.ask(client.query_raw(&statement, parameters))?);
        loop {
            let chunk = self.ask(async {
                let mut chunk = Vec::with_capacity(CHUNK);
                while chunk.len() < CHUNK
                    && let Some(row) = rows.try_next().await?
                {
                    chunk.push(row);
                }
                Ok(chunk)
            })?;
            for row in &chunk {
                each(take(row)?)?;
            }
            // Whoever asks on after the last row hears that the connection is closed.
            if chunk.len() < CHUNK {
                return Ok(());
            }
        }
    }

    fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, EngineError> {
        let statement = self.statement(sql)?;
        let client = Arc::clone(&self.wire.client);
        let parameters = references(parameters);
        self.ask(client.execute(&statement, &parameters))
    }

    /// Any number of rows with one statement, which is not waited for.
    fn write_onto(
        &mut self,
        table: &'static Table,
        rows: &[Vec<Value>],
        onto: Onto,
    ) -> Result<(), EngineError> {
        if rows.is_empty() {
            return Ok(());
        }
        let (statement, kind) = self.writing(table, onto)?;
        let rows = Rows::of(rows, &kind)?;
        let client = Arc::clone(&self.wire.client);
        self.send(async move { client.execute_raw(&statement, [rows]).await.map(drop) })
    }

    fn delete(&mut self, table: &'static Table, keys: &[Vec<Value>]) -> Result<(), EngineError> {
        if keys.is_empty() {
            return Ok(());
        }
        let statement = self.statement(&table.delete_sql())?;
        for key in keys {
            let (client, statement, key) = (Arc::clone(&self.wire.client), statement.clone(), key.clone());
            self.send(async move { client.execute_raw(&statement, key).await.map(drop) })?;
        }
        Ok(())
    }

    fn script(&mut self, sql: &str) -> Result<(), EngineError> {
        let client = Arc::clone(&self.wire.client);
        self.ask(client.batch_execute(&own(sql)))
    }

    fn begin(&mut self) -> Result<(), EngineError> {
        self.replan()?;
        self.transaction = Transaction::Asked;
        let client = Arc::clone(&self.wire.client);
        self.wire.send(async move { client.batch_execute("begin").await })
    }

    fn begin_snapshot(&mut self) -> Result<(), EngineError> {
        self.transaction = Transaction::Open;
        self.script("begin isolation level repeatable read read only")
    }

    /// What was sent before is waited for here, too. If any of it failed, the server has dropped the transaction.
    fn commit(&mut self) -> Result<(), EngineError> {
        // A commit that was answered has ended the transaction, whatever the answer was.
        self.transaction = Transaction::None;
        let client = Arc::clone(&self.wire.client);
        self.wire.ask(client.batch_execute("commit"))
    }

    fn rollback(&mut self) {
        if std::mem::replace(&mut self.transaction, Transaction::None) != Transaction::None {
            let client = Arc::clone(&self.wire.client);
            // What went wrong before is known, or does not matter any more.
            let _ = self.wire.ask(client.batch_execute("rollback"));
        }
    }

    fn standing(&mut self) -> Result<Vec<String>, EngineError> {
        let found = self.query(STANDING, &[])?;
        found.iter().map(|row| row.text(0).map(str::to_owned)).collect()
    }

    fn check(&mut self, sql: &str) -> Result<(), EngineError> {
        let client = Arc::clone(&self.wire.client);
        self.ask(client.prepare(sql)).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_this_engine_only_is_heard() {
        let sql =
            "create table a (b bigint) /* clustered */ /* postgresql: with (fillfactor = 50) */; select 1";
        assert_eq!(own(sql), "create table a (b bigint) /* clustered */ with (fillfactor = 50); select 1");
        assert_eq!(own("select 1 /* one */"), "select 1 /* one */");
    }

    #[test]
    fn what_the_driver_does_not_read_is_cut_out_of_the_url() {
        let address = Address::parse("postgres://a@localhost/b?schema=t1&connect_timeout=3");
        assert_eq!(address.url, "postgres://a@localhost/b?connect_timeout=3");
        assert_eq!(address.schema.as_deref(), Some("t1"));
        assert_eq!(Address::parse("postgres://h/b?schema=a;drop").schema, None);
        let address = Address::parse("postgres://h/b?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem");
        assert_eq!(address.url, "postgres://h/b");
        let asked =
            Asked { mode: Some("verify-full".into()), root: Some("/etc/ca.pem".into()), ..Asked::default() };
        assert_eq!(address.encryption, asked);
        let address =
            Address::parse("postgres://h/b?sslcert=/n/1.pem&channel_binding=require&sslkey=/n/1.key");
        assert_eq!(address.url, "postgres://h/b?channel_binding=require");
        let asked =
            Asked { certificate: Some("/n/1.pem".into()), key: Some("/n/1.key".into()), ..Asked::default() };
        assert_eq!(address.encryption, asked);
    }
}
