//! Signing in and out, locks, second factors, passwords, links.

use crate::server::{Client, PASSWORD, Server};
use domain::calendar::Instant;
use domain::people::Role;
use serde_json::json;

const MINUTE: i64 = Instant::MINUTE;

#[test]
fn a_member_of_staff_signs_in_and_out() {
    let server = Server::new();
    server.appoint("chen", "desk", &[Role::Acceptor]);
    let reply = server.signs_in("  CHEN ", PASSWORD, None);
    let cookie = reply.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("mashang=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert_eq!(reply.header("cache-control"), "no-store");
    let me = reply.json();
    assert_eq!((me["login"].as_str(), me["unit"]["code"].as_str()), (Some("chen"), Some("desk")));
    assert_eq!(me["roles"], json!(["acceptor"]));
    assert_eq!(
        (me["second_factor"].as_bool(), me["second_factor_due"].as_bool()),
        (Some(false), Some(false))
    );
    let client = Server::browser(reply);
    assert_eq!(server.get(&client, "/session").good()["csrf"], json!(client.csrf));
    let out = server.call(&client, "DELETE", "/session", None);
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        server.get(&client, "/session").refusal(),
        (401, "not_signed_in".into()),
        "the old cookie is dead"
    );
}

#[test]
fn a_wrong_password_and_an_unknown_name_read_the_same() {
    let server = Server::new();
    server.appoint("chen", "desk", &[Role::Acceptor]);
    let (known, unknown) =
        (server.signs_in("chen", "nonsense", None), server.signs_in("nobody", "nonsense", None));
    assert_eq!(known.refusal(), (401, "wrong_credentials".into()));
    assert_eq!(known.body, unknown.body);
    assert!(known.headers.get("set-cookie").is_none());
}

#[test]
fn five_failures_lock_for_five_minutes_whether_or_not_the_name_exists() {
    let server = Server::new();
    server.appoint("chen", "desk", &[Role::Acceptor]);
    for login in ["chen", "nobody"] {
        for _ in 0..5 {
            assert_eq!(server.signs_in(login, "nonsense", None).code(), "wrong_credentials");
        }
        let locked = server.signs_in(login, PASSWORD, None);
        assert_eq!(locked.refusal(), (429, "locked".into()));
        assert_eq!(locked.header("retry-after"), "301");
        assert!(locked.json()["params"]["until"].as_str().unwrap().starts_with("2026-03-02T09:05:00"));
    }
    server.town.wait(5 * MINUTE);
    assert_eq!(server.signs_in("chen", PASSWORD, None).status, 200, "the right password opens again");
    assert_eq!(server.signs_in("nobody", PASSWORD, None).code(), "wrong_credentials");
}

/// 常用设备: whoever knows a sign-in name does not keep its owner from the desk where the owner sits every day.
#[test]
fn strangers_do_not_lock_out_who_signed_in_here_before() {
    let server = Server::new();
    for login in ["chen", "wu"] {
        server.appoint(login, "desk", &[Role::Acceptor]);
    }
    let tries = |device: &str, login: &str, password: &str| {
        let client = Client { cookie: device.to_owned(), csrf: String::new() };
        server.post(&client, "/session", json!({"login": login, "password": password}))
    };
    let signed_in = tries("", "chen", PASSWORD);
    let cookies: Vec<&str> =
        signed_in.headers.get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
    let kept = cookies.iter().find(|c| c.starts_with("mashang-device=")).unwrap();
    assert!(kept.contains("Path=/api/v1/session; HttpOnly; SameSite=Strict"), "{kept}");
    let desk = kept.split(';').next().unwrap().to_owned();
    let stranger = |login: &str| {
        for _ in 0..5 {
            assert_eq!(tries("", login, "guess").code(), "wrong_credentials");
        }
        assert_eq!(tries("", login, PASSWORD).code(), "locked");
    };
    stranger("chen");
    assert_eq!(tries(&desk, "chen", PASSWORD).status, 200, "at the desk");
    assert_eq!(tries("", "chen", PASSWORD).code(), "locked", "elsewhere it stays shut");
    stranger("wu");
    assert_eq!(tries(&desk, "wu", PASSWORD).code(), "locked", "it is the desk of one who signed in there");
    for forged in ["mashang-device=", "mashang-device=AAAAAAAAAAAAAAAAAAAAAA", &desk[..desk.len() - 2]] {
        assert_eq!(tries(forged, "chen", PASSWORD).code(), "locked", "{forged}");
    }
    // The desk itself is no place to guess at.
    for _ in 0..5 {
        assert_eq!(tries(&desk, "chen", "guess").code(), "wrong_credentials");
    }
    assert_eq!(tries(&desk, "chen", PASSWORD).code(), "locked");
    server.town.wait(5 * MINUTE);
    assert_eq!(tries(&desk, "chen", PASSWORD).status, 200);
}

#[test]
fn a_hundred_guesses_at_once_count_one_by_one() {
    let server = Server::new();
    server.appoint("chen", "desk", &[Role::Acceptor]);
    let app = &server.town.app;
    let guess = || {
        let typed = work::people::Credentials {
            login: "chen".into(),
            password: "x".into(),
            code: None,
            device: None,
        };
        let app = app.clone();
        async move { work::people::sign_in(&app, None, typed).await.err().unwrap().code }
    };
    let codes = server.town.block_on(async {
        let tasks: Vec<_> = (0..40).map(|_| tokio::spawn(guess())).collect();
        let mut codes = Vec::new();
        for task in tasks {
            codes.push(task.await.unwrap());
        }
        codes
    });
    assert_eq!(codes.iter().filter(|c| **c == "wrong_credentials").count(), 5, "{codes:?}");
}

#[test]
fn sessions_end_after_half_an_hour_of_silence_and_after_twelve_hours() {
    let server = Server::new();
    let client = server.member("chen", "desk", &[Role::Acceptor]);
    for _ in 0..24 {
        server.town.wait(29 * MINUTE);
        assert_eq!(server.get(&client, "/session").status, 200);
        // The touch is written beside the answer, and what is asked for after it is written after it.
        server.town.block_on(work::people::sweep_sessions(&server.town.app)).unwrap();
    }
    server.town.wait(25 * MINUTE);
    assert_eq!(server.get(&client, "/session").code(), "not_signed_in", "twelve hours");
    let client = Server::browser(server.signs_in("chen", PASSWORD, None));
    server.town.wait(30 * MINUTE);
    assert_eq!(server.get(&client, "/session").code(), "not_signed_in", "silence");
}

#[test]
fn an_administrator_enrols_a_second_factor_before_anything_else() {
    let server = Server::new();
    server.appoint("sec", "office", &[Role::SecurityAdmin]);
    let client = Server::browser(server.signs_in("sec", PASSWORD, None));
    assert_eq!(server.get(&client, "/session").good()["second_factor_due"], json!(true));
    assert_eq!(server.get(&client, "/people").refusal(), (403, "second_factor_due".into()));
    let wrong = {
        server.call(&client, "POST", "/session/totp", None).good();
        server.post(&client, "/session/totp/confirm", json!({"code": "000000"}))
    };
    assert_eq!(wrong.refusal(), (422, "wrong_code".into()));
    let (secret, recovery) = server.enrols(&client);
    assert_eq!(recovery.len(), 10);
    assert_eq!(server.get(&client, "/people").status, 200, "the same session goes on");

    assert_eq!(server.signs_in("sec", PASSWORD, None).refusal(), (401, "second_factor_required".into()));
    let used = secret.code_at(server.now());
    assert_eq!(
        server.signs_in("sec", PASSWORD, Some(&used)).code(),
        "wrong_credentials",
        "a code works once"
    );
    server.town.wait(30_000);
    let fresh = secret.code_at(server.now());
    assert_eq!(server.signs_in("sec", PASSWORD, Some(&fresh)).status, 200);
    assert_eq!(server.signs_in("sec", PASSWORD, Some(&recovery[3])).status, 200);
    assert_eq!(
        server.signs_in("sec", PASSWORD, Some(&recovery[3])).code(),
        "wrong_credentials",
        "so does a recovery code"
    );
}

#[test]
fn a_second_factor_is_replaced_only_soon_after_it_was_shown() {
    let server = Server::new();
    let client = server.member("sec", "office", &[Role::SecurityAdmin]);
    assert_eq!(server.call(&client, "POST", "/session/totp", None).status, 200);
    server.town.wait(11 * MINUTE);
    assert_eq!(
        server.call(&client, "POST", "/session/totp", None).refusal(),
        (403, "second_factor_stale".into())
    );
}

#[test]
fn a_new_password_ends_every_other_session() {
    let server = Server::new();
    let client = server.member("chen", "desk", &[Role::Acceptor]);
    let other = Server::browser(server.signs_in("chen", PASSWORD, None));
    let change =
        |old: &str, new: &str| server.put(&client, "/session/password", json!({"old": old, "new": new}));
    assert_eq!(change("nonsense", "another good one 7").refusal(), (422, "invalid".into()));
    let weak = change(PASSWORD, "password123").json();
    assert_eq!(weak["errors"][0]["problem"], json!("password_common"));
    assert_eq!(change(PASSWORD, "another good one 7").status, 204);
    assert_eq!(server.get(&client, "/session").status, 200);
    assert_eq!(server.get(&other, "/session").status, 401);
    assert_eq!(server.signs_in("chen", PASSWORD, None).status, 401);
    assert_eq!(server.signs_in("chen", "another good one 7", None).status, 200);
}

#[test]
fn a_link_sets_a_password_once() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let desk = server.town.unit("desk").to_string();
    let new = json!({"login": "Lin", "name": "林甲", "unit": desk, "roles": ["acceptor"]});
    let made = server.post(&security, "/people", new).good();
    let link = made["invite_link"].as_str().unwrap();
    let token = link.rsplit('/').next().unwrap();
    assert!(link.starts_with("https://town.example/console/invite/"), "{link}");
    let nobody = Client::default();
    assert_eq!(
        server.get(&nobody, &format!("/invites/{token}")).good(),
        json!({"login": "lin", "name": "林甲"})
    );
    let redeem =
        |password: &str| server.post(&nobody, &format!("/invites/{token}"), json!({"password": password}));
    assert_eq!(redeem("short").refusal(), (422, "invalid".into()));
    assert_eq!(redeem("a long enough one 9").status, 204);
    assert_eq!(redeem("a long enough one 9").refusal(), (404, "invite_invalid".into()));
    assert_eq!(server.signs_in("lin", "a long enough one 9", None).status, 200);
    assert_eq!(server.get(&nobody, "/invites/nonsense").refusal(), (404, "invite_invalid".into()));
}

#[test]
fn a_link_expires_and_a_new_one_replaces_it() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    server.appoint("chen", "desk", &[Role::Acceptor]);
    let people = server.get(&security, "/people").good();
    let id = people.as_array().unwrap().iter().find(|p| p["login"] == "chen").unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let token = || {
        let link = server.call(&security, "POST", &format!("/people/{id}/invite"), None).good();
        link["invite_link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    };
    let (first, second) = (token(), token());
    let look = |token: &str| server.get(&Client::default(), &format!("/invites/{token}")).status;
    assert_eq!((look(&first), look(&second)), (404, 200));
    assert_eq!(server.signs_in("chen", PASSWORD, None).status, 200, "the password stays good until then");
    server.town.wait(72 * Instant::HOUR);
    assert_eq!(look(&second), 404);
}

#[test]
fn a_new_installation_has_three_administrators_with_links_and_no_password() {
    let town = town::Town::empty(town::Engine::Sqlite);
    let links = work::people::first_administrators(&town.app).unwrap();
    let logins: Vec<&str> = links.iter().map(|(login, _)| login.as_str()).collect();
    assert_eq!(logins, ["system", "security", "audit"]);
    assert_eq!(work::people::first_administrators(&town.app).unwrap(), [], "only once");
    let registers = town.app.registers();
    for (person, _) in registers.people() {
        assert_eq!(person.roles.len(), 1);
        assert!(person.roles[0].is_administrator());
    }
    town.is_sound();
}
