//! A town that speaks Open311, and clients that knock at it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use domain::people::Actor;
use serde_json::Value;
use tower::ServiceExt;
use town::{Engine, Town};

/// A running town.
pub struct Server {
    pub town: Town,
    router: Router,
    /// The key of the system that most stories are about; it acts for the road office.
    pub key: String,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

/// Letters and digits stand for themselves, everything else is encoded.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(b).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// A form.
pub fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
    pairs.join("&")
}

impl Server {
    /// One that takes reports with keys only.
    pub fn new() -> Self {
        Self::on(Engine::Sqlite, false)
    }

    /// One that also takes reports without.
    pub fn open() -> Self {
        Self::on(Engine::Sqlite, true)
    }

    /// One on an engine, with or without a door for everybody.
    pub fn on(engine: Engine, open: bool) -> Self {
        let town = Town::on(engine);
        let router = crate::router(town.app.clone(), open);
        let mut this = Self { town, router, key: String::new() };
        this.key = this.key_for("街景随手拍", "roads");
        this
    }

    /// A key for another system.
    pub fn key_for(&self, name: &str, unit: &str) -> String {
        self.client(name, unit).1
    }

    /// Another system: its id and its key.
    pub fn client(&self, name: &str, unit: &str) -> (uuid::Uuid, String) {
        let unit = self.town.unit(unit);
        let made =
            self.town.block_on(work::client::create(&self.town.app, Actor::System, name, unit)).unwrap();
        (made.id, made.expose_key())
    }

    /// Sends a request as it is.
    pub fn send(&self, request: Request<Body>) -> Reply {
        let router = self.router.clone();
        self.town.block_on(async move {
            let response = router.oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            let body = String::from_utf8_lossy(&bytes).into_owned();
            Reply { status: parts.status.as_u16(), headers: parts.headers, body }
        })
    }

    /// GET below `/open311/v2/`.
    pub fn get(&self, path: &str) -> Reply {
        self.send(Request::get(format!("/open311/v2/{path}")).body(Body::empty()).unwrap())
    }

    /// GET in English.
    pub fn get_in_english(&self, path: &str) -> Reply {
        let request = Request::get(format!("/open311/v2/{path}")).header("accept-language", "en");
        self.send(request.body(Body::empty()).unwrap())
    }

    /// POST of a form.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.post_as(path, "application/x-www-form-urlencoded; charset=utf-8", form(fields))
    }

    /// POST of any body.
    pub fn post_as(&self, path: &str, kind: &str, body: impl Into<Body>) -> Reply {
        let request = Request::post(format!("/open311/v2/{path}")).header("content-type", kind);
        self.send(request.body(body.into()).unwrap())
    }

    /// POST of a form with pictures.
    pub fn post_with_pictures(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        pictures: &[(&str, &[u8])],
    ) -> Reply {
        let mut body = Vec::new();
        for (name, value) in fields {
            let head =
                format!("--between\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        for (name, picture) in pictures {
            // A field of a browser's form in which nothing was chosen has no name and no bytes.
            let file = if picture.is_empty() { "" } else { "../x.jpg" };
            let head = format!(
                "--between\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                 content-type: image/jpeg\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(picture);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--between--\r\n");
        self.post_as(path, "multipart/form-data; boundary=between", body)
    }

    /// Reports with the key; gives back the number.
    pub fn report(&self, more: &[(&str, &str)]) -> String {
        let key = self.key.clone();
        self.report_with(&key, more)
    }

    /// Reports with some key.
    pub fn report_with(&self, key: &str, more: &[(&str, &str)]) -> String {
        let mut fields = vec![
            ("api_key", key),
            ("service_code", "0102"),
            ("lat", "26.8894321"),
            ("long", "112.6154321"),
            ("description", "消防通道被三轮车堵住"),
        ];
        fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        fields.extend_from_slice(more);
        let reply = self.post("requests.json", &fields);
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.json()[0]["service_request_id"].as_str().unwrap().to_owned()
    }

    /// The hazard with a number.
    pub fn hazard(&self, number: &str) -> domain::ids::HazardId {
        let (district, number) = (self.town.app.district(), number.to_owned());
        let found = self.town.app.store().read_blocking(|c| {
            c.query(store::queries::hazard::BY_RECEIPT, &[district.into(), number.into()])?[0].id(0)
        });
        domain::ids::HazardId(found.unwrap())
    }

    /// The desk takes a report, files it and gives it to an office.
    pub fn is_dispatched(&self, number: &str, lead: &str) {
        let (id, town) = (self.hazard(number), &self.town);
        town.officer("acceptor").accepts(id);
        town.is_inspected_first(id);
        town.officer("acceptor").files(id, domain::hazard::Grade::General);
        town.officer("dispatcher").dispatches(id, lead);
    }

    /// Everything goes its way until the report is closed.
    pub fn is_closed(&self, number: &str) {
        self.is_dispatched(number, "roads");
        let (id, town) = (self.hazard(number), &self.town);
        for step in ["signs", "plans", "submits"] {
            let worker = town.officer("road worker");
            match step {
                "signs" => worker.signs(id),
                "plans" => worker.plans(id),
                _ => worker.submits(id),
            }
        }
        town.officer("verifier").verifies(id, domain::hazard::VerifyMethod::OnSite);
        town.officer("acceptor").approves(id);
    }

    /// The text with what differs from run to run replaced.
    pub fn steady(&self, text: &str, number: &str) -> String {
        let link = work::hazard::receipt_link(&self.town.app, number);
        let secret = link.rsplit('-').next().unwrap().to_owned();
        let mut text = text.replace(&secret, "SECRET").replace(number, "NUMBER");
        for photo in self.town.hazard(self.hazard(number)).photos {
            text = text.replace(&work::client::picture_name(&self.town.app, photo.file.0), "PICTURE.jpg");
        }
        text
    }
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    /// The texts of all elements of a name; the whole document is read, so it is well-formed.
    pub fn xml(&self, name: &str) -> Vec<String> {
        use quick_xml::events::Event;
        let mut reader = quick_xml::Reader::from_str(&self.body);
        let (mut texts, mut depth, mut text) = (Vec::new(), 0, None::<String>);
        loop {
            match reader.read_event().unwrap_or_else(|e| panic!("{e}: {}", self.body)) {
                Event::Start(start) => {
                    depth += 1;
                    if start.name().as_ref() == name {
                        text = Some(String::new());
                    }
                }
                Event::Empty(empty) if empty.name().as_ref() == name => texts.push(String::new()),
                Event::End(end) => {
                    depth -= 1;
                    if end.name().as_ref() == name {
                        texts.extend(text.take());
                    }
                }
                Event::Text(part) => {
                    if let Some(text) = &mut text {
                        text.push_str(&part);
                    }
                }
                Event::GeneralRef(entity) => {
                    if let Some(text) = &mut text {
                        text.push_str(&format!("&{};", &*entity));
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(depth, 0);
        texts
    }

    /// That it is refused so, in the words of the specification.
    #[track_caller]
    pub fn is_refused(&self, status: u16, about: &str) {
        let kind = self.headers["content-type"].to_str().unwrap();
        assert_eq!(StatusCode::from_u16(self.status).unwrap().as_u16(), status, "{}", self.body);
        let (code, description) = if kind.starts_with("text/xml") {
            assert!(
                self.body.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<errors><error><code>")
            );
            (self.xml("code")[0].parse().unwrap(), self.xml("description")[0].clone())
        } else {
            let error = self.json()[0].clone();
            (error["code"].as_u64().unwrap(), error["description"].as_str().unwrap().to_owned())
        };
        assert_eq!(code, u64::from(status));
        assert!(description.contains(about), "{description}");
    }
}
