//! Keys of other systems, repeated reports, and reports without a key.

use crate::server::{Server, form};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use domain::people::Actor;
use std::net::SocketAddr;

fn report<'a>(key: &'a str, id: &'a str, text: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("api_key", key),
        ("service_code", "0102"),
        ("lat", "26.9"),
        ("long", "112.6"),
        ("description", text),
        ("client_request_id", id),
    ]
}

#[test]
fn a_key_is_for_the_security_administrator_to_give_and_to_take() {
    let server = Server::new();
    let (town, unit) = (&server.town, server.town.unit("roads"));
    for called in ["system administrator", "auditor", "shift lead", "leader"] {
        let actor = town.officer(called).actor();
        let made = town.block_on(work::client::create(&town.app, actor, "x", unit));
        assert_eq!(made.err().map(|p| p.code), Some("forbidden"), "{called}");
    }
    let administrator = town.officer("security administrator").actor();
    town.wait(1);
    let made = town.block_on(work::client::create(&town.app, administrator.clone(), " 热线 ", unit)).unwrap();
    let key = made.expose_key();
    assert_eq!(server.post("requests.json", &report(&key, "1", "x")).status, 200);
    let listed = town.block_on(work::client::list(&town.app, &administrator)).unwrap();
    assert_eq!(listed.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["街景随手拍", "热线"]);
    let shift_lead = town.officer("shift lead").actor();
    assert!(town.block_on(work::client::list(&town.app, &shift_lead)).is_err());
    assert!(town.block_on(work::client::revoke(&town.app, shift_lead, made.id)).is_err());
    town.block_on(work::client::revoke(&town.app, administrator.clone(), made.id)).unwrap();
    town.block_on(work::client::revoke(&town.app, administrator.clone(), made.id)).unwrap();
    server.post("requests.json", &report(&key, "2", "x")).is_refused(403, "api_key");
    let listed = town.block_on(work::client::list(&town.app, &administrator)).unwrap();
    assert!(listed[0].revoked_at.is_none() && listed[1].revoked_at.is_some());
    for (name, unit) in [("", unit), (&"x".repeat(101), unit), ("x", domain::ids::UnitId(made.id))] {
        let made = town.block_on(work::client::create(&town.app, Actor::System, name, unit));
        assert_eq!(made.err().map(|p| p.code), Some("invalid"));
    }
    town.is_sound();
}

#[test]
fn another_node_forgets_a_key_within_seconds() {
    let server = Server::new();
    let second = server.town.second_server();
    let find = || server.town.block_on(work::client::find_by_key(&second, &server.key)).unwrap();
    assert!(find().is_some());
    let (id, _) = server.client("另一个", "building");
    let all = server.town.block_on(work::client::list(&server.town.app, &Actor::System)).unwrap();
    let first = all.iter().find(|c| c.id != id).unwrap().id;
    server.town.block_on(work::client::revoke(&server.town.app, Actor::System, first)).unwrap();
    assert!(find().is_some(), "it remembers for a moment");
    server.town.wait(5_000);
    assert!(find().is_none());
    second.store().close();
}

#[test]
fn the_key_itself_is_kept_nowhere() {
    let server = Server::new();
    server.report(&[]);
    server.town.app.store().close();
    for entry in std::fs::read_dir(server.town.folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(server.key.len()).any(|w| w == server.key.as_bytes()), "{path:?}");
        }
    }
}

#[test]
fn sent_again_it_is_carried_out_once() {
    let server = Server::new();
    let first = server.post("requests.json", &report(&server.key, "7", "井盖缺失"));
    let again = server.post("requests.json", &report(&server.key, "7", "井盖缺失"));
    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!(first.body, again.body);
    server.post("requests.json", &report(&server.key, "7", "别的")).is_refused(409, "");
    // Another system's numbers are its own.
    let other = server.key_for("别的系统", "building");
    let others = server.post("requests.json", &report(&other, "7", "井盖缺失"));
    assert_ne!(first.body, others.body);
    // The header does the same.
    let send = |body: &str| {
        let request = Request::post("/open311/v2/requests.xml")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-api-key", &server.key)
            .header("idempotency-key", "h-1");
        server.send(request.body(Body::from(body.to_owned())).unwrap())
    };
    let body = form(&[("service_code", "0102"), ("address_string", "南街"), ("description", "x")]);
    assert_eq!(send(&body).xml("service_request_id"), send(&body).xml("service_request_id"));
    send(&format!("{body}&long=1")).is_refused(400, "lat");
}

#[test]
fn pictures_sent_again_are_recognised_whatever_stands_between_them() {
    let server = Server::new();
    let picture = picture();
    let send = |name: &str| {
        server.post_with_pictures(
            "requests.json",
            &report(&server.key, "p-1", "见照片"),
            &[(name, &picture), (name, b"")],
        )
    };
    let first = send("media[]");
    assert_eq!(first.status, 200, "{}", first.body);
    let number = first.json()[0]["service_request_id"].as_str().unwrap().to_owned();
    let hazard = server.town.hazard(server.hazard(&number));
    assert_eq!(hazard.photos.len(), 1);
    assert_eq!(send("media").body, first.body);

    let own = server.get(&format!("requests/{number}.json?api_key={}&extensions=true", server.key)).json();
    let url = own[0]["media_url"].as_str().unwrap().to_owned();
    assert_eq!(own[0]["media_urls"][0], url.as_str());
    let path = url.strip_prefix("https://town.example/open311/v2/").unwrap();
    let shown = server.get(path);
    assert_eq!((shown.status, shown.headers["content-type"].to_str().unwrap()), (200, "image/jpeg"));
    assert_eq!(shown.headers["x-content-type-options"], "nosniff");
    let other = server.key_for("别的系统", "building");
    let others = server.get(&format!("requests/{number}.json?api_key={other}&extensions=true")).json();
    assert_eq!(others[0]["media_url"], serde_json::Value::Null);
    assert_eq!(others[0]["media_urls"], serde_json::json!([]));
    // The name of a picture is not to be guessed from another, and opens no receipt.
    let (file, tag) = path.strip_prefix("media/").unwrap().split_once('-').unwrap();
    assert!(
        !work::hazard::receipt_link(&server.town.app, &number).contains(tag.strip_suffix(".jpg").unwrap())
    );
    server.get(&format!("media/{file}-{}.jpg", "0".repeat(32))).is_refused(404, "");
    server.get(&format!("media/{}-{tag}", file.replace('0', "1"))).is_refused(404, "");
    server.get(&format!("media/{file}.jpg")).is_refused(404, "");
}

#[test]
fn what_is_no_picture_is_refused_whole() {
    let server = Server::new();
    let fields = report(&server.key, "p-2", "见照片");
    let reply = server.post_with_pictures("requests.xml", &fields, &[("media", b"<svg onload=alert(1)>")]);
    assert_eq!(reply.status, 400, "{}", reply.body);
    let ten: Vec<(&str, &[u8])> = (0..10).map(|_| ("media[]", b"x".as_slice())).collect();
    server.post_with_pictures("requests.xml", &fields, &ten).is_refused(400, "media");
    assert_eq!(server.get(&format!("requests.json?api_key={}", server.key)).body, "[]");
}

#[test]
fn without_a_key_where_that_is_allowed_as_often_as_on_the_public_page() {
    let server = Server::open();
    let fields = form(&[("service_code", "0102"), ("lat", "26.9"), ("long", "112.6"), ("description", "x")]);
    let send = |address: &str| {
        let mut request = Request::post("/open311/v2/requests.json")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(fields.clone()))
            .unwrap();
        let peer: SocketAddr = address.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        server.send(request)
    };
    let first = send("192.0.2.1:1000");
    assert_eq!(first.status, 200, "{}", first.body);
    let number = first.json()[0]["service_request_id"].as_str().unwrap().to_owned();
    let hazard = server.town.hazard(server.hazard(&number));
    assert_eq!(hazard.channel, domain::hazard::Channel::Open311);
    let refused = (0..1_000).map(|_| send("192.0.2.1:1001")).find(|r| r.status != 200);
    if let Some(refused) = refused {
        refused.is_refused(429, "");
        assert!(refused.headers.contains_key("retry-after"));
        assert_eq!(send("192.0.2.2:1000").status, 200, "others are not held up");
    }
}

/// A small picture of our own making.
fn picture() -> Vec<u8> {
    let image = image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([(x * 4) as u8, (y * 5) as u8, 90]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}
