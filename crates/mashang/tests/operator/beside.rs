//! Rows beside the ledger and files beside the database that somebody altered: `verify` names them.

use crate::house::{House, both, text};
use crate::server::{Server, ask};
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use store::{Row, Value};

/// Two rows of another ledger, one of them with somebody who reported it; a report with a photo and a contact; a
/// photo that belongs to nothing.
fn lived_in(house: &House) {
    let server = Server::start(&house.data(), house.database.as_deref(), &[]);
    let picture = files::sketch(files::Scene::Street, false, 7);
    let field = |name: &str, value: &str| {
        format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
    };
    let mut body = Vec::new();
    for (name, value) in
        [("service_code", "0102"), ("lat", "26.89"), ("long", "112.61"), ("phone", "13899990001")]
    {
        body.extend(field(name, value));
    }
    body.extend(field("description", "井盖缺失"));
    body.extend(b"--b\r\ncontent-disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\n");
    body.extend(b"content-type: image/jpeg\r\n\r\n");
    body.extend(picture);
    body.extend(b"\r\n--b--\r\n");
    let head = "POST /open311/v2/requests.json HTTP/1.1\r\ncontent-type: multipart/form-data; boundary=b\r\n";
    let (status, answer) = ask(server.address, head, &body).unwrap();
    assert!(status < 300, "{status} {answer}");
    drop(server);
    let rows = house.file(
        "举报.csv",
        "隐患编号,发现时间,隐患描述,举报人,举报人电话,整改情况\n\
         C-1,2025-06-01,楼道充电,甲某某,13899990002,未整改\nC-2,2025-06-02,灭火器过期,,,未整改\n",
    );
    house.succeeds(&["import", "hazards", &rows]);
    let report = house.is_sound();
    for (what, count) in [("contacts", 2), ("imports", 2), ("photos", 1)] {
        assert_eq!(report[what], count, "{report}");
    }
}

#[track_caller]
fn finds(house: &House, what: &str, sequence: Option<u32>) -> Json {
    let report = house.json(&["verify", "--json"], 2);
    assert_eq!(report["first"]["what"], what, "{report}");
    assert_eq!(report["first"]["sequence"], sequence.map_or(Json::Null, Json::from), "{report}");
    report
}

const TABLES: [&str; 4] = ["vault", "imports", "uploads", "photos"];

/// Makes the change, expects the fault, and puts everything back.
#[track_caller]
fn altered(house: &House, change: &str, parameters: &[Value], what: &str, sequence: Option<u32>) {
    let mut connection = house.connection();
    let kept = TABLES.map(|table| (table, connection.query(&format!("select * from {table}"), &[]).unwrap()));
    let touched = connection.execute(change, parameters).unwrap_or_else(|e| panic!("{change}: {e}"));
    assert!(touched > 0, "{change} changed nothing");
    finds(house, what, sequence);
    for (table, rows) in kept {
        connection.execute(&format!("delete from {table}"), &[]).unwrap();
        for Row(values) in rows {
            let places: Vec<_> = (1..=values.len()).map(|n| format!("${n}")).collect();
            let insert = format!("insert into {table} values ({})", places.join(", "));
            connection.execute(&insert, &values).unwrap();
        }
    }
}

#[test]
fn rows_beside_the_ledger_that_go_or_change_are_named() {
    both(|house| {
        let house = House::empty(house.database.clone());
        lived_in(&house);
        let other = Value::Bytes(vec![7; 16]);
        let first = Some(1);
        let swapped = "update vault set sealed = (select sealed from vault w where w.id <> vault.id)";
        let stranger = "insert into vault (district, id, hazard, sealed, phone_index, at) \
                        select district, $1, hazard, sealed, phone_index, at from vault";
        let one_more = "order by id limit 1";
        for (change, sequence) in [
            ("delete from vault", first),
            (swapped, first),
            ("update vault set phone_index = null", first),
            ("update vault set at = at - 1", first),
            ("update vault set sealed = '{}'", first),
        ] {
            altered(&house, change, &[], "reporter", sequence);
        }
        altered(&house, "update vault set hazard = $1", std::slice::from_ref(&other), "reporter", first);
        altered(&house, &format!("{stranger} {one_more}"), std::slice::from_ref(&other), "reporter", None);

        let again = "insert into imports (district, source, source_id, hazard, salt) \
                     select district, source, 'C-3', hazard, salt from imports where source_id = 'C-1'";
        for change in [
            "delete from imports",
            "delete from imports where source_id = 'C-2'",
            "update imports set source = 'another' where source_id = 'C-1'",
            "update imports set source_id = 'C-9' where source_id = 'C-1'",
            again,
        ] {
            altered(&house, change, &[], "import", first);
        }
        altered(&house, "update imports set hazard = $1", std::slice::from_ref(&other), "import", first);

        let of_hazards = "where file in (select file from photos)";
        for change in [
            "delete from uploads",
            "update uploads set sha256 = kept",
            "update uploads set phash = phash + 1",
            "update uploads set middle = 0",
        ] {
            altered(&house, &format!("{change} {of_hazards}"), &[], "upload", first);
        }
        altered(&house, "update uploads set kept = sha256", &[], "upload", first);
        for change in ["delete from photos", "update photos set hazard = file"] {
            altered(&house, change, &[], "photo_owner", first);
        }
        let hung = "insert into photos (district, file, hazard) select district, $1, hazard from photos";
        altered(&house, hung, &[other], "photo_owner", None);
        house.is_sound();
    });
}

/// The one photo's folder.
fn folder_of_photo(photos: &Path) -> PathBuf {
    let mut at = photos.to_owned();
    for _ in 0..3 {
        let mut inside = fs::read_dir(&at).unwrap().map(|e| e.unwrap().path());
        at = inside.find(|p| !p.ends_with("unfinished")).unwrap();
    }
    at
}

#[test]
fn photos_that_go_or_change_are_named_and_missed_in_a_backup() {
    let house = House::empty(None);
    lived_in(&house);
    let out = house.path("whole");
    let made = text(&house.succeeds(&["backup", "--out", &out, "--with-keys"]).stdout);
    let back = text(&House::empty(None).succeeds(&["restore", "--from", &out]).stdout);
    for told in [made, back] {
        assert_eq!(
            told.matches(" 1 photos").count() + told.matches("(1 photos").count(),
            2,
            "one number: {told}"
        );
    }
    let folder = folder_of_photo(&house.data().join("photos"));
    for name in ["view.jpg", "thumb.jpg", "original.sealed"] {
        let file = folder.join(name);
        let bytes = fs::read(&file).unwrap();
        let mut other = bytes.clone();
        *other.last_mut().unwrap() ^= 1;
        fs::write(&file, other).unwrap();
        finds(&house, "photo_altered", Some(1));
        house.json(&["verify", "--quick", "--json"], 0);
        fs::remove_file(&file).unwrap();
        finds(&house, "photo_missing", Some(1));
        if name == "view.jpg" {
            let out = house.path("backup");
            let made = house.run(&["backup", "--out", &out, "--with-keys"]);
            assert_eq!(made.status.code(), Some(2));
            assert!(text(&made.stderr).contains("1 photos"), "{}", text(&made.stderr));
            let copy = House::empty(None);
            let told = copy.succeeds(&["restore", "--from", &out]);
            assert!(text(&told.stderr).contains("missing already"), "{}", text(&told.stderr));
            finds(&copy, "photo_missing", Some(1));
        }
        fs::write(&file, bytes).unwrap();
        house.is_sound();
    }
    // A photo that was sent and belongs to nothing may go.
    let loose = "insert into uploads (district, file, sha256, kept, phash, middle, width, height, uploader, at) \
                 select district, $1, sha256, kept, phash, middle, width, height, uploader, at from uploads";
    house.connection().execute(loose, &[Value::Bytes(vec![7; 16])]).unwrap();
    house.is_sound();
}

#[test]
fn a_directory_that_is_not_there_is_said_to_be_so() {
    let house = House::empty(None);
    let out = house.path("backup");
    for verb in [&["verify"][..], &["backup", "--out", &out]] {
        let told = house.run(verb);
        assert_eq!(told.status.code(), Some(1), "{verb:?}");
        assert!(text(&told.stderr).contains("no data directory"), "{}", text(&told.stderr));
        assert!(!house.data().exists() && !Path::new(&out).exists(), "{verb:?}");
    }
}
