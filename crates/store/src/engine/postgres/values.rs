//! Values in and out, one by one and as many rows of a table.

use super::sort;
use crate::engine::{EngineError, Row, Value};
use crate::tables::Table;
use std::error::Error;
use tokio_postgres::types::{Field, IsNull, Kind, ToSql, Type, private::BytesMut, to_sql_checked};

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
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

pub(super) fn take(row: &tokio_postgres::Row) -> Result<Row, EngineError> {
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

pub(super) fn references(parameters: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    parameters.iter().map(|v| v as &(dyn ToSql + Sync)).collect()
}

/// Many rows of a table as one parameter: an array of its row type. An array for each column costs the server a
/// third of what it does for a row, for it takes each of them apart into a store of its own.
#[derive(Debug)]
pub(super) struct Rows(BytesMut);

/// The row type of a table and, in its order, which column of [`Table`] stands where.
#[derive(Clone, Debug)]
pub(super) struct RowType {
    oid: u32,
    fields: Vec<(usize, Type)>,
}

impl RowType {
    /// From the type of the array.
    pub(super) fn of(table: &Table, array: &Type) -> Result<Self, EngineError> {
        let unknown =
            || EngineError::Other(format!("the rows of {} have another shape: {array}", table.name));
        let Kind::Array(row) = array.kind() else { return Err(unknown()) };
        let Kind::Composite(fields) = row.kind() else { return Err(unknown()) };
        let place = |field: &Field| {
            let place = table.columns.iter().position(|column| *column == field.name());
            place.map(|place| (place, field.type_().clone())).ok_or_else(unknown)
        };
        Ok(Self { oid: row.oid(), fields: fields.iter().map(place).collect::<Result<_, _>>()? })
    }
}

/// A length, a count or a number of a type, as the wire has it.
fn number(n: usize) -> Result<i32, EngineError> {
    i32::try_from(n).map_err(|_| EngineError::Other("too much for one statement".into()))
}

impl Rows {
    /// An array as `array_recv` reads it, of rows as `record_recv` reads them.
    pub(super) fn of(rows: &[Vec<Value>], kind: &RowType) -> Result<Self, EngineError> {
        const ONE_DIMENSION: i32 = 1;
        const NO_NULLS: i32 = 0;
        const FROM_ONE: i32 = 1;
        const NULL: i32 = -1;
        let mut out = BytesMut::with_capacity(rows.len() * 512);
        let int = |out: &mut BytesMut, n: i32| out.extend_from_slice(&n.to_be_bytes());
        int(&mut out, ONE_DIMENSION);
        int(&mut out, NO_NULLS);
        out.extend_from_slice(&kind.oid.to_be_bytes());
        int(&mut out, number(rows.len())?);
        int(&mut out, FROM_ONE);
        for row in rows {
            measured(&mut out, |out| {
                int(out, number(kind.fields.len())?);
                for (place, kind) in &kind.fields {
                    out.extend_from_slice(&kind.oid().to_be_bytes());
                    match row.get(*place).unwrap_or(&Value::Null) {
                        Value::Null => int(out, NULL),
                        value => measured(out, |out| {
                            let written = value.to_sql_checked(kind, out);
                            written.map(drop).map_err(|e| EngineError::Other(format!("column {place}: {e}")))
                        })?,
                    }
                }
                Ok(())
            })?;
        }
        Ok(Self(out))
    }
}

/// What `write` writes, with its length before it.
fn measured(
    out: &mut BytesMut,
    write: impl FnOnce(&mut BytesMut) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    let start = out.len();
    out.extend_from_slice(&[0; size_of::<i32>()]);
    write(out)?;
    let length = number(out.len() - start - size_of::<i32>())?;
    out[start..start + size_of::<i32>()].copy_from_slice(&length.to_be_bytes());
    Ok(())
}

impl ToSql for Rows {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        out.extend_from_slice(&self.0);
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
