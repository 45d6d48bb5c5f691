//! `mashang import places`: a register of places that was kept in a spreadsheet.

use crate::coordinates::Coordinates;
use crate::import::{Line, line, stopped, tell_rest};
use crate::lang::{both, reader};
use crate::open::{Where, open_or_begin};
use crate::out::say;
use anyhow::{Context, Result};
use clap::Args;
use domain::people::Actor;
use std::path::PathBuf;
use std::process::ExitCode;
use work::place::{ImportedPlaces, ImportingPlaces, import_places};

/// 导入场所台账 Import a register of places: .xlsx, .xls, .ods, .csv, .tsv
///
/// Each row comes in whole or is refused, with the column of every wrong cell and
/// the reason. The external number, or else name and address, is remembered: a second run takes
/// in only what is missing. The columns are those of the template that the
/// console offers; coordinates need their system, in a column 坐标系 or by
/// --coordinates. A position outside of the district is taken as it stands, and reported
/// as a doubt.
///
/// Exit code: 0 all rows are in, 1 some were refused, 2 the file is wrong or it
/// stopped, 64 wrong arguments.
///
/// Examples:
///   mashang import places 场所台账.xlsx --dry-run
///   mashang import places 场所台账.csv --json > report.json
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Places {
    /// The file
    file: PathBuf,
    /// 坐标系 The system of the coordinates of rows that name none
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

impl Places {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let bytes = std::fs::read(&self.file).with_context(|| self.file.display().to_string())?;
        let name = self.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        // A trial changes nothing, not even by beginning an installation: it compares with an empty one elsewhere.
        let trial = match self.dry_run && self.place.district()?.is_none() {
            true => Some(Where::empty_trial()?),
            false => None,
        };
        let done = self.take_in(trial.as_ref().unwrap_or(&self.place), &bytes, &name);
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
        let refused = report.refused.iter().map(|place| (both!("未导入", "refused"), place));
        let doubts = report.doubts.iter().map(|place| (both!("请核对", "check"), place));
        for (what, place) in refused.chain(doubts) {
            let column = place.column.as_deref().unwrap_or_default();
            let header = place.header.as_deref().unwrap_or_default();
            let (row, reason, shown) = (place.row, &place.reason, &place.shown);
            let column = format!("{column} {header}");
            say!("{}", line(&Line { what, sheet: "", row, column: &column, reason, shown }));
        }
        tell_rest(&report.left_out, &report.ignored_columns);
        let (rows, imported, already) = (report.rows, report.imported, report.already);
        let (refused, doubts) = (report.refused_rows, report.doubts.len());
        let word = match report.dry_run {
            true => both!("将导入", "to be imported"),
            false => both!("已导入", "imported"),
        };
        say!(
            "{}",
            both!(
                "共 {rows} 行：{word} {imported}，之前已导入 {already}，未导入 {refused}，请核对 {doubts}",
                "{rows} rows: {imported} {word}, {already} imported before, {refused} refused, {doubts} to be checked"
            )
        );
        Ok(())
    }

    fn take_in(&self, place: &Where, bytes: &[u8], name: &str) -> Result<ImportedPlaces> {
        let app = open_or_begin(place)?;
        let extent = place.district()?.and_then(|district| district.extent);
        let system = self.coordinates.map(Coordinates::of_a_register);
        let (dry_run, lang) = (self.dry_run, reader());
        let importing = ImportingPlaces { name, operator: true, dry_run, lang, system, extent };
        let done = import_places(&app, &Actor::Import, bytes, &importing);
        app.store().close();
        done.map_err(|problem| stopped(&problem))
    }
}
