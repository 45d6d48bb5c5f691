//! `mashang export`: the district's data as files that others can read.

use crate::lang::{both, reader};
use crate::open::{Where, open};
use crate::out::say;
use crate::progress;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use domain::calendar::Instant;
use domain::people::Actor;
use indicatif::ProgressBar;
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tables::{Kind, Outgoing};
use work::App;
use work::hazard::export::{COLUMNS, Exported, export};
use work::hazard::export_words::{header, in_words};
use work::words::Lang;

/// 导出隐患、存证日志 Export the district's data as files that others can read
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

/// 导出全部隐患，不含举报人信息 Export every hazard, complete and without anything that tells who reported
///
/// CSV and XLSX open in a spreadsheet, in the words of the reader's language
/// (--lang); with --codes they hold names and codes for programs, as JSON always
/// does. Text that begins like a formula is kept from running. The number of
/// hazards and the SHA-256 of the file are told at the end, on standard error.
///
/// Examples:
///   mashang export hazards --out hazards.csv
///   mashang export hazards --format xlsx --out hazards.xlsx --lang en
///   mashang export hazards --codes --out hazards-for-programs.csv
///   mashang export hazards --format json --from 2026-01-01 --to 2026-07-01 > half-year.jsonl
#[derive(Args)]
#[command(verbatim_doc_comment)]
struct Hazards {
    /// 格式；json 每行一条 csv, xlsx, or json: one object a line
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// 表头和代码用程序用的写法 Names and codes for programs instead of words; for csv and xlsx
    #[arg(long)]
    codes: bool,
    /// 这一天及以后上报的 Reported on this day or later (Beijing time)
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Option<jiff::civil::Date>,
    /// 这一天以前上报的 Reported before this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    to: Option<jiff::civil::Date>,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    place: Where,
}

/// Where it goes.
#[derive(Args)]
struct Target {
    /// 文件；不写则输出到标准输出 The file; standard output if there is none
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// 结果以 JSON 输出（条数、SHA-256） Print the outcome as JSON: the count and the SHA-256 of the file
    #[arg(long, requires = "out")]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Xlsx,
    Json,
}

/// A day as an argument.
fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| both!("日期写成 2026-01-31", "a day is written 2026-01-31"))
}

/// 导出存证日志，供外部审计 Export the ledger for outside auditors: every event in the order of the log, and every checkpoint
///
/// JSON, one object a line: first the log's name and public key, then {"index",
/// "event"}, then {"checkpoint"}. Words beside events stay in the house; each
/// event holds their digest. Names of people are never in an event.
///
/// Example:
///   mashang export ledger --out ledger.jsonl
#[derive(Args)]
#[command(verbatim_doc_comment)]
struct Ledger {
    #[command(flatten)]
    target: Target,
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
    to: Box<dyn Write + Send>,
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

    fn open(target: &Target) -> Result<Self> {
        let Some(path) = target.out.as_deref() else {
            return Ok(Self {
                to: Box::new(BufWriter::new(io::stdout())),
                digest: Sha256::new(),
                file: None,
                left: false,
            });
        };
        // A link is followed: what it leads to is meant.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let known = std::fs::metadata(&path).ok();
        if known.as_ref().is_some_and(|known| !known.is_file()) {
            // A device or a pipe is written to and never replaced.
            let file =
                OpenOptions::new().write(true).open(&path).with_context(|| path.display().to_string())?;
            return Ok(Self {
                to: Box::new(BufWriter::new(file)),
                digest: Sha256::new(),
                file: None,
                left: false,
            });
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).with_context(|| part.display().to_string())?;
        if let Some(known) = known {
            file.set_permissions(known.permissions()).with_context(|| part.display().to_string())?;
        }
        let to = Box::new(BufWriter::new(file));
        Ok(Self { to, digest: Sha256::new(), file: Some((part, path)), left: false })
    }

    fn finish(mut self, count: u64, what: &str, target: &Target) -> Result<()> {
        let flushed = self.flush();
        if self.left {
            return Ok(());
        }
        flushed?;
        if let Some((part, path)) = &self.file {
            File::open(part)?.sync_all()?;
            std::fs::rename(part, path)?;
        }
        let digest = hex::encode(self.digest.finalize());
        match target.json {
            true => say!("{}", serde_json::json!({ "count": count, "sha256": digest })),
            false => eprintln!("{count} {what}, SHA-256 {digest}"),
        }
        Ok(())
    }
}

fn midnight(day: jiff::civil::Date) -> Result<Instant> {
    match Instant::from_beijing(day.to_datetime(jiff::civil::Time::midnight())) {
        Some(at) => Ok(at),
        None => bail!(both!("{day} 超出历法范围", "{day} is out of the calendar")),
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

/// Programs get names as the catalogue has them, whoever runs the export.
const FOR_PROGRAMS: Lang = Lang::Zh;

impl Hazards {
    fn run(self) -> Result<ExitCode> {
        let (from, to) = (self.from.map(midnight).transpose()?, self.to.map(midnight).transpose()?);
        let app = open(&self.place)?;
        let mut sink = Sink::open(&self.target)?;
        let bar = progress::count(&both!("隐患", "hazards"));
        let count = match self.format {
            Format::Csv => self.csv(&app, &mut sink, from, to, &bar),
            Format::Json => json(&app, &mut sink, from, to, &bar),
            Format::Xlsx => self.xlsx(&app, &mut sink, from, to, &bar),
        };
        bar.finish_and_clear();
        app.store().close();
        if sink.left {
            return Ok(ExitCode::SUCCESS);
        }
        sink.finish(count?, &both!("条隐患", "hazards"), &self.target)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Whose names stand beside codes.
    fn lang(&self) -> Lang {
        if self.codes { FOR_PROGRAMS } else { reader() }
    }

    /// What the columns are called.
    fn headers(&self) -> Vec<&'static str> {
        let named = |column: usize| if self.codes { COLUMNS[column].0 } else { header(reader(), column) };
        (0..COLUMNS.len()).map(named).collect()
    }

    /// A row as it is written.
    fn row(&self, Exported(values): Exported) -> Vec<String> {
        if self.codes {
            return values;
        }
        values.into_iter().enumerate().map(|(column, value)| in_words(reader(), column, value)).collect()
    }

    fn csv(
        &self,
        app: &App,
        sink: &mut Sink,
        from: Option<Instant>,
        to: Option<Instant>,
        bar: &ProgressBar,
    ) -> Result<u64> {
        // Spreadsheet programs take UTF-8 for something else without the mark.
        sink.write_all("\u{feff}".as_bytes())?;
        csv_line(sink, self.headers().into_iter())?;
        let mut each = |row: Exported| {
            bar.inc(1);
            csv_line(sink, self.row(row).iter())
        };
        export(app, &Actor::System, from, to, self.lang(), &mut each).map_err(|problem| stopped(&problem))
    }

    fn xlsx(
        &self,
        app: &App,
        sink: &mut Sink,
        from: Option<Instant>,
        to: Option<Instant>,
        bar: &ProgressBar,
    ) -> Result<u64> {
        let title = both!("隐患台账", "hazards");
        let mut out = Outgoing::begin(Kind::Xlsx, sink, &title, &self.headers())?;
        let mut each = |row: Exported| {
            bar.inc(1);
            out.row(&self.row(row))
        };
        let count = export(app, &Actor::System, from, to, self.lang(), &mut each)
            .map_err(|problem| stopped(&problem))?;
        let names = (both!("校验", "checksum"), both!("行数", "rows"));
        out.finish(&names.0, |sum| {
            vec![[names.1.clone(), sum.rows.to_string()], ["SHA-256".to_owned(), hex::encode(sum.sha256)]]
        })?;
        Ok(count)
    }
}

fn json(
    app: &App,
    sink: &mut Sink,
    from: Option<Instant>,
    to: Option<Instant>,
    bar: &ProgressBar,
) -> Result<u64> {
    let mut each = |Exported(values): Exported| {
        bar.inc(1);
        let pairs = COLUMNS.iter().zip(values);
        let object: serde_json::Map<String, serde_json::Value> =
            pairs.map(|((name, _, _), value)| ((*name).to_owned(), value.into())).collect();
        serde_json::to_writer(&mut *sink, &object)?;
        sink.write_all(b"\n")
    };
    export(app, &Actor::System, from, to, FOR_PROGRAMS, &mut each).map_err(|problem| stopped(&problem))
}

fn stopped(problem: &work::Problem) -> anyhow::Error {
    let (title, detail) = work::words::say(reader(), problem);
    anyhow::anyhow!(both!("导出中断：{title} {detail}", "the export stopped: {title} {detail}"))
}

impl Ledger {
    fn run(self) -> Result<ExitCode> {
        let app = open(&self.place)?;
        app.store().settle(Duration::from_secs(30))?;
        let mut sink = Sink::open(&self.target)?;
        let head = serde_json::json!({
            "origin": store::origin(app.district()),
            "public_key": hex::encode(app.log_key()),
            "format": 1,
        });
        writeln!(sink, "{head}")?;
        let district = app.district();
        let mut count = 0;
        let bar = progress::count(&both!("事件", "events"));
        let written = app.store().read_blocking(|connection| {
            connection.begin_snapshot()?;
            let done = ledger(connection, district, &mut sink, &mut count, &bar);
            connection.rollback();
            done
        });
        bar.finish_and_clear();
        app.store().close();
        if sink.left {
            return Ok(ExitCode::SUCCESS);
        }
        written?;
        sink.finish(count, &both!("个事件", "events"), &self.target)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn ledger(
    connection: &mut dyn store::Connection,
    district: domain::ids::District,
    sink: &mut Sink,
    count: &mut u64,
    bar: &ProgressBar,
) -> Result<(), store::EngineError> {
    let failed =
        |error: io::Error| store::EngineError::Other(format!("the export could not be written: {error}"));
    connection.each(store::queries::ledger::LOGGED_EVENTS, &[district.into()], &mut |row| {
        let (event, _) = store::verify::envelope(&row)?;
        *count += 1;
        bar.inc(1);
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
