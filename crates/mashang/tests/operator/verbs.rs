//! The verbs as an operator types them: on the embedded database, on PostgreSQL, and from one to the other.

use crate::house::{House, both, ledger, postgres, text};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use store::Database;

#[test]
fn a_ledger_comes_in_once_and_what_is_refused_is_named() {
    both(|house| {
        let file = house.file(
            "台账.csv",
            "隐患编号,检查时间,隐患描述,整改情况,整改完成日期\n\
             A-1,2025-05-06,井盖缺失,已销号,2025-05-08\n\
             A-2,昨天,路灯不亮,未整改,\n\
             A-3,2025-05-07,,未整改,\n\
             A-4,2060-01-01,还没有发生,未整改,\n\
             A-5,2025-05-09,护栏缺失,未整改,\n",
        );
        let dry = house.json(&["import", "hazards", &file, "--dry-run", "--json"], 1);
        assert_eq!((&dry["rows"], &dry["imported"]), (&5.into(), &2.into()), "{dry}");
        assert_eq!(house.is_sound()["events"], 0, "looking changes nothing");

        let first = house.json(&["import", "hazards", &file, "--json"], 1);
        assert_eq!((&first["imported"], &first["already"]), (&2.into(), &0.into()), "{first}");
        let refused = first["refused"].as_array().unwrap();
        let found: Vec<(u64, &str, Option<&str>)> = refused
            .iter()
            .map(|r| (r["row"].as_u64().unwrap(), r["code"].as_str().unwrap(), r["column"].as_str()))
            .collect();
        assert_eq!(
            found,
            [(3, "unreadable_date", Some("B")), (4, "missing", Some("C")), (5, "in_the_future", Some("B"))]
        );
        let second = house.json(&["import", "hazards", &file, "--json"], 1);
        assert_eq!((&second["imported"], &second["already"]), (&0.into(), &2.into()), "{second}");
        // Reported and closed; reported.
        assert!(house.is_sound()["events"].as_u64().unwrap() >= 3);
        let strange = house.file("不认得.csv", "甲,乙\n1,2\n");
        assert_eq!(house.json(&["import", "hazards", &strange, "--json"], 2)["rows"], 0);
        let nothing = house.run(&["import", "hazards", &house.path("nowhere.xlsx")]);
        assert_eq!(nothing.status.code(), Some(2), "{}", text(&nothing.stderr));
    });
}

#[test]
fn an_import_that_was_killed_goes_on_where_it_was() {
    both(|house| {
        let rows = 800;
        let file = house.file("大台账.csv", &ledger(rows));
        let mut cut_short = 0;
        for patience in [60, 120, 200, 300] {
            let mut child = house
                .command(&["import", "hazards", &file, "--json"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_millis(patience));
            cut_short += usize::from(child.try_wait().unwrap().is_none());
            // SIGKILL.
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert!(cut_short > 0, "not once was it cut short");
        let rest = house.json(&["import", "hazards", &file, "--json"], 0);
        let sum = rest["imported"].as_u64().unwrap() + rest["already"].as_u64().unwrap();
        assert_eq!(sum, rows as u64, "{rest}");
        assert_eq!(house.is_sound()["streams"], rows, "each row once");
    });
}

#[test]
fn an_export_is_whole_and_never_tells_who_reported() {
    both(|house| {
        let file = house.file(
            "举报.csv",
            "隐患编号,发现时间,隐患描述,举报人,举报人电话,检查人,整改情况\n\
             C-1,2025-06-01,=1+1 有人在楼道充电 请打13899990001,甲某某,13899990001,乙某某,未整改\n\
             C-2,2025-06-02,\"灭火器过期,\"\"三楼\"\"\",,,,未整改\n",
        );
        house.succeeds(&["import", "hazards", &file]);
        let out = house.path("out.csv");
        let told = text(&house.succeeds(&["export", "hazards", "--out", &out]).stderr);
        let csv = fs::read(&out).unwrap();
        assert!(told.contains(&hex::encode(Sha256::digest(&csv))) && told.contains("2 hazards"), "{told}");
        let outcome = house.json(&["export", "hazards", "--out", &out, "--json"], 0);
        assert_eq!(outcome["count"], 2);
        assert_eq!(outcome["sha256"], hex::encode(Sha256::digest(fs::read(&out).unwrap())));
        let csv = text(&csv);
        assert!(csv.contains("'=1+1") && csv.contains("\"灭火器过期,\"\"三楼\"\"\""), "{csv}");
        let json = text(&house.succeeds(&["export", "hazards", "--format", "json"]).stdout);
        assert_eq!(json.lines().count(), 2);
        let first: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
        assert_eq!(first["external"], "举报:C-1");
        let none =
            text(&house.succeeds(&["export", "hazards", "--format", "json", "--from", "2025-06-03"]).stdout);
        assert_eq!(none, "");

        let ledger = text(&house.succeeds(&["export", "ledger"]).stdout);
        let lines: Vec<Value> = ledger.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines[0]["origin"], "mashang/430406");
        let event: domain::ledger::Envelope = serde_json::from_value(lines[1]["event"].clone()).unwrap();
        assert_eq!(event.expected_hash(), event.hash, "an auditor can check it");
        assert!(lines.last().unwrap()["checkpoint"]["signature"].is_string());
        for planted in ["甲某某", "13899990001", "乙某某"] {
            assert!(
                !csv.contains(planted) && !json.contains(planted) && !ledger.contains(planted),
                "{planted}"
            );
        }
    });
}

#[test]
fn a_backup_made_while_others_write_is_whole_on_either_engine() {
    both(|house| {
        let first = house.file("先.csv", &ledger(60));
        house.succeeds(&["import", "hazards", &first]);
        plant_photo(&house.data().join("photos"));
        let more = house.file("后.csv", &ledger(500));
        let mut writing = house
            .command(&["import", "hazards", &more])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(150));
        let out = house.path("backup");
        let manifest = house.json(&["backup", "--out", &out, "--with-keys", "--json"], 0);
        assert!(writing.wait().unwrap().success());
        assert!(manifest["tables"]["hazards"].as_u64().unwrap() >= 60);
        assert_eq!(manifest["photos"]["count"], 1);
        assert!(!house.run(&["backup", "--out", &out]).status.success(), "never over another");

        for database in [None, Some(postgres())] {
            let copy = House::empty(database);
            let told = copy.succeeds(&["restore", "--from", &out]);
            assert!(
                text(&told.stdout).contains("1 photos, 1 of them sent but not used"),
                "{}",
                text(&told.stdout)
            );
            let report = copy.is_sound();
            assert_eq!(report["events"], manifest["events"]);
            assert!(!copy.run(&["restore", "--from", &out]).status.success(), "never over data");
            // It lives on: what was missing comes in, what was there is known.
            let rest = copy.json(&["import", "hazards", &more, "--json"], 0);
            assert_eq!(rest["imported"].as_u64().unwrap() + rest["already"].as_u64().unwrap(), 500);
            copy.is_sound();
        }
        let mut bytes = fs::read(Path::new(&out).join("mashang.db")).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(Path::new(&out).join("mashang.db"), bytes).unwrap();
        let damaged = House::empty(None).run(&["restore", "--from", &out]);
        assert!(text(&damaged.stderr).contains("damaged"), "{}", text(&damaged.stderr));
    });
}

/// A photo as the shelf keeps it; backups do not look into it.
fn plant_photo(photos: &Path) {
    let folder = photos.join("00/01/00000000000000000000000000000001");
    fs::create_dir_all(&folder).unwrap();
    for name in ["view.jpg", "thumb.jpg", "original.sealed"] {
        fs::write(folder.join(name), name).unwrap();
    }
}

#[test]
fn without_keys_a_backup_says_so_and_takes_only_its_own() {
    let house = House::new(None);
    let file = house.file("一.csv", &ledger(3));
    house.succeeds(&["import", "hazards", &file]);
    let out = house.path("backup");
    house.succeeds(&["backup", "--out", &out]);
    assert!(!Path::new(&out).join("keys.backup").exists());
    let copy = House::empty(None);
    let told = text(&copy.succeeds(&["restore", "--from", &out]).stderr);
    assert!(told.contains("keys are not in the backup"), "{told}");
    let stranger = House::new(None);
    stranger.succeeds(&["import", "hazards", &file]);
    let wrong = stranger.data().join("keys").display().to_string();
    let refused = House::empty(None).run(&["restore", "--from", &out, "--keys", &wrong]);
    assert!(text(&refused.stderr).contains("another installation"), "{}", text(&refused.stderr));
    let own = house.data().join("keys").display().to_string();
    let restored = House::empty(None);
    let told = restored.json(&["restore", "--from", &out, "--keys", &own, "--json"], 0);
    assert_eq!(
        (&told["fits"], &told["keys"], &told["verified"]["streams"]),
        (&true.into(), &true.into(), &3.into())
    );
    let keys = restored.json(&["keys", "list", "--json"], 0);
    assert!(keys[0]["name"].is_string() && keys[0]["fingerprint"].is_string(), "{keys}");
    let again = restored.json(&["restore", "--from", &out, "--json"], 1);
    assert!(again["error"].as_str().unwrap().contains("not empty"), "{again}");
}

#[test]
fn verify_names_the_first_event_that_does_not_fit() {
    both(|house| {
        let file = house.file("一.csv", &ledger(3));
        house.succeeds(&["import", "hazards", &file]);
        house.is_sound();
        let database = match &house.database {
            Some(url) => Database::parse(url),
            None => Database::Sqlite(house.data().join("mashang.db")),
        };
        let mut connection = database.connect(true).unwrap();
        let touched = connection
            .execute("update events set body = replace(body, 'import', 'impart') where sequence = 1", &[])
            .unwrap();
        assert!(touched > 0);
        let report = house.json(&["verify", "--json"], 2);
        assert_eq!(report["first"]["what"], "content", "{report}");
        assert_eq!(report["first"]["sequence"], 1, "{report}");
    });
}

#[test]
fn people_come_and_go_by_the_operator() {
    both(|house| {
        assert!(text(&house.run(&["user", "list"]).stdout).is_empty());
        let unknown =
            house.run(&["user", "add", "wang3", "--name", "王三", "--unit", "JD", "--role", "handler"]);
        assert!(text(&unknown.stderr).contains("no unit"), "{}", text(&unknown.stderr));
        let roles = Command::new(env!("CARGO_BIN_EXE_mashang")).args(["user", "roles"]).output().unwrap();
        assert_eq!(text(&roles.stdout).lines().count(), 13);
    });
}

#[test]
fn a_key_for_another_system_is_shown_once_and_taken_back() {
    both(|house| {
        let added = house.succeeds(&["client", "add", "示例热线", "--unit", "12345"]);
        let key = text(&added.stdout);
        assert!(key.trim().len() >= 40, "{key}");
        let listed = house.json(&["client", "list", "--json"], 0);
        assert_eq!(listed[0]["name"], "示例热线");
        assert!(!listed.to_string().contains(key.trim()));
        house.succeeds(&["client", "revoke", listed[0]["id"].as_str().unwrap()]);
        assert!(!house.json(&["client", "list", "--json"], 0)[0]["revoked_at"].is_null());
        house.is_sound();
    });
}

#[test]
fn an_import_may_come_before_the_first_serve() {
    let house = House::empty(None);
    let file = house.file("ledger.csv", &ledger(3));
    let tried = house.json(&["import", "hazards", &file, "--dry-run", "--json"], 0);
    assert_eq!((tried["rows"].as_i64(), house.data().exists()), (Some(3), false));
    let imported = house.json(&["import", "hazards", &file, "--json"], 0);
    assert_eq!(imported["imported"], 3);
    house.is_sound();
    // Without its name it is somebody's data: neither another district nor a demo begins among them.
    let name = fs::read(house.data().join("district.toml")).unwrap();
    fs::remove_file(house.data().join("district.toml")).unwrap();
    for begin in [&["import", "hazards", &file][..], &["serve", "--demo", "--listen", "127.0.0.1:0"]] {
        let refused = house.run(begin);
        assert!(!refused.status.success() && text(&refused.stderr).contains("district.toml"), "{begin:?}");
    }
    fs::write(house.data().join("district.toml"), name).unwrap();
    house.is_sound();
    // Without its keys an installation is not opened again with new ones.
    fs::remove_dir_all(house.data().join("keys")).unwrap();
    let refused = house.run(&["export", "hazards"]);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("keys"), "{}", text(&refused.stderr));
    assert!(!house.data().join("keys").exists());
    // Nor when their folder is there and a disk was not mounted on it.
    fs::create_dir(house.data().join("keys")).unwrap();
    assert!(!house.run(&["export", "hazards"]).status.success());
    assert!(fs::read_dir(house.data().join("keys")).unwrap().next().is_none());
}

/// The code is part of every record: another one in the file would begin a second district among them.
#[test]
fn a_mistyped_district_code_is_refused_by_every_verb() {
    both(|house| {
        let file = house.file("ledger.csv", &ledger(3));
        house.succeeds(&["import", "hazards", &file]);
        let settings = house.data().join("district.toml");
        let right = fs::read_to_string(&settings).unwrap();
        fs::write(&settings, right.replace("430406", "430407")).unwrap();
        let backup = house.path("backup");
        for verb in [
            &["export", "hazards"][..],
            &["user", "list"],
            &["client", "list"],
            &["import", "hazards", &file],
            &["backup", "--out", &backup],
            &["serve", "--listen", "127.0.0.1:0"],
        ] {
            let refused = house.run(verb);
            assert!(!refused.status.success(), "{verb:?}");
            assert!(text(&refused.stderr).contains("write code = 430406 again"), "{}", text(&refused.stderr));
        }
        fs::write(&settings, right).unwrap();
        house.is_sound();
    });
}

/// What an export is told to write to may be a pipe, a link or a file with its own rights.
#[test]
fn an_export_writes_into_what_is_there() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let house = House::new(None);
    let ledger = house.file("ledger.csv", &ledger(3));
    house.succeeds(&["import", "hazards", &ledger]);
    let (kept, link, pipe) = (house.file("kept.csv", "old"), house.path("link.csv"), house.path("pipe"));
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&kept, &link).unwrap();
    house.succeeds(&["export", "hazards", "--out", &link]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o640);
    let written = fs::read_to_string(&kept).unwrap();
    assert_eq!(written.lines().count(), 4, "{written}");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    house.succeeds(&["export", "hazards", "--out", &pipe]);
    assert_eq!(reader.join().unwrap(), written);
    assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
}

/// `… | head -1`: whoever has read enough goes away, and nobody complains.
#[test]
fn a_reader_who_goes_away_ends_a_verb_quietly() {
    let house = House::new(None);
    let file = house.file("长.csv", &ledger(2_000));
    house.succeeds(&["import", "hazards", &file]);
    for verb in [&["export", "hazards"][..], &["export", "ledger"]] {
        let mut child = house.command(verb).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success(), "{verb:?}");
        assert_eq!(text(&ended.stderr), "", "{verb:?}");
    }
}

#[test]
fn files_that_are_no_ledgers_begin_nothing() {
    let house = House::empty(None);
    fs::create_dir(house.path("folder")).unwrap();
    house.file("empty.csv", "");
    house.file("zip.xlsx", "PK\u{3}\u{4} and no more");
    for name in ["nowhere.csv", "folder", "empty.csv", "zip.xlsx"] {
        let refused = house.run(&["import", "hazards", &house.path(name)]);
        assert_eq!(refused.status.code(), Some(2), "{name}");
        assert!(text(&refused.stderr).contains(name), "{}", text(&refused.stderr));
        assert!(!house.data().exists(), "{name}");
    }
}

#[test]
fn a_measurement_leaves_nothing_behind() {
    let house = House::empty(None);
    house.json(&["bench", "--seconds", "1", "--json"], 0);
    assert!(!house.data().exists());
}
