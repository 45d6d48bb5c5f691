//! Tables that leave the house come back as they were, whole and harmless.

#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

use sha2::{Digest, Sha256};
use tables::{Cell, Checksum, Kind, Options, Outgoing, read};

const ROWS: [[&str; 3]; 3] = [
    ["1", "路面塌陷，有\"坑\"", "112.6"],
    ["2", "=HYPERLINK(\"http://x\")", "-26.9"],
    ["3", "两行\n文字", ""],
];

fn written(kind: Kind) -> (Checksum, Vec<u8>) {
    let mut out = Outgoing::begin(kind, Vec::new(), "台账", &["编号", "描述", "经度"]).unwrap();
    for row in ROWS {
        out.row(&row.map(str::to_owned)).unwrap();
    }
    let say = |sum: &Checksum| vec![["行数".to_owned(), sum.rows.to_string()]];
    out.finish("校验", say).unwrap()
}

#[test]
fn a_text_file_ends_with_what_it_is_checked_by() {
    let (sum, bytes) = written(Kind::Csv);
    let text = String::from_utf8(bytes).unwrap();
    let body = text.strip_prefix('\u{feff}').unwrap();
    let (heading, rest) = body.split_once("\r\n").unwrap();
    let (rows, trailer) = rest.split_once("\r\n\r\n").unwrap();
    assert_eq!((heading, trailer), ("编号,描述,经度", "行数,3\r\n"));
    let rows = format!("{rows}\r\n");
    assert!(rows.contains("\"'=HYPERLINK(\"\"http://x\"\")\",-26.9"), "{rows}");
    assert_eq!(sum.sha256, <[u8; 32]>::from(Sha256::digest(rows.as_bytes())));
}

#[test]
fn a_workbook_holds_the_same_rows_with_the_same_digest() {
    let ((text, _), (book, bytes)) = (written(Kind::Csv), written(Kind::Xlsx));
    assert_eq!(text, book);
    let sheets = read(&bytes, "out.xlsx", &Options::default()).unwrap();
    let cell = |sheet: usize, row: u32, column: u32| match sheets[sheet].cell(row, column) {
        Cell::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!((sheets[0].name.as_str(), sheets[1].name.as_str()), ("台账", "校验"));
    assert_eq!(cell(0, 0, 1), "描述");
    assert_eq!(cell(0, 1, 1), "路面塌陷，有\"坑\"");
    assert!(cell(0, 2, 1).starts_with("'=HYPERLINK"));
    assert_eq!(cell(1, 0, 1), "3");
}
