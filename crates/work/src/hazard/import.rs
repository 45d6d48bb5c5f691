//! 台账导入: history that was kept elsewhere becomes events with their own times, marked as imported.
//!
//! Each row is one command: it comes in whole or not at all, and its id in the source is written with it, so that
//! a second run, also after a crash in the middle, takes in only what is missing.

mod doubtful;
mod history;
mod ledger;
mod refused;
mod row;
mod said;
mod standing;
pub(crate) mod units;

use crate::words::Lang;
use crate::{App, Problem};
use domain::hazard::Takeover;
use domain::people::{Act, Actor, Resource, may};
use doubtful::Unknown;
pub use doubtful::{DoubtfulCell, UnknownUnit};
use history::{Writing, is_done_undated};
pub use ledger::{LedgerFile, LedgerSheet, chosen};
pub use refused::{IgnoredColumn, LeftOut, RefusedRow};
use row::{ImportRow, Outcome};
use serde::Serialize;
use standing::Stands;
pub use standing::{KnownAs, Standing};
use std::collections::VecDeque;
use std::time::Duration;
use store::Failure;
use tables::{HazardRow, Map, Seen, Sheet};
use tokio::sync::oneshot;
use units::Units;

/// How to import.
#[derive(Clone, Debug)]
pub struct Importing {
    /// 来源: the ledger's name. Ids are kept under it, so a second run must name the same.
    pub source: String,
    /// Look only: say what would happen and change nothing.
    pub dry_run: bool,
    /// The language of reasons.
    pub lang: Lang,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ImportedHazards)]
pub struct Imported {
    /// Data rows read.
    pub rows: usize,
    /// Rows that became hazards now.
    pub imported: usize,
    /// Rows that had become hazards before.
    pub already: usize,
    /// Rows that were not taken in.
    pub refused_rows: usize,
    /// The cells for which they were not; several of one row, if several are wrong.
    pub refused: Vec<RefusedRow>,
    /// Rows below the header that are no hazards: sums, signatures, notes.
    pub left_out: Vec<LeftOut>,
    /// Columns that came into no field, and why.
    pub ignored_columns: Vec<IgnoredColumn>,
    /// Rows taken in with a doubt about one of their cells.
    pub doubts: usize,
    /// Those cells.
    pub doubtful: Vec<DoubtfulCell>,
    /// Responsible units that the register does not know, the most frequent first.
    pub unknown_units: Vec<UnknownUnit>,
    /// Rows that say done and not when: they wait for verification.
    pub done_undated: usize,
    /// At which stages the rows that came in stand, or would, the earliest first.
    pub stages: Vec<Standing>,
    /// How many of them are overdue already: these are pressed for at once.
    pub overdue: usize,
    /// Under which other names of ledgers rows of this one came in before; told by a trial only.
    pub known_as: Vec<KnownAs>,
    /// Whether nothing was changed.
    pub dry_run: bool,
}

/// 来源 in characters, at most.
const SOURCE: usize = 200;
/// Commands that wait at the same time.
const IN_FLIGHT: usize = 256;
/// The same for whoever imports while others work: a batch of the writer still has room for them.
const BESIDE_OTHERS: usize = 32;

/// Whether this actor may import a ledger of this name; asked again by [`import`].
pub fn may_import(actor: &Actor, source: &str) -> Result<(), Problem> {
    may(actor, Act::Import, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    match source.trim().chars().count() {
        0 => Err(Problem::invalid("source", "required")),
        1..=SOURCE => Ok(()),
        _ => Err(Problem::invalid("source", "too_long")),
    }
}

/// Imports the sheets. Blocks; `progress` hears how many of how many rows are done. What a member of staff brings goes in
/// beside the work of others, in smaller pieces.
pub fn import(
    app: &App,
    actor: &Actor,
    sheets: &[&Sheet],
    map: &Map,
    importing: &Importing,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Imported, Problem> {
    let mut report = Imported { dry_run: importing.dry_run, ..Imported::default() };
    let mut clean = Vec::new();
    let mut seen = Seen::default();
    for sheet in sheets {
        let plan = match tables::plan(sheet, map) {
            Ok(plan) => plan,
            Err(why) => {
                report.refused.push(RefusedRow::sheet(&sheet.name, &why, importing.lang));
                continue;
            }
        };
        report.left_out.extend(LeftOut::all(&plan, importing.lang));
        report.ignored_columns.extend(IgnoredColumn::all(&plan, sheet, importing.lang));
        for row in tables::rows(sheet, &plan, map, &mut seen) {
            report.rows += 1;
            match row {
                Ok(row) => clean.push(row),
                Err(cells) => {
                    report.refused_rows += 1;
                    report.refused.extend(cells.iter().map(|cell| RefusedRow::read(cell, importing.lang)));
                }
            }
        }
    }
    import_rows(app, actor, clean, importing, report, progress)
}

/// Imports rows that were read already; `report` holds what is known of the others.
pub(crate) fn import_rows(
    app: &App,
    actor: &Actor,
    rows: Vec<HazardRow>,
    importing: &Importing,
    mut report: Imported,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Imported, Problem> {
    may_import(actor, &importing.source)?;
    let registers = app.registers();
    let catalogue = app.catalogue();
    let units = Units::new(registers.units(), &app.district_name());
    let now = app.store().surroundings().now();
    let takeover = Takeover { at: now, opens: app.calendar().opens(now, None) };
    let (source, lang) = (importing.source.as_str(), importing.lang);
    let (limits, calendar) = (app.limits(), app.calendar());
    let (rules, calendar) = (limits.at(now), calendar.as_ref());
    let writing =
        Writing { source, lang, now, units: &units, catalogue: &catalogue, rules, calendar, takeover };
    let total = rows.len();
    let (bringer, at_once) = match actor {
        Actor::Staff(staff) => (Actor::Importer(staff.clone()), BESIDE_OTHERS),
        other => (other.clone(), IN_FLIGHT),
    };
    let mut waiting = VecDeque::with_capacity(at_once);
    if importing.dry_run {
        report.known_as = standing::known_as(app, &rows, source)?;
    }
    let mut unknown = Unknown::default();
    for (done, row) in rows.iter().enumerate() {
        progress(done, total);
        let command = match ImportRow::of(app, row, &writing)? {
            Ok(command) => command,
            Err(refused) => {
                report.refused_rows += 1;
                report.refused.push(refused);
                continue;
            }
        };
        report.doubts += usize::from(!row.doubts.is_empty());
        report.doubtful.extend(DoubtfulCell::all(row, lang));
        unknown.note(row, &units);
        report.done_undated += usize::from(is_done_undated(row));
        if importing.dry_run {
            report.count(command.peek(app)?, command.standing);
            continue;
        }
        if waiting.len() >= at_once {
            report.take_answer(&mut waiting)?;
        }
        let answer = loop {
            match app.store().submit(app.district(), bringer.clone(), None, command.clone()) {
                Ok(answer) => break answer,
                Err(Failure::Overloaded) if waiting.is_empty() => {
                    std::thread::sleep(Duration::from_millis(5))
                }
                Err(Failure::Overloaded) => report.take_answer(&mut waiting)?,
                Err(failure) => return Err(failure.into()),
            }
        };
        waiting.push_back((answer, command.standing));
    }
    while !waiting.is_empty() {
        report.take_answer(&mut waiting)?;
    }
    progress(total, total);
    report.unknown_units = unknown.all();
    report.refused.sort_by(|a, b| (&a.sheet, a.row).cmp(&(&b.sheet, b.row)));
    Ok(report)
}

type Answer = (oneshot::Receiver<Result<Outcome, Failure<Problem>>>, Stands);

impl Imported {
    fn count(&mut self, outcome: Outcome, stands: Stands) {
        match outcome {
            Outcome::Imported => {
                self.imported += 1;
                self.overdue += usize::from(stands.overdue);
                Standing::count(&mut self.stages, stands.stage);
            }
            Outcome::Already => self.already += 1,
        }
    }

    /// Waits for the command that was sent first.
    fn take_answer(&mut self, waiting: &mut VecDeque<Answer>) -> Result<(), Problem> {
        let Some((answer, stands)) = waiting.pop_front() else { return Ok(()) };
        let answer =
            answer.blocking_recv().unwrap_or_else(|_| Err(Failure::Unavailable("the store stopped".into())));
        self.count(answer.map_err(Problem::from)?, stands);
        Ok(())
    }
}
