//! Criteria of major hazards at the API: refused beside their fields, compared, tried, published.

use crate::server::Server;
use domain::people::Role;
use serde_json::{Value, json};

#[test]
fn criteria_are_looked_at_before_they_are_in_force() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let shown = server.get(&system, "/rules/criteria").good();
    let (upon, sound) = (shown["version"].as_str().unwrap().to_owned(), shown["body"].clone());
    let later = "2026-03-10T00:00:00+08:00";
    let draft = |body: &Value, version: &str| json!({"upon": upon, "version": version, "effective": later, "body": body});
    let look = |body: &Value| server.post(&system, "/rules/criteria/preview", draft(body, "")).good();
    assert_eq!(look(&sound), json!({"upon": upon, "faults": [], "differences": []}));

    let clause = |text: &str, words: Value| json!({"id": "", "place": "", "text": text, "text_en": "", "judging": "direct", "categories": ["0101"], "words": words});
    let mut wrong = sound.clone();
    wrong["documents"][1]["number"] = json!(" ");
    let clauses = wrong["documents"][0]["clauses"].as_array_mut().unwrap();
    clauses.insert(0, clause("", json!(["锁"])));
    let found = look(&wrong);
    let faults = found["faults"].as_array().unwrap();
    let told: Vec<(&str, &str)> =
        faults.iter().map(|f| (f["path"].as_str().unwrap(), f["fault"].as_str().unwrap())).collect();
    let (text, words) = ("documents.0.clauses.0.text", "documents.0.clauses.0.words");
    assert_eq!(told, [(text, "empty"), (words, "loose"), ("documents.1.number", "empty")]);
    assert!(faults[1]["text"].as_str().unwrap().contains("关键词"), "{found}");
    assert_eq!(found["differences"], json!([]));
    let refused = server.post(&system, "/rules/criteria", draft(&wrong, "b"));
    assert_eq!(refused.refusal(), (422, "rules_refused".into()));
    let none = look(&json!({"documents": 5}));
    assert_eq!((&none["faults"][0]["path"], &none["faults"][0]["fault"]), (&json!(""), &json!("malformed")));

    let mut sharper = sound.clone();
    let documents = sharper["documents"].as_array_mut().unwrap();
    documents[0]["title"] = json!("重大火灾隐患判定规则（本区）");
    documents[0]["clauses"]
        .as_array_mut()
        .unwrap()
        .push(clause("电动自行车在楼道充电", json!(["楼道+充电"])));
    documents.swap(2, 3);
    let told = |all: &Value| -> Vec<(String, String, String)> {
        let said = |d: &Value, name: &str| d[name].as_str().unwrap().to_owned();
        all.as_array()
            .unwrap()
            .iter()
            .map(|d| (said(d, "change"), said(d, "level"), said(d, "code")))
            .collect()
    };
    let expected = [
        ("changed", "rules", ""),
        ("changed", "documents", "GB35181-2025"),
        ("added", "clauses", "GB35181-2025/9"),
    ]
    .map(|(change, level, code)| (change.to_owned(), level.to_owned(), code.to_owned()));
    assert_eq!(told(&look(&sharper)["differences"]), expected, "a new clause has an id of its own");
    let published = server.post(&system, "/rules/criteria", draft(&sharper, "b"));
    assert_eq!(published.status, 204, "{}", published.json());
    assert_eq!(
        server.post(&system, "/rules/criteria", draft(&sharper, "c")).refusal(),
        (409, "stale".into())
    );
    let differ = server.get(&chen, &format!("/rules/criteria/compare?old={upon}&new=b")).good();
    assert_eq!(told(&differ), expected);
    assert_eq!(differ[0]["fields"][0]["field"], json!("order"));
    assert_eq!(server.get(&chen, "/rules/criteria?version=none").status, 404);

    // Tried by either version: the new clause is hinted at by the new one only.
    let tried = |version: &str| {
        let text = "%E6%A5%BC%E9%81%93%E9%87%8C%E7%BB%99%E7%94%B5%E5%8A%A8%E8%BD%A6%E5%85%85%E7%94%B5";
        server.get(&chen, &format!("/criteria/try?category=0101&text={text}&version={version}")).good()
    };
    let strong = |found: Value| {
        found[0]["strong"] == json!(true) && found[0]["clause"]["id"] == json!("GB35181-2025/9")
    };
    assert!(strong(tried("b")) && !strong(tried(&upon)));
    server.town.is_sound();
}
