//! Tables that leave the house: row by row into a file, in flat memory, with a digest of the rows that anybody can
//! work out again.

use crate::formula_safe;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use sha2::{Digest, Sha256};
use std::io::{self, BufWriter, Write};

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheet programs want it.
    Csv,
    /// XLSX.
    Xlsx,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checksum {
    /// Rows, without the heading.
    pub rows: u64,
    /// SHA-256 over the rows as CSV lines in UTF-8, each with CR LF at its end; the same for both kinds of file.
    pub sha256: [u8; 32],
}

/// Rows of one sheet of a workbook; Excel takes 1,048,576 with the heading.
const SHEET: u32 = 1_000_000;
/// The longest text of a cell in Excel, in UTF-16 units.
const CELL: usize = 32_767;

/// A table on its way into a file.
pub struct Outgoing<W: Write + Send> {
    to: Target<W>,
    headers: Vec<String>,
    title: String,
    rows: u64,
    digest: Sha256,
}

enum Target<W: Write + Send> {
    Csv(BufWriter<W>),
    Xlsx { workbook: Box<Workbook>, to: W, row: u32 },
}

fn other(error: XlsxError) -> io::Error {
    io::Error::other(error)
}

/// One line of CSV.
fn line(cells: &[impl AsRef<str>]) -> Vec<u8> {
    let mut line = Vec::with_capacity(256);
    for (nth, cell) in cells.iter().enumerate() {
        let cell = cell.as_ref();
        if nth > 0 {
            line.push(b',');
        }
        if cell.contains(['"', ',', '\n', '\r']) {
            line.push(b'"');
            line.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            line.push(b'"');
        } else {
            line.extend_from_slice(cell.as_bytes());
        }
    }
    line.extend_from_slice(b"\r\n");
    line
}

/// A cell as it may stand in a file: a number is no formula, also a negative one.
fn safe(cell: &str) -> String {
    match cell.parse::<f64>() {
        Ok(_) => cell.to_owned(),
        Err(_) => formula_safe(cell).into_owned(),
    }
}

/// What fits into a cell of Excel.
fn fitting(cell: &str) -> &str {
    if cell.len() <= CELL {
        return cell;
    }
    let mut units = 0;
    let cut = cell.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > CELL
    });
    cut.map_or(cell, |(at, _)| &cell[..at])
}

fn sheet(workbook: &mut Workbook, name: &str, widths: &[u16]) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(name)?;
    for (column, width) in (0u16..).zip(widths) {
        sheet.set_column_width(column, *width)?;
    }
    Ok(())
}

fn write_row(sheet: &mut Worksheet, row: u32, cells: &[impl AsRef<str>]) -> Result<(), XlsxError> {
    for (column, cell) in (0u16..).zip(cells).filter(|(_, c)| !c.as_ref().is_empty()) {
        sheet.write_string(row, column, fitting(cell.as_ref()))?;
    }
    Ok(())
}

/// The sheet that is written at present: the last one.
fn present(workbook: &mut Workbook) -> Result<&mut Worksheet, XlsxError> {
    let last = workbook.worksheets().len().saturating_sub(1);
    workbook.worksheet_from_index(last)
}

impl<W: Write + Send> Outgoing<W> {
    /// Begins a file with a heading.
    pub fn begin(kind: Kind, mut to: W, title: &str, headers: &[&str]) -> io::Result<Self> {
        let headers: Vec<String> = headers.iter().map(|h| safe(h)).collect();
        let to = match kind {
            Kind::Csv => {
                to.write_all("\u{feff}".as_bytes())?;
                let mut to = BufWriter::new(to);
                to.write_all(&line(&headers))?;
                Target::Csv(to)
            }
            Kind::Xlsx => Target::Xlsx { workbook: Box::new(Workbook::new()), to, row: SHEET },
        };
        let mut this = Self { to, headers, title: title.to_owned(), rows: 0, digest: Sha256::new() };
        this.turn().map_err(other)?;
        Ok(this)
    }

    /// Begins the next sheet when this one is full.
    fn turn(&mut self) -> Result<(), XlsxError> {
        let Target::Xlsx { workbook, row, .. } = &mut self.to else { return Ok(()) };
        if *row < SHEET {
            return Ok(());
        }
        let name = match workbook.worksheets().len() {
            0 => self.title.clone(),
            n => format!("{} {}", self.title, n + 1),
        };
        let widths: Vec<u16> =
            self.headers.iter().map(|h| (h.chars().count() as u16 * 2 + 4).clamp(10, 24)).collect();
        sheet(workbook, &name, &widths)?;
        let sheet = present(workbook)?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, header) in (0u16..).zip(&self.headers) {
            sheet.write_string_with_format(0, column, header, &bold)?;
        }
        *row = 1;
        Ok(())
    }

    /// Writes a row.
    pub fn row(&mut self, cells: &[String]) -> io::Result<()> {
        let cells: Vec<String> = cells.iter().map(|c| safe(c)).collect();
        let line = line(&cells);
        self.digest.update(&line);
        self.rows += 1;
        self.turn().map_err(other)?;
        match &mut self.to {
            Target::Csv(to) => to.write_all(&line),
            Target::Xlsx { workbook, row, .. } => {
                let sheet = present(workbook).map_err(other)?;
                write_row(sheet, *row, &cells).map_err(other)?;
                *row += 1;
                Ok(())
            }
        }
    }

    /// Ends the file with what its reader checks it by: the last sheet, or the last lines after an empty one.
    /// `say` gives names and values for the checksum.
    pub fn finish(
        self,
        name: &str,
        say: impl FnOnce(&Checksum) -> Vec<[String; 2]>,
    ) -> io::Result<(Checksum, W)> {
        let checksum = Checksum { rows: self.rows, sha256: self.digest.finalize().into() };
        let said = say(&checksum);
        let said = said.iter().map(|pair| pair.each_ref().map(|cell| safe(cell)));
        match self.to {
            Target::Csv(mut to) => {
                to.write_all(b"\r\n")?;
                for pair in said {
                    to.write_all(&line(&pair))?;
                }
                let to = to.into_inner().map_err(|e| e.into_error())?;
                Ok((checksum, to))
            }
            Target::Xlsx { mut workbook, mut to, .. } => {
                sheet(&mut workbook, name, &[20, 80]).map_err(other)?;
                let last = present(&mut workbook).map_err(other)?;
                for (row, pair) in (0u32..).zip(said) {
                    write_row(last, row, &pair).map_err(other)?;
                }
                workbook.save_to_writer(&mut to).map_err(other)?;
                Ok((checksum, to))
            }
        }
    }
}
