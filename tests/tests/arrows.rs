//! Arrows run one way, heavy libraries live in one room, and files stay short.

#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which of our rooms each room may know. Whoever adds an arrow here says why in ARCHITECTURE.md.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("channels", &[]),
    ("files", &[]),
    ("geo", &["domain"]),
    ("identity", &[]),
    ("tables", &[]),
    ("store", &["domain"]),
    ("work", &["channels", "domain", "files", "geo", "identity", "store", "tables"]),
    ("api", &["domain", "files", "geo", "identity", "store", "work"]),
    ("pages", &["domain", "files", "identity", "store", "work"]),
    (
        "mashang",
        &["api", "channels", "domain", "files", "geo", "identity", "pages", "store", "tables", "work"],
    ),
];

/// Libraries that only these rooms may know.
const ROOMS_OF: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("tokio-postgres", &["store"]),
    ("axum", &["api", "pages", "mashang"]),
    ("image", &["files"]),
    ("lettre", &["channels"]),
    ("zune-jpeg", &["files"]),
    ("calamine", &["tables"]),
    ("argon2", &["identity"]),
    ("chacha20poly1305", &["identity"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Names of the ordinary dependencies of each package of the workspace.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = |v: &serde_json::Value| v["name"].as_str().unwrap().to_owned();
    let of = |package: &serde_json::Value| {
        let all = package["dependencies"].as_array().unwrap().iter();
        all.filter(|d| d["kind"].is_null()).map(name).collect()
    };
    metadata["packages"].as_array().unwrap().iter().map(|p| (name(p), of(p))).collect()
}

#[test]
fn arrows_run_one_way() {
    let dependencies = dependencies();
    for (room, may_know) in ARROWS {
        let Some(known) = dependencies.get(*room) else { panic!("the room {room} is gone") };
        let ours = known.iter().filter(|d| ARROWS.iter().any(|(room, _)| room == d));
        let wrong: Vec<_> = ours.filter(|d| !may_know.contains(&d.as_str())).collect();
        assert!(wrong.is_empty(), "{room} may not know {wrong:?}");
    }
    let outside = |name: &str| ["town", "bench"].contains(&name);
    let unnamed: Vec<_> =
        dependencies.keys().filter(|p| !outside(p) && !ARROWS.iter().any(|(r, _)| r == p)).collect();
    assert!(unnamed.is_empty(), "rooms without an arrow table: {unnamed:?}");
}

#[test]
fn heavy_libraries_live_in_one_room() {
    let dependencies = dependencies();
    for (library, rooms) in ROOMS_OF {
        for (package, known) in &dependencies {
            let allowed = rooms.contains(&package.as_str()) || ["town", "bench"].contains(&package.as_str());
            assert!(allowed || !known.iter().any(|d| d == library), "{package} may not know {library}");
        }
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["target", "node_modules", "dist", ".git"].contains(&name.as_str()) {
            files(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// Only the two engine files know a driver, and nobody has a room without a name.
#[test]
fn drivers_stay_behind_the_engine() {
    let mut all = Vec::new();
    files(&root().join("crates"), &mut all);
    for path in all.iter().filter(|p| p.extension().is_some_and(|e| e == "rs")) {
        let text = std::fs::read_to_string(path).unwrap();
        let shown = path.strip_prefix(root()).unwrap().display().to_string();
        let engine = shown.starts_with("crates/store/src/engine/");
        let test = shown.contains("/tests/");
        assert!(engine || test || !text.contains("rusqlite::"), "{shown} knows rusqlite");
        assert!(engine || test || !text.contains("tokio_postgres::"), "{shown} knows postgres");
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let nameless = ["common", "core", "util", "utils", "helpers", "manager", "misc"];
        assert!(!nameless.contains(&name.as_str()), "{shown}: a room needs a name");
    }
}

/// No file that a reader can't hold.
#[test]
fn files_stay_short() {
    const MOST: usize = 600;
    let mut all = Vec::new();
    for folder in ["crates", "tests", "bench", "console/src"] {
        files(&root().join(folder), &mut all);
    }
    let ends = ["rs", "ts", "vue", "css"];
    let code =
        all.iter().filter(|p| p.extension().is_some_and(|e| ends.contains(&e.to_string_lossy().as_ref())));
    let long: Vec<_> = code
        .filter(|p| !p.ends_with("schema.d.ts"))
        .filter_map(|p| {
            let lines = std::fs::read_to_string(p).ok()?.lines().count();
            (lines > MOST).then(|| format!("{} ({lines})", p.strip_prefix(root()).unwrap().display()))
        })
        .collect();
    assert!(long.is_empty(), "over {MOST} lines: {long:?}");
}
