//! The API's own description: what it says, and that the console's copy says the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use serde_json::Value;
use std::collections::BTreeSet;
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

/// Names of what may be sent: parameters behind the question mark, and fields of bodies, however deep.
fn fields(document: &Value) -> BTreeSet<String> {
    fn walk(document: &Value, schema: &Value, seen: &mut BTreeSet<String>, all: &mut BTreeSet<String>) {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            if seen.insert(name.to_owned()) {
                walk(document, &document["components"]["schemas"][name], seen, all);
            }
            return;
        }
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            all.insert(name.clone());
            walk(document, inner, seen, all);
        }
        for of in ["oneOf", "allOf", "anyOf"] {
            schema[of].as_array().into_iter().flatten().for_each(|inner| walk(document, inner, seen, all));
        }
        if !schema["items"].is_null() {
            walk(document, &schema["items"], seen, all);
        }
    }
    let (mut seen, mut all) = (BTreeSet::new(), BTreeSet::new());
    for operation in
        document["paths"].as_object().unwrap().values().flat_map(|p| p.as_object().unwrap().values())
    {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let asked = parameters.filter(|p| p["in"] == "query").map(|p| p["name"].as_str().unwrap().to_owned());
        all.extend(asked);
        for content in operation["requestBody"]["content"].as_object().into_iter().flatten() {
            walk(document, &content.1["schema"], &mut seen, &mut all);
        }
    }
    all
}

/// What is wrong with a field is said by its name, in the reader's language.
#[test]
fn every_field_that_may_be_sent_has_a_name_in_words() {
    let all = fields(&api::openapi());
    assert!(all.len() > 100);
    let is_chinese = |name: &String| {
        let said = work::words::field_name(work::words::Lang::Zh, name);
        said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    };
    let nameless: Vec<&String> = all.iter().filter(|name| !is_chinese(name)).collect();
    assert!(nameless.is_empty(), "words/fields.toml has no name for {nameless:?}");
}
