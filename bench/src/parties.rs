//! 一家大户: an office with a part in hundreds of thousands of hazards, nearly all of them closed long ago, and what its
//! people wait for when they look at their lists.

use crate::district::{HANDLER_UNIT, prepare};
use crate::http::{get, load};
use crate::scenarios::{Plan, Results};
use crate::server::Server;
use anyhow::{Context, Result};
use domain::hazard::StageCode;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::nouns::Part;
use store::tables::{self, Table};
use store::{Connection, Database, Value};
use uuid::Uuid;

/// Hazards in which the office has a part: the small office, and the large one.
const HAZARDS: [u64; 2] = [1_000, 500_000];
/// One of so many is open.
const OPEN: u64 = 5_000;
/// Rows of one transaction.
const TOGETHER: u64 = 5_000;

const QUESTIONS: [(&str, &str); 5] = [
    ("newest", "/api/v1/hazards?limit=50"),
    ("oldest", "/api/v1/hazards?limit=50&order=oldest"),
    ("of a stage that few are in", "/api/v1/hazards?limit=50&stage=dispatched"),
    ("by deadline", "/api/v1/hazards?limit=50&order=due"),
    ("late", "/api/v1/hazards?limit=50&late=true"),
];

/// A row with some columns changed.
fn changed(table: &Table, row: &[Value], changes: &[(&str, Value)]) -> Vec<Value> {
    let value = |(column, value): (&&str, &Value)| {
        let change = changes.iter().find(|(name, _)| name == column);
        change.map_or_else(|| value.clone(), |(_, value)| value.clone())
    };
    table.columns.iter().zip(row).map(value).collect()
}

fn one(connection: &mut dyn Connection, table: &Table, condition: &str, key: &[Value]) -> Result<Vec<Value>> {
    let sql = format!("select {} from {} where {condition} limit 1", table.columns.join(", "), table.name);
    Ok(connection.query(&sql, key)?.into_iter().next().context("the district holds no pattern")?.0)
}

/// Copies of one dispatched hazard, past the ledger: only lists are asked for.
fn multiply(connection: &mut dyn Connection, hazards: u64) -> Result<()> {
    let dispatched = StageCode::Dispatched as i64;
    let pattern = one(connection, &tables::HAZARDS, "stage = $1", &[dispatched.into()])?;
    let id = pattern.get(1).cloned().context("an id")?;
    let first = one(connection, &tables::EVENTS, "stream = $1 and sequence = 1", &[id])?;
    let mut n = 0;
    while n < hazards {
        let (mut rows, mut events, mut parties) = (Vec::new(), Vec::new(), Vec::new());
        for n in n..(n + TOGETHER).min(hazards) {
            let id = Uuid::from_u128(0x7100_0000_0000 + u128::from(n));
            // What is open is old: whoever looks for it from the newest on would look at everything.
            let open = n < hazards / 2 && n % OPEN.min(hazards / 20) == 0;
            let stage: Value = (if open { dispatched } else { StageCode::Closed as i64 }).into();
            let at: Value = (1_700_000_000_000 + n as i64 * 60_000).into();
            let due = if open { at.clone() } else { Value::Null };
            rows.push(changed(
                &tables::HAZARDS,
                &pattern,
                &[
                    ("id", id.into()),
                    ("receipt", id.simple().to_string().into()),
                    ("number", Value::Null),
                    ("stage", stage.clone()),
                    ("reported_at", at.clone()),
                    ("told_at", at.clone()),
                    ("due_at", due.clone()),
                ],
            ));
            events.push(changed(&tables::EVENTS, &first, &[("stream", id.into())]));
            let (district, part) = (pattern.first().cloned().unwrap_or(Value::Null), Part::Lead as i64);
            parties.push(vec![district, HANDLER_UNIT.into(), part.into(), at, id.into(), stage, due]);
        }
        connection.begin()?;
        connection.write(&tables::HAZARDS, &rows)?;
        connection.write(&tables::EVENTS, &events)?;
        connection.write(&tables::HAZARD_PARTIES, &parties)?;
        connection.commit()?;
        n += TOGETHER;
    }
    Ok(())
}

fn fill(data: &Path, database: &Database, hazards: u64) -> Result<String> {
    let pass = prepare(data, database, 20)?;
    multiply(database.connect(true)?.as_mut(), hazards)?;
    Ok(pass.handler)
}

/// Lists of somebody of the office, at 500,000 against 1,000.
pub async fn parties(plan: &Plan, results: &mut Results) -> Result<()> {
    for hazards in HAZARDS {
        let data = plan.folder.join(format!("parties-{hazards}"));
        let (filled, database) = (data.clone(), Database::Sqlite(data.join("mashang.db")));
        let cookie = tokio::task::spawn_blocking(move || fill(&filled, &database, hazards)).await??;
        let server = Server::start(&plan.server, &data, None, &[]).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        for (name, path) in QUESTIONS {
            let cookie = cookie.clone();
            let request = Arc::new(move |_| get(path, &cookie));
            let figures = load(server.address, 4, plan.span / 2, 200..201, request).await?;
            results.load(&format!("a part in {hazards}: {name}"), figures, None);
        }
    }
    Ok(())
}
