//! Reports through the store itself, without HTTP.

use crate::figures::Figures;
use crate::machine::{Machine, open};
use crate::report::Send;
use anyhow::Result;
use domain::hazard::LimitRules;
use domain::ids::District;
use domain::people::Actor;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::tables::{self, Table};
use store::{Connection, Database, Surroundings, Value};

/// The district of every measurement.
pub const DISTRICT: District = District(430_406);

/// So many reports in flight for a while.
pub fn measure(database: &Database, data: &Path, in_flight: usize, span: Duration) -> Result<Figures> {
    let (store, _) = open(database.clone(), data)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let rules = Arc::new(LimitRules::default_2026());
    let count = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let figures = runtime.block_on(async {
        let clients: Vec<_> = (0..in_flight)
            .map(|_| {
                let (store, rules, count) = (store.clone(), Arc::clone(&rules), Arc::clone(&count));
                tokio::spawn(async move {
                    let (mut latencies, mut wrong) = (Vec::new(), 0);
                    while started.elapsed() < span {
                        let send = Send::new(&Machine, &rules, count.fetch_add(1, Ordering::Relaxed));
                        let key = send.key();
                        let begun = Instant::now();
                        match store.execute(DISTRICT, Actor::Public, Some(key), send).await {
                            Ok(_) => latencies.push(begun.elapsed()),
                            Err(_) => wrong += 1,
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
        anyhow::Ok(Figures::of(latencies, wrong, started.elapsed()))
    })?;
    store.close();
    Ok(figures)
}

/// What the database itself can do with the rows of a report: one connection for each writer of the product, each
/// writing 64 reports in multi-row statements and committing, as fast as it goes.
pub fn batch_limit(database: &Database, data: &Path, span: Duration) -> Result<Figures> {
    const ROWS: usize = 64;
    bare_tables(database, data)?;
    let started = Instant::now();
    let writers: Vec<_> = (0..database.writers())
        .map(|_| {
            let database = database.clone();
            std::thread::spawn(move || {
                let mut connection = database.connect(true)?;
                let mut latencies = Vec::new();
                while started.elapsed() < span {
                    let begun = Instant::now();
                    write_bare(connection.as_mut(), ROWS)?;
                    latencies.extend(std::iter::repeat_n(begun.elapsed(), ROWS));
                }
                anyhow::Ok(latencies)
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for writer in writers {
        latencies.extend(writer.join().map_err(|_| anyhow::anyhow!("a writer panicked"))??);
    }
    Ok(Figures::of(latencies, 0, started.elapsed()))
}

/// The tables, without the secondary indexes that the product keeps for reading.
pub fn bare_tables(database: &Database, data: &Path) -> Result<()> {
    open(database.clone(), data)?.0.close();
    let mut connection = database.connect(true)?;
    for index in ["time", "stage", "awaits", "due", "street", "category", "cell", "update", "receipt"] {
        connection.script(&format!("drop index if exists hazards_by_{index}"))?;
    }
    Ok(())
}

/// The rows of so many reports, in one durable transaction.
pub fn write_bare(connection: &mut dyn Connection, reports: usize) -> Result<()> {
    connection.begin()?;
    for table in [&tables::EVENTS, &tables::HAZARDS, &tables::OUTBOX, &tables::IDEMPOTENCY] {
        let rows: Vec<Vec<Value>> = (0..reports).map(|_| raw_row(table, Machine.new_id())).collect();
        connection.write(table, &rows)?;
    }
    Ok(connection.commit()?)
}

fn raw_row(table: &'static Table, id: uuid::Uuid) -> Vec<Value> {
    table
        .columns
        .iter()
        .map(|column| match *column {
            "state" => Value::Text("s".repeat(580)),
            "body" => Value::Text("b".repeat(280)),
            "words" => Value::Text("w".repeat(130)),
            "answer" => Value::Text("a".repeat(66)),
            "key" => Value::Bytes(domain::ledger::Hash::of(&[id.as_bytes()]).0.to_vec()),
            "stream" | "id" => id.into(),
            "words_digest" | "previous" | "hash" | "head" | "fingerprint" => Value::Bytes(vec![7; 32]),
            "salt" => Value::Bytes(vec![7; 16]),
            "actor" | "kind" | "street" | "category" | "source" => "reported".into(),
            "receipt" => id.simple().to_string().into(),
            "closed_at" | "wake_at" | "awaits_owner" | "lead_unit" | "grade" | "number" | "place" => {
                Value::Null
            }
            "district" => DISTRICT.into(),
            _ => Value::Int(1),
        })
        .collect()
}
