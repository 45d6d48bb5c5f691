//! `mashang import`: ledgers that were kept elsewhere.

use crate::coordinates::Coordinates;
use crate::lang::{both, reader};
use crate::open::{Where, open_or_begin};
use crate::out::say;
use crate::progress;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use domain::people::Actor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tables::{Map, Options, Sheet};
use work::hazard::{IgnoredColumn, Imported, Importing, LeftOut};

/// 导入台账、场所 Import ledgers and registers that were kept elsewhere
#[derive(Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Hazards(Hazards),
    Places(crate::import_places::Places),
}

/// 导入隐患台账，原样即可 Import a hazard ledger, as it is: .xlsx, .xls, .ods, .csv, .tsv
///
/// Each row comes in whole or is refused, with sheet, row, column and reason of
/// every wrong cell. Ids of the source are kept: a second run, also after a crash, imports nothing
/// twice, as long as --source stays the same. Rows of sums and signatures are
/// left out, and columns that come into no field are named with the reason: both
/// are reported.
///
/// Exit code: 0 all rows are in, 1 some were refused, 2 the file is wrong or it
/// stopped, 64 wrong arguments.
///
/// Examples:
///   mashang import hazards 隐患台账.xlsx --all-sheets --dry-run
///   mashang import hazards 隐患台账.xlsx --sheet 2025年 --source 安委办台账
///   mashang import hazards requests.csv --map docs/examples/la311.toml --json > report.json
#[derive(Args)]
#[command(verbatim_doc_comment)]
struct Hazards {
    /// The file
    file: PathBuf,
    /// How its columns are called, if not as usual; see docs/import.md
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// A sheet of the workbook; may be given several times. Else the map's, else the first visible one
    #[arg(long, value_name = "NAME")]
    sheet: Vec<String>,
    /// Every visible sheet
    #[arg(long, conflicts_with = "sheet")]
    all_sheets: bool,
    /// The ledger's name, under which its ids are kept; else the file's name without its ending
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// 坐标系 The system of its longitudes and latitudes, whatever the map says; else they are kept as words
    #[arg(long, value_name = "SYSTEM")]
    coordinates: Option<Coordinates>,
    /// Say what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Where,
}

/// Runs the verb.
pub fn run(import: Import) -> Result<ExitCode> {
    let done = match import.what {
        What::Hazards(hazards) => hazards.run(),
        What::Places(places) => places.run(),
    };
    done.or_else(|error| {
        crate::told::failed(&error);
        Ok(ExitCode::from(2))
    })
}

impl Hazards {
    fn run(self) -> Result<ExitCode> {
        let mut map = match &self.map {
            Some(path) => {
                let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
                Map::from_toml(&text).with_context(|| path.display().to_string())?
            }
            None => Map::default(),
        };
        if let Some(coordinates) = self.coordinates {
            map.set_system(coordinates.of_a_ledger());
        }
        // An operator's own file: formats that are read whole are fine.
        let options = Options { whole_file_formats: true, ..Options::default() };
        let named = || self.file.display().to_string();
        if std::fs::metadata(&self.file).with_context(named)?.is_dir() {
            return Err(std::io::Error::from(std::io::ErrorKind::IsADirectory)).with_context(named);
        }
        let all = tables::read_path(&self.file, &options).with_context(|| self.file.display().to_string())?;
        let sheets = self.sheets(&all, &map)?;
        let source = self.source.clone().unwrap_or_else(|| stem(&self.file));
        // A trial changes nothing, not even by beginning an installation: it compares with an empty one elsewhere.
        let trial = match self.dry_run && self.place.district()?.is_none() {
            true => Some(Where::empty_trial()?),
            false => None,
        };
        let importing = Importing { source, dry_run: self.dry_run, lang: reader() };
        let done = take_in(trial.as_ref().unwrap_or(&self.place), &sheets, &map, &importing);
        if let Some(trial) = trial {
            std::fs::remove_dir_all(&trial.data)?;
        }
        let report = done?;
        self.tell(&report)?;
        // Where not one row was understood, the file is wrong.
        let nothing_read = report.rows == 0 && !report.refused.is_empty();
        Ok(ExitCode::from(if nothing_read { 2 } else { u8::from(!report.refused.is_empty()) }))
    }

    fn sheets<'a>(&self, all: &'a [Sheet], map: &Map) -> Result<Vec<&'a Sheet>> {
        if self.sheet.is_empty() {
            return Ok(map.select(all, self.all_sheets)?);
        }
        work::hazard::chosen(all, &self.sheet).map_err(|problem| {
            let (_, detail) = work::words::say(reader(), &problem);
            anyhow::anyhow!(detail)
        })
    }

    fn tell(&self, report: &Imported) -> Result<()> {
        if self.json {
            say!("{}", serde_json::to_string(report)?);
            return Ok(());
        }
        for refused in &report.refused {
            let column = refused.column.as_deref().unwrap_or_default();
            let header = refused.header.as_deref().unwrap_or_default();
            say!(
                "{}",
                line(&Line {
                    what: both!("未导入", "refused"),
                    sheet: &refused.sheet,
                    row: refused.row,
                    column: &format!("{column} {header}"),
                    reason: &refused.reason,
                    shown: &refused.shown,
                })
            );
        }
        tell_rest(&report.left_out, &report.ignored_columns);
        let (rows, imported, already) = (report.rows, report.imported, report.already);
        let (refused, doubts) = (report.refused_rows, report.doubts);
        let word = match report.dry_run {
            true => both!("将导入", "to be imported"),
            false => both!("已导入", "imported"),
        };
        say!(
            "{}",
            both!(
                "共 {rows} 行：{word} {imported}，之前已导入 {already}，未导入 {refused}",
                "{rows} rows: {imported} {word}, {already} imported before, {refused} refused"
            )
        );
        tell_standing(report);
        let undated = report.done_undated;
        if undated > 0 {
            say!(
                "{}",
                both!(
                    "其中 {undated} 行写明已整改、没有完成日期：到“待验收”，不催办",
                    "{undated} of them say done without a date: they wait for verification and are not pressed for"
                )
            );
        }
        if doubts > 0 {
            say!(
                "{}",
                both!(
                    "其中 {doubts} 行有写得不合常规的地方，已按最可能的意思导入：",
                    "{doubts} of them have cells that are not as they should be, taken for what they most probably mean:"
                )
            );
        }
        tell_doubtful(report);
        for unit in &report.unknown_units {
            let (name, rows) = (&unit.name, unit.rows);
            say!(
                "{}",
                both!(
                    "单位名册里没有“{name}”（{rows} 行）：名称作为文字留下，没有派遣给它",
                    "the register has no unit {name} ({rows} rows): its name stays as text, nothing was dispatched to it"
                )
            );
        }
        Ok(())
    }
}

/// Where what came in stands, and whether it came in before under another name.
fn tell_standing(report: &Imported) {
    let between = both!("，", ", ");
    let stages = report.stages.iter().map(|one| {
        let code = serde_json::to_value(one.stage).ok();
        let code = code.as_ref().and_then(|code| code.as_str()).unwrap_or_default();
        format!("{} {}", work::words::word(reader(), "Stage", code).unwrap_or(code), one.rows)
    });
    let stages = stages.collect::<Vec<_>>().join(&between);
    if !stages.is_empty() {
        say!("{}", both!("各在什么环节：{stages}", "at which stages: {stages}"));
    }
    let overdue = report.overdue;
    if overdue > 0 {
        say!(
            "{}",
            both!(
                "其中 {overdue} 行已超期，导入后即按督办规则催办",
                "{overdue} of them are overdue: they are pressed for as soon as they are in"
            )
        );
    }
    for known in &report.known_as {
        let (name, rows) = (&known.source, known.rows);
        say!(
            "{}",
            both!(
                "请核对：有 {rows} 行的编号已在台账“{name}”名下导入过；如是同一份台账，请加 --source {name}，以免重复",
                "check: {rows} rows have numbers that came in as {name}; if it is the same ledger, add --source {name}, or they come in twice"
            )
        );
    }
}

/// So many doubtful cells are shown; all of them stand in the JSON.
const DOUBTFUL_SHOWN: usize = 20;

fn tell_doubtful(report: &Imported) {
    for cell in report.doubtful.iter().take(DOUBTFUL_SHOWN) {
        let (what, column) = (both!("请核对", "check"), format!("{} {}", cell.column, cell.header));
        let (sheet, row, reason) = (&cell.sheet, cell.row, &cell.reason);
        say!("{}", line(&Line { what, sheet, row, column: &column, reason, shown: "" }));
    }
    let more = report.doubtful.len().saturating_sub(DOUBTFUL_SHOWN);
    if more > 0 {
        say!("{}", both!("另有 {more} 处，用 --json 查看", "{more} more: see --json"));
    }
}

fn take_in(place: &Where, sheets: &[&Sheet], map: &Map, importing: &Importing) -> Result<Imported> {
    let app = open_or_begin(place)?;
    let bar = progress::bar(&both!("导入", "importing"));
    let done = work::hazard::import(&app, &Actor::Import, sheets, map, importing, &mut |done, total| {
        progress::show(&bar, done as u64, total as u64);
    });
    bar.finish_and_clear();
    app.store().close();
    done.map_err(|problem| stopped(&problem))
}

/// Why an import stopped, and how to go on.
pub(crate) fn stopped(problem: &work::Problem) -> anyhow::Error {
    let (title, detail) = work::words::say(reader(), problem);
    anyhow::anyhow!(both!(
        "导入中断：{title} {detail}再运行一次即可接着导入，已导入的不会重复",
        "the import stopped: {title} {detail} Run it again to go on; nothing comes in twice"
    ))
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What is said of a row or a column.
pub(crate) struct Line<'a> {
    pub(crate) what: String,
    pub(crate) sheet: &'a str,
    /// From 1; 0 for a whole sheet or column.
    pub(crate) row: u32,
    /// Letters and header, where one is at fault.
    pub(crate) column: &'a str,
    pub(crate) reason: &'a str,
    pub(crate) shown: &'a str,
}

/// One line of a report, in the reader's language.
pub(crate) fn line(of: &Line<'_>) -> String {
    let Line { what, sheet, row, column, reason, shown } = of;
    let mut at = vec![(*sheet).to_owned()];
    if *row > 0 {
        at.push(both!("第 {row} 行", "row {row}"));
    }
    let column = column.trim();
    if !column.is_empty() {
        at.push(both!("{column} 列", "column {column}"));
    }
    at.retain(|part| !part.is_empty());
    let (what, at) = (format!("{what} {}", at.join(" ")), reason);
    let what = what.trim_end();
    match shown.is_empty() {
        true => both!("{what}：{at}", "{what}: {at}"),
        false => both!("{what}：{at}（{shown}）", "{what}: {at} ({shown})"),
    }
}

/// What of a file was no thing of its list: rows, and columns.
pub(crate) fn tell_rest(left_out: &[LeftOut], ignored: &[IgnoredColumn]) {
    for left in left_out {
        let (what, row) = (both!("略过", "left out"), left.row);
        let (sheet, reason, shown) = (&left.sheet, &left.reason, &left.shown);
        say!("{}", line(&Line { what, sheet, row, column: "", reason, shown }));
    }
    for ignored in ignored {
        let what = both!("未取用", "not taken over");
        let column = format!("{} {}", ignored.column, ignored.header);
        let (sheet, reason) = (&ignored.sheet, &ignored.reason);
        say!("{}", line(&Line { what, sheet, row: 0, column: &column, reason, shown: "" }));
    }
}
