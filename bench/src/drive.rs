//! A client that knows what it was promised: it writes down every attempt before it is sent and every answer when
//! it came. What was sent and never answered has an unknown outcome.

use crate::http::{Client, post};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How often an attempt is made before its outcome stays unknown.
const ATTEMPTS: u32 = 3;

fn request(key: &str, n: u64) -> Vec<u8> {
    // A new address for each report: the limits by address are not what is tested here.
    let from = format!("10.{}.{}.{}", n >> 16 & 255, n >> 8 & 255, n & 255);
    let head = format!("x-forwarded-for: {from}\r\nidempotency-key: {key}\r\n");
    let body = format!("service_code=0102&lat=26.89&long=112.61&description={key}&address_string=here");
    post("/open311/v2/requests.json", "application/x-www-form-urlencoded", &head, &body)
}

/// The number that the server gave the report.
fn number(body: &[u8]) -> Option<String> {
    let answer: serde_json::Value = serde_json::from_slice(body).ok()?;
    Some(answer.get(0)?.get("service_request_id")?.as_str()?.to_owned())
}

/// Sends reports until the time is over or the server is gone.
pub async fn drive(
    to: SocketAddr,
    journal: &Path,
    connections: usize,
    span: Option<Duration>,
    drop_every: Option<u64>,
) -> Result<()> {
    let file = OpenOptions::new().create(true).append(true).open(journal)?;
    let (journal, started) = (Arc::new(Mutex::new(file)), Instant::now());
    let run = uuid::Uuid::from_u128(u128::from(std::process::id()) << 64 | started_at() as u128)
        .simple()
        .to_string();
    let clients: Vec<_> = (0..connections as u64)
        .map(|client| {
            let (journal, run) = (Arc::clone(&journal), run.clone());
            tokio::spawn(async move {
                let mut connection = None;
                for n in 0.. {
                    if span.is_some_and(|s| started.elapsed() > s) {
                        return anyhow::Ok(());
                    }
                    let key = format!("{run}-{client}-{n}");
                    note(&journal, "try", &key, "")?;
                    let bytes = request(&key, client << 20 | n);
                    if drop_every.is_some_and(|every| n % every == 0) {
                        // The answer is lost on purpose; the repetition must find the same report.
                        let lost = Client::connect(to).await?;
                        lost.only_send(&bytes).await?;
                    }
                    if !attempt(to, &mut connection, &bytes, &key, &journal).await? {
                        return Ok(());
                    }
                }
                Ok(())
            })
        })
        .collect();
    for client in clients {
        client.await??;
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "a run is told from others by when it was made")]
fn started_at() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_nanos() as u64
}

/// One report, repeated with the same key when the answer does not come; false when the server is gone.
async fn attempt(
    to: SocketAddr,
    connection: &mut Option<Client>,
    bytes: &[u8],
    key: &str,
    journal: &Mutex<File>,
) -> Result<bool> {
    for _ in 0..ATTEMPTS {
        let mut client = match connection.take() {
            Some(client) => client,
            None => match Client::connect(to).await {
                Ok(client) => client,
                Err(_) => return Ok(false),
            },
        };
        let Ok(answer) = client.send(bytes).await else { continue };
        *connection = Some(client);
        match (answer.status, number(&answer.body)) {
            (200 | 201, Some(number)) => note(journal, "ok", key, &number)?,
            (503 | 507, _) => {
                note(journal, "busy", key, &answer.status.to_string())?;
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            }
            (status, _) => note(journal, "refused", key, &status.to_string())?,
        }
        return Ok(true);
    }
    Ok(true)
}

fn note(journal: &Mutex<File>, what: &str, key: &str, more: &str) -> Result<()> {
    let mut file = journal.lock().unwrap_or_else(|p| p.into_inner());
    Ok(writeln!(file, "{what} {key} {more}")?)
}

/// Sends every key of the journal once more: what was acknowledged must come back with the same number, and no
/// number may belong to two keys.
pub async fn check(to: SocketAddr, journal: &Path) -> Result<ExitCode> {
    let mut promised = BTreeMap::new();
    let (mut tried, mut busy) = (BTreeSet::new(), 0u64);
    for line in BufReader::new(File::open(journal)?).lines() {
        let line = line?;
        let mut words = line.split(' ');
        match (words.next(), words.next(), words.next()) {
            (Some("try"), Some(key), _) => drop(tried.insert(key.to_owned())),
            (Some("ok"), Some(key), Some(number)) => drop(promised.insert(key.to_owned(), number.to_owned())),
            (Some("busy"), ..) => busy += 1,
            // The last line may be cut short; it promises nothing.
            _ => {}
        }
    }
    let mut client = Client::connect(to).await?;
    let (mut lost, mut owner) = (Vec::new(), BTreeMap::new());
    for (n, (key, number)) in promised.iter().enumerate() {
        if let Some(other) = owner.insert(number.clone(), key.clone()) {
            lost.push(format!("{number} belongs to {other} and {key}"));
        }
        // Other addresses than those of the drive, so that their limits are fresh.
        let answer = client.send(&request(key, 1 << 23 | n as u64)).await.context("the server went away")?;
        let now = self::number(&answer.body);
        if now.as_deref() != Some(number.as_str()) {
            lost.push(format!("{key}: {number} was promised, now it is {now:?} (status {})", answer.status));
        }
    }
    let unknown = tried.iter().filter(|k| !promised.contains_key(*k)).count();
    println!(
        "{} acknowledged, {unknown} with unknown outcome or refused, {busy} times busy, {} lost",
        promised.len(),
        lost.len()
    );
    lost.iter().take(10).for_each(|line| println!("  {line}"));
    Ok(if lost.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
