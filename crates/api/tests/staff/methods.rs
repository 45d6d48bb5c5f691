//! Methods of risk at the API: refused beside their fields, compared part by part, tried, published.

use crate::server::Server;
use domain::people::Role;
use serde_json::{Value, json};

fn told(found: &Value) -> Vec<(&str, &str)> {
    let faults = found["faults"].as_array().unwrap();
    faults.iter().map(|f| (f["path"].as_str().unwrap(), f["fault"].as_str().unwrap())).collect()
}

#[test]
fn methods_are_looked_at_before_they_are_in_force() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let shown = server.get(&system, "/rules/risk").good();
    let (upon, sound) = (shown["version"].as_str().unwrap().to_owned(), shown["body"].clone());
    let draft = |body: &Value, version: &str| json!({"upon": upon, "version": version, "effective": "2026-03-10T00:00:00+08:00", "body": body});
    let look = |body: &Value| server.post(&system, "/rules/risk/preview", draft(body, "")).good();
    assert_eq!(look(&sound), json!({"upon": upon, "faults": [], "differences": []}));

    let mut wrong = sound.clone();
    wrong["methods"][0]["factors"][0]["levels"][1]["value"] = json!("六");
    wrong["methods"][1]["bands"][3]["from"] = json!("2");
    wrong["methods"][1]["name"] = json!(" ");
    let found = look(&wrong);
    let (value, name, from) =
        ("methods.0.factors.0.levels.1.value", "methods.1.name", "methods.1.bands.3.from");
    assert_eq!(told(&found), [(value, "number"), (name, "empty"), (from, "gap")]);
    assert_eq!(found["faults"][1]["text"], json!("请填写"));
    assert_eq!(found["differences"], json!([]));
    assert_eq!(
        server.post(&system, "/rules/risk", draft(&wrong, "b")).refusal(),
        (422, "rules_refused".into())
    );
    assert_eq!(told(&look(&json!({"methods": 5}))), [("", "malformed")]);

    // A limit of a band, a level more, and a method of the district's own.
    let mut sharper = sound.clone();
    let methods = sharper["methods"].as_array_mut().unwrap();
    methods[1]["bands"][0]["from"] = json!("16");
    let level = json!({"value": "6", "text": "正在发生", "text_en": ""});
    methods[1]["factors"][0]["levels"].as_array_mut().unwrap().insert(0, level);
    let mut own = sound["methods"][1].clone();
    own["id"] = json!("");
    own["name"] = json!("本区方法");
    methods.push(own);
    let differences = |all: &Value| -> Vec<(String, String, String)> {
        let said = |d: &Value, name: &str| d[name].as_str().unwrap().to_owned();
        let one = |d: &Value| (said(d, "change"), said(d, "level"), said(d, "code"));
        all.as_array().unwrap().iter().map(one).filter(|(_, _, code)| !code.starts_with("m1/")).collect()
    };
    let expected =
        [("added", "levels", "ls/L/6"), ("changed", "bands", "ls/重大风险"), ("added", "methods", "m1")]
            .map(|(change, level, code)| (change.to_owned(), level.to_owned(), code.to_owned()));
    let mut found = differences(&look(&sharper)["differences"]);
    found.sort();
    let mut wanted = expected.to_vec();
    wanted.sort();
    assert_eq!(found, wanted);
    assert_eq!(server.post(&system, "/rules/risk", draft(&sharper, "b")).status, 204);
    let compared = server.get(&chen, &format!("/rules/risk/compare?old={upon}&new=b")).good();
    let red = compared.as_array().unwrap().iter().find(|d| d["code"] == json!("ls/重大风险")).unwrap();
    assert_eq!(red["fields"], json!([{"field": "from", "before": "20", "after": "16"}]));

    // Tried by either version, and by none of what it does not have.
    let tries = |version: &str, method: &str, l: &str| {
        let body = json!({"version": version, "method": method, "inputs": {"L": l, "S": "4"}});
        server.post(&chen, "/risk/try", body)
    };
    let tried = |version: &str, l: &str| {
        let found = tries(version, "ls", l).good();
        (found["working"].as_str().unwrap().to_owned(), found["colour"].as_str().unwrap().to_owned())
    };
    assert_eq!(tried(&upon, "4"), ("R = 4 × 4 = 16".to_owned(), "orange".to_owned()));
    assert_eq!(tried("b", "4"), ("R = 4 × 4 = 16".to_owned(), "red".to_owned()));
    assert_eq!(tried("b", "6").1, "red");
    assert_eq!(tries("b", "m1", "5").good()["colour"], json!("red"));
    for (version, method, l) in
        [(upon.as_str(), "ls", "6"), ("b", "none", "1"), ("none", "ls", "1"), ("b", "ls", "x")]
    {
        assert_eq!(tries(version, method, l).status, 422, "{version} {method} {l}");
    }
    server.town.is_sound();
}
