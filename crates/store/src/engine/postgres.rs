//! PostgreSQL 15 or later, for a city or a province with many nodes.

use super::{Connection, EngineError, Row, Value};
use crate::queries;
use crate::tables::{SIZES, Table};
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use postgres::{Client, NoTls, Statement};
use std::collections::HashMap;

pub(super) struct Postgres {
    client: Client,
    statements: HashMap<String, Statement>,
    in_transaction: bool,
}

impl Postgres {
    pub(super) fn open(url: &str, writes: bool) -> Result<Self, EngineError> {
        let (url, schema) = split_schema(url);
        let mut config: postgres::Config = url.parse().map_err(sort)?;
        if config.get_application_name().is_none() {
            config.application_name("mashang");
        }
        config.connect_timeout(std::time::Duration::from_secs(10));
        let mut client = config.connect(NoTls).map_err(sort)?;
        if let Some(schema) = schema {
            enter(&mut client, &schema)?;
        }
        let version: i32 =
            client.query_one("select current_setting('server_version_num')::int", &[]).map_err(sort)?.get(0);
        if version < 150_000 {
            return Err(EngineError::Other(format!("PostgreSQL 15 or later is needed, this is {version}")));
        }
        // A commit must be on the disk when it returns, whatever the server's default is.
        client
            .batch_execute(&format!(
                "set synchronous_commit = on; set client_min_messages = warning;
                 set default_transaction_read_only = {}",
                if writes { "off" } else { "on" }
            ))
            .map_err(sort)?;
        Ok(Self { client, statements: HashMap::new(), in_transaction: false })
    }

    fn statement(&mut self, sql: &str) -> Result<Statement, EngineError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(sort)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Works in a schema, and makes it if it is not there. Two who make it at once meet in its unique name.
fn enter(client: &mut Client, schema: &str) -> Result<(), EngineError> {
    let known = "select 1 from pg_namespace where nspname = $1";
    if client.query_opt(known, &[&schema]).map_err(sort)?.is_none()
        && let Err(error) =
            client.batch_execute(&format!("create schema if not exists \"{schema}\"")).map_err(sort)
        && !matches!(error, EngineError::Conflict(_))
    {
        return Err(error);
    }
    client.batch_execute(&format!("set search_path to \"{schema}\"")).map_err(sort)
}

/// Cuts `schema=name` out of the URL's parameters; only letters, digits and underscores count as a name.
fn split_schema(url: &str) -> (String, Option<String>) {
    let Some((base, query)) = url.split_once('?') else { return (url.to_owned(), None) };
    let mut schema = None;
    let rest: Vec<&str> = query
        .split('&')
        .filter(|pair| match pair.strip_prefix("schema=") {
            Some(name) if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.is_empty() => {
                schema = Some(name.to_owned());
                false
            }
            _ => true,
        })
        .collect();
    let url = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
    (url, schema)
}

/// Sorts an error by what follows from it.
fn sort(error: postgres::Error) -> EngineError {
    let text = match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => error.to_string(),
    };
    match error.code().map(|c| c.code()) {
        Some("40001" | "40P01" | "23505") => EngineError::Conflict(text),
        Some("53100") => EngineError::Full(text),
        Some("58030" | "XX001" | "XX002") => EngineError::Io(text),
        Some(code) if code.starts_with("57P") || code.starts_with("08") => EngineError::Lost(text),
        Some(_) => EngineError::Other(text),
        None => EngineError::Lost(text),
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(n) if *kind == Type::INT4 => i32::try_from(*n)?.to_sql(kind, out),
            Value::Int(n) => n.to_sql(kind, out),
            Value::Text(text) => text.as_str().to_sql(kind, out),
            Value::Bytes(bytes) => bytes.as_slice().to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::TEXT, Type::VARCHAR, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

fn take(row: &postgres::Row) -> Result<Row, EngineError> {
    let mut values = Vec::with_capacity(row.len());
    for (n, column) in row.columns().iter().enumerate() {
        let kind = column.type_();
        let value = if *kind == Type::INT8 {
            row.try_get::<_, Option<i64>>(n).map_err(sort)?.map(Value::Int)
        } else if *kind == Type::INT4 {
            row.try_get::<_, Option<i32>>(n).map_err(sort)?.map(|v| Value::Int(i64::from(v)))
        } else if *kind == Type::BYTEA {
            row.try_get::<_, Option<Vec<u8>>>(n).map_err(sort)?.map(Value::Bytes)
        } else if *kind == Type::TEXT || *kind == Type::VARCHAR {
            row.try_get::<_, Option<String>>(n).map_err(sort)?.map(Value::Text)
        } else {
            return Err(EngineError::Other(format!(
                "column {n} has the type {kind}; cast it to bigint or text"
            )));
        };
        values.push(value.unwrap_or(Value::Null));
    }
    Ok(Row(values))
}

fn references(parameters: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    parameters.iter().map(|v| v as &(dyn ToSql + Sync)).collect()
}

impl Connection for Postgres {
    fn engine(&mut self) -> Result<String, EngineError> {
        let row = self.client.query_one("show server_version", &[]).map_err(sort)?;
        let version: String = row.try_get(0).map_err(sort)?;
        Ok(format!("PostgreSQL {version}"))
    }

    fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, EngineError> {
        let statement = self.statement(sql)?;
        let rows = self.client.query(&statement, &references(parameters)).map_err(sort)?;
        rows.iter().map(take).collect()
    }

    fn each(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let statement = self.statement(sql)?;
        let mut rows = self.client.query_raw(&statement, parameters).map_err(sort)?;
        while let Some(row) = rows.next().map_err(sort)? {
            each(take(&row)?)?;
        }
        Ok(())
    }

    fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, EngineError> {
        let statement = self.statement(sql)?;
        self.client.execute(&statement, &references(parameters)).map_err(sort)
    }

    /// Many rows to a statement: each statement is a way to the server and back.
    fn write(&mut self, table: &'static Table, rows: &[Vec<Value>]) -> Result<(), EngineError> {
        let mut rest = rows;
        for size in SIZES {
            while rest.len() >= size {
                let (now, later) = rest.split_at(size);
                rest = later;
                let statement = self.statement(queries::kept(table.name, size, || table.write_sql(size)))?;
                let cells: Vec<_> = now.iter().flatten().map(|v| v as &(dyn ToSql + Sync)).collect();
                self.client.execute(&statement, &cells).map_err(sort)?;
            }
        }
        Ok(())
    }

    fn script(&mut self, sql: &str) -> Result<(), EngineError> {
        self.client.batch_execute(&sql.replace("/* clustered */", "")).map_err(sort)
    }

    fn begin(&mut self) -> Result<(), EngineError> {
        self.in_transaction = true;
        self.client.batch_execute("begin").map_err(sort)
    }

    fn begin_snapshot(&mut self) -> Result<(), EngineError> {
        self.in_transaction = true;
        self.client.batch_execute("begin isolation level repeatable read read only").map_err(sort)
    }

    fn commit(&mut self) -> Result<(), EngineError> {
        // A commit that was answered has ended the transaction, whatever the answer was.
        self.in_transaction = false;
        self.client.batch_execute("commit").map_err(sort)
    }

    fn rollback(&mut self) {
        if std::mem::take(&mut self.in_transaction) {
            let _ = self.client.batch_execute("rollback");
        }
    }

    fn check(&mut self, sql: &str) -> Result<(), EngineError> {
        self.client.prepare(sql).map(drop).map_err(sort)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_cut_out_of_the_url() {
        let (url, schema) = split_schema("postgres://a@localhost/b?schema=t1&connect_timeout=3");
        assert_eq!(url, "postgres://a@localhost/b?connect_timeout=3");
        assert_eq!(schema.as_deref(), Some("t1"));
        assert_eq!(split_schema("postgres://h/b?schema=a;drop").1, None);
    }
}
