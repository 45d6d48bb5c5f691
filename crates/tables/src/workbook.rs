use std::io::{Cursor, Read, sink};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime, Ods, Reader, SheetVisible, Xls, Xlsx};
use jiff::civil::DateTime;

use crate::cell::Cell;
use crate::read::{Limits, Options, ReadError};
use crate::sheet::{Merge, Sheet};

/// Collects cells under the limits; shared by all sheets of a file, because the limits on cells and text are
/// for the whole file.
pub(crate) struct Gather<'a> {
    limits: &'a Limits,
    cells: usize,
    text_bytes: usize,
}

impl<'a> Gather<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self { limits, cells: 0, text_bytes: 0 }
    }

    /// The text as a cell, or its length if it is too long; an error when the file's text is too much.
    pub(crate) fn text(&mut self, text: &str) -> Result<Cell, ReadError> {
        if text.is_empty() {
            return Ok(Cell::Empty);
        }
        if text.len() > self.limits.cell_chars {
            let chars = text.chars().count();
            if chars > self.limits.cell_chars {
                return Ok(Cell::TooLong(chars));
            }
        }
        self.text_bytes = self.text_bytes.saturating_add(text.len());
        if self.text_bytes > self.limits.text_bytes {
            return Err(too_large("text_bytes", self.limits.text_bytes as u64));
        }
        Ok(Cell::Text(text.to_owned()))
    }

    /// Puts a cell at its place; empty cells are not stored.
    pub(crate) fn put(
        &mut self,
        rows: &mut Vec<Vec<Cell>>,
        row: u32,
        column: u32,
        cell: Cell,
    ) -> Result<(), ReadError> {
        if matches!(cell, Cell::Empty) {
            return Ok(());
        }
        if row >= self.limits.rows {
            return Err(too_large("rows", self.limits.rows.into()));
        }
        if column >= self.limits.columns {
            return Err(too_large("columns", self.limits.columns.into()));
        }
        let (row, column) = (row as usize, column as usize);
        if rows.len() <= row {
            rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut rows[row];
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            if self.cells > self.limits.cells {
                return Err(too_large("cells", self.limits.cells as u64));
            }
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        Ok(())
    }
}

/// A workbook in a zip: `.xlsx`, or `.ods` if allowed.
pub(crate) fn zipped(bytes: &[u8], options: &Options) -> Result<Vec<Sheet>, ReadError> {
    guarded(|| {
        let parts = check_parts(bytes, &options.limits)?;
        let holds = |name: &str| parts.iter().any(|part| part == name);
        if holds("xl/workbook.bin") {
            return Err(ReadError::Unsupported(".xlsb"));
        }
        if holds("content.xml") && holds("mimetype") {
            if !options.whole_file_formats {
                return Err(ReadError::Unsupported(".ods"));
            }
            let book = Ods::new(Cursor::new(bytes)).map_err(damaged)?;
            return whole(book, options, |_, _| Vec::new());
        }
        xlsx(bytes, &options.limits)
    })
}

/// A workbook in a compound file: `.xls` if allowed, or an encrypted `.xlsx`.
pub(crate) fn compound(bytes: &[u8], options: &Options) -> Result<Vec<Sheet>, ReadError> {
    let sealed: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(sealed.len()).any(|window| window == sealed) {
        return Err(ReadError::Encrypted);
    }
    if !options.whole_file_formats {
        return Err(ReadError::Unsupported(".xls"));
    }
    guarded(|| {
        let book = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
        whole(book, options, |book, name| book.merge_cells_by_sheet_name(name).unwrap_or_default())
    })
}

/// Inflates every part into nothing and counts, because a zip may declare less than it holds.
fn check_parts(bytes: &[u8], limits: &Limits) -> Result<Vec<String>, ReadError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > limits.parts {
        return Err(too_large("parts", limits.parts as u64));
    }
    let mut names = Vec::with_capacity(archive.len());
    let mut left = limits.inflated_bytes;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(text)
                if text == zip::result::ZipError::PASSWORD_REQUIRED =>
            {
                ReadError::Encrypted
            }
            other => damaged(other),
        })?;
        if part.size() > left {
            return Err(too_large("inflated_bytes", limits.inflated_bytes));
        }
        names.push(String::from_utf8_lossy(part.name_raw()).into_owned());
        let inflated = std::io::copy(&mut part.take(left.saturating_add(1)), &mut sink()).map_err(damaged)?;
        left =
            left.checked_sub(inflated).ok_or_else(|| too_large("inflated_bytes", limits.inflated_bytes))?;
    }
    Ok(names)
}

fn xlsx(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, ReadError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let from_1904 = book.has_1904_epoch();
    let listed = worksheets(&book, limits)?;
    let mut gather = Gather::new(limits);
    let mut sheets = Vec::with_capacity(listed.len());
    for (name, hidden) in listed {
        let mut rows = Vec::new();
        let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(found) = reader.next_cell().map_err(damaged)? {
            let (row, column) = found.get_position();
            let cell = match found.get_value() {
                DataRef::Empty => Cell::Empty,
                DataRef::String(text) => gather.text(text)?,
                DataRef::SharedString(text) => gather.text(text)?,
                DataRef::Int(number) => Cell::Number(*number as f64),
                DataRef::Float(number) => Cell::Number(*number),
                DataRef::Bool(value) => Cell::Bool(*value),
                DataRef::DateTime(at) => moment(*at),
                DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => gather.text(text)?,
                DataRef::Error(kind) => Cell::Fault(fault(kind)),
            };
            gather.put(&mut rows, row, column, cell)?;
        }
        drop(reader);
        let merges = book.merge_cells_by_sheet_name(&name).map_err(damaged)?;
        sheets.push(finished(name, hidden, from_1904, rows, merges, limits)?);
    }
    Ok(sheets)
}

/// A format whose reader holds the whole file.
fn whole<R: Reader<Cursor<B>>, B: AsRef<[u8]>>(
    mut book: R,
    options: &Options,
    merges: impl Fn(&R, &str) -> Vec<calamine::Dimensions>,
) -> Result<Vec<Sheet>, ReadError>
where
    R::Error: std::fmt::Display,
{
    let limits = &options.limits;
    let mut gather = Gather::new(limits);
    let mut sheets = Vec::new();
    for (name, hidden) in worksheets(&book, limits)? {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut rows = Vec::new();
        for (row, column, value) in range.used_cells() {
            let cell = match value {
                Data::Empty => Cell::Empty,
                Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
                    gather.text(text)?
                }
                Data::Int(number) => Cell::Number(*number as f64),
                Data::Float(number) => Cell::Number(*number),
                Data::Bool(value) => Cell::Bool(*value),
                Data::DateTime(at) => moment(*at),
                Data::Error(kind) => Cell::Fault(fault(kind)),
            };
            let place =
                |offset: u32, index: usize| offset.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
            gather.put(&mut rows, place(top, row), place(left, column), cell)?;
        }
        sheets.push(finished(name.clone(), hidden, false, rows, merges(&book, &name), limits)?);
    }
    Ok(sheets)
}

fn worksheets<RS: Read + std::io::Seek, R: Reader<RS>>(
    book: &R,
    limits: &Limits,
) -> Result<Vec<(String, bool)>, ReadError> {
    let listed: Vec<_> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    if listed.len() > limits.sheets {
        return Err(too_large("sheets", limits.sheets as u64));
    }
    Ok(listed)
}

fn finished(
    name: String,
    hidden: bool,
    from_1904: bool,
    rows: Vec<Vec<Cell>>,
    merges: Vec<calamine::Dimensions>,
    limits: &Limits,
) -> Result<Sheet, ReadError> {
    if merges.len() > limits.merges {
        return Err(too_large("merges", limits.merges as u64));
    }
    let merges = merges
        .into_iter()
        .map(|area| Merge { top: area.start.0, bottom: area.end.0, left: area.start.1, right: area.end.1 })
        .collect();
    let mut sheet = Sheet::new(name, rows, merges);
    (sheet.hidden, sheet.from_1904) = (hidden, from_1904);
    Ok(sheet)
}

fn moment(at: ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let read = || {
        let date = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        let time = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?);
        DateTime::new(date.0, date.1, date.2, time.0, time.1, time.2, i32::from(milli) * 1_000_000).ok()
    };
    // Below one day it is a time of day, and the 29th of February 1900 never was: the number is kept.
    match read() {
        Some(read) if at.as_f64() >= 1.0 && !at.is_duration() => Cell::Moment(read),
        _ => Cell::Number(at.as_f64()),
    }
}

fn fault(kind: &CellErrorType) -> &'static str {
    match kind {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        _ => "#ERROR!",
    }
}

/// The readers beneath are not written for hostile files alone; a panic in them is a damaged workbook.
fn guarded(read: impl FnOnce() -> Result<Vec<Sheet>, ReadError>) -> Result<Vec<Sheet>, ReadError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(ReadError::Damaged("unexpected structure".into())))
}

fn damaged(error: impl std::fmt::Display) -> ReadError {
    ReadError::Damaged(error.to_string().chars().take(200).collect())
}

pub(crate) fn too_large(what: &'static str, limit: u64) -> ReadError {
    ReadError::TooLarge { what, limit }
}
