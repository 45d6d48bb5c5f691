//! What stands before every endpoint: headers, CSRF, content types, limits.

use crate::server::{Client, PASSWORD, Reply, Server};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use domain::people::Role;
use serde_json::json;
use std::net::SocketAddr;

#[test]
fn every_answer_carries_the_headers_that_guard_browsers() {
    let server = Server::new();
    let nobody = Client::default();
    let replies: Vec<Reply> =
        ["/api/v1/session", "/healthz", "/readyz", "/api/openapi.json", "/api/v1/ledger/key", "/api/nowhere"]
            .iter()
            .map(|path| server.send(server.request(&nobody, "GET", path, None)))
            .collect();
    for reply in &replies {
        let policy = reply.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"));
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
        assert!(reply.header("permissions-policy").contains("geolocation=(self)"));
        assert!(!reply.header("x-request-id").is_empty());
        assert!(reply.headers.get("strict-transport-security").is_none(), "plain HTTP");
    }
    assert_eq!(replies[0].header("cache-control"), "no-store");
    let mut ids: Vec<&str> = replies.iter().map(|r| r.header("x-request-id")).collect();
    ids.dedup();
    assert_eq!(ids.len(), replies.len());
}

#[test]
fn what_changes_something_needs_the_token_of_the_session() {
    let server = Server::new();
    let client = server.member("chen", "desk", &[Role::Acceptor]);
    let other = server.member("lin", "desk", &[Role::Acceptor]);
    let report = json!({"source": "hotline", "text": "井盖缺失", "address": "解放路"});
    let without = Client { csrf: String::new(), ..client.clone() };
    assert_eq!(server.post(&without, "/hazards", report.clone()).refusal(), (403, "csrf".into()));
    let foreign = Client { csrf: other.csrf, ..client.clone() };
    assert_eq!(server.post(&foreign, "/hazards", report.clone()).refusal(), (403, "csrf".into()));
    assert_eq!(server.post(&client, "/hazards", report).status, 201);
    assert_eq!(server.get(&client, "/hazards").good()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn another_site_s_page_changes_nothing() {
    let server = Server::new();
    server.appoint("chen", "desk", &[Role::Acceptor]);
    let body = json!({"login": "chen", "password": PASSWORD});
    for (name, value) in
        [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")]
    {
        let mut request = server.request(&Client::default(), "POST", "/api/v1/session", Some(&body));
        request.headers_mut().insert(name, value.parse().unwrap());
        assert_eq!(server.send(request).refusal(), (403, "other_site".into()), "{name}: {value}");
    }
    let mut request = server.request(&Client::default(), "POST", "/api/v1/session", Some(&body));
    request.headers_mut().insert("origin", "https://town.example".parse().unwrap());
    assert_eq!(server.send(request).status, 200);
}

#[test]
fn only_json_is_taken_for_json() {
    let server = Server::new();
    let post = |kind: Option<&str>, body: &str| {
        let mut request = Request::post("/api/v1/session").header("host", "town.example");
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        server.send(request.body(Body::from(body.to_owned())).unwrap())
    };
    for kind in
        [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("application/jsonp")]
    {
        assert_eq!(
            post(kind, r#"{"login":"a","password":"b"}"#).refusal(),
            (415, "json_expected".into()),
            "{kind:?}"
        );
    }
    let json = Some("application/json; charset=utf-8");
    assert_eq!(post(json, "{").refusal(), (400, "not_json".into()));
    assert_eq!(post(json, "").refusal(), (400, "not_json".into()));
    assert_eq!(post(json, "[]").refusal(), (422, "invalid".into()));
    assert_eq!(post(json, r#"{"login":"a"}"#).json()["errors"][0]["field"], json!("password"));
    let long = format!(r#"{{"login":"{}","password":"x"}}"#, "a".repeat(2 << 20));
    assert_eq!(post(json, &long).refusal(), (413, "too_large".into()));
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    let server = Server::new();
    let client = server.member("chen", "desk", &[Role::Acceptor]);
    let id = server.reported("路面塌陷");
    let mut request =
        server.request(&client, "POST", &format!("/api/v1/hazards/{id}/actions"), Some(&json!({})));
    let deep = format!(r#"{{"version":1,"action":"accept","x":{}"#, "[".repeat(100_000));
    *request.body_mut() = Body::from(deep);
    assert_eq!(server.send(request).refusal(), (400, "not_json".into()));
}

#[test]
fn an_announced_hundred_megabytes_are_refused_unread() {
    let server = Server::new();
    let request = Request::post("/api/v1/session")
        .header("content-type", "application/json")
        .header("content-length", "104857600")
        .body(Body::empty())
        .unwrap();
    assert_eq!(server.send(request).refusal(), (413, "too_large".into()));
}

#[test]
fn refusals_are_problems_in_the_reader_s_language() {
    let server = Server::new();
    let ask = |method: &str, path: &str, language: &str| {
        let request = Request::builder().method(method).uri(path).header("accept-language", language);
        server.send(request.body(Body::empty()).unwrap())
    };
    let chinese = ask("GET", "/api/v1/session", "zh-CN");
    assert_eq!(chinese.refusal(), (401, "not_signed_in".into()));
    assert_eq!(
        (chinese.json()["title"].as_str(), chinese.header("content-language")),
        (Some("请先登录"), "zh-CN")
    );
    let english = ask("GET", "/api/v1/session", "en-GB, zh;q=0.5");
    assert_eq!(english.json()["title"].as_str(), Some("Sign in first"));
    assert_eq!(english.json()["type"].as_str(), Some("urn:mashang:problem:not_signed_in"));
    assert_eq!(ask("GET", "/api/v1/nowhere", "en").refusal(), (404, "not_found".into()));
    assert_eq!(ask("GET", "/api/v2/hazards", "en").refusal(), (404, "not_found".into()));
    let not_so = ask("PATCH", "/api/v1/hazards", "en");
    assert_eq!(not_so.refusal(), (405, "method_not_allowed".into()));
    assert!(not_so.header("allow").contains("POST"));
}

/// A request as it arrives from a network address.
fn from(server: &Server, peer: &str, forwarded: Option<&str>) -> u16 {
    let mut request = server.request(&Client::default(), "GET", "/api/v1/invites/x", None);
    let peer: SocketAddr = format!("{peer}:40000").parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    if let Some(forwarded) = forwarded {
        request.headers_mut().insert("x-forwarded-for", forwarded.parse().unwrap());
    }
    let reply = server.send(request);
    if reply.status == 429 {
        assert_eq!(reply.refusal().1, "too_many");
        assert!(reply.header("retry-after").parse::<u32>().unwrap() >= 1);
    }
    reply.status
}

#[test]
fn an_address_that_tries_too_often_waits() {
    let server = Server::new();
    // A made-up header does not make it another address.
    let tries: Vec<u16> = (0..130).map(|_| from(&server, "203.0.113.9", Some("198.51.100.1"))).collect();
    assert_eq!(tries.iter().filter(|s| **s == 404).count(), 120);
    assert_eq!(tries.last(), Some(&429));
    assert_eq!(from(&server, "203.0.113.10", None), 404, "others are not held up");
    assert_eq!(from(&server, "10.0.0.1", Some("203.0.113.77")), 404, "a trusted proxy speaks for others");
    assert_eq!(from(&server, "10.0.0.1", Some("203.0.113.9")), 429, "and for this one");
    server.town.wait(60_000);
    assert_eq!(from(&server, "203.0.113.9", None), 404);
}

#[test]
fn an_address_that_guesses_many_names_is_locked() {
    let server = Server::new();
    let mut codes = Vec::new();
    for n in 0..60 {
        server.town.wait(10_000);
        let body = json!({"login": format!("name{n}"), "password": "x"});
        let mut request = server.request(&Client::default(), "POST", "/api/v1/session", Some(&body));
        request.extensions_mut().insert(ConnectInfo("203.0.113.9:1".parse::<SocketAddr>().unwrap()));
        codes.push(server.send(request).code());
    }
    assert_eq!(codes[19], "wrong_credentials");
    assert_eq!(codes[20], "locked", "{codes:?}");
}

#[test]
fn an_account_of_one_s_own_does_not_help_to_guess_at_others() {
    let server = Server::new();
    server.appoint("chen", "desk", &[Role::Acceptor]);
    let try_as = |login: &str, password: &str| {
        server.town.wait(1_000);
        let body = json!({"login": login, "password": password});
        let mut request = server.request(&Client::default(), "POST", "/api/v1/session", Some(&body));
        request.extensions_mut().insert(ConnectInfo("203.0.113.9:1".parse::<SocketAddr>().unwrap()));
        server.send(request).status
    };
    for n in 0..20 {
        assert_eq!(try_as(&format!("name{n}"), "x"), 401);
        if n < 19 {
            assert_eq!(try_as("chen", PASSWORD), 200);
        }
    }
    assert_eq!(try_as("chen", PASSWORD), 429);
}

#[test]
fn figures_are_for_this_machine_or_with_the_token() {
    let server = Server::new();
    let ask = |peer: &str, token: Option<&str>| {
        let mut request = Request::get("/metrics");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        server.send(request).status
    };
    assert_eq!(ask("127.0.0.1:1", None), 200);
    assert_eq!(ask("203.0.113.9:1", None), 404);
    assert_eq!(ask("203.0.113.9:1", Some("guess")), 404);
    assert_eq!(ask("203.0.113.9:1", Some("figures")), 200);
    let mut proxied =
        Request::get("/metrics").header("x-forwarded-for", "127.0.0.1").body(Body::empty()).unwrap();
    proxied.extensions_mut().insert(ConnectInfo("127.0.0.1:1".parse::<SocketAddr>().unwrap()));
    assert_eq!(server.send(proxied).status, 404, "a proxy that is not trusted");
}

#[test]
fn health_is_told() {
    let server = Server::new();
    let ask = |path: &str| server.send(Request::get(path).body(Body::empty()).unwrap());
    assert_eq!((ask("/healthz").status, ask("/readyz").status), (200, 200));
    server.town.app.store().close();
    assert_eq!((ask("/healthz").status, ask("/readyz").status), (503, 503));
}
