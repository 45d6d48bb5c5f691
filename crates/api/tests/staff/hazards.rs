//! The main path over HTTP, and how it refuses.

use crate::server::{Client, Server};
use axum::body::Body;
use domain::people::Role;
use serde_json::{Value, json};

/// Everybody that the main path needs.
struct Staff {
    acceptor: Client,
    dispatcher: Client,
    builder: Client,
    verifier: Client,
    lead: Client,
}

fn staff(server: &Server) -> Staff {
    Staff {
        acceptor: server.member("acceptor", "desk", &[Role::Acceptor]),
        dispatcher: server.member("dispatcher", "desk", &[Role::Dispatcher]),
        builder: server.member("builder", "building", &[Role::Handler]),
        verifier: server.member("verifier", "desk", &[Role::Verifier]),
        lead: server.member("lead", "desk", &[Role::ShiftLead]),
    }
}

/// A photo, sent and kept.
fn photo(server: &Server, client: &Client) -> String {
    crate::photos::send(server, client, &crate::photos::picture(64, 48)).good()["file"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn filing(server: &Server, client: &Client) -> Value {
    let catalogue = server.get(client, "/catalogue").good();
    let minor = &catalogue["majors"][0]["minors"][0];
    json!({"action": "file", "category": minor["code"], "grade": "general", "standard": minor["standards"][0]["id"],
        "party": "government"})
}

#[test]
fn from_the_street_to_the_archive() {
    let server = Server::new();
    let people = staff(&server);
    let id = server.reported("路面塌陷");
    let good = |client: &Client, action: Value| {
        server.town.wait(60_000);
        server.acts(client, &id, action).good()
    };
    assert_eq!(server.get(&people.builder, &format!("/hazards/{id}")).status, 404, "not theirs yet");
    let inbox = server.get(&people.acceptor, "/hazards/inbox").good();
    assert_eq!(
        (inbox["counts"]["total"].as_u64(), inbox["items"][0]["id"].as_str()),
        (Some(1), Some(id.as_str()))
    );
    good(&people.acceptor, json!({"action": "accept"}));
    let filed = good(&people.acceptor, filing(&server, &people.acceptor));
    assert_eq!(filed["stage"], json!("filed"));
    let lead = server.town.unit("building").to_string();
    good(&people.dispatcher, json!({"action": "dispatch", "lead": lead}));
    good(&people.builder, json!({"action": "sign"}));
    let responsible = server.get(&people.builder, "/session").good()["person"].clone();
    good(
        &people.builder,
        json!({"action": "plan", "responsible": responsible, "measures": "换盖", "funds_fen": 30000,
        "planned_at": "2026-03-04T09:00:00+08:00", "plan": "围挡"}),
    );
    let submitted = good(
        &people.builder,
        json!({"action": "submit", "text": "已修复", "photos": [photo(&server, &people.builder)]}),
    );
    assert_eq!(submitted["stage"], json!("submitted"));
    good(
        &people.verifier,
        json!({"action": "verify", "method": "on_site", "text": "已消除",
        "photos": [photo(&server, &people.verifier)]}),
    );
    let closed = good(&people.lead, json!({"action": "approve_closing"}));
    assert_eq!(closed["stage"], json!("follow_up"));
    let detail = server.get(&people.lead, &format!("/hazards/{id}")).good();
    assert_ne!(detail["number"], json!("forged"), "case numbers are given by the server");
    assert_eq!(detail["timeline"].as_array().unwrap().len() as u64, detail["version"].as_u64().unwrap());
    assert_eq!(detail["timeline"][1]["person"]["name"], json!("acceptor 甲"));
    let proof = server.get(&people.lead, &format!("/hazards/{id}/proof")).good();
    assert_eq!(proof["events"].as_array().unwrap().len(), detail["timeline"].as_array().unwrap().len());
    assert_eq!(proof["public_key"].as_str().unwrap().len(), 64);
    server.town.is_sound();
}

#[test]
fn an_illegal_move_says_what_is_possible_and_changes_nothing() {
    let server = Server::new();
    let acceptor = server.member("acceptor", "desk", &[Role::Acceptor]);
    let id = server.reported("路面塌陷");
    let before = server.version(&acceptor, &id);
    let refused = server.acts(&acceptor, &id, json!({"action": "unmerge", "text": "x"}));
    assert_eq!(refused.refusal(), (409, "illegal_move".into()));
    let allowed = refused.json()["allowed"].clone();
    assert!(allowed.as_array().unwrap().contains(&json!("accept")), "{allowed}");
    assert_eq!(allowed, server.get(&acceptor, &format!("/hazards/{id}")).good()["allowed"]);
    // Nor is a form asked for in full that could not be sent anyway.
    for action in ["verify", "plan", "dispatch"] {
        let version = server.version(&acceptor, &id);
        let body = json!({"version": version, "action": action});
        let reply = server.post(&acceptor, &format!("/hazards/{id}/actions"), body);
        assert!(matches!(reply.status, 403 | 409), "{action}: {}", reply.text());
    }
    let lead = server.member("lead", "desk", &[Role::ShiftLead]);
    let version = server.version(&lead, &id);
    let send = |version: u64| {
        server.post(
            &lead,
            &format!("/hazards/{id}/actions"),
            json!({"version": version, "action": "dispatch"}),
        )
    };
    let incomplete = send(version);
    assert_eq!(incomplete.refusal(), (409, "illegal_move".into()));
    assert_eq!(incomplete.json()["allowed"], server.get(&lead, &format!("/hazards/{id}")).good()["allowed"]);
    assert_eq!(send(version + 7).refusal(), (409, "stale".into()));
    assert_eq!(server.version(&acceptor, &id), before);
}

#[test]
fn who_looked_too_early_is_told() {
    let server = Server::new();
    let acceptor = server.member("acceptor", "desk", &[Role::Acceptor]);
    let id = server.reported("路面塌陷");
    let path = format!("/hazards/{id}/actions");
    assert_eq!(server.post(&acceptor, &path, json!({"version": 1, "action": "accept"})).status, 200);
    let stale =
        server.post(&acceptor, &path, json!({"version": 1, "action": "ask_supplement", "text": "在哪里？"}));
    assert_eq!(stale.refusal(), (409, "stale".into()));
}

#[test]
fn a_repeated_request_is_carried_out_once() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let lin = server.member("lin", "desk", &[Role::Acceptor]);
    let file = photo(&server, &chen);
    let send = |client: &Client, text: &str| {
        let body = json!({"source": "hotline", "text": text, "address": "解放路", "photos": [file]});
        let mut request = server.request(client, "POST", "/api/v1/hazards", Some(&body));
        request.headers_mut().insert("idempotency-key", "one".parse().unwrap());
        server.send(request)
    };
    let first = send(&chen, "井盖缺失").good();
    assert_eq!(send(&chen, "井盖缺失").good(), first, "even though the photo is taken by now");
    assert_eq!(send(&chen, "别的").refusal(), (409, "key_reused".into()));
    assert_eq!(
        send(&lin, "井盖缺失").refusal(),
        (422, "invalid".into()),
        "another's key is another key; the photo is not theirs"
    );
    assert_eq!(server.get(&chen, "/hazards").good()["items"].as_array().unwrap().len(), 1);
    let mut request = server.request(
        &chen,
        "POST",
        "/api/v1/hazards",
        Some(&json!({"source": "hotline", "text": "x", "address": "y"})),
    );
    request.headers_mut().insert("idempotency-key", "x".repeat(300).parse().unwrap());
    assert_eq!(server.send(request).status, 422);
}

#[test]
fn lists_are_filtered_and_paged() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    for n in 0..5 {
        server.town.wait(1_000);
        server.reported(&format!("第{n}处"));
    }
    let texts = |page: &Value| -> Vec<String> {
        page["items"].as_array().unwrap().iter().map(|i| i["text"].as_str().unwrap().to_owned()).collect()
    };
    let first = server.get(&chen, "/hazards?limit=2").good();
    assert_eq!(texts(&first), ["第4处", "第3处"]);
    let next = first["next"].as_str().unwrap();
    let second = server.get(&chen, &format!("/hazards?limit=2&after={next}")).good();
    assert_eq!(texts(&second), ["第2处", "第1处"]);
    let receipt = first["items"][0]["receipt"].as_str().unwrap();
    assert_eq!(texts(&server.get(&chen, &format!("/hazards?number={receipt}")).good()), ["第4处"]);
    assert_eq!(texts(&server.get(&chen, "/hazards?stage=filed,dispatched").good()), Vec::<String>::new());
    assert_eq!(server.get(&chen, "/hazards?stage=reported").good()["items"].as_array().unwrap().len(), 5);
    for wrong in
        ["stage=nowhere", "grade=huge", "from=yesterday", "unit=me", "after=x", "limit=many", "source=moon"]
    {
        assert_eq!(
            server.get(&chen, &format!("/hazards?{wrong}")).refusal(),
            (422, "invalid".into()),
            "{wrong}"
        );
    }
}

#[test]
fn the_reporter_is_opened_for_a_purpose_by_the_caller_only() {
    let server = Server::new();
    let acceptor = server.member("acceptor", "desk", &[Role::Acceptor]);
    let caller = server.member("caller", "desk", &[Role::Caller]);
    let report = json!({"source": "hotline", "text": "井盖缺失", "address": "解放路", "reporter": {"name": "王某某", "phone": "13800138000"}});
    let id = server.post(&acceptor, "/hazards", report).good()["id"].as_str().unwrap().to_owned();
    let detail = server.get(&acceptor, &format!("/hazards/{id}"));
    assert!(!detail.text().contains("王某某") && !detail.text().contains("13800138000"));
    assert_eq!(detail.json()["has_reporter"], json!(true));
    let open = |client: &Client, text: &str| {
        server.post(client, &format!("/hazards/{id}/reporter"), json!({"purpose": "clarify", "text": text}))
    };
    assert_eq!(open(&acceptor, "核实").status, 403);
    assert_eq!(open(&caller, " ").status, 422);
    let opened = open(&caller, "核实位置").good();
    assert_eq!((opened["name"].as_str(), opened["phone"].as_str()), (Some("王某某"), Some("13800138000")));
    let timeline = server.get(&caller, &format!("/hazards/{id}")).good()["timeline"].clone();
    assert_eq!(timeline.as_array().unwrap().last().unwrap()["kind"], json!("reporter_opened"));
}

#[test]
fn roles_that_change_hold_at_once() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let id = server.reported("路面塌陷");
    assert_eq!(server.get(&chen, &format!("/hazards/{id}")).status, 200);
    let person = server.get(&chen, "/session").good()["person"].as_str().unwrap().to_owned();
    let building = server.town.unit("building").to_string();
    let change = json!({"login": "chen", "name": "陈甲", "unit": building, "roles": ["handler"]});
    assert_eq!(server.put(&security, &format!("/people/{person}"), change).status, 204);
    assert_eq!(server.get(&chen, &format!("/hazards/{id}")).status, 404, "in the same session");
    assert_eq!(server.call(&security, "POST", &format!("/people/{person}/disable"), None).status, 204);
    assert_eq!(server.get(&chen, "/session").status, 401);
    assert_eq!(server.signs_in("chen", crate::server::PASSWORD, None).code(), "wrong_credentials");
}

#[test]
fn a_path_that_is_no_id_is_like_one_that_nobody_has() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    for path in
        ["/hazards/1", "/hazards/..%2f..%2fetc", "/hazards/00000000-0000-0000-0000-000000000000", "/places/x"]
    {
        assert_eq!(server.get(&chen, path).refusal(), (404, "not_found".into()), "{path}");
    }
    let mut request = server.request(&chen, "GET", "/api/v1/hazards", None);
    *request.body_mut() = Body::from("ignored");
    assert_eq!(server.send(request).status, 200);
}
