//! 场所导入: a register that was kept in a spreadsheet. Each row comes in whole or is refused with row, column and
//! reason; the external number, or else name and address, is remembered, so that a second run takes in only what is
//! missing.

mod columns;
mod row;

pub use columns::template;

use self::columns::{COLUMNS, Wrong, reason, wrong};
use self::row::Reading;
use super::contact::ContactEntry;
use super::register::Register;
use crate::{App, Problem, Registers};
use domain::people::{Act, Actor, Resource, may};
use domain::place::Place;
use serde::Serialize;
use std::collections::HashMap;
use store::queries;
use tables::{ListRow, NoList, Options, ReadError, Sheet, read};

/// Rows that are written in one go.
const AT_ONCE: usize = 200;
/// Rows that a preview shows.
const SHOWN: usize = 200;

/// A row that was not taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RefusedPlace {
    /// 行, as the spreadsheet program numbers it; 0 when the whole sheet was not understood.
    pub row: u32,
    /// 列, its letters.
    pub column: Option<String>,
    /// The header of the column.
    pub header: Option<String>,
    /// A code for programs.
    pub code: String,
    /// The reason in words.
    pub reason: String,
    /// What stands there; empty where it would show personal data.
    pub shown: String,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportOutcome {
    /// 新增.
    New,
    /// 已有: it came in before.
    Already,
}

/// A row as it would stand in the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportedPlace {
    /// 行.
    pub row: u32,
    /// 名称.
    pub name: String,
    /// 场所类别.
    #[schema(value_type = crate::names::PlaceKind)]
    pub kind: String,
    /// 地址.
    pub address: String,
    /// 街道, by name.
    pub street: Option<String>,
    /// Whether it has a position.
    pub has_position: bool,
    /// What becomes of it.
    pub outcome: ImportOutcome,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportedPlaces {
    /// Rows that hold anything.
    pub rows: usize,
    /// Rows that became places now, or would.
    pub imported: usize,
    /// Rows that are places already.
    pub already: usize,
    /// Rows that were not taken in, in the order of the sheet.
    pub refused: Vec<RefusedPlace>,
    /// The first rows as they were understood.
    pub preview: Vec<ImportedPlace>,
    /// Whether nothing was changed.
    pub dry_run: bool,
}

fn whole_sheet(code: &'static str, detail: &str) -> RefusedPlace {
    RefusedPlace {
        row: 0,
        column: None,
        header: None,
        code: code.to_owned(),
        reason: if detail.is_empty() {
            reason(code).to_owned()
        } else {
            format!("{}：{detail}", reason(code))
        },
        shown: String::new(),
    }
}

/// The first visible sheet that is such a list, or why none is.
fn list(sheets: &[Sheet]) -> Result<Vec<ListRow>, Box<RefusedPlace>> {
    let mut why = None;
    for sheet in sheets.iter().filter(|s| !s.hidden) {
        match tables::list(sheet, &COLUMNS) {
            Ok(list) => return Ok(list),
            Err(NoList::Missing(keys)) => {
                let names = COLUMNS.iter().filter(|c| keys.contains(&c.key)).map(|c| c.names[0]);
                why = Some(whole_sheet("no_column", &names.collect::<Vec<_>>().join("、")));
            }
            Err(NoList::NoHeader) => {}
        }
    }
    Err(Box::new(why.unwrap_or_else(|| whole_sheet("no_header", ""))))
}

/// Imports a register of places from the bytes of a spreadsheet. Blocks. An `operator`'s own file may be of a format that
/// is read whole (.xls, .ods). With `dry_run` nothing is changed.
pub fn import_places(
    app: &App,
    actor: &Actor,
    bytes: &[u8],
    name: &str,
    operator: bool,
    dry_run: bool,
) -> Result<ImportedPlaces, Problem> {
    may(actor, Act::Manage, Resource::Places).map_err(|_| Problem::forbidden())?;
    let mut report = ImportedPlaces { dry_run, ..ImportedPlaces::default() };
    let options = Options { whole_file_formats: operator, ..Options::default() };
    let sheets = match read(bytes, name, &options) {
        Ok(sheets) => sheets,
        Err(ReadError::TooLarge { .. }) => return Err(Problem::new(413, "too_large")),
        Err(error) => {
            report.refused.push(whole_sheet("unreadable", &error.to_string()));
            return Ok(report);
        }
    };
    let list = match list(&sheets) {
        Ok(list) => list,
        Err(refused) => {
            report.refused.push(*refused);
            return Ok(report);
        }
    };
    report.rows = list.len();
    let registers = app.registers();
    let reading = Reading::new(app, &registers);
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut clean = Vec::new();
    for entry in &list {
        let taken = reading.place(entry).and_then(|(place, contact)| {
            let external = place.external.clone().unwrap_or_default();
            match seen.insert(external, entry.row) {
                None => Ok((entry.row, place, contact)),
                Some(_) => {
                    Err(wrong(if entry.text("external").is_empty() { "name" } else { "external" }, "twice"))
                }
            }
        });
        match taken {
            Ok(taken) => clean.push(taken),
            Err(Wrong { key, code }) => {
                let column = entry.column(key);
                let personal = matches!(key, "contact_name" | "contact_phone" | "party");
                report.refused.push(RefusedPlace {
                    row: entry.row,
                    column: column.map(|c| c.letter.clone()),
                    header: column.map(|c| c.header.clone()),
                    code: code.to_owned(),
                    reason: reason(code).to_owned(),
                    shown: if personal { String::new() } else { entry.text(key).chars().take(80).collect() },
                });
            }
        }
    }
    write(app, actor, clean, &registers, report)
}

type Clean = Vec<(u32, Place, Option<ContactEntry>)>;

fn write(
    app: &App,
    actor: &Actor,
    clean: Clean,
    registers: &Registers,
    mut report: ImportedPlaces,
) -> Result<ImportedPlaces, Problem> {
    let district = app.district();
    for chunk in clean.chunks(AT_ONCE) {
        let known = app.store().read_blocking(|c| {
            let known = chunk.iter().map(|(_, place, _)| {
                let key = [district.into(), place.external.clone().into()];
                Ok(!c.query(queries::place::BY_EXTERNAL, &key)?.is_empty())
            });
            known.collect::<Result<Vec<bool>, store::EngineError>>()
        })?;
        for ((row, place, _), known) in chunk.iter().zip(&known) {
            if report.preview.len() < SHOWN {
                report.preview.push(ImportedPlace {
                    row: *row,
                    name: place.name.clone(),
                    kind: crate::problem::word(&place.kind),
                    address: place.address.clone(),
                    street: place.street.as_deref().and_then(|s| registers.street_name(s)).map(str::to_owned),
                    has_position: place.position.is_some(),
                    outcome: if *known { ImportOutcome::Already } else { ImportOutcome::New },
                });
            }
        }
        let new = known.iter().filter(|known| !**known).count();
        if report.dry_run {
            report.imported += new;
            report.already += chunk.len() - new;
            continue;
        }
        let places = chunk.iter().map(|(_, place, contact)| (place.clone(), contact.clone())).collect();
        let command = Register { places, passes_known: true };
        let made =
            app.store().execute_blocking(district, actor.clone(), None, command).map_err(Problem::from)?;
        report.imported += made.len();
        report.already += chunk.len() - made.len();
    }
    Ok(report)
}
