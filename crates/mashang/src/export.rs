//! `mashang export`: the district's data as files that others can read.

use crate::open::{Where, open};
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use domain::calendar::Instant;
use domain::people::Actor;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use work::hazard::export::{COLUMNS, Exported, export};

/// Export the district's data as files that others can read
#[derive(Args)]
pub struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Hazards(Hazards),
    Ledger(Ledger),
}

/// Export every hazard, complete and without anything that tells who reported
///
/// CSV opens in a spreadsheet (UTF-8 with a mark, one header row; text that begins like a formula is kept from
/// running). The number of hazards and the SHA-256 of the file are told at the end, on standard error.
///
/// Examples:
///   mashang export hazards --out hazards.csv
///   mashang export hazards --format json --from 2026-01-01 --to 2026-07-01 > half-year.jsonl
#[derive(Args)]
#[command(verbatim_doc_comment)]
struct Hazards {
    /// csv, or json: one object a line
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Reported on this day or later (Beijing time)
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<jiff::civil::Date>,
    /// Reported before this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<jiff::civil::Date>,
    /// The file; standard output if there is none
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Json,
}

/// Export the ledger for outside auditors: every event in the order of the log, and every checkpoint
///
/// JSON, one object a line: first the log's name and public key, then {"index", "event"}, then {"checkpoint"}.
/// Words beside events stay in the house; each event holds their digest. Names of people are never in an event.
///
/// Example:
///   mashang export ledger --out ledger.jsonl
#[derive(Args)]
#[command(verbatim_doc_comment)]
struct Ledger {
    /// The file; standard output if there is none
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
}

/// Runs the verb.
pub fn run(export: Export) -> Result<ExitCode> {
    match export.what {
        What::Hazards(hazards) => hazards.run(),
        What::Ledger(ledger) => ledger.run(),
    }
}

/// A file that appears whole or not at all, or standard output; with the digest of what was written.
struct Sink {
    to: Box<dyn Write>,
    digest: Sha256,
    file: Option<(PathBuf, PathBuf)>,
    /// Whoever read standard output went away, and wants no more.
    left: bool,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes);
        self.notice(&written);
        let written = written?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.to.flush();
        self.notice(&flushed);
        flushed
    }
}

impl Sink {
    fn notice<T>(&mut self, done: &io::Result<T>) {
        let gone = matches!(done, Err(error) if error.kind() == io::ErrorKind::BrokenPipe);
        self.left |= gone && self.file.is_none();
    }

    fn open(out: Option<&Path>) -> Result<Self> {
        let Some(path) = out else {
            return Ok(Self {
                to: Box::new(BufWriter::new(io::stdout())),
                digest: Sha256::new(),
                file: None,
                left: false,
            });
        };
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).with_context(|| part.display().to_string())?;
        let to = Box::new(BufWriter::new(file));
        Ok(Self { to, digest: Sha256::new(), file: Some((part, path.to_owned())), left: false })
    }

    fn finish(mut self, count: u64, what: &str) -> Result<()> {
        let flushed = self.flush();
        if self.left {
            return Ok(());
        }
        flushed?;
        if let Some((part, path)) = &self.file {
            File::open(part)?.sync_all()?;
            std::fs::rename(part, path)?;
        }
        eprintln!("{count} {what}, SHA-256 {}", hex::encode(self.digest.finalize()));
        Ok(())
    }
}

fn midnight(day: jiff::civil::Date) -> Result<Instant> {
    match Instant::from_beijing(day.to_datetime(jiff::civil::Time::midnight())) {
        Some(at) => Ok(at),
        None => bail!("{day} is out of the calendar"),
    }
}

fn csv_line(to: &mut impl Write, cells: impl Iterator<Item = impl AsRef<str>>) -> io::Result<()> {
    for (nth, cell) in cells.enumerate() {
        // A number is no formula, also a negative one.
        let cell = match cell.as_ref() {
            number if number.parse::<f64>().is_ok() => number.into(),
            text => tables::formula_safe(text),
        };
        if nth > 0 {
            to.write_all(b",")?;
        }
        if cell.contains(['"', ',', '\n', '\r']) {
            write!(to, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            to.write_all(cell.as_bytes())?;
        }
    }
    to.write_all(b"\r\n")
}

impl Hazards {
    fn run(self) -> Result<ExitCode> {
        let (from, to) = (self.from.map(midnight).transpose()?, self.to.map(midnight).transpose()?);
        let app = open(&self.place)?;
        let mut sink = Sink::open(self.out.as_deref())?;
        if self.format == Format::Csv {
            // Spreadsheet programs take UTF-8 for something else without the mark.
            sink.write_all("\u{feff}".as_bytes())?;
            csv_line(&mut sink, COLUMNS.iter().map(|(_, header)| *header))?;
        }
        let format = self.format;
        let mut each = |Exported(values): Exported| match format {
            Format::Csv => csv_line(&mut sink, values.iter()),
            Format::Json => {
                let object: serde_json::Map<String, serde_json::Value> = COLUMNS
                    .iter()
                    .zip(values)
                    .map(|((name, _), value)| ((*name).to_owned(), value.into()))
                    .collect();
                serde_json::to_writer(&mut sink, &object)?;
                sink.write_all(b"\n")
            }
        };
        let count = export(&app, &Actor::System, from, to, &mut each);
        app.store().close();
        if sink.left {
            return Ok(ExitCode::SUCCESS);
        }
        let count = count.map_err(|problem| anyhow::anyhow!("the export stopped: {problem}"))?;
        sink.finish(count, "hazards")?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Ledger {
    fn run(self) -> Result<ExitCode> {
        let app = open(&self.place)?;
        app.store().settle(Duration::from_secs(30))?;
        let mut sink = Sink::open(self.out.as_deref())?;
        let head = serde_json::json!({
            "origin": store::origin(app.district()),
            "public_key": hex::encode(app.log_key()),
            "format": 1,
        });
        writeln!(sink, "{head}")?;
        let district = app.district();
        let mut count = 0;
        let written = app.store().read_blocking(|connection| {
            connection.begin_snapshot()?;
            let done = ledger(connection, district, &mut sink, &mut count);
            connection.rollback();
            done
        });
        app.store().close();
        if sink.left {
            return Ok(ExitCode::SUCCESS);
        }
        written?;
        sink.finish(count, "events")?;
        Ok(ExitCode::SUCCESS)
    }
}

fn ledger(
    connection: &mut dyn store::Connection,
    district: domain::ids::District,
    sink: &mut Sink,
    count: &mut u64,
) -> Result<(), store::EngineError> {
    let failed =
        |error: io::Error| store::EngineError::Other(format!("the export could not be written: {error}"));
    connection.each(store::queries::ledger::LOGGED_EVENTS, &[district.into()], &mut |row| {
        let (event, _) = store::verify::envelope(&row)?;
        *count += 1;
        writeln!(sink, "{}", serde_json::json!({ "index": row.int(15)?, "event": event })).map_err(failed)
    })?;
    connection.each(store::queries::ledger::CHECKPOINTS_OF, &[district.into()], &mut |row| {
        let checkpoint = serde_json::json!({
            "size": row.int(0)?,
            "root": row.hash(1)?.to_string(),
            "at": domain::calendar::Instant(row.int(2)?),
            "signature": row.text(3)?,
        });
        writeln!(sink, "{}", serde_json::json!({ "checkpoint": checkpoint })).map_err(failed)
    })
}
