//! What is typed wrongly is said plainly, ends with a code that means something, and begins nothing.

use crate::house::{House, text};
use crate::server::Server;
use std::fs;
use std::net::TcpListener;
use std::process::Output;

/// Wrong arguments.
const USAGE: i32 = 64;

fn said(output: &Output) -> String {
    let said = text(&output.stdout) + &text(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn what_is_not_there_is_named_and_begins_nothing() {
    let house = House::empty(None);
    let ledger = house.file("台账.csv", &crate::house::ledger(2));
    let nowhere = house.path("nowhere.csv");
    let out = house.path("out");
    let cases: [(&[&str], i32, &str); 25] = [
        (&["verify"], 1, "no data directory"),
        (&["export", "hazards"], 1, "no installation"),
        (&["export", "ledger", "--out", &out], 1, "no installation"),
        (&["backup", "--out", &out], 1, "no data directory"),
        (&["restore", "--from", &nowhere], 1, "no complete backup"),
        (&["user", "list"], 1, "no installation"),
        (&["user", "invite", "wang3"], 1, "no installation"),
        (&["client", "list"], 1, "no installation"),
        (&["keys", "list"], 1, "no data directory"),
        (&["keys", "rotate", "front-door"], 1, "front-door"),
        (&["import", "hazards", &nowhere], 2, "nowhere.csv"),
        (&["import", "places", &nowhere], 2, "nowhere.csv"),
        (&["import", "hazards", &ledger, "--map", &nowhere], 2, "nowhere.csv"),
        (&["import", "hazards", &ledger, "--sheet", "2031年"], 2, "2031年"),
        (&["serve", "--district", "430406"], 1, "--name"),
        (&["serve", "--district", "1", "--name", "甲区"], 1, "430406"),
        (&["serve", "--listen", "8311"], USAGE, "--listen"),
        (&["serve", "--demo-for-everybody"], USAGE, "--demo"),
        (&["serve", "--demo", "--listen", "0.0.0.0:0"], 1, "--demo-for-everybody"),
        (&["verify", "--database", "mysql://db/mashang"], USAGE, "postgres://"),
        (&["verify", "--database", "/srv/other.db"], USAGE, "--data"),
        (&["export", "hazards", "--from", "2026-13-01"], USAGE, "--from"),
        (&["user", "add", "wang3", "--name", "王三", "--unit", "JD", "--role", "king"], USAGE, "user roles"),
        (&["bench", "--seconds", "0"], USAGE, "--seconds"),
        (&["vrify"], USAGE, "verify"),
    ];
    for (arguments, code, word) in cases {
        let output = house.run(arguments);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(word), "{arguments:?}: {said}");
        assert!(!house.data().exists() && !fs::exists(&out).unwrap(), "{arguments:?} began something");
    }
    let help = house.run(&["user", "--help"]);
    assert!(help.status.success() && text(&help.stdout).contains("forget-second-factor"));
}

#[test]
fn a_file_in_the_place_of_the_data_stays_one() {
    let house = House::empty(None);
    house.file("data", "somebody's");
    let ledger = house.file("台账.csv", &crate::house::ledger(2));
    let out = house.path("out");
    let verbs: [&[&str]; 9] = [
        &["serve", "--listen", "127.0.0.1:0"],
        &["verify"],
        &["export", "hazards"],
        &["backup", "--out", &out],
        &["user", "list"],
        &["client", "list"],
        &["keys", "list"],
        &["bench", "--seconds", "1"],
        &["import", "hazards", &ledger],
    ];
    for verb in verbs {
        let output = house.run(verb);
        let said = said(&output);
        assert!(!output.status.success(), "{verb:?}: {said}");
        assert!(said.contains("is a file"), "{verb:?}: {said}");
        assert_eq!(fs::read_to_string(house.data()).unwrap(), "somebody's");
    }
}

#[test]
fn a_port_or_a_folder_that_is_taken_is_said_before_anything_begins() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let house = House::empty(None);
    for serve in [&["serve", "--demo", "--listen", &address][..], &["serve", "--listen", &address]] {
        let output = house.run(serve);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains("cannot listen on") && !house.data().exists());
    }
    let _server = Server::start(&house.data(), None, &[]);
    let second = house.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(said(&second).contains("another server already serves"), "{}", said(&second));
}
