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
        assert_eq!(detail["description"].as_str().unwrap(), nasty);
        assert_eq!(detail["address"].as_str().unwrap(), nasty);
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
        assert_eq!(reply.refusal(), (422, "invalid".into()), "{extra}");
        assert_eq!(
            reply.json()["errors"][0],
            json!({"field": extra, "problem": "unknown_field", "text": "是不认识的字段"})
        );
    }
    let id = server.reported("路面塌陷");
    let action = json!({"action": "accept", "by": "somebody", "unit": "x", "at": "2020-01-01T00:00:00Z", "actor": {"as": "system"}});
    server.acts(&chen, &id, action).good();
    let detail = server.get(&chen, &format!("/hazards/{id}")).good();
    let me = server.get(&chen, "/session").good();
    assert_eq!(detail["timeline"][1]["person"]["id"], me["person"]);
    assert!(detail["timeline"][1]["at"].as_str().unwrap().starts_with("2026-03-02"));
    let login = json!({"login": "chen", "password": "x", "roles": ["security_admin"]});
    assert_eq!(server.post(&Client::default(), "/session", login).status, 422);
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
