//! Keys and backups: what the page "Keys and backups" says of them is what the program does.

use crate::house::{House, both, postgres, text};
use crate::server::Server;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// Name, version and fingerprint of each key, as the list prints them.
fn keys(house: &House) -> Vec<(String, u32, String)> {
    let told = text(&house.succeeds(&["keys", "list"]).stdout);
    let row = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        (words[0].to_owned(), words[1].parse().unwrap(), words[2].to_owned())
    };
    told.lines().map(row).collect()
}

/// A report with a contact, which lies sealed in the vault.
fn reported(house: &House, nth: u32) {
    let csv = format!(
        "隐患编号,发现时间,隐患描述,举报人电话,整改情况\nK-{nth},2025-06-01,灭火器过期,13800000000,未整改\n"
    );
    let file = house.file(&format!("{nth}.csv"), &csv);
    house.succeeds(&["import", "hazards", &file]);
}

/// What is written down of keys: how many versions of the vault's key each time.
fn written_down(house: &House) -> Vec<usize> {
    let sql = "select state from rules where subject = 'keys' order by effective_at, id";
    let rows = house.connection().query(sql, &[]).unwrap();
    rows.iter().map(|row| row.text(0).unwrap().matches("vault-key").count()).collect()
}

#[test]
fn a_key_gets_a_second_version_and_what_the_first_one_sealed_stays_open() {
    for database in [None, Some(postgres())] {
        let house = House::empty(database);
        let serves = || drop(Server::start(&house.data(), house.database.as_deref(), &[]));
        serves();
        reported(&house, 1);
        let before = keys(&house);
        assert_eq!(before.len(), 6, "{before:?}");
        assert!(before.iter().all(|(_, version, _)| *version == 1));
        assert_eq!(written_down(&house), [1]);

        house.succeeds(&["keys", "rotate", "vault-key"]);
        let after = keys(&house);
        assert_eq!(after.len(), 7);
        for known in &before {
            assert!(after.contains(known), "{known:?} is still there");
        }
        let second = after.iter().find(|(name, version, _)| name == "vault-key" && *version == 2).unwrap();
        assert!(before.iter().all(|(_, _, fingerprint)| *fingerprint != second.2));
        for file in std::fs::read_dir(house.data().join("keys")).unwrap() {
            let mode = file.unwrap().metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "nobody else reads a key");
        }
        // Verification opens every record of the vault.
        house.is_sound();
        serves();
        assert_eq!(written_down(&house), [1, 2], "a new version is an event");
        serves();
        assert_eq!(written_down(&house), [1, 2], "and only once");
        reported(&house, 2);
        house.is_sound();
    }
}

#[test]
fn keys_that_are_looked_up_by_value_have_one_version() {
    both(|house| {
        reported(&house, 1);
        let before = keys(&house);
        for fixed in ["blind-index-key", "receipt-key", "log-signing-key", "nonsense", "../vault-key"] {
            let refused = house.run(&["keys", "rotate", fixed]);
            assert!(!refused.status.success(), "{fixed}");
            assert!(text(&refused.stdout).is_empty());
        }
        assert_eq!(keys(&house), before);
        for more in ["seal-key", "code-key"] {
            house.succeeds(&["keys", "rotate", more]);
        }
        assert_eq!(keys(&house).len(), 8);
        house.is_sound();
    });
}

/// What is written down of backups: events, length of the log, whether the keys are in it.
fn backups(house: &House) -> Vec<(i64, i64, i64)> {
    let rows =
        house.connection().query("select events, log_size, keys from backups order by at", &[]).unwrap();
    rows.iter().map(|row| (row.int(0).unwrap(), row.int(1).unwrap(), row.int(2).unwrap())).collect()
}

#[test]
fn a_backup_is_written_down_when_it_was_made_and_checked() {
    both(|house| {
        reported(&house, 1);
        let bare = house.json(&["backup", "--out", &house.path("first"), "--json"], 0);
        let row = |manifest: &serde_json::Value, keys| {
            (manifest["events"].as_i64().unwrap(), manifest["log_size"].as_i64().unwrap(), keys)
        };
        assert_eq!(backups(&house), [row(&bare, 0)]);
        reported(&house, 2);
        let whole = house.json(&["backup", "--out", &house.path("second"), "--with-keys", "--json"], 0);
        assert_eq!(backups(&house), [row(&bare, 0), row(&whole, 1)]);
        assert!(whole["events"].as_i64() > bare["events"].as_i64());
        assert!(
            !house.run(&["backup", "--out", &house.path("second")]).status.success(),
            "never over another"
        );
        assert_eq!(backups(&house).len(), 2, "what was not made is not written down");
        house.is_sound();
    });
}

/// The commands of the page can be typed as they stand there.
#[test]
fn what_the_page_tells_operators_to_type_works() {
    let house = House::new(None);
    reported(&house, 1);
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../console/src/admin/SystemPage.vue");
    let page = std::fs::read_to_string(page).unwrap();
    let commands: Vec<&str> = page.split('\'').filter(|part| part.starts_with("mashang ")).collect();
    assert!(commands.len() >= 5, "{commands:?}");
    for command in commands {
        let typed = command
            .replace("/var/lib/mashang-new", &house.path("new"))
            .replace("/var/lib/mashang", &house.data().display().to_string())
            .replace("/backup/today", &house.path("today"));
        let words: Vec<&str> = typed.split(' ').skip(1).collect();
        let mut program = Command::new(env!("CARGO_BIN_EXE_mashang"));
        let output = program.args(&words).env_remove("MASHANG_DATABASE").output().unwrap();
        assert!(output.status.success(), "{command}: {}", text(&output.stderr));
    }
}
