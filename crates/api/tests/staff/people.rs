//! The register of people: 三员分立 and what each may see.

use crate::server::{Client, Server};
use domain::people::Role;
use serde_json::{Value, json};

fn person(server: &Server, client: &Client) -> String {
    server.get(client, "/session").good()["person"].as_str().unwrap().to_owned()
}

#[test]
fn the_three_administrators_stay_apart() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let unit = server.town.unit("desk").to_string();
    let appoint = |login: &str, roles: Value| {
        server.post(&security, "/people", json!({"login": login, "name": "甲", "unit": unit, "roles": roles}))
    };
    let rule = |reply: crate::server::Reply| (reply.status, reply.json()["params"]["rule"].clone());
    assert_eq!(
        rule(appoint("a1", json!(["system_admin", "audit_admin"]))),
        (409, json!("roles_not_separate"))
    );
    assert_eq!(
        rule(appoint("a2", json!(["security_admin", "acceptor"]))),
        (409, json!("roles_not_separate"))
    );
    assert_eq!(appoint("a3", json!(["acceptor", "dispatcher"])).status, 201);
    assert_eq!(rule(appoint("A3", json!(["acceptor"]))), (409, json!("login_taken")));
    assert_eq!(appoint("a4", json!(["king"])).status, 422);
    assert_eq!(appoint("a b", json!([])).json()["errors"][0]["field"], json!("login"));
}

#[test]
fn nobody_changes_themselves_and_the_last_administrator_stays() {
    let server = Server::new();
    let first = server.member("sec", "office", &[Role::SecurityAdmin]);
    let unit = server.town.unit("office").to_string();
    let me = person(&server, &first);
    let change = |client: &Client, id: &str, roles: Value| {
        let body = json!({"login": "sec", "name": "甲", "unit": unit, "roles": roles});
        server.put(client, &format!("/people/{id}"), body)
    };
    assert_eq!(change(&first, &me, json!(["security_admin"])).json()["params"]["rule"], json!("own_roles"));
    let disable =
        |client: &Client, id: &str| server.call(client, "POST", &format!("/people/{id}/disable"), None);
    assert_eq!(disable(&first, &me).json()["params"]["rule"], json!("own_roles"));
    let second = server.member("sec2", "office", &[Role::SecurityAdmin]);
    assert_eq!(change(&second, &me, json!(["acceptor"])).status, 204, "another one may");
    assert_eq!(
        server.get(&first, "/people").good().as_array().unwrap().iter().find(|p| p.get("login").is_some()),
        None
    );
    let audit = server.member("aud", "office", &[Role::AuditAdmin]);
    let auditor = person(&server, &audit);
    assert_eq!(disable(&second, &auditor).json()["params"]["rule"], json!("last_administrator"));
    assert_eq!(server.get(&audit, "/people").status, 200);
}

#[test]
fn others_see_the_names_of_their_own_unit() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let builder = server.member("builder", "building", &[Role::Handler]);
    server.appoint("mate", "building", &[Role::Handler]);
    server.appoint("roads", "roads", &[Role::Handler]);
    let seen = server.get(&builder, "/people").good();
    let mut names: Vec<&str> = seen.as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["builder 甲", "mate 甲"]);
    for one in seen.as_array().unwrap() {
        let fields: Vec<&String> = one.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["id", "name", "unit"]);
    }
    let all = server.get(&security, "/people").good();
    let own = all.as_array().unwrap().iter().find(|p| p["login"] == "sec").unwrap();
    assert_eq!((own["second_factor"].as_bool(), own["has_password"].as_bool()), (Some(true), Some(true)));
    assert!(!all.to_string().contains("argon2"));
}

#[test]
fn a_lost_answer_to_an_appointment_still_gives_a_link_that_works() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let unit = server.town.unit("desk").to_string();
    let body = json!({"login": "lin", "name": "林甲", "unit": unit, "roles": ["acceptor"]});
    let send = || {
        let mut request = server.request(&security, "POST", "/api/v1/people", Some(&body));
        request.headers_mut().insert("idempotency-key", "k".parse().unwrap());
        server.send(request).good()
    };
    let (first, second) = (send(), send());
    assert_eq!(first["id"], second["id"]);
    let token = second["invite_link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!(server.get(&Client::default(), &format!("/invites/{token}")).status, 200);
}

#[test]
fn no_event_holds_a_name() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let audit = server.member("aud", "office", &[Role::AuditAdmin]);
    let unit = server.town.unit("desk").to_string();
    let body = json!({"login": "geheim", "name": "秘密某", "unit": unit, "roles": ["acceptor"]});
    server.post(&security, "/people", body).good();
    assert!(server.town.app.store().settle(std::time::Duration::from_secs(10)).unwrap());
    let events = server.get(&audit, "/ledger/events?limit=200");
    assert!(events.json()["items"].as_array().unwrap().iter().any(|e| e["noun"] == "person"));
    assert!(!events.text().contains("geheim") && !events.text().contains("秘密某"));
}
