use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::cell::Cell;
use crate::dates::Reader;
use crate::header::Recognised;
use crate::identify::{IdPart, hashed};
use crate::mapping::Map;
use crate::refused::{Code, Refused};
use crate::row::{HazardRow, Location};
use crate::sheet::Sheet;
use crate::taking::Taking;

/// The source ids of the rows that were clean so far: one for a whole file, so that an id in two of its sheets
/// is noticed.
#[derive(Debug, Default)]
pub struct Seen(HashMap<String, Location>);

/// The data rows of a sheet, each clean or refused.
///
/// ```
/// use tables::{Map, Options, Seen};
/// let csv = "检查时间,隐患描述,整改情况\n2023年5月6日,消防通道堵塞,已整改\n昨天,路灯不亮,未整改\n";
/// let map = Map::default();
/// let sheets = tables::read(csv.as_bytes(), "台账.csv", &Options::default()).unwrap();
/// let recognised = tables::plan(&sheets[0], &map).unwrap();
/// let rows: Vec<_> = tables::rows(&sheets[0], &recognised, &map, &mut Seen::default()).collect();
/// assert_eq!(rows[0].as_ref().unwrap().description, "消防通道堵塞");
/// assert_eq!(rows[1].as_ref().unwrap_err().to_string(), "台账 row 3 column A 检查时间: unreadable_date (昨天)");
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
    type Item = Result<HazardRow, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = *self.recognised.data_rows.get(self.next)?;
        self.next += 1;
        Some(self.take(row).map_err(|refused| *refused))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.recognised.data_rows.len().saturating_sub(self.next);
        (left, Some(left))
    }
}

impl Rows<'_> {
    fn take(&mut self, row: u32) -> Result<HazardRow, Box<Refused>> {
        let reader = Reader {
            zone: &self.map.zone,
            formats: &self.map.formats,
            year: self.recognised.year,
            from_1904: self.sheet.from_1904,
        };
        let taking = Taking::of(self.sheet, self.recognised, self.map, reader, row)?;
        let id = self.id(&taking, row);
        let clean = taking.finish(id)?;
        match self.seen.0.entry(clean.source_id.clone()) {
            Entry::Vacant(place) => {
                place.insert(clean.at.clone());
                Ok(clean)
            }
            Entry::Occupied(first) => {
                let params = vec![
                    ("id", clean.source_id.clone()),
                    ("sheet", first.get().sheet.clone()),
                    ("row", first.get().row.to_string()),
                ];
                let shown = if clean.id_is_own { clean.source_id } else { String::new() };
                Err(Box::new(Refused {
                    sheet: clean.at.sheet,
                    row: clean.at.row,
                    column: None,
                    code: Code::DuplicateId,
                    params,
                    shown,
                }))
            }
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
