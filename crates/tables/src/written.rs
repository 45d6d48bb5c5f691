use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};
use thiserror::Error;

/// Why a workbook could not be written: a text longer than a cell takes, or a name that no sheet may have.
#[derive(Debug, Error)]
#[error("the workbook could not be written: {0}")]
pub struct WriteError(#[from] XlsxError);

/// A simple list as a workbook of one sheet: a title, a header, one row for each thing. Every cell is text, so that
/// codes keep their zeros and nothing is ever taken for a formula.
///
/// # Errors
/// See [`WriteError`].
pub fn written(
    sheet: &str,
    title: &str,
    header: &[(&str, u16)],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(sheet)?;
    let big = Format::new().set_bold().set_font_size(14).set_align(FormatAlign::Center);
    let head = Format::new().set_bold().set_align(FormatAlign::Center).set_text_wrap();
    let plain = Format::new().set_align(FormatAlign::Top).set_text_wrap().set_num_format("@");
    let last = u16::try_from(header.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if last > 0 {
        page.merge_range(0, 0, 0, last, title, &big)?;
    } else {
        page.write_string_with_format(0, 0, title, &big)?;
    }
    for (column, (name, width)) in (0u16..).zip(header) {
        page.write_string_with_format(1, column, *name, &head)?;
        page.set_column_width(column, f64::from(*width))?;
    }
    page.set_freeze_panes(2, 0)?;
    for (row, cells) in (2u32..).zip(rows) {
        for (column, text) in (0u16..).zip(cells) {
            page.write_string_with_format(row, column, &text, &plain)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Wanted, list, read};

    #[test]
    fn what_is_written_is_read_again() {
        let rows = vec![vec!["01".to_owned(), "=1+1".to_owned()], vec!["0199".to_owned(), String::new()]];
        let bytes = written("目录", "隐患目录", &[("代码", 8), ("名称", 20)], rows).unwrap();
        let sheets = read(&bytes, "x.xlsx", &Options::default()).unwrap();
        let column = |key, names| Wanted { key, names, required: true, inherited: false };
        let found = list(&sheets[0], &[column("code", &["代码"]), column("name", &["名称"])]).unwrap();
        let seen: Vec<(u32, &str, &str)> =
            found.iter().map(|r| (r.row, r.text("code"), r.text("name"))).collect();
        assert_eq!(seen, [(3, "01", "=1+1"), (4, "0199", "")]);
        assert_eq!(sheets[0].name, "目录");
    }
}
