//! Files from strangers: bombs, damaged workbooks and noise are refused, quickly and without a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Cursor, Write};

use proptest::prelude::*;
use tables::*;
use zip::write::{SimpleFileOptions, ZipWriter};

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The smallest workbook with one sheet, whose XML and shared strings the caller writes.
fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>"#
    );
    let links = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
    );
    let root = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let sheet = format!(r#"<worksheet xmlns="{MAIN}">{sheet}</worksheet>"#);
    let strings = format!(r#"<sst xmlns="{MAIN}">{strings}</sst>"#);
    zipped(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}

fn limit_met(bytes: &[u8], limits: Limits) -> &'static str {
    match read(bytes, "t.xlsx", &Options { limits, ..Options::default() }) {
        Err(ReadError::TooLarge { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_read() {
    let bomb = zipped(&[("xl/workbook.xml", &vec![b' '; 3 << 20])]);
    assert!(bomb.len() < 10_000);
    assert_eq!(limit_met(&bomb, Limits { inflated_bytes: 2 << 20, ..Limits::default() }), "inflated_bytes");
    let halves = zipped(&[("a", &vec![0; 1 << 20]), ("b", &vec![0; 1 << 20])]);
    assert_eq!(limit_met(&halves, Limits { inflated_bytes: 3 << 19, ..Limits::default() }), "inflated_bytes");
}

#[test]
fn a_zip_that_declares_less_than_it_holds_is_refused() {
    let mut bomb = zipped(&[("xl/workbook.xml", &vec![b' '; 3 << 20])]);
    let (real, lie) = ((3_u32 << 20).to_le_bytes(), 100_u32.to_le_bytes());
    let mut lies = 0;
    for at in 0..bomb.len() - 4 {
        if bomb[at..at + 4] == real {
            bomb[at..at + 4].copy_from_slice(&lie);
            lies += 1;
        }
    }
    assert!(lies >= 1);
    let refused = read(
        &bomb,
        "t.xlsx",
        &Options { limits: Limits { inflated_bytes: 2 << 20, ..Limits::default() }, ..Options::default() },
    );
    assert!(matches!(refused, Err(ReadError::TooLarge { .. } | ReadError::Damaged(_))), "{refused:?}");
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let corner =
        workbook(r#"<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#, "");
    assert_eq!(limit_met(&corner, Limits::default()), "rows");
    let wide = workbook(r#"<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>"#, "");
    assert_eq!(limit_met(&wide, Limits::default()), "columns");
    let gaps: String =
        (1..=50).map(|row| format!(r#"<row r="{row}"><c r="CV{row}"><v>1</v></c></row>"#)).collect();
    let gaps = workbook(&format!("<sheetData>{gaps}</sheetData>"), "");
    assert_eq!(limit_met(&gaps, Limits { cells: 4_999, ..Limits::default() }), "cells");
}

#[test]
fn one_long_string_in_many_cells_is_counted_in_each() {
    let cells: String =
        (1..=200).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
    let strings = format!("<si><t>{}</t></si>", "x".repeat(30_000));
    let book = workbook(&format!("<sheetData>{cells}</sheetData>"), &strings);
    assert_eq!(limit_met(&book, Limits { text_bytes: 1 << 20, ..Limits::default() }), "text_bytes");
    let longer = format!("<si><t>{}</t></si>", "x".repeat(40_000));
    let book = workbook(r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>"#, &longer);
    assert_eq!(read(&book, "t", &Options::default()).unwrap()[0].rows[0][0], Cell::TooLong(40_000));
}

#[test]
fn too_many_merges_parts_and_bytes() {
    let merges: String = (1..=30).map(|row| format!(r#"<mergeCell ref="A{row}:XFD{row}"/>"#)).collect();
    let book =
        workbook(&format!(r#"<sheetData></sheetData><mergeCells count="30">{merges}</mergeCells>"#), "");
    assert_eq!(limit_met(&book, Limits { merges: 29, ..Limits::default() }), "merges");
    assert_eq!(limit_met(&book, Limits { parts: 4, ..Limits::default() }), "parts");
    assert_eq!(limit_met(&book, Limits { file_bytes: 100, ..Limits::default() }), "file_bytes");
}

#[test]
fn merges_over_everything_do_not_slow_a_plan() {
    let merges: String = (0..5_000).map(|_| r#"<mergeCell ref="A2:XFD1048576"/>"#).collect();
    let rows: String =
        (2..2_000).map(|row| format!(r#"<row r="{row}"><c r="C{row}"><v>1</v></c></row>"#)).collect();
    let header = ["检查时间", "隐患描述"]
        .map(|name| format!(r#"<c t="inlineStr"><is><t>{name}</t></is></c>"#))
        .concat();
    let sheet =
        format!(r#"<sheetData><row r="1">{header}</row>{rows}</sheetData><mergeCells>{merges}</mergeCells>"#);
    let sheets = read(&workbook(&sheet, ""), "t", &Options::default()).unwrap();
    let recognised = plan(&sheets[0], &Map::default()).unwrap();
    assert_eq!(recognised.data_rows(), 0);
}

#[test]
fn what_cannot_be_read_says_what_it_is() {
    let error = |bytes: &[u8]| read(bytes, "t", &Options::default()).unwrap_err();
    assert_eq!(error(b""), ReadError::Empty);
    assert_eq!(error(&zipped(&[("xl/workbook.bin", b"")])), ReadError::Unsupported(".xlsb"));
    let compound = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600]].concat();
    assert_eq!(error(&compound), ReadError::Unsupported(".xls"));
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(error(&[compound, name].concat()), ReadError::Encrypted);
    assert!(matches!(error(&zipped(&[("a.txt", b"hello")])), ReadError::Damaged(_)));
    assert!(matches!(error(b"PK\x03\x04 and no more"), ReadError::Damaged(_)));
    let swallowing = "检查时间,隐患描述\n2025-01-01,井盖缺失\n2025-01-02,\"路灯不亮\n2025-01-03,护栏松动\n";
    assert_eq!(error(swallowing.as_bytes()), ReadError::OpenQuote(3));
}

fn whole_way(bytes: &[u8]) {
    let options = Options { whole_file_formats: true, ..Options::default() };
    let Ok(sheets) = read(bytes, "noise", &options) else { return };
    let map = Map::default();
    for sheet in &sheets {
        let Ok(recognised) = plan(sheet, &map) else { continue };
        let taken = rows(sheet, &recognised, &map, &mut Seen::default()).count();
        assert_eq!(taken, recognised.data_rows());
    }
}

fn small_sheet() -> String {
    let cell = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let line = |texts: [&str; 4]| format!("<row>{}</row>", texts.map(cell).concat());
    let rows = [
        line(["检查时间", "隐患描述", "等级", "销号情况"]),
        line(["2023.5.6", "路灯不亮", "一般", "已整改"]),
        r#"<row r="3"><c r="A3" s="0"><v>45060.5</v></c><c r="B3" t="s"><v>0</v></c><c r="C3" t="e"><v>#N/A</v></c></row>"#
            .to_owned(),
    ];
    format!(r#"<sheetData>{}</sheetData><mergeCells><mergeCell ref="A5:D6"/></mergeCells>"#, rows.concat())
}

#[test]
fn the_workbook_that_is_damaged_below_is_whole_at_first() {
    let sheets =
        read(&workbook(&small_sheet(), "<si><t>井盖缺失</t></si>"), "t", &Options::default()).unwrap();
    let map = Map::default();
    let recognised = plan(&sheets[0], &map).unwrap();
    let rows: Vec<_> = rows(&sheets[0], &recognised, &map, &mut Seen::default()).collect();
    assert_eq!(rows[0].as_ref().unwrap().description, "路灯不亮");
    assert_eq!(rows[1].as_ref().unwrap_err()[0].code, Code::CellError);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn noise_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), head in 0..4_usize) {
        let heads: [&[u8]; 4] = [b"", b"PK\x03\x04", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], b"\xEF\xBB\xBF"];
        whole_way(&[heads[head], &bytes].concat());
    }

    #[test]
    fn a_damaged_workbook_never_panics(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), "[\"<>/a-zA-Z0-9:=-]{0,3}"), 1..6)
    ) {
        let mut sheet: Vec<char> = small_sheet().chars().collect();
        for (place, text) in hits {
            let place = place.index(sheet.len());
            sheet.splice(place..=place, text.chars());
        }
        whole_way(&workbook(&sheet.into_iter().collect::<String>(), "<si><t>井盖缺失</t></si>"));
    }

    #[test]
    fn a_damaged_zip_never_panics(hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = workbook(&small_sheet(), "<si><t>井盖缺失</t></si>");
        for (place, byte) in hits {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        whole_way(&bytes);
    }

    #[test]
    fn strange_cells_under_a_known_header_are_clean_or_refused(
        cells in proptest::collection::vec(proptest::array::uniform7("\\PC{0,12}|[0-9./:年月日 -]{0,16}|已整改|3级|[0-9]{5}(\\.[0-9]+)?"), 1..12)
    ) {
        let mut text = "序号,检查时间,隐患描述,等级,整改期限,整改完成日期,销号情况\n".to_owned();
        for row in &cells {
            let quoted: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&quoted.join(","));
            text.push('\n');
        }
        let sheets = read(text.as_bytes(), "t", &Options::default()).unwrap();
        let map = Map::default();
        let recognised = plan(&sheets[0], &map).unwrap();
        for row in rows(&sheets[0], &recognised, &map, &mut Seen::default()) {
            match row {
                Ok(row) => prop_assert!(!row.description.trim().is_empty() && row.found_at.is_some()),
                Err(all) => {
                    prop_assert!(!all.is_empty());
                    for refused in all {
                        prop_assert!(refused.row >= 2 && refused.shown.chars().count() <= 81);
                    }
                }
            }
        }
    }

    #[test]
    fn a_table_that_we_write_is_read_back(
        cells in proptest::collection::vec(proptest::array::uniform3("[^\u{0}\u{feff}]{0,20}"), 1..10)
    ) {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let lines = cells.iter().map(|row| row.iter().map(quote).collect::<Vec<_>>().join(","));
        let text: String = lines.map(|line| line + "\r\n").collect();
        let Ok(sheets) = read(text.as_bytes(), "t", &Options::default()) else { return Ok(()) };
        for (row, expected) in (0..).zip(&cells) {
            for (column, expected) in (0..).zip(expected) {
                let read = match sheets[0].cell(row, column) {
                    Cell::Text(text) => text.as_str(),
                    _ => "",
                };
                prop_assert_eq!(read, expected);
            }
        }
    }
}
