//! `mashang import`: ledgers that were kept elsewhere.

use crate::open::{Where, open_or_begin};
use crate::out::say;
use crate::progress;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use domain::people::Actor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tables::{Map, Options, Sheet};
use work::hazard::{Imported, Importing};

/// Import ledgers that were kept elsewhere
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

/// Import a hazard ledger, as it is: .xlsx, .xls, .ods, .csv, .tsv
///
/// Each row comes in whole or is refused with sheet, row, column and reason. Ids of the source are kept: a second
/// run, also after a crash, imports nothing twice, as long as --source stays the same.
///
/// Exit code: 0 all rows are in, 1 some were refused, 2 the file is wrong or it stopped, 64 wrong arguments.
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
        eprintln!("mashang: {error:#}");
        Ok(ExitCode::from(2))
    })
}

impl Hazards {
    fn run(self) -> Result<ExitCode> {
        let map = match &self.map {
            Some(path) => {
                let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
                Map::from_toml(&text).with_context(|| path.display().to_string())?
            }
            None => Map::default(),
        };
        // An operator's own file: formats that are read whole are fine.
        let options = Options { whole_file_formats: true, ..Options::default() };
        let all = tables::read_path(&self.file, &options).with_context(|| self.file.display().to_string())?;
        let sheets = self.sheets(&all, &map)?;
        let source = self.source.clone().unwrap_or_else(|| stem(&self.file));
        // A trial changes nothing, not even by beginning an installation: it compares with an empty one elsewhere.
        let trial = match self.dry_run && self.place.district()?.is_none() {
            true => Some(Where::empty_trial()?),
            false => None,
        };
        let importing = Importing { source, dry_run: self.dry_run };
        let done = take_in(trial.as_ref().unwrap_or(&self.place), &sheets, &map, &importing);
        if let Some(trial) = trial {
            std::fs::remove_dir_all(&trial.data)?;
        }
        let report = done?;
        self.tell(&report)?;
        Ok(ExitCode::from(u8::from(!report.refused.is_empty())))
    }

    fn sheets<'a>(&self, all: &'a [Sheet], map: &Map) -> Result<Vec<&'a Sheet>> {
        if self.sheet.is_empty() {
            return Ok(map.select(all, self.all_sheets)?);
        }
        let mut chosen = Vec::new();
        for name in &self.sheet {
            let Some(sheet) = all.iter().find(|s| s.name.trim() == name.trim()) else {
                let names: Vec<&str> = all.iter().map(|s| s.name.as_str()).collect();
                bail!("there is no sheet {name:?}; there are {}", names.join(", "));
            };
            chosen.push(sheet);
        }
        Ok(chosen)
    }

    fn tell(&self, report: &Imported) -> Result<()> {
        if self.json {
            say!("{}", serde_json::to_string(report)?);
            return Ok(());
        }
        for refused in &report.refused {
            let column = refused.column.as_deref().unwrap_or("-");
            let header = refused.header.as_deref().unwrap_or_default();
            say!(
                "未导入 {} 第{}行 {column}列 {header}: {} [{}] {}",
                refused.sheet,
                refused.row,
                refused.reason,
                refused.code,
                refused.shown
            );
        }
        let word = if report.dry_run { "将导入" } else { "已导入" };
        say!(
            "共 {} 行: {word} {}, 之前已导入 {}, 未导入 {}",
            report.rows,
            report.imported,
            report.already,
            report.refused.len()
        );
        Ok(())
    }
}

fn take_in(place: &Where, sheets: &[&Sheet], map: &Map, importing: &Importing) -> Result<Imported> {
    let app = open_or_begin(place)?;
    let bar = progress::bar("导入");
    let done = work::hazard::import(&app, &Actor::Import, sheets, map, importing, &mut |done, total| {
        progress::show(&bar, done as u64, total as u64);
    });
    bar.finish_and_clear();
    app.store().close();
    done.map_err(|problem| anyhow::anyhow!("the import stopped: {problem}; run it again to go on"))
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}
