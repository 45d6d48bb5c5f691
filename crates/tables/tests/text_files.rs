//! Text files with mappings: what is taken, what is refused, and how the refusal names its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use tables::*;

fn taken(text: &str, map: &Map) -> Vec<Result<HazardRow, Vec<Refused>>> {
    let sheets = read(text.as_bytes(), "dir/测试.csv", &Options::default()).unwrap();
    let recognised = plan(&sheets[0], map).unwrap();
    rows(&sheets[0], &recognised, map, &mut Seen::default()).collect()
}

const HEADER: &str = "编号,发现时间,隐患描述,等级,状态,经度,纬度,责任人,完成时间";

#[test]
fn each_fault_is_named_with_its_place() {
    let cases = [
        ("1,昨天,路灯不亮,,,,,,", Code::UnreadableDate, "B", "发现时间", "昨天"),
        ("1,5月6日,路灯不亮,,,,,,", Code::UnreadableDate, "B", "发现时间", "5月6日"),
        ("1,2023.5.6,,,,,,,", Code::Missing, "C", "隐患描述", ""),
        ("1,2023.5.6,路灯不亮,很大,,,,,", Code::UnknownGrade, "D", "等级", "很大"),
        ("1,2023.5.6,路灯不亮,,差不多了,,,,", Code::UnknownStatus, "E", "状态", "差不多了"),
        ("1,2023.5.6,路灯不亮,,,NaN,26.8,,", Code::CoordinatesNotNumbers, "G", "纬度", "NaN, 26.8"),
        ("1,2023.5.6,路灯不亮,,,112.6,91,,", Code::CoordinatesOutOfRange, "G", "纬度", "112.6, 91"),
        ("1,2023.5.6,路灯不亮,,,26.8,112.6,,", Code::CoordinatesSwapped, "G", "纬度", "26.8, 112.6"),
        ("1,2023.5.6,路灯不亮,,,112.6,,,", Code::CoordinatesIncomplete, "F", "经度", "112.6"),
        ("1,2023.5.6,路灯不亮,,,,,,2022.5.6", Code::FinishedBeforeFound, "I", "完成时间", "2022.5.6"),
    ];
    for (line, code, letter, header, shown) in cases {
        let mut refused = taken(&format!("{HEADER}\n{line}\n"), &Map::default()).remove(0).unwrap_err();
        assert_eq!(refused.len(), 1, "{line}");
        let refused = refused.remove(0);
        let column = ColumnName { letter: letter.into(), header: header.into() };
        assert_eq!(
            (refused.code, refused.column, refused.shown.as_str()),
            (code, Some(column), shown),
            "{line}"
        );
        assert_eq!((refused.sheet.as_str(), refused.row), ("测试", 2));
    }
}

#[test]
fn every_wrong_cell_of_a_row_is_named_as_far_as_it_can_be_judged() {
    let seen = |lines: &str| -> Vec<Vec<(String, Code)>> {
        let letter =
            |refused: &Refused| refused.column.as_ref().map(|c| c.letter.clone()).unwrap_or_default();
        let row = |row: Result<HazardRow, Vec<Refused>>| {
            row.err().unwrap_or_default().iter().map(|refused| (letter(refused), refused.code)).collect()
        };
        taken(&format!("{HEADER}\n{lines}"), &Map::default()).into_iter().map(row).collect()
    };
    let named = |wrong: &[(&str, Code)]| -> Vec<(String, Code)> {
        wrong.iter().map(|(letter, code)| ((*letter).to_owned(), *code)).collect()
    };
    let rows = seen(
        "7,2023.5.6,路灯不亮,,,,,,\n\
        7,昨天,,很大,差不多了,112.6,,张某,明天\n\
        8,,井盖缺失,,,#N/A,26.8,,5月8日\n\
        9,#REF!,井盖缺失,,,NaN,26.8,,2022.5.6\n",
    );
    assert_eq!(rows[0], []);
    let all = [
        ("B", Code::UnreadableDate),
        ("C", Code::Missing),
        ("D", Code::UnknownGrade),
        ("E", Code::UnknownStatus),
        ("F", Code::CoordinatesIncomplete),
        ("A", Code::DuplicateId),
    ];
    assert_eq!(rows[1], named(&all));
    // A day without a year counts from the finding, and a finished one is not before a finding that nobody can read.
    assert_eq!(rows[2], named(&[("B", Code::Missing), ("G", Code::CoordinatesNotNumbers)]));
    assert_eq!(rows[3], named(&[("B", Code::UnreadableDate), ("G", Code::CoordinatesNotNumbers)]));
}

#[test]
fn only_an_unreadable_finding_refuses_its_row() {
    let rows = taken(&format!("{HEADER}\n7,23.5.6,路灯不亮,,,,,,明天\n"), &Map::default());
    let row = rows[0].as_ref().unwrap();
    assert_eq!(row.found_at.unwrap().at.to_string(), "2023-05-05T16:00:00Z");
    assert_eq!((row.doubts[0].code, row.doubts[0].column.letter.as_str()), (DoubtCode::UnreadableDate, "I"));
    assert!(row.finished_at.is_none() && row.extra.contains(&("完成时间".into(), "明天".into())));
    let map =
        Map::from_toml("format = 1\nrequired = [\"description\", \"found_at\", \"finished_at\"]").unwrap();
    let rows = taken(&format!("{HEADER}\n7,23.5.6,路灯不亮,,,,,,明天\n"), &map);
    assert_eq!(rows[0].as_ref().unwrap_err()[0].code, Code::UnreadableDate);
}

/// A slip of the pen is no deadline and no closing before its time, and somebody should know of it.
#[test]
fn dates_that_contradict_each_other_are_doubted() {
    let head = "编号,发现时间,隐患描述,整改期限,完成时间,销号时间";
    let rows = taken(
        &format!("{head}\n1,2025.3.1,路灯不亮,2025.1.1,,\n2,2025.3.1,井盖缺失,2025.3.1,2025.3.10,2025.3.5\n"),
        &Map::default(),
    );
    let doubts = |n: usize| {
        let row: &HazardRow = rows[n].as_ref().unwrap();
        row.doubts.iter().map(|d| (d.code, d.column.letter.clone())).collect::<Vec<_>>()
    };
    assert_eq!(doubts(0), [(DoubtCode::DueBeforeFound, "D".to_owned())]);
    let first = rows[0].as_ref().unwrap();
    assert!(first.due_at.is_none() && first.extra.contains(&("整改期限".into(), "2025.1.1".into())));
    assert_eq!(doubts(1), [(DoubtCode::ClosedBeforeFinished, "F".to_owned())]);
    let dated = &rows[1].as_ref().unwrap().dated;
    assert_eq!(dated.iter().map(|(_, column)| column.letter.as_str()).collect::<String>(), "BDEF");
}

#[test]
fn long_texts_are_refused_and_names_are_not_shown() {
    let map = Map::from_toml("format = 1\nmax_chars = 5").unwrap();
    let rows = taken(
        &format!("{HEADER}\n1,2023.5.6,路灯不亮一个月了,,,,,,\n2,2023.5.6,路灯不亮,,,,,张某某等六个人,\n"),
        &map,
    );
    let text = |row: &Result<HazardRow, Vec<Refused>>| {
        let told: Vec<String> = row.as_ref().unwrap_err().iter().map(ToString::to_string).collect();
        told.join("; ")
    };
    // The limit holds for every column, so the date is a too long text, too.
    assert_eq!(
        text(&rows[0]),
        "测试 row 2 column B 发现时间: too_long (2023.5.6); 测试 row 2 column C 隐患描述: too_long (路灯不亮一个月了)"
    );
    let map = Map::from_toml("format = 1\nmax_chars = 8").unwrap();
    let long = format!("{HEADER}\n1,2023.5.6,路灯不亮,,,,,张某某李某某王某某,\n");
    assert_eq!(text(&taken(&long, &map)[0]), "测试 row 2 column H 责任人: too_long");
}

#[test]
fn a_second_row_of_the_same_id_is_refused_with_the_first_ones_place() {
    let rows = taken(
        &format!("{HEADER}\n7,2023.5.6,路灯不亮,,,,,,\n\n7,2023.5.7,井盖缺失,,,,,,\n"),
        &Map::default(),
    );
    let refused = &rows[1].as_ref().unwrap_err()[0];
    assert_eq!((refused.code, refused.row, refused.shown.as_str()), (Code::DuplicateId, 4, "7"));
    assert_eq!(refused.params, [("id", "7".into()), ("sheet", "测试".to_owned()), ("row", "2".into())]);
}

#[test]
fn a_refused_row_does_not_take_its_id() {
    let rows =
        taken(&format!("{HEADER}\n7,昨天,路灯不亮,,,,,,\n7,2023.5.7,路灯不亮,,,,,,\n"), &Map::default());
    assert!(rows[0].is_err() && rows[1].is_ok());
}

#[test]
fn the_name_of_a_text_file_is_not_part_of_an_id() {
    let id = |name: &str| {
        let text = "检查时间,隐患描述\n2023.5.6,路灯不亮\n";
        let sheets = read(text.as_bytes(), name, &Options::default()).unwrap();
        let map = Map::default();
        let recognised = plan(&sheets[0], &map).unwrap();
        assert_eq!(recognised.year, None, "a file's name dates nothing");
        rows(&sheets[0], &recognised, &map, &mut Seen::default()).next().unwrap().unwrap().source_id
    };
    assert_eq!(id("台账2024.csv"), id("台账2024 (1).csv"));
}

#[test]
fn a_mapping_translates_another_countrys_export() {
    let map = Map::from_toml(include_str!("../../../docs/examples/la311.toml")).unwrap();
    let csv = "srnumber,requesttype,status,actiontaken,createddate,closeddate,owner,latitude,longitude,address,nc\n\
        9-001,Streetlight,Closed,Made up,1/1/20 0:05,1/2/20 8:43,AAA,34.05,-118.25,\"1 EXAMPLE ST, 90000\",7\n\
        9-002,Pothole,Referred Out,Made up,12/31/19 23:59,,AAA,34.05,-118.25,2 EXAMPLE ST,\n\
        9-003,Pothole,Lost,Made up,1/1/20 0:05,,AAA,34.05,-118.25,2 EXAMPLE ST,\n\
        9-004,Pothole,Open,Made up,2020-01-01,,AAA,0,0,=1+1,\n";
    let rows = taken(csv, &map);
    let first = rows[0].as_ref().unwrap();
    assert_eq!((first.source_id.as_str(), first.id_is_own, first.status), ("9-001", true, Status::Closed));
    assert_eq!(first.found_at.unwrap().at.to_string(), "2020-01-01T08:05:00Z");
    assert_eq!(first.closed_at.unwrap().at.to_string(), "2020-01-02T16:43:00Z");
    let position = first.position.unwrap();
    assert_eq!((position.longitude, position.system), (-118.25, Some(CoordinateSystem::Wgs84)));
    assert_eq!(first.finder_unit.as_deref(), Some("311"));
    assert!(first.extra.contains(&("nc".into(), "7".into())));
    assert_eq!(rows[1].as_ref().unwrap().status, Status::Referred);
    assert_eq!(rows[2].as_ref().unwrap_err()[0].code, Code::UnknownStatus);
    let last = rows[3].as_ref().unwrap();
    assert_eq!((last.position, last.doubts[0].code), (None, DoubtCode::ZeroCoordinates));
    assert_eq!(last.address.as_deref(), Some("=1+1"), "text stays text");
}

#[test]
fn persons_go_to_the_personal_shelf_wherever_they_stand() {
    let text = "检查时间,隐患描述,联系电话,举报人身份证号,科室,天气\n\
        2023.5.6,路灯不亮,13900000000,11010119000101001X,电话13900000001,晴\n";
    let row = taken(text, &Map::default()).remove(0).unwrap();
    assert_eq!(row.personal.responsible_phone.as_deref(), Some("13900000000"));
    assert_eq!(row.personal.extra.len(), 2);
    assert_eq!(row.extra, [("天气".to_owned(), "晴".to_owned())]);
    let map = Map::from_toml("format = 1\npersonal = ['天气']").unwrap();
    assert!(taken(text, &map).remove(0).unwrap().extra.is_empty());
}

#[test]
fn examples_sums_and_signatures_are_no_hazards_but_half_filled_rows_are() {
    let text = "某区隐患台账\n序号,检查时间,隐患描述,治理资金（万元）,整改情况\n1,2,3,4,5\n例,2023.1.1,照此填写,1,已整改\n\
        1,2023.5.6,路灯不亮,0.5,\"已更换灯泡，整改完成\"\n2,2023.5.7,,3,已整改\n,2023.5.8,井盖缺失,自筹,已联系产权单位并设置警示标志牌\n\
        合计,,,3.5,\n填表人：,,,,审核人：\n";
    let sheets = read(text.as_bytes(), "t.csv", &Options::default()).unwrap();
    let map = Map::default();
    let recognised = plan(&sheets[0], &map).unwrap();
    let kinds: Vec<_> = recognised.notes.iter().map(|note| (note.row, note.kind)).collect();
    use NoteKind::{Example, Note, Title, Total};
    assert_eq!(kinds, [(1, Title), (3, Example), (4, Example), (8, Total), (9, Note)]);
    let rows: Vec<_> = rows(&sheets[0], &recognised, &map, &mut Seen::default()).collect();
    let (first, last) = (rows[0].as_ref().unwrap(), rows[2].as_ref().unwrap());
    assert_eq!(first.funds, Some(Funds { text: "0.5".into(), cents: Some(500_000) }));
    assert_eq!(first.status, Status::Rectified);
    assert_eq!(rows[1].as_ref().unwrap_err()[0].code, Code::Missing);
    assert_eq!(last.funds, Some(Funds { text: "自筹".into(), cents: None }));
    assert_eq!((last.status, last.doubts[0].code), (Status::Open, DoubtCode::StatusInSentences));
}
