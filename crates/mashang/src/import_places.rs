//! `mashang import places`: a register of places that was kept in a spreadsheet.

use crate::open::{Where, open_or_begin};
use crate::out::say;
use anyhow::{Context, Result};
use clap::Args;
use domain::people::Actor;
use std::path::PathBuf;
use std::process::ExitCode;
use work::place::{ImportedPlaces, import_places};

/// Import a register of places: .xlsx, .xls, .ods, .csv, .tsv
///
/// Each row comes in whole or is refused with row, column and reason. The external number, or else name and address,
/// is remembered: a second run takes in only what is missing. The columns are those of the template that the console
/// offers; coordinates need their system (CGCS2000, WGS-84, GCJ-02 or BD-09).
///
/// Exit code: 0 all rows are in, 1 some were refused, 2 the file is wrong or it stopped, 64 wrong arguments.
///
/// Examples:
///   mashang import places 场所台账.xlsx --dry-run
///   mashang import places 场所台账.csv --json > report.json
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Places {
    /// The file
    file: PathBuf,
    /// Say what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Where,
}

impl Places {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let bytes = std::fs::read(&self.file).with_context(|| self.file.display().to_string())?;
        let name = self.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        // A trial changes nothing, not even by beginning an installation: it compares with an empty one elsewhere.
        let trial = match self.dry_run && self.place.district()?.is_none() {
            true => Some(Where::empty_trial()?),
            false => None,
        };
        let done = take_in(trial.as_ref().unwrap_or(&self.place), &bytes, &name, self.dry_run);
        if let Some(trial) = trial {
            std::fs::remove_dir_all(&trial.data)?;
        }
        let report = done?;
        self.tell(&report)?;
        Ok(ExitCode::from(u8::from(!report.refused.is_empty())))
    }

    fn tell(&self, report: &ImportedPlaces) -> Result<()> {
        if self.json {
            say!("{}", serde_json::to_string(report)?);
            return Ok(());
        }
        for refused in &report.refused {
            let column = refused.column.as_deref().unwrap_or("-");
            let header = refused.header.as_deref().unwrap_or_default();
            let (row, reason, code) = (refused.row, &refused.reason, &refused.code);
            say!("未导入 第{row}行 {column}列 {header}: {reason} [{code}] {}", refused.shown);
        }
        let word = if report.dry_run { "将导入" } else { "已导入" };
        let (rows, imported, already) = (report.rows, report.imported, report.already);
        say!("共 {rows} 行: {word} {imported}, 之前已导入 {already}, 未导入 {}", report.refused.len());
        Ok(())
    }
}

fn take_in(place: &Where, bytes: &[u8], name: &str, dry_run: bool) -> Result<ImportedPlaces> {
    let app = open_or_begin(place)?;
    let done = import_places(&app, &Actor::Import, bytes, name, true, dry_run);
    app.store().close();
    done.map_err(|problem| anyhow::anyhow!("the import stopped: {problem}; run it again to go on"))
}
