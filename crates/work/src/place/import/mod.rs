//! 场所导入: a register that was kept in a spreadsheet. Each row comes in whole or is refused with row, column and
//! reason; the external number, or else name and address, is remembered, so that a second run takes in only what is
//! missing.

mod columns;
mod row;

pub use columns::template;

use self::columns::{COLUMNS, Faults, reason, wrong};
use self::row::Reading;
use super::contact::ContactEntry;
use super::register::Register;
use crate::hazard::{IgnoredColumn, LeftOut};
use crate::words::{Lang, filled, word};
use crate::{App, Problem, Registers};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{Extent, Place, System};
use serde::Serialize;
use std::collections::HashMap;
use store::queries;
use tables::{ListRow, Listed, NoList, Options, ReadError, Sheet, read};

/// Rows that are written in one go.
const AT_ONCE: usize = 200;
/// Rows that a preview shows.
const SHOWN: usize = 200;

/// A cell for which its row was not taken in.
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
    /// Rows that were not taken in.
    pub refused_rows: usize,
    /// The cells for which they were not, in the order of the sheet; several of one row, if several are wrong.
    pub refused: Vec<RefusedPlace>,
    /// Rows that are taken with a doubt: a position outside the district.
    pub doubts: Vec<RefusedPlace>,
    /// Rows below the header that are no places: sums, signatures, notes.
    pub left_out: Vec<LeftOut>,
    /// Columns that a register does not have.
    pub ignored_columns: Vec<IgnoredColumn>,
    /// The first rows as they were understood.
    pub preview: Vec<ImportedPlace>,
    /// Whether nothing was changed.
    pub dry_run: bool,
}

/// How a register is imported.
#[derive(Clone, Copy, Debug)]
pub struct ImportingPlaces<'a> {
    /// The file's name.
    pub name: &'a str,
    /// Whether it is an operator's own file, which may be of a format that is read whole (.xls, .ods).
    pub operator: bool,
    /// Look only: say what would happen and change nothing.
    pub dry_run: bool,
    /// The language of reasons.
    pub lang: Lang,
    /// 坐标系 of the rows that name none.
    pub system: Option<System>,
    /// 辖区范围 as the installation's file says it; else as the guide set it.
    pub extent: Option<Extent>,
}

fn whole_sheet(code: &'static str, reason: String) -> RefusedPlace {
    RefusedPlace { row: 0, column: None, header: None, code: code.to_owned(), reason, shown: String::new() }
}

/// The first visible sheet that is such a list, or why none is.
fn list(sheets: &[Sheet], lang: Lang) -> Result<(&str, Listed), Box<RefusedPlace>> {
    let mut why = None;
    for sheet in sheets.iter().filter(|s| !s.hidden) {
        match tables::listed(sheet, &COLUMNS) {
            Ok(list) => return Ok((&sheet.name, list)),
            Err(NoList::Missing(keys)) => {
                let wanted = COLUMNS.iter().filter(|c| keys.contains(&c.key));
                let names: Vec<String> = wanted.filter_map(|c| named(c.key, lang)).collect();
                let names = names.join(if lang == Lang::Zh { "、" } else { ", " });
                why = Some(whole_sheet("no_column", filled(reason(lang, "no_column"), |_| names.clone())));
            }
            Err(NoList::NoHeader) => {}
        }
    }
    Err(Box::new(why.unwrap_or_else(|| whole_sheet("no_header", reason(lang, "no_header").to_owned()))))
}

/// Imports a register of places from the bytes of a spreadsheet. Blocks.
pub fn import_places(
    app: &App,
    actor: &Actor,
    bytes: &[u8],
    importing: &ImportingPlaces<'_>,
) -> Result<ImportedPlaces, Problem> {
    may(actor, Act::Manage, Resource::Places).map_err(|_| Problem::forbidden())?;
    let lang = importing.lang;
    let mut report = ImportedPlaces { dry_run: importing.dry_run, ..ImportedPlaces::default() };
    let options = Options { whole_file_formats: importing.operator, ..Options::default() };
    let sheets = match read(bytes, importing.name, &options) {
        Ok(sheets) => sheets,
        Err(error @ ReadError::TooLarge { .. }) => return Err(crate::spreadsheet::unreadable(&error)),
        Err(error) => {
            let why = word(lang, "Unreadable", error.as_str()).unwrap_or_default();
            report.refused.push(whole_sheet("unreadable", why.to_owned()));
            return Ok(report);
        }
    };
    let (sheet, list) = match list(&sheets, lang) {
        Ok(list) => list,
        Err(refused) => {
            report.refused.push(*refused);
            return Ok(report);
        }
    };
    report.left_out = list.left_out.iter().map(|note| LeftOut::of(sheet, note, lang)).collect();
    let ignored = list.ignored.into_iter();
    report.ignored_columns =
        ignored.map(|column| IgnoredColumn::of(sheet, column, "place", None, lang)).collect();
    let list = list.rows;
    report.rows = list.len();
    let registers = app.registers();
    let reading = Reading::new(app, &registers, importing.system);
    let extent = importing.extent.or_else(|| app.extent());
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut clean = Vec::new();
    for entry in &list {
        let taken = match reading.place(entry) {
            Ok((place, contact)) => {
                match seen.insert(place.external.clone().unwrap_or_default(), entry.row) {
                    None => Ok((entry.row, place, contact)),
                    Some(_) => {
                        let key = if entry.text("external").is_empty() { "name" } else { "external" };
                        Err(Faults(vec![wrong(key, "twice")]))
                    }
                }
            }
            Err(mut faults) => {
                if seen.contains_key(entry.text("external")) {
                    faults.add(wrong("external", "twice"));
                }
                Err(faults)
            }
        };
        match taken {
            Ok(taken) => {
                let outside = |place: &Place| {
                    place.position.zip(extent).is_some_and(|(position, extent)| !extent.holds(position))
                };
                if outside(&taken.1) {
                    let shown = format!("{}, {}", entry.text("lon"), entry.text("lat"));
                    report.doubts.push(RefusedPlace { shown, ..cell(entry, "lon", "outside", lang) });
                }
                clean.push(taken);
            }
            Err(Faults(mut all)) => {
                report.refused_rows += 1;
                all.sort_by_key(|wrong| COLUMNS.iter().position(|column| column.key == wrong.key));
                report.refused.extend(all.into_iter().map(|wrong| cell(entry, wrong.key, wrong.code, lang)));
            }
        }
    }
    write(app, actor, clean, &registers, report)
}

/// What a column is called that the sheet does not have.
fn named(key: &str, lang: Lang) -> Option<String> {
    let names = COLUMNS.iter().find(|column| column.key == key)?.names;
    let name = match lang {
        Lang::Zh => names.first(),
        Lang::En => names.last(),
    };
    name.map(|name| (*name).to_owned())
}

/// What is said of a cell.
fn cell(entry: &ListRow, key: &'static str, code: &'static str, lang: Lang) -> RefusedPlace {
    let column = entry.column(key);
    let personal = matches!(key, "contact_name" | "contact_phone" | "party");
    RefusedPlace {
        row: entry.row,
        column: column.map(|c| c.letter.clone()),
        header: column.map(|c| c.header.clone()).or_else(|| named(key, lang)),
        code: code.to_owned(),
        reason: reason(lang, code).to_owned(),
        shown: if personal { String::new() } else { entry.text(key).chars().take(80).collect() },
    }
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
