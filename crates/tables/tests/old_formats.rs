//! `.xls` and `.ods`, for operators who allow them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Cursor, Write};

use tables::*;
use zip::write::{SimpleFileOptions, ZipWriter};

const ROWS: [[&str; 3]; 3] = [
    ["检查时间", "隐患描述", "销号情况"],
    ["2023年5月6日", "路灯不亮", "已整改"],
    ["2023.5.7", "井盖缺失", "待整改"],
];

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
}

/// A workbook stream in BIFF8: one sheet of LABEL records, and a merge of the two last rows' first column.
fn biff() -> Vec<u8> {
    let begin =
        |kind: u16| record(0x0809, &[&0x0600_u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat());
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let sheet_record =
        |offset: u32| record(0x0085, &[&offset.to_le_bytes()[..], &[0, 0, 2, 1], &wide("旧表")].concat());
    let globals = begin(0x0005).len() + sheet_record(0).len() + record(0x000A, &[]).len();
    let mut stream =
        [begin(0x0005), sheet_record(u32::try_from(globals).unwrap()), record(0x000A, &[])].concat();
    stream.extend(begin(0x0010));
    for (row, texts) in (0_u16..).zip(ROWS) {
        for (column, text) in (0_u16..).zip(texts) {
            let length = u16::try_from(text.encode_utf16().count()).unwrap();
            let place: Vec<u8> = [row, column, 0, length].into_iter().flat_map(u16::to_le_bytes).collect();
            stream.extend(record(0x0204, &[&place[..], &[1], &wide(text)].concat()));
        }
    }
    let merge: Vec<u8> = [1_u16, 1, 1, 2, 2].into_iter().flat_map(u16::to_le_bytes).collect();
    stream.extend(record(0x00E5, &merge));
    stream.extend(record(0x000A, &[]));
    stream
}

/// A compound file with one stream: header, one FAT sector, one directory sector, and the stream's sectors.
fn compound(mut stream: Vec<u8>) -> Vec<u8> {
    stream.resize(stream.len().max(4_096).next_multiple_of(512), 0);
    let sectors = u32::try_from(stream.len() / 512).unwrap();
    let (end, free) = (0xFFFF_FFFE_u32, 0xFFFF_FFFF_u32);
    let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    header.extend([0; 16]);
    header.extend([0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes));
    header.extend([0, 1, 1, 0, 4_096, end, 0, end, 0, 0].into_iter().flat_map(u32::to_le_bytes));
    header.extend(free.to_le_bytes().repeat(108));
    let mut table = vec![0xFFFF_FFFD, end];
    table.extend((0..sectors).map(|sector| if sector + 1 == sectors { end } else { sector + 3 }));
    table.resize(128, free);
    let entry = |name: &str, kind: u8, child: u32, start: u32, size: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([free, free, child].into_iter().flat_map(u32::to_le_bytes));
        entry.resize(116, 0);
        entry.extend([start, size, 0].into_iter().flat_map(u32::to_le_bytes));
        entry
    };
    let mut directory = entry("Root Entry", 5, 1, end, 0);
    directory.extend(entry("Workbook", 2, free, 2, u32::try_from(stream.len()).unwrap()));
    directory.resize(512, 0);
    let table = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, table, directory, stream].concat()
}

fn open_document() -> Vec<u8> {
    let cell = |text: &str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let rows: String = ROWS
        .iter()
        .map(|row| format!("<table:table-row>{}</table:table-row>", row.map(cell).concat()))
        .collect();
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="旧表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", content.as_str()),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn both_are_read_when_allowed_and_refused_otherwise() {
    let allowed = Options { whole_file_formats: true, ..Options::default() };
    for (name, bytes) in [(".xls", compound(biff())), (".ods", open_document())] {
        assert_eq!(read(&bytes, "t", &Options::default()).unwrap_err(), ReadError::Unsupported(name));
        let sheets = read(&bytes, "t", &allowed).unwrap();
        assert_eq!(sheets[0].name, "旧表", "{name}");
        let map = Map::default();
        let recognised = plan(&sheets[0], &map).unwrap();
        let rows: Vec<HazardRow> =
            rows(&sheets[0], &recognised, &map, &mut Seen::default()).map(Result::unwrap).collect();
        let read: Vec<_> = rows.iter().map(|row| (row.description.as_str(), row.status)).collect();
        assert_eq!(read, [("路灯不亮", Status::Rectified), ("井盖缺失", Status::Open)], "{name}");
    }
}

#[test]
fn merges_of_an_xls_are_known() {
    let allowed = Options { whole_file_formats: true, ..Options::default() };
    let sheets = read(&compound(biff()), "t", &allowed).unwrap();
    assert_eq!(sheets[0].merges(), [Merge { top: 1, bottom: 1, left: 2, right: 2 }]);
}
