//! The yardstick: the same rows as a report leaves behind, with nothing around them. One thread takes what waits,
//! writes it with multi-row statements into tables that have their primary key and nothing else, and commits once
//! at `synchronous=FULL`. No rules, no reading, no secondary indexes, no log.

use crate::figures::Figures;
use crate::through_store::write_bare;
use anyhow::Result;
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use crossbeam_channel::{Receiver, Sender, bounded};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::Database;
use store::tables::{self, Onto, Table};
use tokio::sync::oneshot;

/// Reports that share one commit at most: as many as in the product.
const BATCH: usize = 256;
/// The tables of one report: event, state, waiting for the log, idempotency key, tallies.
static TABLES: [(&Table, usize); 5] = [
    (&tables::EVENTS, 1),
    (&tables::HAZARDS, 1),
    (&tables::OUTBOX, 1),
    (&tables::IDEMPOTENCY, 1),
    (&tables::TALLIES, 6),
];

/// The writer's queue.
#[derive(Clone)]
pub struct Bare {
    queue: Sender<(u64, oneshot::Sender<u64>)>,
    count: Arc<AtomicU64>,
}

impl Bare {
    /// Makes the tables in a new file and starts the writer.
    pub fn start(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536;
             pragma wal_autocheckpoint = 4000;",
        )?;
        connection.set_prepared_statement_cache_capacity(256);
        for (table, _) in TABLES {
            let key = table.columns[..table.key].join(", ");
            let columns = table.columns.join(", ");
            let long = ["events", "hazards"].contains(&table.name);
            let clustered = if long { "" } else { "without rowid" };
            let sql = format!("create table {} ({columns}, primary key ({key})) {clustered}", table.name);
            connection.execute_batch(&sql)?;
        }
        let (queue, waiting) = bounded(8_192);
        std::thread::spawn(move || write(&connection, &waiting));
        Ok(Self { queue, count: Arc::default() })
    }

    /// The same on PostgreSQL, in the bare tables that are there: as many writers as the product has.
    pub fn start_shared(database: &Database) -> Result<Self> {
        let (queue, waiting) = bounded::<(u64, oneshot::Sender<u64>)>(8_192);
        for _ in 0..database.writers() {
            let (waiting, mut connection) = (waiting.clone(), database.connect(true)?);
            std::thread::spawn(move || {
                while let Ok(first) = waiting.recv() {
                    let batch: Vec<_> =
                        std::iter::once(first).chain(waiting.try_iter().take(BATCH - 1)).collect();
                    if let Err(error) = write_bare(connection.as_mut(), batch.len()) {
                        eprintln!("the yardstick could not write: {error}");
                        return;
                    }
                    for (n, tell) in batch {
                        let _ = tell.send(n);
                    }
                }
            });
        }
        Ok(Self { queue, count: Arc::default() })
    }

    /// One report, durable when it returns.
    pub async fn report(&self) -> Option<u64> {
        let (tell, told) = oneshot::channel();
        let n = self.count.fetch_add(1, Ordering::Relaxed);
        self.queue.try_send((n, tell)).ok()?;
        told.await.ok()
    }
}

fn write(connection: &Connection, waiting: &Receiver<(u64, oneshot::Sender<u64>)>) {
    while let Ok(first) = waiting.recv() {
        let mut batch = vec![first];
        batch.extend(waiting.try_iter().take(BATCH - 1));
        if let Err(error) = write_batch(connection, &batch) {
            eprintln!("the yardstick could not write: {error}");
            return;
        }
        for (n, tell) in batch {
            let _ = tell.send(n);
        }
    }
}

fn write_batch(connection: &Connection, batch: &[(u64, oneshot::Sender<u64>)]) -> rusqlite::Result<()> {
    connection.prepare_cached("begin immediate")?.execute([])?;
    for (table, each) in TABLES {
        // Tallies are one row for many reports, in the product too.
        let rows = if each > 1 { each } else { batch.len() };
        let mut left = rows;
        let mut next = 0;
        for size in [128, 64, 32, 16, 8, 4, 2, 1] {
            while left >= size {
                let cells =
                    (next..next + size).flat_map(|i| cells(table, batch[i.min(batch.len() - 1)].0, i));
                let mut statement =
                    connection.prepare_cached(&table.write_sql(size, Onto::Whatever).replace('$', "?"))?;
                statement.execute(params_from_iter(cells))?;
                next += size;
                left -= size;
            }
        }
    }
    connection.prepare_cached("commit")?.execute([])?;
    Ok(())
}

/// A row as long as a real one: keys that grow with time, except the idempotency key, which is random.
fn cells(table: &'static Table, n: u64, place: usize) -> impl Iterator<Item = Value> {
    table.columns.iter().map(move |column| match *column {
        "state" => Value::Text("s".repeat(580)),
        "body" => Value::Text("b".repeat(280)),
        "words" => Value::Text("w".repeat(130)),
        "answer" => Value::Text("a".repeat(66)),
        "value" => Value::Text(place.to_string()),
        "key" => {
            let mut random = [0; 32];
            random[..8].copy_from_slice(&n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
            Value::Blob(random.to_vec())
        }
        "stream" | "id" => {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            Value::Blob(id.to_vec())
        }
        "words_digest" | "previous" | "hash" | "head" | "fingerprint" => Value::Blob(vec![7; 32]),
        "salt" => Value::Blob(vec![7; 16]),
        "actor" | "kind" | "street" | "category" | "source" => Value::Text("reported".into()),
        "receipt" => Value::Text(format!("{n:032x}")),
        "closed_at" | "wake_at" | "awaits_owner" | "lead_unit" | "grade" | "number" | "place" => Value::Null,
        _ => Value::Integer(1_780_000_000_000),
    })
}

/// The bare server: `POST /report` with a JSON body, answered when it is durable; `GET /hello`.
pub fn router(bare: Bare) -> Router {
    Router::new()
        .route("/hello", get(|| async { "hello" }))
        .route("/json", post(|Json(body): Json<serde_json::Value>| async move { Json(body) }))
        .route("/report", post(report))
        .with_state(bare)
}

async fn report(State(bare): State<Bare>, Json(body): Json<serde_json::Value>) -> Json<serde_json::Value> {
    let n = bare.report().await;
    Json(serde_json::json!([{"service_request_id": n, "address": body.get("address_string")}]))
}

/// The group commit alone, without HTTP: so many reports in flight for a while.
pub fn measure(path: &Path, in_flight: usize, span: Duration) -> Result<Figures> {
    let bare = Bare::start(path)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let started = Instant::now();
    runtime.block_on(async {
        let clients: Vec<_> = (0..in_flight)
            .map(|_| {
                let bare = bare.clone();
                tokio::spawn(async move {
                    let (mut latencies, mut wrong) = (Vec::new(), 0);
                    while started.elapsed() < span {
                        let begun = Instant::now();
                        match bare.report().await {
                            Some(_) => latencies.push(begun.elapsed()),
                            None => wrong += 1,
                        }
                    }
                    (latencies, wrong)
                })
            })
            .collect();
        let (mut latencies, mut wrong) = (Vec::new(), 0);
        for client in clients {
            let (own, bad) = client.await?;
            latencies.extend(own);
            wrong += bad;
        }
        Ok(Figures::of(latencies, wrong, started.elapsed()))
    })
}
