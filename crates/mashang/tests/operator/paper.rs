//! Paper in, paper out: the files that offices have, in the reader's language.

use crate::house::{House, both, ledger, text};
use std::fs;
use std::process::Output;

fn speaks(house: &House, lang: &str, arguments: &[&str]) -> Output {
    house.command(arguments).env("MASHANG_LANG", lang).output().unwrap()
}

fn said(output: &Output) -> String {
    text(&output.stdout) + &text(&output.stderr)
}

/// Three hazards, as a spreadsheet program saves them in a Chinese office.
const GB18030: &[u8] =
    b"\xbc\xec\xb2\xe9\xca\xb1\xbc\xe4,\xb4\xe6\xd4\xda\xce\xca\xcc\xe2\n2025.3.5,\xbe\xae\xb8\
        \xc7\xc8\xb1\xca\xa7\n\xa3\xb2\xa3\xb0\xa3\xb2\xa3\xb5\xc4\xea\xa3\xb3\xd4\xc2\xa3\xb6\xc8\
        \xd5,\xc2\xb7\xb5\xc6\xb2\xbb\xc1\xc1\n45722,\xbb\xa4\xc0\xb8\xcb\xc9\xb6\xaf\n";

#[test]
fn every_encoding_separator_and_way_to_write_a_day_is_read() {
    let house = House::empty(None);
    let csv = "检查时间,存在问题\n2025.3.5,井盖缺失\n２０２５年３月６日,路灯不亮\n45722,护栏松动\n";
    let utf16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let files = [
        ("gb.csv", GB18030.to_vec()),
        ("bare.csv", csv.as_bytes().to_vec()),
        ("marked.csv", ["\u{feff}", csv].concat().into_bytes()),
        ("wide.txt", utf16(&csv.replace(',', "\t"))),
        ("semicolons.csv", csv.replace(',', ";").into_bytes()),
        ("tabs.tsv", csv.replace(',', "\t").into_bytes()),
        ("windows.csv", csv.replace('\n', "\r\n").into_bytes()),
    ];
    for (name, bytes) in files {
        fs::write(house.path(name), bytes).unwrap();
        let tried = house.json(&["import", "hazards", &house.path(name), "--dry-run", "--json"], 0);
        assert_eq!(
            (tried["rows"].as_u64(), tried["imported"].as_u64()),
            (Some(3), Some(3)),
            "{name}: {tried}"
        );
        assert!(!house.data().exists());
    }
}

#[test]
fn what_is_no_table_is_said_in_the_language_of_the_reader() {
    let house = House::empty(None);
    house.file("empty.csv", "");
    house.file("page.xls", "<html><body><table><tr><td>1</td></tr></table></body></html>");
    house.file("paper.pdf", "%PDF-1.7 nothing");
    fs::write(house.path("picture.xlsx"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe").unwrap();
    house.file("torn.xlsx", "PK\u{3}\u{4} and no more");
    house.file("words.csv", "今天天气不错\n");
    for (name, zh, en) in [
        ("empty.csv", "文件是空的", "the file is empty"),
        ("page.xls", "这是网页，不是表格", "a web page under the name of a spreadsheet"),
        ("paper.pdf", "不支持这种格式", "this format is not read here"),
        ("picture.xlsx", "文字编码看不懂", "the encoding is not known"),
        ("torn.xlsx", "文件已损坏", "the file is damaged"),
        ("words.csv", "没有找到表头", "no header was found"),
        ("nowhere.csv", "没有这个文件", "there is no such file"),
    ] {
        for what in ["hazards", "places"] {
            for (lang, words) in [("zh", zh), ("en", en)] {
                let output = speaks(&house, lang, &["import", what, &house.path(name), "--dry-run"]);
                let said = said(&output);
                assert!(said.contains(words), "{what} {name}: {said}");
                assert!(output.status.code() == Some(2) || output.status.code() == Some(1), "{name}");
                let other = if lang == "zh" { en } else { zh };
                assert!(!said.contains(other), "{said}");
            }
        }
        assert!(!house.data().exists(), "{name}");
    }
}

#[test]
fn a_report_is_wholly_in_the_language_of_the_reader() {
    let house = House::new(None);
    let long = "长".repeat(10_001);
    let file = house.file(
        "台账.csv",
        &format!(
            "序号,检查时间,问题,手机,整改情况\n1,昨天,灯不亮,13800000000,未整改\n2,2025-05-01,,,\n\
             3,2025-05-02,{long},,\n4,2025-05-03,井盖缺失,,看情况\n5,2025-05-04,护栏松动,,未整改\n合计,,4项,,\n\
             填表人：甲,,审核人：乙,,\n"
        ),
    );
    let report = |lang: &str| said(&speaks(&house, lang, &["import", "hazards", &file, "--dry-run"]));
    let (zh, en) = (report("zh"), report("en"));
    for words in [
        "第 2 行",
        "日期看不懂",
        "“隐患描述”没有填写",
        "10001 字",
        "整改情况的写法不认识",
        "略过 台账 第 7 行：合计行",
        "第 8 行：填表、签字或说明（填表人）",
        "未取用 台账 D 手机 列：个人信息",
        "将导入 1，之前已导入 0，未导入 4",
    ] {
        assert!(zh.contains(words), "{words}: {zh}");
    }
    for words in [
        "row 2",
        "the date cannot be read",
        "there is no description",
        "10001 characters",
        "the status is not known",
        "left out 台账 row 7: a sum",
        "row 8: a note or a signature (填表人)",
        "not taken over 台账 column D 手机: names people",
        "1 to be imported, 0 imported before, 4 refused",
    ] {
        assert!(en.contains(words), "{words}: {en}");
    }
    assert!(!zh.contains("field=") && !zh.contains("row ") && !en.contains("第 "), "{zh}{en}");
    let json = house.json(&["import", "hazards", &file, "--dry-run", "--json"], 1);
    assert_eq!((json["rows"].as_u64(), json["refused"].as_array().unwrap().len()), (Some(5), 4), "{json}");
    assert_eq!(json["ignored_columns"][0]["header"], "手机");
    assert_eq!(json["ignored_columns"][0]["code"], "personal");
    assert_eq!(json["left_out"][0]["code"], "total");
    assert!(!json.to_string().contains("13800000000"));
    // As the terminal says it, where nobody says anything else.
    let mut command = house.command(&["vrify"]);
    command.env_remove("MASHANG_LANG").env("LC_ALL", "zh_CN.UTF-8");
    let wrong = command.output().unwrap();
    assert_eq!(wrong.status.code(), Some(64));
    assert!(said(&wrong).contains("没有“vrify”这个命令，是不是“verify”？"), "{}", said(&wrong));
    let missing = speaks(&house, "zh", &["restore"]);
    assert!(said(&missing).contains("缺少参数") && said(&missing).contains("--from"), "{}", said(&missing));
    let unknown = speaks(&house, "zh", &["verify", "--quik"]);
    assert!(said(&unknown).contains("--quik") && said(&unknown).contains("--quick"), "{}", said(&unknown));
}

#[test]
fn an_export_is_in_words_or_in_codes_as_it_is_asked_for() {
    both(|house| {
        let file = house.file("台账.csv", &ledger(3));
        house.succeeds(&["import", "hazards", &file]);
        let export = |more: &[&str]| text(&house.succeeds(&[&["export", "hazards"], more].concat()).stdout);
        let zh = export(&["--lang", "zh"]);
        assert!(zh.contains("环节") && zh.contains("台账导入") && zh.contains("台账原有记录"), "{zh}");
        let en = export(&["--lang", "en"]);
        assert!(en.contains("Case number") && en.contains("Imported ledger"), "{en}");
        for code in ["ledger,import", "imported", "reported_at", "T00:00:00+08:00"] {
            assert!(!zh.contains(code) && !en.contains(code), "{code}: {zh}{en}");
        }
        let codes = export(&["--codes"]);
        assert!(codes.contains("reported_at,category") && codes.contains("ledger,import"), "{codes}");
        let out = house.path("out.xlsx");
        let told = house.succeeds(&["export", "hazards", "--format", "xlsx", "--out", &out, "--lang", "zh"]);
        assert!(text(&told.stderr).contains("3 条隐患"), "{}", text(&told.stderr));
        let sheets = tables::read(&fs::read(&out).unwrap(), "out.xlsx", &tables::Options::default()).unwrap();
        let cells: Vec<String> = sheets[0].rows[1].iter().map(|cell| cell.text().into_owned()).collect();
        assert_eq!(sheets[0].cell(0, 1).text(), "案号");
        assert!(cells.contains(&"台账导入".to_owned()), "{cells:?}");
        assert_eq!(sheets[1].cell(0, 1).text(), "3");
    });
}

#[test]
fn an_address_that_is_none_is_refused() {
    let house = House::empty(None);
    let begin = ["serve", "--district", "430406", "--name", "甲区", "--base-url", "notaurl"];
    for (lang, words) in [("zh", "要以 http:// 或 https:// 开头"), ("en", "begins with http:// or https://")]
    {
        let refused = speaks(&house, lang, &begin);
        assert_eq!(refused.status.code(), Some(64));
        assert!(
            said(&refused).contains(words) && said(&refused).contains("--base-url"),
            "{}",
            said(&refused)
        );
    }
    assert!(!house.data().exists());
}

#[test]
fn a_backup_takes_maps_along_and_names_the_secrets_that_stay_out() {
    let house = House::new(None);
    house.succeeds(&["import", "hazards", &house.file("一.csv", &ledger(1))]);
    let settings = house.data().join("district.toml");
    let named = std::fs::read_to_string(&settings).unwrap();
    let mail = "[notices.mail]\nhost = \"mail.example\"\nport = 465\nfrom = \"a@example.org\"\nuser = \"a\"\npassword_file = \"mail.password\"\n";
    std::fs::write(&settings, format!("{named}\n{mail}")).unwrap();
    std::fs::write(house.data().join("mail.password"), "s3cret").unwrap();
    std::fs::create_dir_all(house.data().join("map/cache")).unwrap();
    std::fs::write(house.data().join("map/notes.txt"), "drawn in March").unwrap();
    for (with, there) in [(&[][..], false), (&["--with-keys"], true)] {
        let out = house.path(if there { "whole" } else { "bare" });
        let made = house.succeeds(&[&["backup", "--out", &out], with].concat());
        assert_eq!(said(&made).contains("mail.password"), !there, "{}", said(&made));
        let copy = House::empty(None);
        let back = copy.succeeds(&["restore", "--from", &out]);
        assert_eq!(said(&back).contains("mail.password"), !there, "{}", said(&back));
        assert_eq!(copy.data().join("mail.password").exists(), there);
        assert_eq!(std::fs::read_to_string(copy.data().join("map/notes.txt")).unwrap(), "drawn in March");
        assert!(!copy.data().join("map/cache").exists());
    }
}

#[test]
fn after_a_restore_without_keys_the_way_on_is_named_and_leads_there() {
    both(|house| {
        let file = house.file("一.csv", &ledger(3));
        house.succeeds(&["import", "hazards", &file]);
        let (bare, whole) = (house.path("bare"), house.path("whole"));
        house.succeeds(&["backup", "--out", &bare]);
        house.succeeds(&["backup", "--out", &whole, "--with-keys"]);
        let copy = House::empty(None);
        copy.succeeds(&["restore", "--from", &bare]);
        for (lang, words) in [("zh", "没有密钥"), ("en", "its keys are not in")] {
            for verb in [&["verify"][..], &["export", "hazards"]] {
                let stuck = speaks(&copy, lang, verb);
                assert_eq!(stuck.status.code(), Some(1), "it could not be checked");
                let said = said(&stuck);
                assert!(said.contains(words) && said.contains("mashang keys put --from"), "{said}");
                assert!(said.contains(&copy.data().join("keys").display().to_string()), "{said}");
            }
        }
        let stranger = House::new(None);
        stranger.succeeds(&["import", "hazards", &file]);
        let foreign =
            copy.run(&["keys", "put", "--from", &stranger.data().join("keys").display().to_string()]);
        assert!(said(&foreign).contains("another installation"), "{}", said(&foreign));
        assert!(!copy.data().join("keys").exists());
        let keys = format!("{whole}/keys.backup");
        let back = copy.succeeds(&["keys", "put", "--from", &keys]);
        assert!(said(&back).contains("mashang verify"), "{}", said(&back));
        copy.is_sound();
        assert!(said(&copy.run(&["keys", "put", "--from", &keys])).contains("are not overwritten"));
    });
}

#[test]
fn coordinates_without_a_system_say_what_they_lack_and_take_one_for_all() {
    let house = House::new(None);
    let places = house.file("场所.csv", "名称,类别,经度,纬度\n南街菜市场,商场,112.6154,26.8894\n");
    for (lang, words) in [
        ("zh", "第 2 行 坐标系 列：填了经纬度，没有写坐标系"),
        ("en", "row 2 column coordinate system: there are coordinates and no coordinate system"),
    ] {
        let output = speaks(&house, lang, &["import", "places", &places, "--dry-run"]);
        assert!(said(&output).contains(words), "{}", said(&output));
    }
    let one = ["--coordinates", "gcj02", "--json"];
    assert_eq!(house.json(&[&["import", "places", &places][..], &one].concat(), 0)["imported"], 1);
    let ledger = "检查时间,隐患描述,经度,纬度\n2025-03-05,井盖缺失,112.6154,26.8894\n";
    let ledger = house.file("台账.csv", ledger);
    assert_eq!(house.json(&[&["import", "hazards", &ledger][..], &one].concat(), 0)["imported"], 1);
    let exported = house.run(&["export", "hazards", "--format", "json"]);
    let longitude = said(&exported);
    assert!(longitude.contains("112.6") && !longitude.contains("112.6154"), "converted: {longitude}");
}

#[test]
fn a_ledger_that_was_renamed_is_noticed_before_it_comes_in_twice() {
    let house = House::new(None);
    house.succeeds(&["import", "hazards", &house.file("隐患台账.csv", &ledger(3))]);
    let renamed = house.file("2026年.csv", &ledger(4));
    let trial = said(&speaks(&house, "zh", &["import", "hazards", &renamed, "--dry-run"]));
    assert!(
        trial.contains("有 3 行的编号已在台账“隐患台账”名下导入过") && trial.contains("--source 隐患台账"),
        "{trial}"
    );
    assert!(trial.contains("各在什么环节：") && trial.contains("将导入 4"), "{trial}");
    let known =
        house.json(&["import", "hazards", &renamed, "--source", "隐患台账", "--dry-run", "--json"], 0);
    assert_eq!(
        (known["already"].as_u64(), known["known_as"].as_array().map(Vec::len)),
        (Some(3), Some(0)),
        "{known}"
    );
}
