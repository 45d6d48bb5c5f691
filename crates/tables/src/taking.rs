use std::collections::{BTreeMap, BTreeSet};

use crate::cell::Cell;
use crate::dates::{Reader, is_bare_date};
use crate::field::Field;
use crate::header::{Column, Recognised};
use crate::mapping::Map;
use crate::notes::short;
use crate::refused::{Code, ColumnName, Refused};
use crate::row::{Doubt, DoubtCode, Location};
use crate::sheet::Sheet;

/// A filled cell on its way into a field.
pub(crate) struct Filled<'a> {
    /// `None` for a constant of the mapping.
    pub(crate) column: Option<&'a Column>,
    pub(crate) cell: Cell,
    pub(crate) text: String,
}

/// One data row while it is read: what fills each field, and what was set aside.
pub(crate) struct Taking<'a> {
    pub(crate) map: &'a Map,
    pub(crate) columns: &'a [Column],
    pub(crate) reader: Reader<'a>,
    pub(crate) at: Location,
    pub(crate) filled: BTreeMap<Field, Vec<Filled<'a>>>,
    pub(crate) extra: Vec<(String, String)>,
    pub(crate) personal_extra: Vec<(String, String)>,
    pub(crate) doubts: Vec<Doubt>,
    /// What is wrong with the row so far.
    pub(crate) wrong: Vec<Refused>,
    /// Fields whose cell is at fault: nothing more is said of them.
    pub(crate) faulty: BTreeSet<Field>,
}

impl<'a> Taking<'a> {
    /// Looks at every cell of the row once.
    pub(crate) fn of(
        sheet: &'a Sheet,
        recognised: &'a Recognised,
        map: &'a Map,
        reader: Reader<'a>,
        row: u32,
    ) -> Self {
        let at = Location { sheet: sheet.name.clone(), row: row + 1 };
        let mut taking = Self {
            map,
            columns: &recognised.columns,
            reader,
            at,
            filled: BTreeMap::new(),
            extra: Vec::new(),
            personal_extra: Vec::new(),
            doubts: Vec::new(),
            wrong: Vec::new(),
            faulty: BTreeSet::new(),
        };
        for column in &recognised.columns {
            let cell = sheet.inherited(row, column.index);
            if !cell.is_blank() {
                taking.look_at(column, cell);
            }
        }
        for (field, text) in &map.constants {
            let filled = Filled { column: None, cell: Cell::Text(text.clone()), text: text.clone() };
            taking.filled.entry(*field).or_insert_with(|| vec![filled]);
        }
        taking
    }

    fn look_at(&mut self, column: &'a Column, cell: &Cell) {
        let chars = match cell {
            Cell::TooLong(chars) => *chars,
            Cell::Text(text) if text.len() > self.map.max_chars => text.trim().chars().count(),
            _ => 0,
        };
        if chars > self.map.max_chars || matches!(cell, Cell::TooLong(_)) {
            let params = vec![("chars", chars.to_string()), ("limit", self.map.max_chars.to_string())];
            return self.refuse_cell(column, Code::TooLong, params, cell);
        }
        if matches!(cell, Cell::Fault(_)) && !column.fields.is_empty() {
            return self.refuse_cell(column, Code::CellError, Vec::new(), cell);
        }
        let written = cell.text();
        if column.fields.is_empty() {
            self.set_aside(column, &written);
        }
        for field in &column.fields {
            self.fill(*field, column, cell, &written);
        }
    }

    /// Refuses what fills the fields of a column.
    fn refuse_cell(
        &mut self,
        column: &'a Column,
        code: Code,
        params: Vec<(&'static str, String)>,
        cell: &Cell,
    ) {
        self.wrong.push(self.refused(Some(column), code, params, cell));
        self.faulty.extend(&column.fields);
    }

    fn fill(&mut self, field: Field, column: &'a Column, cell: &Cell, written: &str) {
        if field != Field::Description && self.map.is_blank(written) {
            return;
        }
        let translated = self.map.translation(field, written);
        if translated.is_some_and(|target| target != written) || field == Field::RowNumber {
            self.set_aside(column, written);
        }
        if takes_names(field) && is_bare_date(cell) {
            self.doubt(column, DoubtCode::DateInNameColumn);
            self.extra.push((column.header.clone(), written.to_owned()));
            return;
        }
        let (cell, text) = match translated {
            Some("") => return,
            Some(text) => (Cell::Text(text.to_owned()), text.to_owned()),
            None => (cell.clone(), written.to_owned()),
        };
        self.filled.entry(field).or_default().push(Filled { column: Some(column), cell, text });
    }

    pub(crate) fn set_aside(&mut self, column: &Column, written: &str) {
        let name = if column.header.is_empty() { column.letter() } else { column.header.clone() };
        let shelf = if column.personal || looks_personal(written) {
            &mut self.personal_extra
        } else {
            &mut self.extra
        };
        shelf.push((name, written.to_owned()));
    }

    /// The source's own number of the hazard.
    pub(crate) fn source_id(&self) -> Option<String> {
        self.filled.get(&Field::SourceId).and_then(|filled| filled.first()).map(|filled| filled.text.clone())
    }

    /// What a field says, however it is written: a date as serial or as words gives the same text.
    pub(crate) fn stable_text(&self, field: Field) -> String {
        let filled = self.filled.get(&field).map(Vec::as_slice).unwrap_or_default();
        let texts = filled.iter().map(|filled| match self.reader.read(&filled.cell, None) {
            Some(moment) if is_date(field) => moment.at.to_string(),
            _ => filled.text.split_whitespace().collect::<Vec<_>>().join(" "),
        });
        texts.collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn doubt(&mut self, column: &Column, code: DoubtCode) {
        self.doubts.push(Doubt { code, column: name_of(column) });
    }

    /// Refuses what stands in a field.
    pub(crate) fn refuse(&mut self, field: Field, code: Code) {
        let refused = match self.filled.get(&field).and_then(|filled| filled.first()) {
            Some(filled) => self.refused(filled.column, code, Vec::new(), &filled.cell),
            None => self.refused(None, code, Vec::new(), &Cell::Empty),
        };
        self.wrong.push(refused);
        self.faulty.insert(field);
    }

    pub(crate) fn refused(
        &self,
        column: Option<&Column>,
        code: Code,
        params: Vec<(&'static str, String)>,
        cell: &Cell,
    ) -> Refused {
        let shown = match column {
            Some(column) if column.personal => String::new(),
            _ => short(&cell.text(), 80),
        };
        Refused {
            sheet: self.at.sheet.clone(),
            row: self.at.row,
            column: column.map(name_of),
            code,
            params,
            shown,
        }
    }
}

pub(crate) fn name_of(column: &Column) -> ColumnName {
    ColumnName { letter: column.letter(), header: column.header.clone() }
}

fn is_date(field: Field) -> bool {
    matches!(field, Field::FoundAt | Field::DueAt | Field::FinishedAt | Field::ClosedAt)
}

fn takes_names(field: Field) -> bool {
    use Field::*;
    matches!(field, FinderUnit | Finder | Party | ResponsibleUnit | ResponsiblePerson | Verifier | Reporter)
}

/// Whether a text holds a mobile number or an identity card number.
fn looks_personal(text: &str) -> bool {
    let runs = text.split(|character: char| !character.is_ascii_digit() && !matches!(character, 'x' | 'X'));
    runs.into_iter().any(|run| match run.len() {
        11 => {
            run.starts_with('1') && run.as_bytes()[1] >= b'3' && run.bytes().all(|byte| byte.is_ascii_digit())
        }
        18 => run[..17].bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::looks_personal;

    #[test]
    fn numbers_of_people_are_noticed() {
        assert!(looks_personal("张某 13900000000") && looks_personal("11010119000101001X"));
        assert!(
            !looks_personal("K642+400～+526")
                && !looks_personal("20230506")
                && !looks_personal("12300000000")
        );
    }
}
