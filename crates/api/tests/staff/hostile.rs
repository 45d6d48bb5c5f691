//! What strangers and careless people send.

use crate::server::{Client, Server};
use domain::people::Role;
use serde_json::json;

const NASTY: [&str; 6] = [
    "<script>alert(1)</script>",
    "'; drop table hazards; --",
    "\" onmouseover=\"x",
    "{{7*7}} ${7*7} %s %n",
    "=HYPERLINK(\"http://evil.example\")",
    "\u{202e}gnp.exe \u{0007} 𠮷🧯",
];

#[test]
fn text_is_text() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    for nasty in NASTY {
        let made = server
            .post(&chen, "/hazards", json!({"source": "hotline", "text": nasty, "address": nasty}))
            .good();
        let id = made["id"].as_str().unwrap();
        let reply = server.get(&chen, &format!("/hazards/{id}"));
        assert_eq!(reply.header("content-type"), "application/json");
        let detail = reply.json();
        let kept = domain::text::clean(nasty);
        assert_eq!(detail["description"].as_str().unwrap(), kept);
        assert_eq!(detail["address"].as_str().unwrap(), kept);
    }
    let count = server.get(&chen, "/hazards").good()["items"].as_array().unwrap().len();
    assert_eq!(count, NASTY.len());
    for nasty in NASTY {
        let asked: String = nasty.bytes().map(|b| format!("%{b:02X}")).collect();
        for name in ["street", "category", "number"] {
            let found = server.get(&chen, &format!("/hazards?{name}={asked}")).good();
            assert_eq!(found["items"].as_array().unwrap().len(), 0);
        }
        assert_eq!(server.get(&chen, &format!("/places?q={asked}")).status, 200);
    }
    server.town.is_sound();
}

#[test]
fn fields_that_are_the_server_s_own_are_refused_or_ignored() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    for extra in ["id", "receipt", "stage", "finder", "protection", "external", "captured_at"] {
        let mut report = json!({"source": "hotline", "text": "x"});
        report[extra] = json!("forged");
        let reply = server.post(&chen, "/hazards", report);
        assert_eq!(reply.refusal(), (400, "invalid".into()), "{extra}");
        assert_eq!(
            reply.json()["errors"][0],
            json!({"field": extra, "problem": "unknown_field", "text": "是不认识的字段或参数"})
        );
    }
    let id = server.reported("路面塌陷");
    for extra in ["by", "unit", "at", "actor", "text"] {
        let mut action = json!({"action": "accept"});
        action[extra] = json!("forged");
        let reply = server.acts(&chen, &id, action);
        assert_eq!(reply.refusal(), (400, "invalid".into()), "{extra}");
        assert_eq!(reply.json()["errors"][0]["field"], json!(extra));
    }
    let numbered = json!({"action": "file", "category": "0101", "grade": "general", "standard": "x",
        "party": "government", "number": "forged"});
    assert_eq!(server.acts(&chen, &id, numbered).json()["errors"][0]["field"], json!("number"));
    server.acts(&chen, &id, json!({"action": "accept"})).good();
    let detail = server.get(&chen, &format!("/hazards/{id}")).good();
    let me = server.get(&chen, "/session").good();
    assert_eq!(detail["timeline"][1]["person"]["id"], me["person"]);
    assert!(detail["timeline"][1]["at"].as_str().unwrap().starts_with("2026-03-02"));
    let login = json!({"login": "chen", "password": "x", "roles": ["security_admin"]});
    assert_eq!(server.post(&Client::default(), "/session", login).status, 400);
}

#[test]
fn actions_that_are_the_system_s_own_are_not_for_people() {
    let server = Server::new();
    let lead = server.member("lead", "desk", &[Role::ShiftLead, Role::Acceptor, Role::Dispatcher]);
    let id = server.reported("路面塌陷");
    assert!(matches!(server.acts(&lead, &id, json!({"action": "lapse"})).status, 403 | 409));
    let opened =
        server.acts(&lead, &id, json!({"action": "open_reporter", "purpose": "clarify", "text": "x"}));
    assert_eq!(opened.refusal(), (422, "invalid".into()), "the vault has an endpoint of its own");
    assert_eq!(server.acts(&lead, &id, json!({"action": "explode"})).refusal(), (422, "invalid".into()));
    assert_eq!(server.acts(&lead, &id, json!({"action": 7})).refusal(), (422, "invalid".into()));
}

#[test]
fn coordinates_that_are_none_are_named() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let report = |lon: f64, lat: f64| {
        let position = json!({"lon": lon, "lat": lat, "system": "wgs84"});
        server.post(&chen, "/hazards", json!({"source": "hotline", "text": "x", "position": position}))
    };
    assert_eq!(report(112.6, 91.0).json()["errors"][0]["problem"], json!("out_of_range"));
    assert_eq!(report(26.9, 112.6).json()["errors"][0]["problem"], json!("swapped"));
    assert_eq!(report(112.6, 26.9).status, 201);
    let mut request = server.request(&chen, "POST", "/api/v1/hazards", Some(&json!({})));
    *request.body_mut() = r#"{"source":"hotline","text":"x","position":{"lon":NaN,"lat":1}}"#.into();
    assert_eq!(server.send(request).refusal(), (400, "not_json".into()));
}

#[test]
fn texts_that_are_too_long_or_missing_are_named() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let long = server.post(&chen, "/hazards", json!({"source": "hotline", "text": "长".repeat(4_001)}));
    assert_eq!(long.json()["errors"][0]["problem"], json!("too_long"));
    let id = server.reported("路面塌陷");
    let silent = server.acts(&chen, &id, json!({"action": "reject", "reason": "unclear", "text": " "}));
    assert_eq!(silent.json()["errors"][0], json!({"field": "text", "problem": "required", "text": "必填"}));
    let missing = server.acts(&chen, &id, json!({"action": "reject", "text": "x"}));
    assert_eq!(missing.json()["errors"][0]["field"], json!("reason"));
}

#[test]
fn machines_are_told_the_path_in_their_readers_language_and_nothing_of_how_it_was_read() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let said = |method: &str, path: &str, body: Option<&serde_json::Value>, lang: &'static str| {
        let mut request = server.request(&chen, method, &format!("/api/v1{path}"), body);
        request.headers_mut().insert("accept-language", lang.parse().unwrap());
        let reply = server.send(request);
        for leak in ["expected", "invalid type", "struct", "column", "query string", "serde"] {
            assert!(!reply.text().contains(leak), "{leak}: {}", reply.text());
        }
        let first = reply.json()["errors"][0]["field"].as_str().unwrap_or_default().to_owned();
        (reply.status, first, reply.json()["detail"].as_str().unwrap().to_owned())
    };
    let wrong =
        json!({"source": "hotline", "text": "x", "position": {"lon": "x", "lat": 1, "system": "wgs84"}});
    let (status, field, detail) = said("POST", "/hazards", Some(&wrong), "en");
    assert_eq!((status, field.as_str()), (422, "position.lon"));
    assert!(detail.starts_with("Longitude is malformed"), "{detail}");
    assert!(said("POST", "/hazards", Some(&wrong), "zh-CN").2.starts_with("经度格式不正确"));
    assert_eq!(said("POST", "/hazards", Some(&json!([1])), "en").1, "content");
    let (status, field, detail) = said("GET", "/hazards?streeet=1", None, "zh-CN");
    assert_eq!((status, field.as_str()), (400, "streeet"));
    assert!(detail.contains("streeet是不认识的字段或参数"), "{detail}");
    assert_eq!(said("GET", "/hazards?limit=x", None, "en").1, "limit");
    assert!(said("GET", "/hazards?from=gestern", None, "zh-CN").2.starts_with("起始时间格式不正确"));
    let id = server.reported("路面塌陷");
    let wrong = json!({"version": 1, "action": "reject", "reason": 7, "text": "x"});
    let (status, field, _) = said("POST", &format!("/hazards/{id}/actions"), Some(&wrong), "en");
    assert_eq!((status, field.as_str()), (422, "reason"));
    let phone = json!({"source": "hotline", "text": "x", "reporter": {"phone": "12"}});
    let (status, field, detail) = said("POST", "/hazards", Some(&phone), "zh-CN");
    assert_eq!((status, field.as_str()), (422, "reporter.phone"));
    assert!(detail.starts_with("电话不是电话号码"), "{detail}");
}

/// Whatever stands behind a question mark has a name that people understand, in both languages.
#[test]
fn every_parameter_has_a_name() {
    use work::words::{Lang, field_name};
    let document = api::openapi();
    let parameters = document["paths"].as_object().unwrap().values();
    let parameters = parameters.flat_map(|item| item.as_object().unwrap().values());
    let mut unnamed: Vec<String> = parameters
        .flat_map(|operation| operation["parameters"].as_array().cloned().unwrap_or_default())
        .filter(|p| p["in"] == json!("query"))
        .map(|p| p["name"].as_str().unwrap().to_owned())
        .filter(|name| [Lang::Zh, Lang::En].iter().any(|lang| field_name(*lang, name) == name))
        .collect();
    unnamed.sort();
    unnamed.dedup();
    assert_eq!(unnamed, Vec::<String>::new(), "crates/work/src/words/fields.toml, [name]");
}
