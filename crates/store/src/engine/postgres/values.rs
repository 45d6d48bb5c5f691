//! Values in and out, one by one and as the columns of many rows.

use super::sort;
use crate::engine::{EngineError, Row, Value};
use std::error::Error;
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};

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

/// One column of many rows, as the server reads an array.
#[derive(Debug)]
pub(super) struct Column(BytesMut);

impl Column {
    /// `kind` is the type of the array.
    pub(super) fn of(rows: &[Vec<Value>], place: usize, kind: &Type) -> Result<Self, EngineError> {
        let column: Vec<&Value> = rows.iter().map(|row| row.get(place).unwrap_or(&Value::Null)).collect();
        let mut bytes = BytesMut::new();
        match column.to_sql_checked(kind, &mut bytes) {
            Ok(_) => Ok(Self(bytes)),
            Err(error) => Err(EngineError::Other(format!("column {place}: {error}"))),
        }
    }
}

impl ToSql for Column {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        out.extend_from_slice(&self.0);
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
