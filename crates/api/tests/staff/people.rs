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
    let mill = server.town.unit("mill").to_string();
    let of_the_mill = |login: &str, role: &str| {
        let new = json!({"login": login, "name": "甲", "unit": mill, "roles": [role]});
        server.post(&security, "/people", new)
    };
    assert_eq!(rule(of_the_mill("m1", "leader")), (409, json!("roles_of_offices")));
    assert_eq!(of_the_mill("m2", "handler").status, 201);
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

/// Asks another administrator, who answers; both through the API as their browsers do.
#[test]
fn an_administrators_account_takes_two() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let unit = server.town.unit("desk").to_string();
    let body = json!({"login": "sys2", "name": "乙", "unit": unit, "roles": ["system_admin"]});
    let rule = |reply: crate::server::Reply| (reply.status, reply.json()["params"]["rule"].clone());
    assert_eq!(rule(server.post(&security, "/people", body.clone())), (409, json!("no_consenter")));
    let audit = server.member("aud", "office", &[Role::AuditAdmin]);
    let system = server.member("sys", "office", &[Role::SystemAdmin]);

    let asked = server.post(&security, "/people", body).good();
    assert_eq!(asked["consent"]["by"], json!("audit_admin"));
    let token = asked["invite_link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let nobody = Client::default();
    assert_eq!(rule(server.get(&nobody, &format!("/invites/{token}"))), (409, json!("consent_waits")));
    let listed = server.get(&security, "/people").good();
    let waits = listed.as_array().unwrap().iter().find(|p| p["login"] == "sys2").unwrap();
    assert_eq!((&waits["roles"], &waits["consent"]), (&json!([]), &asked["consent"]));

    let of = |client: &Client| server.get(client, "/consents").good().as_array().unwrap().clone();
    assert_eq!(of(&system).len(), 0);
    let [one] = of(&audit).try_into().unwrap();
    assert_eq!(
        (&one["act"], &one["roles"], &one["now"], &one["may_answer"], &one["may_withdraw"]),
        (&json!("appoint"), &json!(["system_admin"]), &json!([]), &json!(true), &json!(false))
    );
    assert_eq!(of(&security)[0]["may_answer"], json!(false));
    let answer = |client: &Client, how: &str| {
        server.call(client, "POST", &format!("/consents/{}/{how}", one["id"].as_str().unwrap()), None)
    };
    for how in ["give", "decline"] {
        assert_eq!(answer(&system, how).status, 403, "a system administrator is not asked");
        assert_eq!(answer(&security, how).status, 403);
    }
    assert_eq!(answer(&audit, "withdraw").status, 403);
    let code = answer(&audit, "give").good()["code"].as_str().unwrap().to_owned();
    assert_eq!(answer(&audit, "give").status, 404);
    assert_eq!(server.get(&nobody, &format!("/invites/{token}")).good()["needs_code"], json!(true));
    let redeem = |body: Value| server.post(&nobody, &format!("/invites/{token}"), body);
    let password = "a long enough one 9";
    let wrong = redeem(json!({"password": password})).json();
    assert_eq!(
        (&wrong["errors"][0]["field"], &wrong["errors"][0]["problem"]),
        (&json!("code"), &json!("required"))
    );
    assert_eq!(redeem(json!({"password": password, "code": code})).status, 204);
    let fresh = Server::browser(server.signs_in("sys2", password, None));
    assert_eq!(server.get(&fresh, "/session").good()["second_factor_due"], json!(true));
}

#[test]
fn a_code_is_guessed_no_oftener_than_a_password() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let audit = server.member("aud", "office", &[Role::AuditAdmin]);
    server.member("sys", "office", &[Role::SystemAdmin]);
    let all = server.get(&security, "/people").good();
    let id = |login: &str| {
        all.as_array().unwrap().iter().find(|p| p["login"] == login).unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let post = |client: &Client, path: &str| server.call(client, "POST", path, None);
    let asked = post(&security, &format!("/people/{}/invite", id("sys"))).good();
    let token = asked["invite_link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    post(&audit, &format!("/consents/{}/give", asked["consent"]["id"].as_str().unwrap())).good();
    let guess = || {
        let body = json!({"password": "a long enough one 9", "code": "0000-0000"});
        server.post(&Client::default(), &format!("/invites/{token}"), body)
    };
    for _ in 0..5 {
        assert_eq!(guess().json()["errors"][0]["problem"], json!("wrong"));
    }
    assert_eq!(guess().refusal(), (429, "locked".into()));
}

#[test]
fn a_second_factor_and_a_way_back_take_two() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let audit = server.member("aud", "office", &[Role::AuditAdmin]);
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    server.member("sys2", "office", &[Role::SystemAdmin]);
    let id = person(&server, &system);
    let post = |client: &Client, path: &str| server.call(client, "POST", path, None);
    let consent = |reply: crate::server::Reply| {
        assert_eq!(reply.status, 202);
        reply.json()["consent"]["id"].as_str().unwrap().to_owned()
    };
    let forget = format!("/people/{id}/forget-second-factor");
    let one = consent(post(&security, &forget));
    assert_eq!(server.get(&system, "/session").status, 200, "nothing happened yet");
    let second = post(&security, &format!("/people/{id}/enable"));
    assert_eq!(second.status, 204, "who is enabled stays so");
    assert_eq!(post(&security, &forget).json()["params"]["rule"], json!("consent_pending"));
    assert_eq!(post(&audit, &format!("/consents/{one}/decline")).status, 204);
    assert_eq!(server.get(&system, "/session").status, 200);
    let two = consent(post(&security, &forget));
    assert_eq!(post(&audit, &format!("/consents/{two}/give")).good(), json!({}));
    assert_eq!(server.get(&system, "/session").status, 401);
    assert_eq!(server.signs_in("sys", crate::server::PASSWORD, None).status, 200, "a new one is enrolled");

    assert_eq!(post(&security, &format!("/people/{id}/disable")).status, 204, "to shut a door needs nobody");
    let back = consent(post(&security, &format!("/people/{id}/enable")));
    assert_eq!(post(&security, &format!("/consents/{back}/withdraw")).status, 204);
    assert_eq!(server.signs_in("sys", crate::server::PASSWORD, None).status, 401);
    // Of the audit administrator the system administrator decides.
    let about =
        consent(post(&security, &format!("/people/{}/forget-second-factor", person(&server, &audit))));
    assert_eq!(
        post(&audit, &format!("/consents/{about}/give")).json()["params"]["rule"],
        json!("consent_own")
    );
}
