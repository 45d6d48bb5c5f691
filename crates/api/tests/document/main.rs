//! The API's own description: what it says, and that the console's copy says the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;

fn pretty() -> String {
    serde_json::to_string_pretty(&api::openapi()).unwrap() + "\n"
}

/// The console's client is generated from this file. `MASHANG_WRITE_OPENAPI=1` writes it anew.
#[test]
fn the_console_reads_the_same_document() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../console/openapi.json");
    let document = pretty();
    if std::env::var_os("MASHANG_WRITE_OPENAPI").is_some() {
        std::fs::write(&file, &document).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(
        kept == document,
        "the API changed: run this test with MASHANG_WRITE_OPENAPI=1 and look at the difference"
    );
}

/// Every operation in one line: a change of the API is seen in review.
#[test]
fn operations_are_these() {
    let document = api::openapi();
    let mut lines = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            let answers: Vec<&String> = operation["responses"].as_object().unwrap().keys().collect();
            lines.push(format!("{:<6} {path} {name} {answers:?}", method.to_uppercase()));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn it_is_openapi_3_1_and_holds_together() {
    let document = api::openapi();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let text = document.to_string();
    for piece in text.split("\"#/components/schemas/").skip(1) {
        let name = piece.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name} is spoken of and not described");
    }
    let mut names = std::collections::BTreeSet::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            assert!(names.insert(operation["operationId"].as_str().unwrap().to_owned()));
            assert!(operation["summary"].as_str().is_some_and(|s| !s.is_empty()));
        }
    }
}
