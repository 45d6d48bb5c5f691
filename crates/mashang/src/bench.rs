//! `mashang bench`: how many durable reports a second this machine takes, beside what its disk can do.

use crate::lang::both;
use crate::open::{Machine, Where};
use crate::out::say;
use anyhow::{Context, Result};
use clap::Args;
use domain::hazard::{Channel, Protection, Report, Source};
use domain::ids::{District, HazardId};
use domain::people::Actor;
use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Database, Options, Store, Surroundings};

/// 测本机每秒能收多少上报 Measure how many durable reports a second this machine takes
///
/// Works in a new directory beside the data, which it removes again; the data
/// themselves are not touched. With --database it works in a schema of its own,
/// which it drops again.
///
/// Example:
///   mashang bench --data /var/lib/mashang --seconds 10
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Bench {
    #[command(flatten)]
    place: Where,
    /// How long to measure
    #[arg(long, value_name = "S", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// Reports in flight at the same time
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=4096))]
    in_flight: u64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

struct Unsigned;

impl store::Sign for Unsigned {
    fn sign(&self, _text: &[u8]) -> [u8; 64] {
        [0; 64]
    }
    fn public_key(&self) -> [u8; 32] {
        [0; 32]
    }
}

/// Flushes of 4 KiB a second: the limit of one transaction at a time.
fn flushes(folder: &std::path::Path, span: Duration) -> Result<f64> {
    let mut file = File::create(folder.join("flushes"))?;
    let started = Instant::now();
    let mut count = 0u64;
    while started.elapsed() < span {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(count as f64 / started.elapsed().as_secs_f64())
}

fn a_report(id: uuid::Uuid) -> Report {
    Report {
        id: HazardId(id),
        receipt: id.simple().to_string(),
        source: Source::Resident,
        channel: Channel::Web,
        captured_at: None,
        category: None,
        place: None,
        position: None,
        fix: None,
        street: None,
        life_danger: false,
        photos: Vec::new(),
        reporter: None,
        protection: Protection::Anonymous,
        external: Vec::new(),
        text: "路面塌陷，有车轮陷入，请尽快处理。".into(),
        address: "解放路 12 号门前".into(),
    }
}

/// Runs the measurement.
pub fn run(verb: Bench) -> Result<ExitCode> {
    verb.place.not_a_file()?;
    let folder = verb.place.data.join(format!("bench-{}", Machine.new_id().simple()));
    // Directories above it that are not there yet, and go again with it.
    let depth = folder.ancestors().skip(1).take_while(|above| !above.exists()).count();
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let measured = measure(&verb, &folder);
    std::fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    for made in folder.ancestors().skip(1).take(depth) {
        let _ = std::fs::remove_dir(made);
    }
    let (flushes, reports, p50, p99) = measured?;
    if verb.json {
        say!(
            "{}",
            serde_json::json!({"flushes_per_second": flushes, "reports_per_second": reports,
                "p50_ms": p50, "p99_ms": p99, "in_flight": verb.in_flight})
        );
    } else {
        let (waiting, each) = (verb.in_flight, reports / flushes.max(1.0));
        say!(
            "{}",
            both!(
                "磁盘写入 4 KiB 并落盘   {flushes:>10.0} 次/秒\n落盘的上报              {reports:>10.0} 件/秒（同时 {waiting} 件）\n  \
             答复用时              {p50:>10.1} 毫秒（一半以内），{p99:.1} 毫秒（99%以内）\n每次落盘的上报          {each:>10.2} 件",
                "flushes of 4 KiB     {flushes:>10.0} /s\ndurable reports      {reports:>10.0} /s   {waiting} in flight\n  \
             answered within    {p50:>10.1} ms  half of them, {p99:.1} ms 99 of 100\nreports per flush    {each:>10.2}"
            )
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(verb: &Bench, folder: &std::path::Path) -> Result<(f64, f64, f64, f64)> {
    let flushes = flushes(folder, Duration::from_secs(1))?;
    let schema = format!("bench_{}", Machine.new_id().simple());
    let database = match &verb.place.database {
        Some(url) => {
            let join = if url.contains('?') { '&' } else { '?' };
            Database::parse(&format!("{url}{join}schema={schema}"))
        }
        None => Database::Sqlite(folder.join("bench.db")),
    };
    let surroundings: Arc<dyn Surroundings> = Arc::new(Machine);
    let store = Store::open(
        database,
        Options {
            surroundings: Arc::clone(&surroundings),
            signer: Arc::new(Unsigned),
            queue: 8_192,
            readers: 1,
            on_fatal: Arc::new(|error| {
                eprintln!("{}", both!("磁盘出错：{error}", "the disk failed: {error}"))
            }),
        },
    )
    .with_context(|| both!("数据库打不开", "the database does not open"))?;
    let rules = Arc::new(domain::hazard::LimitBook::shipped());
    let calendar = Arc::new(domain::calendar::Calendar::shipped());
    let started = Instant::now();
    let span = Duration::from_secs(verb.seconds);
    let mut waiting = VecDeque::new();
    let mut taken = Vec::new();
    while started.elapsed() < span {
        while (waiting.len() as u64) < verb.in_flight {
            let report = a_report(surroundings.new_id());
            let command = work::hazard::bare_report(report, Arc::clone(&rules), Arc::clone(&calendar));
            let sent = Instant::now();
            let answer = store
                .submit(District(430_406), Actor::Public, None, command)
                .map_err(|_| anyhow::anyhow!(both!("有上报没有收下", "the store turned a report away")))?;
            waiting.push_back((sent, answer));
        }
        if let Some((sent, answer)) = waiting.pop_front() {
            answer
                .blocking_recv()?
                .map_err(|_| anyhow::anyhow!(both!("有上报被拒绝", "a report was refused")))?;
            taken.push(sent.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let rate = taken.len() as f64 / started.elapsed().as_secs_f64();
    store.close();
    if let Some(url) = &verb.place.database {
        Database::parse(url).connect(true)?.script(&format!("drop schema if exists \"{schema}\" cascade"))?;
    }
    taken.sort_by(f64::total_cmp);
    let at = |share: f64| taken.get((taken.len() as f64 * share) as usize).copied().unwrap_or_default();
    Ok((flushes, rate, at(0.5), at(0.99)))
}
