//! A town with a door, and people with accounts who come in through it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use domain::people::{Actor, Role};
use identity::totp::TotpSecret;
use serde_json::{Value, json};
use store::Surroundings;
use tower::ServiceExt;
use town::{Engine, Town};
use work::people::PersonInput;

/// Everybody's password.
pub const PASSWORD: &str = "正确的 horse battery 42";

/// A running town with a door.
pub struct Server {
    pub town: Town,
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default()
    }

    /// The code of the problem that came back.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Status and code.
    pub fn refusal(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        (self.status, self.code())
    }

    pub fn good(self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text());
        if self.body.is_empty() { Value::Null } else { self.json() }
    }
}

/// A browser with a session in it, or without.
#[derive(Clone, Default)]
pub struct Client {
    pub cookie: String,
    pub csrf: String,
}

impl Server {
    pub fn new() -> Self {
        Self::with_maps(api::Maps::default())
    }

    /// The same on either engine.
    pub fn on(engine: Engine) -> Self {
        Self::opened(Town::on(engine), api::Maps::default())
    }

    /// A town whose map is drawn on something.
    pub fn with_maps(maps: api::Maps) -> Self {
        Self::opened(Town::on(Engine::Sqlite), maps)
    }

    fn opened(town: Town, maps: api::Maps) -> Self {
        let settings = api::Settings {
            secure_cookies: false,
            trusted_proxies: vec!["10.0.0.1".parse().unwrap()],
            open311_open: false,
            extent: None,
            maps,
            metrics: api::Metrics::default(),
            metrics_token: Some("figures".into()),
        };
        let router =
            api::with_outer_layers(api::router(town.app.clone(), settings), false, api::Patience::default());
        Self { town, router }
    }

    /// The door itself, for answers that do not end.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    pub fn send(&self, request: Request<Body>) -> Reply {
        let router = self.router.clone();
        self.town.block_on(async move {
            let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Reply { status: parts.status.as_u16(), headers: parts.headers, body }
        })
    }

    /// A request as this browser would send it.
    pub fn request(&self, client: &Client, method: &str, path: &str, body: Option<&Value>) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path).header("host", "town.example");
        if !client.cookie.is_empty() {
            request = request.header("cookie", &client.cookie);
        }
        if !client.csrf.is_empty() && method != "GET" {
            request = request.header("x-csrf-token", &client.csrf);
        }
        match body {
            Some(body) => {
                request.header("content-type", "application/json").body(Body::from(body.to_string())).unwrap()
            }
            None => request.body(Body::empty()).unwrap(),
        }
    }

    pub fn call(&self, client: &Client, method: &str, path: &str, body: Option<&Value>) -> Reply {
        self.send(self.request(client, method, &format!("/api/v1{path}"), body))
    }

    pub fn get(&self, client: &Client, path: &str) -> Reply {
        self.call(client, "GET", path, None)
    }

    pub fn post(&self, client: &Client, path: &str, body: Value) -> Reply {
        self.call(client, "POST", path, Some(&body))
    }

    pub fn put(&self, client: &Client, path: &str, body: Value) -> Reply {
        self.call(client, "PUT", path, Some(&body))
    }

    /// Sends a file.
    pub fn brings(&self, client: &Client, path: &str, bytes: &[u8]) -> Reply {
        let mut request = self.request(client, "POST", &format!("/api/v1{path}"), None);
        request.headers_mut().insert("content-type", "application/octet-stream".parse().unwrap());
        *request.body_mut() = Body::from(bytes.to_vec());
        self.send(request)
    }

    /// Appoints somebody who can sign in with [`PASSWORD`].
    pub fn appoint(&self, login: &str, unit: &str, roles: &[Role]) {
        let unit = self.town.unit(unit);
        let area = self.town.app.registers().unit(unit).unwrap().area.clone();
        let new = PersonInput {
            login: login.into(),
            name: format!("{login} 甲"),
            unit,
            area,
            roles: roles.to_vec(),
        };
        work::people::appoint_with_password(&self.town.app, Actor::Import, new, PASSWORD).unwrap();
    }

    pub fn signs_in(&self, login: &str, password: &str, code: Option<&str>) -> Reply {
        let mut body = json!({"login": login, "password": password});
        if let Some(code) = code {
            body["code"] = code.into();
        }
        self.post(&Client::default(), "/session", body)
    }

    /// The browser after a good sign-in.
    pub fn browser(reply: Reply) -> Client {
        let cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
        let csrf = reply.good()["csrf"].as_str().unwrap().to_owned();
        Client { cookie, csrf }
    }

    /// Appoints somebody and signs in, with a second factor where one is due.
    pub fn member(&self, login: &str, unit: &str, roles: &[Role]) -> Client {
        self.appoint(login, unit, roles);
        let client = Self::browser(self.signs_in(login, PASSWORD, None));
        if roles.iter().any(|r| r.is_administrator()) {
            self.enrols(&client);
        }
        client
    }

    /// Enrols a second factor and gives its secret and the recovery codes.
    pub fn enrols(&self, client: &Client) -> (TotpSecret, Vec<String>) {
        let begun = self.call(client, "POST", "/session/totp", None).good();
        let secret = TotpSecret::from_bytes(&base32(begun["secret"].as_str().unwrap())).unwrap();
        assert!(begun["uri"].as_str().unwrap().starts_with("otpauth://totp/"));
        assert!(begun["qr_svg"].as_str().unwrap().starts_with("<svg"));
        let code = secret.code_at(self.now());
        let done = self.post(client, "/session/totp/confirm", json!({"code": code})).good();
        let recovery = done["recovery"].as_array().unwrap().iter().map(|c| c.as_str().unwrap().to_owned());
        (secret, recovery.collect())
    }

    pub fn now(&self) -> i64 {
        self.town.clock.now().0
    }

    /// A report by somebody in the street.
    pub fn reported(&self, text: &str) -> String {
        self.town.resident().reports(text).id.to_string()
    }

    /// The version of a hazard as this browser sees it.
    pub fn version(&self, client: &Client, id: &str) -> u64 {
        self.get(client, &format!("/hazards/{id}")).good()["version"].as_u64().unwrap()
    }

    /// Takes an action at the hazard's present version.
    pub fn acts(&self, client: &Client, id: &str, mut action: Value) -> Reply {
        action["version"] = self.version(client, id).into();
        self.post(client, &format!("/hazards/{id}/actions"), action)
    }
}

/// RFC 4648 without padding.
fn base32(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0u32, 0u32);
    for letter in text.bytes().filter(|b| *b != b'=') {
        held = (held << 5) | alphabet.iter().position(|a| *a == letter).unwrap() as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    bytes
}
