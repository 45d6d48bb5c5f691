use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::read::{Limits, ReadError};
use crate::sheet::Sheet;
use crate::workbook::Gather;

/// A text file as one sheet. A row is a record, so that row numbers are those that a spreadsheet program shows;
/// every cell is text, whatever it begins with.
pub(crate) fn read(bytes: &[u8], name: &str, limits: &Limits) -> Result<Sheet, ReadError> {
    let text = decode(bytes)?;
    let start = text.trim_start().chars().take(512).collect::<String>().to_ascii_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") || start.contains("<table") {
        return Err(ReadError::Unsupported("a web page"));
    }
    if start.starts_with("<?xml") || start.starts_with("%pdf") {
        return Err(ReadError::Unsupported("this format"));
    }
    let delimiter = sniff(&text);
    let mut gather = Gather::new(limits);
    let mut rows = Vec::new();
    let open = records(&text, delimiter, |row, column, cell| {
        let cell = gather.text(cell)?;
        gather.put(&mut rows, row, column, cell)
    })?;
    if let Some(row) = open {
        return Err(ReadError::OpenQuote(row.saturating_add(1)));
    }
    let mut sheet = Sheet::new(name.to_owned(), rows, Vec::new());
    sheet.named_by_file = true;
    Ok(sheet)
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let marked = Encoding::for_bom(bytes);
    let bytes = marked.map_or(bytes, |(_, length)| &bytes[length..]);
    if marked.is_none() && bytes.contains(&0) {
        return Err(ReadError::Encoding);
    }
    let candidates: &[&'static Encoding] = match marked {
        Some((encoding, _)) => &[encoding],
        None => &[UTF_8, GB18030],
    };
    candidates
        .iter()
        .find_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes))
        .ok_or(ReadError::Encoding)
}

/// The delimiter that the first records agree on best: the one that splits each of them into the same, largest
/// number of cells.
fn sniff(text: &str) -> char {
    let score = |delimiter: char| {
        let mut widths: Vec<u32> = Vec::new();
        let head = text.char_indices().nth(20_000).map_or(text, |(end, _)| &text[..end]);
        let counted = records(head, delimiter, |row, column, _| {
            let row = row as usize;
            if row >= 20 {
                return Err(());
            }
            widths.resize(widths.len().max(row + 1), 0);
            widths[row] = widths[row].max(column + 1);
            Ok(())
        });
        // The record at which counting stopped, or the one that the cut ended, is not whole.
        if counted.is_err() || head.len() < text.len() {
            widths.truncate(widths.len().saturating_sub(1).max(1));
        }
        let widest = widths.iter().copied().max().unwrap_or(1);
        let agreeing = widths.iter().filter(|width| **width == widest).count();
        (widest > 1).then_some((agreeing, widest))
    };
    [',', '\t', ';']
        .into_iter()
        .filter(|delimiter| stands_outside(text, *delimiter))
        .filter_map(|delimiter| score(delimiter).map(|score| (score, delimiter)))
        .max_by_key(|(score, delimiter)| (*score, *delimiter == ','))
        .map_or(',', |(_, delimiter)| delimiter)
}

/// Whether the character stands anywhere outside of quotes: what is only inside of cells separates none.
fn stands_outside(text: &str, delimiter: char) -> bool {
    let mut quoted = false;
    text.chars().take(20_000).any(|c| {
        quoted ^= c == '"';
        c == delimiter && !quoted
    })
}

/// Walks the records of RFC 4180 with the leniency that spreadsheet programs show: a quote inside an unquoted
/// cell is a character, text after a closing quote belongs to the cell, and the last line needs no end. Gives the
/// record whose quote is still open at the end.
fn records<E>(
    text: &str,
    delimiter: char,
    mut cell: impl FnMut(u32, u32, &str) -> Result<(), E>,
) -> Result<Option<u32>, E> {
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut current = String::new();
    let mut quoted = false;
    let mut fresh = true;
    let mut walk = text.chars().peekable();
    while let Some(character) = walk.next() {
        if quoted {
            if character != '"' {
                current.push(character);
            } else if walk.next_if_eq(&'"').is_some() {
                current.push('"');
            } else {
                quoted = false;
            }
        } else if character == '"' && fresh {
            (quoted, fresh) = (true, false);
        } else if character == delimiter {
            cell(row, column, &current)?;
            current.clear();
            column = column.saturating_add(1);
            fresh = true;
        } else if character == '\n' || character == '\r' {
            if character == '\r' {
                walk.next_if_eq(&'\n');
            }
            cell(row, column, &current)?;
            current.clear();
            (row, column) = (row.saturating_add(1), 0);
            fresh = true;
        } else {
            current.push(character);
            fresh = false;
        }
    }
    if !current.is_empty() || column > 0 {
        cell(row, column, &current)?;
    }
    Ok(quoted.then_some(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
        let sheet = read(bytes, "t", &Limits::default()).unwrap();
        sheet.rows.iter().map(|row| row.iter().map(|cell| cell.text().into_owned()).collect()).collect()
    }

    #[test]
    fn encodings_and_delimiters_are_recognised() {
        let expected = vec![vec!["编号", "问题"], vec!["1", "井盖, 缺失"], vec!["2", "路灯\n不亮"]];
        let csv = "编号,问题\n1,\"井盖, 缺失\"\n2,\"路灯\n不亮\"\n";
        let semicolons = "编号;问题\r\n1;井盖, 缺失\r\n2;\"路灯\n不亮\"\r\n";
        let tabs = "编号\t问题\r1\t井盖, 缺失\r2\t\"路灯\n不亮\"";
        let utf16: Vec<u8> =
            std::iter::once(0xFEFF).chain(tabs.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let files = [
            csv.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", csv.as_bytes()].concat(),
            GB18030.encode(csv).0.into_owned(),
            semicolons.as_bytes().to_vec(),
            tabs.as_bytes().to_vec(),
            utf16,
        ];
        for file in files {
            assert_eq!(texts(&file), expected);
        }
    }

    #[test]
    fn a_formula_stays_text_and_blank_lines_keep_row_numbers() {
        let rows = texts(b"a,b\n\n=1+1,\"@SUM(A1)\"\n");
        assert_eq!(
            rows,
            vec![vec!["a".to_owned(), "b".into()], vec![], vec!["=1+1".into(), "@SUM(A1)".into()]]
        );
    }

    #[test]
    fn what_is_not_a_table_is_refused() {
        let read = |bytes: &[u8]| read(bytes, "t", &Limits::default()).unwrap_err();
        assert_eq!(read(b"\x00\x01\x02"), ReadError::Encoding);
        assert_eq!(read(b"a,b\n\xFF\xFF\xFF"), ReadError::Encoding);
        assert_eq!(read(b"<html><table>"), ReadError::Unsupported("a web page"));
    }

    #[test]
    fn limits_hold() {
        let limits =
            Limits { rows: 2, columns: 2, cells: 3, cell_chars: 3, text_bytes: 8, ..Limits::default() };
        let error = |text: &str| match read(text.as_bytes(), "t", &limits) {
            Err(ReadError::TooLarge { what, .. }) => what,
            other => panic!("{other:?}"),
        };
        assert_eq!(error("a\nb\nc"), "rows");
        assert_eq!(error("a,b,c"), "columns");
        assert_eq!(error("a,b\nc,d"), "cells");
        assert_eq!(error("路灯,路灯"), "text_bytes");
        let sheet = read("路灯不亮".as_bytes(), "t", &limits).unwrap();
        assert_eq!(*sheet.cell(0, 0), crate::Cell::TooLong(4));
    }
}
