use std::collections::HashMap;

use crate::cell::Cell;
use crate::dates::Reader;
use crate::field::Field;
use crate::header::Recognised;
use crate::identify::{IdPart, hashed};
use crate::mapping::Map;
use crate::refused::{Code, ColumnName, Refused};
use crate::row::{HazardRow, Location};
use crate::sheet::Sheet;
use crate::taking::{Taking, name_of};

/// The source ids of the rows that were clean so far: one for a whole file, so that an id in two of its sheets
/// is noticed.
#[derive(Debug, Default)]
pub struct Seen(HashMap<String, Location>);

/// The data rows of a sheet, each clean or refused for one cell or more, in the order of the columns.
///
/// ```
/// use tables::{Map, Options, Seen};
/// let csv = "检查时间,隐患描述,整改情况\n2023年5月6日,消防通道堵塞,已整改\n昨天,路灯不亮,未整改\n";
/// let map = Map::default();
/// let sheets = tables::read(csv.as_bytes(), "台账.csv", &Options::default()).unwrap();
/// let recognised = tables::plan(&sheets[0], &map).unwrap();
/// let rows: Vec<_> = tables::rows(&sheets[0], &recognised, &map, &mut Seen::default()).collect();
/// assert_eq!(rows[0].as_ref().unwrap().description, "消防通道堵塞");
/// assert_eq!(rows[1].as_ref().unwrap_err()[0].to_string(), "台账 row 3 column A 检查时间: unreadable_date (昨天)");
/// ```
pub fn rows<'a>(sheet: &'a Sheet, recognised: &'a Recognised, map: &'a Map, seen: &'a mut Seen) -> Rows<'a> {
    Rows { sheet, recognised, map, seen, next: 0 }
}

/// See [`rows`].
pub struct Rows<'a> {
    sheet: &'a Sheet,
    recognised: &'a Recognised,
    map: &'a Map,
    seen: &'a mut Seen,
    next: usize,
}

impl Iterator for Rows<'_> {
    type Item = Result<HazardRow, Vec<Refused>>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = *self.recognised.data_rows.get(self.next)?;
        self.next += 1;
        Some(self.take(row))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.recognised.data_rows.len().saturating_sub(self.next);
        (left, Some(left))
    }
}

/// The refusal of a row whose id an earlier one has.
fn duplicate(at: &Location, id: String, own: Option<ColumnName>, first: &Location) -> Refused {
    let shown = if own.is_some() { id.clone() } else { String::new() };
    let params = vec![("id", id), ("sheet", first.sheet.clone()), ("row", first.row.to_string())];
    let (sheet, row) = (at.sheet.clone(), at.row);
    Refused { sheet, row, column: own, code: Code::DuplicateId, params, shown }
}

impl Rows<'_> {
    fn take(&mut self, row: u32) -> Result<HazardRow, Vec<Refused>> {
        let reader = Reader {
            zone: &self.map.zone,
            formats: &self.map.formats,
            year: self.recognised.year,
            from_1904: self.sheet.from_1904,
        };
        let taking = Taking::of(self.sheet, self.recognised, self.map, reader, row);
        let (id, is_own) = self.id(&taking, row);
        let at = taking.at.clone();
        // Where no number tells rows apart, the whole row is the same as the other one.
        let own = taking.column_of(Field::SourceId).map(name_of).filter(|_| is_own);
        let taken = taking.finish((id.clone(), is_own));
        match (taken, self.seen.0.get(&id)) {
            (Ok(clean), None) => {
                self.seen.0.insert(id, at);
                Ok(clean)
            }
            (Ok(_), Some(first)) => Err(vec![duplicate(&at, id, own, first)]),
            // A number of its own is the same number whatever else is wrong; a digest of wrong cells says nothing.
            (Err(mut refused), Some(first)) if is_own => {
                refused.push(duplicate(&at, id, own, first));
                Err(refused)
            }
            (Err(refused), _) => Err(refused),
        }
    }

    /// The source's own id, or a hash over what the mapping names.
    fn id(&self, taking: &Taking, row: u32) -> (String, bool) {
        if let Some(own) = taking.source_id() {
            return (own, true);
        }
        let named = self.map.id_with_sheet && !self.sheet.named_by_file;
        let sheet = named.then(|| self.sheet.name.clone());
        let parts = self.map.id_parts.iter().map(|part| match part {
            IdPart::Field(field) => taking.stable_text(*field),
            IdPart::Column(name) => self.column_text(name, row),
        });
        (hashed(sheet.into_iter().chain(parts)), false)
    }

    fn column_text(&self, name: &str, row: u32) -> String {
        let column = self.recognised.column_named(name);
        let cell = column.map_or(&Cell::Empty, |column| self.sheet.inherited(row, column.index));
        cell.text().into_owned()
    }
}
