//! A ledger of the shape that people keep, written here with invented content, read to the last row.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use tables::*;

const COLUMNS: [&str; 18] = [
    "序号",
    "检查时间",
    "检查单位",
    "检查人",
    "检查项目",
    "检查工点",
    "隐患问题描述",
    "隐患类型",
    "隐患等级",
    "整改要求（措施）",
    "整改期限",
    "",
    "",
    "",
    "",
    "整改责任人",
    "整改完成日期",
    "销号情况",
];

/// A header of `depth` rows from row `top`, whose four unit columns have names of their own in its lower half.
fn header(sheet: &mut Worksheet, top: u32, depth: u32) {
    let plain = Format::new();
    let split = top + depth.div_ceil(2);
    for (column, name) in (0..).zip(COLUMNS).filter(|(_, name)| !name.is_empty()) {
        sheet.merge_range(top, column, top + depth - 1, column, name, &plain).unwrap();
    }
    sheet.merge_range(top, 11, split - 1, 14, "整改责任单位", &plain).unwrap();
    for (column, part) in (11..).zip(["建设", "设计", "施工", "监理"]) {
        if split == top + depth - 1 {
            sheet.write(split, column, part).unwrap();
        } else {
            sheet.merge_range(split, column, top + depth - 1, column, part, &plain).unwrap();
        }
    }
}

fn date(sheet: &mut Worksheet, row: u32, column: u16, text: &str) {
    let format = Format::new().set_num_format("yyyy/m/d");
    sheet.write_with_format(row, column, ExcelDateTime::parse_from_str(text).unwrap(), &format).unwrap();
}

fn line(sheet: &mut Worksheet, row: u32, cells: &[(u16, &str)]) {
    for (column, text) in cells {
        sheet.write(row, *column, *text).unwrap();
    }
}

fn ledger() -> Vec<u8> {
    let mut book = Workbook::new();
    let plain = Format::new();

    let sheet = book.add_worksheet().set_name("样例系统 (总表)").unwrap();
    sheet.merge_range(0, 0, 0, 17, "样例系统安全隐患问题库", &plain).unwrap();
    header(sheet, 1, 4);
    for (row, number) in [(5, 1.0), (6, 2.0), (7, 3.0)] {
        sheet.write(row, 0, number).unwrap();
        line(
            sheet,
            row,
            &[(2, "样例一处"), (3, "甲某、乙某"), (4, "一标段"), (9, "补设护栏；"), (15, "丙某")],
        );
        line(sheet, row, &[(11, "样例建设处"), (13, "样例施工队"), (17, "已整改")]);
    }
    date(sheet, 5, 1, "2024-06-22");
    date(sheet, 6, 1, "2024-07-23 15:20:00");
    sheet.write(7, 1, "2024年7月25日").unwrap();
    line(sheet, 5, &[(5, "一号桥"), (6, "一号桥：\n1.护栏缺失。\n2.无警示标识。"), (7, "一般")]);
    line(sheet, 6, &[(5, "二号桥"), (6, "配电箱门未锁。"), (7, "用电安全"), (8, "一般3级")]);
    line(sheet, 7, &[(5, "-"), (6, "坑边堆土。"), (8, "5级"), (10, "立即整改")]);
    sheet.write(5, 8, 3).unwrap();
    date(sheet, 5, 10, "2024-06-25");
    date(sheet, 6, 10, "2024-07-23 15:20:00");
    date(sheet, 5, 16, "2024-06-25");
    date(sheet, 6, 16, "2024-07-23 15:20:00");
    sheet.set_row_format(108, &plain).unwrap();

    let sheet = book.add_worksheet().set_name("样例系统（2025）").unwrap();
    header(sheet, 0, 2);
    for (row, number) in [(2, 1.0), (3, 2.0), (4, 3.0), (5, 4.0), (6, 5.0), (7, 6.0)] {
        sheet.write(row, 0, number).unwrap();
    }
    line(
        sheet,
        2,
        &[(1, "2025.7.17"), (6, "边坡裂缝。"), (10, "7月27日前"), (16, "2025.7.27"), (17, "已销号")],
    );
    // The clerk slipped by one column: a date among the names, a word among the dates.
    line(sheet, 3, &[(1, "2025.7.20"), (6, "无截水沟。"), (14, "2025.7.14"), (16, "已整改"), (17, "已销号")]);
    date(sheet, 3, 15, "2025-07-24");
    line(sheet, 4, &[(1, "1月21日"), (6, "脚手板未满铺。"), (17, "待整改")]);
    // Row 6 has only its number, prepared; row 7 belongs to the merge of row 8.
    sheet.merge_range(6, 2, 7, 2, "样例二处", &plain).unwrap();
    line(sheet, 6, &[(1, "2025.8.4"), (6, "掌子面溜塌。")]);
    line(sheet, 7, &[(1, "2025.8.4"), (6, "仰拱未封闭。")]);
    sheet.write_formula(6, 16, Formula::new("=B7+7").set_result("2025.8.11")).unwrap();
    sheet.merge_range(9, 0, 11, 17, "填写要求：1.此表为样例。\n2.等级按1，2，3级划分。", &plain).unwrap();

    let sheet = book.add_worksheet().set_name("说明").unwrap();
    sheet.write(0, 0, "本工作簿为测试样例").unwrap();
    let sheet = book.add_worksheet().set_name("旧表").unwrap();
    sheet.set_hidden(true);
    book.save_to_buffer().unwrap()
}

fn taken(sheet: &Sheet, map: &Map) -> (Recognised, Vec<Result<HazardRow, Vec<Refused>>>) {
    let recognised = plan(sheet, map).unwrap();
    let rows = rows(sheet, &recognised, map, &mut Seen::default()).collect();
    (recognised, rows)
}

fn day(moment: Option<Moment>) -> String {
    let moment = moment.unwrap();
    let at = moment.at.to_zoned(jiff::tz::TimeZone::get("Asia/Shanghai").unwrap());
    at.strftime(if moment.day_only { "%F" } else { "%F %R" }).to_string()
}

#[test]
fn a_title_and_a_header_of_four_merged_rows() {
    let sheets = read(&ledger(), "ledger.xlsx", &Options::default()).unwrap();
    let (recognised, rows) = taken(&sheets[0], &Map::default());
    assert_eq!(recognised.header_rows, (2, 5));
    assert_eq!(recognised.data_span(), Some((6, 8)));
    assert_eq!(
        recognised.notes,
        [Note { row: 1, kind: NoteKind::Title, text: "样例系统安全隐患问题库".into() }]
    );
    let unit = &recognised.columns[13];
    assert_eq!((unit.letter().as_str(), unit.header.as_str()), ("N", "整改责任单位/施工"));

    let rows: Vec<HazardRow> = rows.into_iter().map(Result::unwrap).collect();
    let first = &rows[0];
    assert_eq!(first.description, "一号桥：\n1.护栏缺失。\n2.无警示标识。");
    assert_eq!((first.kind.as_deref(), first.grade), (None, Some(Grade::General)));
    assert_eq!(first.doubts[0].code, DoubtCode::GradeInKindColumn);
    assert_eq!(first.extra, [("序号".into(), "1".into()), ("隐患类型".into(), "一般".into())]);
    assert_eq!((day(first.found_at), day(first.due_at)), ("2024-06-22".into(), "2024-06-25".into()));
    assert_eq!(first.status, Status::Rectified);
    assert_eq!(first.finder_unit.as_deref(), Some("样例一处"));
    let unit = |part: &str, name: &str| ResponsibleUnit { part: Some(part.into()), name: name.into() };
    assert_eq!(first.responsible_units, [unit("建设", "样例建设处"), unit("施工", "样例施工队")]);
    assert_eq!(first.personal.finder.as_deref(), Some("甲某、乙某"));
    assert_eq!(first.personal.responsible_person.as_deref(), Some("丙某"));
    assert!(!format!("{first:?}").contains("甲某"), "names do not show in debug output");

    let (second, third) = (&rows[1], &rows[2]);
    assert_eq!((second.kind.as_deref(), second.grade), (Some("用电安全"), Some(Grade::General)));
    assert_eq!(day(second.finished_at), "2024-07-23 15:20");
    assert_eq!((third.place_text.as_deref(), third.grade), (None, Some(Grade::General)));
    assert_eq!(day(third.due_at), "2024-07-25", "at once is the day of the finding");
}

#[test]
fn another_sheet_with_slips_blanks_and_a_note_across() {
    let sheets = read(&ledger(), "ledger.xlsx", &Options::default()).unwrap();
    let (recognised, rows) = taken(&sheets[1], &Map::default());
    assert_eq!((recognised.header_rows, recognised.year), ((1, 2), Some(2025)));
    assert_eq!((recognised.data_rows(), recognised.blank_rows), (5, 2));
    assert_eq!((recognised.notes[0].row, recognised.notes[0].kind), (10, NoteKind::Note));

    let rows: Vec<HazardRow> = rows.into_iter().map(Result::unwrap).collect();
    assert_eq!((day(rows[0].due_at), rows[0].status), ("2025-07-27".into(), Status::Closed));
    let codes: Vec<_> =
        rows[1].doubts.iter().map(|doubt| (doubt.code, doubt.column.letter.as_str())).collect();
    assert_eq!(
        codes,
        [
            (DoubtCode::DateInNameColumn, "O"),
            (DoubtCode::DateInNameColumn, "P"),
            (DoubtCode::StatusInDateColumn, "Q")
        ]
    );
    assert!(rows[1].extra.contains(&("整改责任人".into(), "2025-07-24".into())));
    assert_eq!((rows[1].finished_at, rows[1].status), (None, Status::Closed));
    assert!(rows[1].responsible_units.is_empty() && rows[1].personal.responsible_person.is_none());
    assert_eq!((day(rows[2].found_at), rows[2].status), ("2025-01-21".into(), Status::Open));
    assert_eq!(day(rows[3].finished_at), "2025-08-11", "a formula counts with its saved value");
    assert_eq!(rows[4].finder_unit.as_deref(), Some("样例二处"), "inherited from the merge above");
    assert_eq!(rows[4].at, Location { sheet: "样例系统（2025）".into(), row: 8 });
}

#[test]
fn ids_are_the_same_in_every_run_and_do_not_follow_the_state() {
    let ids = |map: &Map| -> Vec<String> {
        let sheets = read(&ledger(), "ledger.xlsx", &Options::default()).unwrap();
        let mut seen = Seen::default();
        let mut ids = Vec::new();
        for sheet in &sheets[..2] {
            let recognised = plan(sheet, map).unwrap();
            ids.extend(rows(sheet, &recognised, map, &mut seen).map(|row| row.unwrap().source_id));
        }
        ids
    };
    let usual = ids(&Map::default());
    assert_eq!(usual, ids(&Map::default()));
    assert_eq!(usual.iter().collect::<std::collections::HashSet<_>>().len(), 8);
    let closed = Map::from_toml("format = 1\n[values.status]\n'已整改' = 'closed'").unwrap();
    assert_eq!(usual, ids(&closed));
    let other =
        Map::from_toml("format = 1\n[id]\nhash = ['description', '检查工点']\nwith_sheet = false").unwrap();
    assert_ne!(usual, ids(&other));
}

#[test]
fn sheets_that_are_no_ledger_say_so() {
    let sheets = read(&ledger(), "ledger.xlsx", &Options::default()).unwrap();
    let map = Map::default();
    let chosen: Vec<_> = map.select(&sheets, true).unwrap().iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(chosen, ["样例系统 (总表)", "样例系统（2025）", "说明"], "the hidden sheet stays out");
    assert_eq!(plan(&sheets[2], &map), Err(Unrecognised::NoHeader { sheet: "说明".into() }));
    let map = Map::from_toml("format = 1\n[columns]\nremarks = '天气'").unwrap();
    let missing = Unrecognised::NoColumn { sheet: "样例系统 (总表)".into(), column: "天气".into() };
    assert_eq!(plan(&sheets[0], &map), Err(missing));
}
