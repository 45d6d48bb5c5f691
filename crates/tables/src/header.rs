use thiserror::Error;

use crate::cell::Cell;
use crate::dates::year_in;
use crate::field::{Field, names_personal_data, plain_header};
use crate::identify::IdPart;
use crate::mapping::{Map, YearRule, YearWord};
use crate::notes::{self, Note, NoteKind};
use crate::sheet::{Sheet, column_index, column_letter};

/// How a sheet was understood. Nothing has been read yet; show it to whoever imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// Sheet name.
    pub sheet: String,
    /// First and last row of the header, from 1.
    pub header_rows: (u32, u32),
    /// The columns, from the first to the last that has a header or data.
    pub columns: Vec<Column>,
    /// Titles above the header, and notes, sums and examples below it.
    pub notes: Vec<Note>,
    /// Rows that hold nothing, or only a prepared row number.
    pub blank_rows: u32,
    /// The year of dates that name none.
    pub year: Option<i16>,
    pub(crate) data_rows: Vec<u32>,
}

impl Recognised {
    /// Data rows, whether they will be clean or refused.
    pub fn data_rows(&self) -> usize {
        self.data_rows.len()
    }

    pub(crate) fn column_named(&self, name: &str) -> Option<&Column> {
        position_named(&self.columns, name).map(|index| &self.columns[index])
    }

    /// First and last data row, from 1.
    pub fn data_span(&self) -> Option<(u32, u32)> {
        Some((self.data_rows.first()? + 1, self.data_rows.last()? + 1))
    }
}

/// A column by its header's path, by its innermost header, or by its letters, in this order.
fn position_named(columns: &[Column], name: &str) -> Option<usize> {
    let wanted = plain_header(name);
    let leaf = |column: &Column| plain_header(column.header.rsplit('/').next().unwrap_or_default());
    let by_path = columns.iter().position(|column| plain_header(&column.header) == wanted);
    by_path
        .or_else(|| columns.iter().position(|column| leaf(column) == wanted))
        .or_else(|| column_index(name).map(|index| index as usize).filter(|index| *index < columns.len()))
}

/// A column and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Zero-based.
    pub index: u32,
    /// The header from the outermost to the innermost merged row: `整改责任单位/施工`.
    pub header: String,
    /// The fields that it fills; none for a column that goes to `extra`.
    pub fields: Vec<Field>,
    /// What the sub-column says beyond its field: `施工`.
    pub part: Option<String>,
    /// Whether it names living persons.
    pub personal: bool,
    /// What it would fill, where another column fills that already.
    pub(crate) second: Option<Field>,
}

impl Column {
    /// The letters of the column.
    pub fn letter(&self) -> String {
        column_letter(self.index)
    }
}

/// Why a sheet cannot be imported as a whole.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Unrecognised {
    /// No row looks like a header: fewer than two known column names.
    #[error("{sheet}: no header was found")]
    NoHeader {
        /// Sheet name.
        sheet: String,
    },
    /// The mapping names a column that the sheet does not have.
    #[error("{sheet}: no column {column}")]
    NoColumn {
        /// Sheet name.
        sheet: String,
        /// As the mapping names it.
        column: String,
    },
    /// A required field has neither column nor constant.
    #[error("{sheet}: no column for {}", .field.name())]
    NoColumnFor {
        /// Sheet name.
        sheet: String,
        /// The field.
        field: Field,
    },
}

/// Finds the header, the columns' meaning, the data rows and the notes of a sheet.
///
/// # Errors
/// See [`Unrecognised`].
pub fn plan(sheet: &Sheet, map: &Map) -> Result<Recognised, Unrecognised> {
    let name = || sheet.name.clone();
    let (first, last) = header_block(sheet, map).ok_or_else(|| Unrecognised::NoHeader { sheet: name() })?;
    let columns = columns(sheet, map, first, last)?;
    for field in &map.required {
        if !map.constants.contains_key(field) && !columns.iter().any(|column| column.fields.contains(field)) {
            return Err(Unrecognised::NoColumnFor { sheet: name(), field: *field });
        }
    }
    let titles =
        (0..first).filter(|row| !sheet.is_blank_row(*row)).map(|row| note(sheet, row, NoteKind::Title));
    let mut recognised = Recognised {
        sheet: name(),
        header_rows: (first + 1, last + 1),
        notes: titles.collect(),
        blank_rows: 0,
        year: None,
        data_rows: Vec::new(),
        columns,
    };
    recognised.year = match map.year {
        YearRule::Fixed(year) => Some(year),
        YearRule::Word(YearWord::None) => None,
        YearRule::Word(YearWord::Auto) => {
            let titles = recognised.notes.iter().map(|note| note.text.as_str());
            (!sheet.named_by_file).then_some(sheet.name.as_str()).into_iter().chain(titles).find_map(year_in)
        }
    };
    sort_rows(sheet, last, &mut recognised);
    Ok(recognised)
}

/// A header stands near the top.
const SEARCHED_ROWS: u32 = 30;
/// A header of more rows is a misreading.
const HEADER_ROWS: u32 = 12;

fn header_block(sheet: &Sheet, map: &Map) -> Option<(u32, u32)> {
    if let Some(header) = map.header {
        let first = header.first_row.checked_sub(1)?;
        let last = first.checked_add(header.rows.clamp(1, HEADER_ROWS) - 1)?;
        return (last < sheet.height()).then_some((first, last));
    }
    let known = |text: &str| {
        let plain = plain_header(text);
        !plain.is_empty()
            && (map.builtin && Field::from_header(text).is_some()
                || map
                    .columns
                    .values()
                    .flatten()
                    .any(|name| name.split('/').any(|part| plain_header(part) == plain)))
    };
    let score = |row: u32| notes::words(sheet, row).iter().filter(|word| known(word)).count();
    let scores = (0..sheet.height().min(SEARCHED_ROWS)).map(|row| (score(row), row));
    let (score, best) = scores.max_by_key(|(score, row)| (*score, std::cmp::Reverse(*row)))?;
    if score < 2 {
        return None;
    }
    let (mut first, mut last) = (best, best);
    let across = |row: u32| sheet.merges().iter().filter(move |merge| merge.top == row && merge.width() > 1);
    if best > 0 && across(best - 1).count() >= 2 {
        first -= 1;
    }
    while let Some(merge) = sheet.merges().iter().find(|merge| {
        let meets = merge.top <= last && merge.bottom >= first;
        let grows = (merge.top < first || merge.bottom > last) && merge.bottom - merge.top < HEADER_ROWS;
        meets && grows && last - first < HEADER_ROWS
    }) {
        (first, last) = (first.min(merge.top), last.max(merge.bottom));
    }
    let below = last + 1;
    let under_merge = |column: u32| {
        across(last).any(|merge| merge.bottom == last && (merge.left..=merge.right).contains(&column))
    };
    let mut filled = (0..)
        .zip(sheet.rows.get(below as usize).into_iter().flatten())
        .filter(|(_, cell)| !cell.is_blank())
        .peekable();
    if filled.peek().is_some() && filled.all(|(column, _)| under_merge(column)) {
        last = below;
    }
    (last - first < HEADER_ROWS).then_some((first, last))
}

fn columns(sheet: &Sheet, map: &Map, first: u32, last: u32) -> Result<Vec<Column>, Unrecognised> {
    let width = sheet.rows.iter().skip(first as usize).map(Vec::len).max().unwrap_or(0);
    let width = u32::try_from(width).unwrap_or(u32::MAX);
    let paths: Vec<Vec<String>> = (0..width).map(|column| path(sheet, column, first, last)).collect();
    let mut columns: Vec<Column> = (0..)
        .zip(&paths)
        .map(|(index, path)| {
            let header = path.join("/");
            let personal = names_personal_data(&header);
            Column { index, header, fields: Vec::new(), part: None, personal, second: None }
        })
        .collect();
    let find = |name: &String| {
        position_named(&columns, name)
            .ok_or_else(|| Unrecognised::NoColumn { sheet: sheet.name.clone(), column: name.clone() })
    };
    let mut chosen = Vec::new();
    for (field, names) in &map.columns {
        for name in names {
            chosen.push((find(name)?, *field));
        }
    }
    for part in &map.id_parts {
        if let IdPart::Column(name) = part {
            find(name)?;
        }
    }
    let personal = map.personal.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    for (index, field) in chosen {
        columns[index].fields.push(field);
    }
    for index in personal {
        columns[index].personal = true;
    }
    if map.builtin {
        add_usual(map, &mut columns, &paths);
    }
    for column in &mut columns {
        column.personal |= column.fields.iter().any(|field| field.is_personal());
    }
    Ok(columns)
}

/// Gives the usual meaning to columns that the mapping does not name, for fields that it does not fill.
fn add_usual(map: &Map, columns: &mut [Column], paths: &[Vec<String>]) {
    let mut taken: Vec<Field> = map.columns.keys().chain(map.constants.keys()).copied().collect();
    for (column, path) in columns.iter_mut().zip(paths).filter(|(column, _)| column.fields.is_empty()) {
        let Some((field, part)) = usual_meaning(path) else { continue };
        if !taken.contains(&field) {
            column.fields.push(field);
            column.part = part;
            if !field.takes_several() {
                taken.push(field);
            }
        } else {
            column.second = Some(field);
        }
    }
}

/// The field of a header path: by parent and leaf together (`验收情况/日期`), by the leaf, or by a parent whose
/// leaf then names a part (`整改责任单位/施工`).
fn usual_meaning(path: &[String]) -> Option<(Field, Option<String>)> {
    let (leaf, parents) = path.split_last()?;
    for parent in parents.iter().rev() {
        let parent = plain_header(parent);
        let bare = parent.trim_end_matches("情况").trim_end_matches("信息");
        for together in [format!("{bare}{leaf}"), format!("{}{leaf}", bare.trim_start_matches("隐患"))] {
            if let Some(field) = Field::from_header(&together) {
                return Some((field, None));
            }
        }
    }
    let bare = |leaf: &str| matches!(plain_header(leaf).as_str(), "日期" | "时间" | "单位" | "措施");
    let alone = Field::from_header(leaf).filter(|_| parents.is_empty() || !bare(leaf));
    if let Some(field) = alone {
        return Some((field, None));
    }
    let parent = parents.iter().rev().find_map(|parent| Field::from_header(parent))?;
    parent.takes_several().then(|| (parent, Some(leaf.clone())))
}

fn path(sheet: &Sheet, column: u32, first: u32, last: u32) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    for row in first..=last {
        let text: String = sheet.spread(row, column).text().split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() && path.last() != Some(&text) {
            path.push(notes::short(&text, 100));
        }
    }
    path
}

fn sort_rows(sheet: &Sheet, header_last: u32, recognised: &mut Recognised) {
    let of = |wanted: &[Field]| -> Vec<u32> {
        let columns = recognised.columns.iter();
        columns
            .filter(|column| column.fields.iter().any(|field| wanted.contains(field)))
            .map(|column| column.index)
            .collect()
    };
    let (described, numbered) = (of(&[Field::Description]), of(&[Field::RowNumber, Field::SourceId]));
    let found = of(&[Field::FoundAt]);
    let headed = recognised.columns.iter().filter(|column| !column.header.is_empty()).count();
    let headed = u32::try_from(headed).unwrap_or(u32::MAX);
    let across_rows = notes::rows_merged_across(sheet, headed);
    let header: Vec<_> = notes::words(sheet, recognised.header_rows.0 - 1);
    for row in header_last + 1..sheet.height() {
        let words = notes::words(sheet, row);
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        let own = |columns: &[u32]| columns.iter().any(|column| !sheet.cell(row, *column).is_blank());
        let across = across_rows[row as usize];
        if words.is_empty() || words.len() == 1 && own(&numbered) && !own(&described) && !across {
            recognised.blank_rows += 1;
            continue;
        }
        // A table that names no days has nothing by which its hazards and its sums could be told apart.
        let dated = found.is_empty()
            || found.iter().any(|column| match sheet.inherited(row, *column) {
                Cell::Text(text) => text.trim_start().starts_with(|c: char| c.is_numeric()),
                cell => !cell.is_blank(),
            });
        let closing = if dated { None } else { notes::closing(&words) };
        let has_description = described.iter().any(|column| !sheet.inherited(row, *column).is_blank());
        let kind = if across {
            notes::kind_of(&words, true)
        } else if notes::is_example(&words) {
            Some(NoteKind::Example)
        } else if header == words {
            Some(NoteKind::Title)
        } else if closing.is_some() {
            closing
        } else if has_description
            || own(&numbered) && sheet.cell(row, numbered[0]).text().chars().any(|c| c.is_ascii_digit())
        {
            None
        } else {
            notes::kind_of(&words, false)
        };
        match kind {
            Some(kind) => recognised.notes.push(note(sheet, row, kind)),
            None => recognised.data_rows.push(row),
        }
    }
}

fn note(sheet: &Sheet, row: u32, kind: NoteKind) -> Note {
    Note { row: row + 1, kind, text: notes::short(&notes::words(sheet, row).join(" "), 200) }
}
