//! An installation in a folder of its own, and the server on it.

use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use store::{Connection, Database};

/// An installation in a folder of its own.
pub struct House {
    pub folder: tempfile::TempDir,
    pub database: Option<String>,
}

pub fn postgres() -> String {
    let url = std::env::var("MASHANG_TEST_POSTGRES")
        .expect("these tests need PostgreSQL: `./dev test` starts a throw-away cluster");
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let nth = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{url}?schema=verbs_{}_{nth}", std::process::id())
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some((url, schema)) = self.database.as_ref().and_then(|d| d.split_once("?schema="))
            && let Ok(mut connection) = Database::parse(url).connect(true)
        {
            let _ = connection.script(&format!("drop schema if exists \"{schema}\" cascade"));
        }
    }
}

impl House {
    /// Nothing yet but a place to be.
    pub fn empty(database: Option<String>) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database }
    }

    pub fn new(database: Option<String>) -> Self {
        let house = Self::empty(database);
        fs::create_dir_all(house.data()).unwrap();
        let district = "code = 430406\nname = \"示例区\"\nbase_url = \"http://127.0.0.1:1\"\n";
        fs::write(house.data().join("district.toml"), district).unwrap();
        house
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mashang"));
        command.args(arguments).arg("--data").arg(self.data()).env_remove("MASHANG_DATABASE");
        // Whatever the terminal speaks on which the tests run.
        command.env("MASHANG_LANG", "en");
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn json(&self, arguments: &[&str], code: i32) -> Value {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&output.stdout)))
    }

    pub fn succeeds(&self, arguments: &[&str]) -> Output {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
        output
    }

    pub fn file(&self, name: &str, content: &str) -> String {
        fs::write(self.folder.path().join(name), content).unwrap();
        self.path(name)
    }

    /// The database, past the product.
    pub fn connection(&self) -> Box<dyn Connection> {
        let database = match &self.database {
            Some(url) => Database::parse(url),
            None => Database::Sqlite(self.data().join("mashang.db")),
        };
        database.connect(true).unwrap()
    }

    pub fn is_sound(&self) -> Value {
        let report = self.json(&["verify", "--json"], 0);
        assert_eq!(report["faults"], 0);
        report
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// So many rows, every one with a number of its own.
pub fn ledger(rows: usize) -> String {
    let mut csv = String::from("隐患编号,检查时间,隐患描述,隐患等级,整改期限,整改情况,整改完成日期\n");
    for nth in 0..rows {
        let day = nth % 27 + 1;
        let state =
            if nth % 5 == 0 { "未整改,".to_owned() } else { format!("已销号,2025-03-{day:02}") };
        csv.push_str(&format!("B-{nth},2025-02-{day:02},第{nth}处通道堵塞,一般,2025-03-10,{state}\n"));
    }
    csv
}

pub fn both(story: impl Fn(House)) {
    story(House::new(None));
    story(House::new(Some(postgres())));
}
