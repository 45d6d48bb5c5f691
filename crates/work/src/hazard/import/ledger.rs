//! 台账文件: the bytes that somebody brings, their sheets, and which of these are to come in.

use super::{Imported, Importing, import, refused::RefusedRow};
use crate::words::{Lang, word};
use crate::{App, Problem, spreadsheet};
use domain::people::Actor;
use domain::place::System;
use serde::Serialize;
use tables::{CoordinateSystem, Map, ReadError, Sheet};

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LedgerSheet {
    /// Its name; of a text file the file's.
    pub name: String,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Whether it was read.
    pub taken: bool,
}

/// A ledger that a member of staff brings, read under the limits for what strangers send.
pub struct LedgerFile {
    sheets: Vec<Sheet>,
    taken: Vec<bool>,
    map: Map,
}

/// The sheets with these names, in the order of the names.
pub fn chosen<'a>(all: &'a [Sheet], names: &[String]) -> Result<Vec<&'a Sheet>, Problem> {
    let find = |name: &String| {
        all.iter().find(|sheet| sheet.name.trim() == name.trim()).ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|sheet| sheet.name.as_str()).collect();
            Problem::new(422, "no_such_sheet").with("name", name).with("names", names.join(", "))
        })
    };
    names.iter().map(find).collect()
}

/// Which sheets are read: those that are named, else all that are not hidden.
fn taken(all: &[Sheet], names: &[String]) -> Result<Vec<bool>, Problem> {
    let named = chosen(all, names)?;
    let is_taken = |sheet: &Sheet| match named.is_empty() {
        true => !sheet.hidden,
        false => named.iter().any(|one| one.name == sheet.name),
    };
    Ok(all.iter().map(is_taken).collect())
}

/// 坐标系 of a ledger's longitudes and latitudes.
fn system(of: System) -> CoordinateSystem {
    match of {
        System::Cgcs2000 => CoordinateSystem::Cgcs2000,
        System::Wgs84 => CoordinateSystem::Wgs84,
        System::Gcj02 => CoordinateSystem::Gcj02,
        System::Bd09 => CoordinateSystem::Bd09,
    }
}

impl LedgerFile {
    /// Reads a file: the sheets that are named, else all that are not hidden. What cannot be read at all is a report
    /// that says so; a file that is too large is refused.
    pub fn read(
        bytes: &[u8],
        name: &str,
        sheets: &[String],
        coordinates: Option<System>,
        lang: Lang,
    ) -> Result<Result<Self, Imported>, Problem> {
        let all = match tables::read(bytes, name, &spreadsheet::brought()) {
            Ok(all) => all,
            Err(error @ ReadError::TooLarge { .. }) => return Err(spreadsheet::unreadable(&error)),
            Err(error) => {
                let why = word(lang, "Unreadable", error.as_str()).unwrap_or_default();
                let refused = vec![RefusedRow::whole(name, "unreadable", why.to_owned())];
                return Ok(Err(Imported { refused, ..Imported::default() }));
            }
        };
        let taken = taken(&all, sheets)?;
        let mut map = Map::default();
        if let Some(coordinates) = coordinates {
            map.set_system(system(coordinates));
        }
        Ok(Ok(Self { sheets: all, taken, map }))
    }

    /// Its sheets, in their order.
    pub fn sheets(&self) -> Vec<LedgerSheet> {
        let all = self.sheets.iter().zip(&self.taken);
        all.map(|(sheet, taken)| LedgerSheet {
            name: sheet.name.clone(),
            hidden: sheet.hidden,
            taken: *taken,
        })
        .collect()
    }

    /// Imports it, as [`import`] does. Blocks.
    pub fn import(
        &self,
        app: &App,
        actor: &Actor,
        importing: &Importing,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Imported, Problem> {
        let taken: Vec<&Sheet> = self
            .sheets
            .iter()
            .zip(&self.taken)
            .filter(|(_, taken)| **taken)
            .map(|(sheet, _)| sheet)
            .collect();
        import(app, actor, &taken, &self.map, importing, progress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_sheets_are_read_when_they_are_named_only() {
        let sheet = |name: &str, hidden| {
            let mut sheet = Sheet::new(name.into(), Vec::new(), Vec::new());
            sheet.hidden = hidden;
            sheet
        };
        let all = [sheet("2023年", false), sheet("备份", true), sheet("2024年", false)];
        let read = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            taken(&all, &names).map_err(|problem| problem.params["names"].clone())
        };
        assert_eq!(read(&[]), Ok(vec![true, false, true]));
        assert_eq!(read(&["备份", " 2023年 "]), Ok(vec![true, true, false]));
        assert_eq!(read(&["2023年", "2025年"]), Err("2023年, 备份, 2024年".into()));
    }
}
