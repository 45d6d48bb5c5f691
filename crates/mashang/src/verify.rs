//! `mashang verify`: whether everything that is kept follows from the events.

use crate::open::Where;
use crate::progress;
use anyhow::{Context, Result, bail};
use clap::Args;
use identity::keys::KeyRing;
use std::process::ExitCode;
use store::{Connection, Database, EngineError};
use work::App;

/// Check hash chains, the Merkle log, its checkpoints, every state row and every tally against the events
///
/// Reads one consistent moment, also while a server runs; changes nothing.
/// Exit code: 0 everything fits, 2 something does not (the first event that does not fit is named), 1 it could
/// not be checked.
///
/// Examples:
///   mashang verify --data /var/lib/mashang
///   mashang verify --data /var/lib/mashang --database postgres://mashang@db/mashang --json
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Verify {
    #[command(flatten)]
    place: Where,
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
}

/// The public key of the log, from the keys on the disk.
pub fn log_key(place: &Where) -> Result<[u8; 32]> {
    let keys =
        KeyRing::load(&place.keys()).with_context(|| format!("the keys in {}", place.keys().display()))?;
    Ok(App::log_signer(&keys).public_key())
}

/// A connection that reads; never makes a database where there is none.
pub fn reader(database: &Database) -> Result<Box<dyn Connection>> {
    if let Database::Sqlite(path) = database
        && !path.is_file()
    {
        bail!("there is no database at {}", path.display());
    }
    Ok(database.connect(false)?)
}

/// Verifies, with a bar on a terminal.
pub fn check(database: &Database, key: &[u8; 32]) -> Result<store::verify::Report> {
    let mut connection = reader(database)?;
    let events =
        connection.query("select count(*) from events", &[]).and_then(|rows| match rows.first() {
            Some(row) => row.int(0),
            None => Err(EngineError::Other("no answer".into())),
        })?;
    let bar = progress::bar("核验");
    let report = store::verify::verify(connection.as_mut(), key, &mut |done| {
        progress::show(&bar, done, events.unsigned_abs());
    });
    bar.finish_and_clear();
    Ok(report?)
}

/// One line about what was found.
pub fn sentence(report: &store::verify::Report) -> String {
    let checked = format!(
        "{} 个事件, {} 条链, 日志 {} 条, 检查点 {} 个, 已删除文字 {} 处",
        report.events, report.streams, report.logged, report.checkpoints, report.erased_words
    );
    let Some(first) = &report.first else { return format!("核验通过: {checked}") };
    let code = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut at = vec![code(serde_json::json!(first.what))];
    at.extend(first.noun.map(|noun| code(serde_json::json!(noun))));
    at.extend(first.stream.map(|stream| stream.to_string()));
    at.extend(first.sequence.map(|sequence| format!("第 {sequence} 个事件")));
    format!("核验不符: {} 处 ({checked}); 第一处: {}", report.faults, at.join(" "))
}

/// Runs the verb.
pub fn run(verify: Verify) -> Result<ExitCode> {
    let report = check(&verify.place.database(), &log_key(&verify.place)?)?;
    if verify.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        println!("{}", sentence(&report));
    }
    Ok(if report.first.is_none() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}
