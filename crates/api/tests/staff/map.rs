//! What the map is drawn on, fetched for the browser: tiles of a provider, a base map in one file, the district's own
//! drawing; and screens that look with a token of their own.

use crate::server::{Client, Reply, Server};
use domain::people::Role;
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n a tile";

/// Somebody who gives out tiles; remembers what was asked.
struct Provider {
    host: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Provider {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let first = lines.next().unwrap().unwrap();
                while lines.next().is_some_and(|line| line.is_ok_and(|l| !l.is_empty())) {}
                heard.lock().unwrap().push(first.clone());
                let (head, body): (&str, &[u8]) = match first.split('/').nth(1).unwrap() {
                    "vec" => ("200 OK\r\nContent-Type: image/png", PNG),
                    "none" => ("404 Not Found", b""),
                    "quota" => ("200 OK\r\nContent-Type: application/json", br#"{"code":301008}"#),
                    "closed" => ("403 Forbidden", b""),
                    _ => ("302 Found\r\nLocation: http://127.0.0.1:1/", b""),
                };
                let length = body.len();
                let _ = write!(
                    stream,
                    "HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
                );
                let _ = stream.write_all(body);
            }
        });
        Self { host, asked }
    }

    fn toml(&self) -> String {
        let layer = |name: &str| {
            format!("[layers.{name}]\nurl = \"http://{}/{name}/{{z}}/{{x}}/{{y}}?tk={{key}}\"\n", self.host)
        };
        let layers: Vec<String> =
            ["vec", "none", "quota", "closed", "elsewhere"].iter().map(|n| layer(n)).collect();
        format!(
            "attribution = \"某图 GS(2026)1号\"\nhosts = [\"{}\"]\nkey_file = \"key\"\nmax_zoom = 16\ntimeout_s = 5\n{}",
            self.host,
            layers.join("")
        )
    }
}

fn header_of_a_base_map() -> Vec<u8> {
    let mut bytes = vec![0u8; 1_000];
    bytes[..7].copy_from_slice(b"PMTiles");
    (bytes[7], bytes[99], bytes[100], bytes[101]) = (3, 1, 8, 15);
    (127..1_000).for_each(|n| bytes[n] = n as u8);
    bytes
}

const DRAWING: &str = r#"{"type":"FeatureCollection","system":"cgcs2000","features":[{"type":"Feature",
    "properties":{"layer":"street","code":"430406001","name":"南街街道"},"geometry":{"type":"Polygon",
    "coordinates":[[[112.6,26.88],[112.62,26.88],[112.62,26.9],[112.6,26.9],[112.6,26.88]]]}}]}"#;

fn with_maps(provider: &Provider) -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| std::fs::write(folder.path().join(name), content).unwrap();
    write("map.toml", provider.toml().as_bytes());
    write("key", b"secret-key\n");
    write("district.pmtiles", &header_of_a_base_map());
    write("district.geojson", DRAWING.as_bytes());
    (Server::with_maps(api::Maps::open(folder.path()).unwrap()), folder)
}

#[test]
fn tiles_come_through_the_server_and_the_key_stays_there() {
    let provider = Provider::new();
    let (server, _folder) = with_maps(&provider);
    let client = server.member("chen", "desk", &[Role::Acceptor]);
    let tile = |path: &str| server.get(&client, &format!("/map/tiles/{path}"));
    let first = tile("vec/13/6658/3451");
    assert_eq!((first.status, first.header("content-type")), (200, "image/png"));
    assert_eq!(first.body, PNG);
    assert!(first.header("cache-control").contains("private"));
    let about = server.get(&client, "/map").good();
    assert_eq!(about["tiles"]["attribution"], json!("某图 GS(2026)1号"));
    assert!(!about.to_string().contains("secret"));
    assert_eq!(provider.asked.lock().unwrap().as_slice(), ["GET /vec/13/6658/3451?tk=secret-key HTTP/1.1"]);

    assert_eq!(tile("none/13/1/1").refusal(), (404, "not_found".into()));
    for layer in ["quota", "closed", "elsewhere"] {
        assert_eq!(tile(&format!("{layer}/13/1/1")).refusal(), (502, "map_unavailable".into()), "{layer}");
    }
    let before = provider.asked.lock().unwrap().len();
    for nowhere in
        ["vec/17/1/1", "vec/0/0/0", "vec/13/9000/1", "img/13/1/1", "vec/13/-1/1", "..%2Fvec/13/1/1"]
    {
        assert_eq!(tile(nowhere).refusal(), (404, "not_found".into()), "{nowhere}");
    }
    assert_eq!(provider.asked.lock().unwrap().len(), before, "nobody else was asked");
    assert_eq!(server.get(&Client::default(), "/map/tiles/vec/13/6658/3451").status, 401);
}

#[test]
fn a_base_map_is_read_in_slices() {
    let (server, _folder) = with_maps(&Provider::new());
    let client = server.member("chen", "desk", &[Role::Acceptor]);
    let slice = |range: Option<&str>| {
        let mut request = server.request(&client, "GET", "/api/v1/map/district.pmtiles", None);
        if let Some(range) = range {
            request.headers_mut().insert("range", range.parse().unwrap());
        }
        server.send(request)
    };
    let part = slice(Some("bytes=200-299"));
    assert_eq!((part.status, part.header("content-range")), (206, "bytes 200-299/1000"));
    assert_eq!(part.body, header_of_a_base_map()[200..300]);
    assert!(part.header("etag").starts_with('"'));
    assert_eq!(slice(Some("bytes=900-5000")).header("content-range"), "bytes 900-999/1000");
    for refused in [None, Some("bytes=1000-1001"), Some("bytes=0-1,5-6")] {
        let whole = slice(refused);
        assert_eq!((whole.status, whole.header("content-range")), (416, "bytes */1000"), "{refused:?}");
    }
}

#[test]
fn the_district_draws_itself() {
    let (server, _folder) = with_maps(&Provider::new());
    let client = server.member("chen", "desk", &[Role::Acceptor]);
    let drawing: Reply = server.get(&client, "/map/drawing");
    assert_eq!((drawing.status, drawing.header("content-type")), (200, "application/geo+json"));
    let features = drawing.json()["features"].clone();
    assert_eq!(features[1]["properties"]["layer"], json!("label"));
    assert_eq!(server.get(&client, "/map").good()["bounds"], json!([112.6, 26.88, 112.62, 26.9]));
    let bare = Server::new();
    let client = bare.member("chen", "desk", &[Role::Acceptor]);
    assert_eq!(bare.get(&client, "/map/drawing").refusal(), (404, "not_found".into()));
    assert_eq!(bare.get(&client, "/map").good()["drawing"], json!(false));
}

#[test]
fn what_is_asked_of_the_map_is_checked() {
    let server = Server::new();
    let client = server.member("chen", "desk", &[Role::Acceptor]);
    let asked = |query: &str| server.get(&client, &format!("/map/cells?{query}"));
    let good = asked(
        "bbox=112.5,26.8,112.7,27&zoom=12&stage=reported,filed&late=true&from=2026-01-01T00:00:00%2B08:00",
    );
    assert_eq!(good.good()["total"], json!(0));
    assert_eq!(asked("bbox=112.5,26.8,112.7,27&zoom=12&system=gcj02&heat=true").status, 200);
    for wrong in [
        "bbox=1,2,3&zoom=12",
        "bbox=112.7,26.8,112.5,27&zoom=12",
        "bbox=26.8,112.5,27,112.7&zoom=12",
        "bbox=112.5,26.8,112.7,27&zoom=99",
        "bbox=70,10,140,55&zoom=18",
        "bbox=112.5,26.8,112.7,27&zoom=12&stage=sleeping",
        "bbox=112.5,26.8,112.7,27&zoom=12&system=mars",
        "bbox=112.5,26.8,112.7,27&zoom=12&from=yesterday",
    ] {
        assert_eq!(asked(wrong).refusal(), (422, "invalid".into()), "{wrong}");
    }
}

#[test]
fn a_screen_with_a_token_sees_figures_and_nothing_else() {
    let server = Server::new();
    let admin = server.member("sys", "office", &[Role::SystemAdmin]);
    server.reported("路面塌陷，王某某电话");
    let made = server.post(&admin, "/displays", json!({"name": "值班大厅"})).good();
    let link = made["link"].as_str().unwrap();
    let token = link.split_once("/console/wall#display=").unwrap().1;
    let wrong = server.post(&Client::default(), "/displays/enter", json!({"token": "x".repeat(43)}));
    assert_eq!(wrong.refusal(), (401, "not_signed_in".into()));
    let entered = server.post(&Client::default(), "/displays/enter", json!({"token": token}));
    assert_eq!(entered.status, 204);
    let cookie = entered.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let screen = Client { cookie: cookie.split(';').next().unwrap().to_owned(), csrf: String::new() };
    let overview = server.get(&screen, "/overview");
    assert!(!overview.text().contains("王某某"), "no words of reporters on a wall");
    assert_eq!(overview.good()["open"], json!(1));
    assert_eq!(server.get(&screen, "/map/cells?bbox=112.5,26.8,112.7,27&zoom=12").status, 200);
    for closed in ["/hazards", "/session", "/people", "/hazards/inbox", "/displays"] {
        assert_eq!(server.get(&screen, closed).refusal(), (401, "not_signed_in".into()), "{closed}");
    }
    let listed = server.get(&admin, "/displays").good();
    assert_eq!((&listed[0]["name"], &listed[0]["revoked_at"]), (&json!("值班大厅"), &json!(null)));
    let id = made["id"].as_str().unwrap();
    assert_eq!(server.post(&admin, &format!("/displays/{id}/revoke"), json!({})).status, 204);
    assert_eq!(server.get(&screen, "/overview").refusal(), (401, "not_signed_in".into()));
}
