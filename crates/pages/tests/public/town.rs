//! A small town for these tests: one store, an office, a place with a code, and a browser of a kind.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use domain::calendar::Instant;
use domain::hazard::{Action, Grade, PartyKind, Words};
use domain::ids::{District, HazardId, PersonId, PlaceId, UnitId};
use domain::ledger::Recorded;
use domain::people::{Actor, Person, Role, Staff, Unit, UnitKind};
use domain::place::{PlaceKind, System};
use identity::entropy::{Entropy, SeededEntropy};
use identity::keys::KeyRing;
use identity::password::{Argon2Cost, Passwords};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use store::{Command, Database, Halt, Options, Repeatable, Store, Surroundings, Tx, tables};
use tower::ServiceExt;
use uuid::Uuid;
use work::place::{GivenPosition, PlaceEntry};
use work::{App, Rates, Setup};

pub const HOST: &str = "https://mashang.example.gov.cn";
pub const DISTRICT: District = District(430_406);
/// Somebody who works here, and must never be named in public.
pub const STAFF_NAME: &str = "欧阳试";
pub const PHOTO: &[u8] = include_bytes!("samples/photo.jpg");

pub struct Town {
    pub app: App,
    pub router: Router,
    pub place: PlaceId,
    /// The whole code of the place.
    pub code: String,
    pub stem: String,
    pub unit: UnitId,
    directory: PathBuf,
}

impl Drop for Town {
    fn drop(&mut self) {
        self.app.store().close();
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

struct Settle {
    unit: Unit,
    person: Person,
    login: &'static str,
}

impl Command for Settle {
    type Output = ();
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<()>> {
        tx.record::<Unit>(self.unit.id.0, &Recorded::Registered { now: self.unit.clone() }, &Words::none())?;
        tx.record::<Person>(
            self.person.id.0,
            &Recorded::Registered { now: self.person.clone() },
            &Words::none(),
        )?;
        let row = tables::ACCOUNTS.columns.iter().map(|column| match *column {
            "district" => tx.district().into(),
            "person" => self.person.id.into(),
            "login" => self.login.into(),
            "name" => STAFF_NAME.into(),
            "recovery" | "failures" | "known_failures" => "[]".into(),
            _ => store::Value::Null,
        });
        let row = row.collect();
        tx.write(&tables::ACCOUNTS, row);
        Ok(())
    }
}

pub fn staff(roles: &[Role], unit: UnitId) -> Actor {
    let person = PersonId(Uuid::from_u128(0x5000 + roles.first().map_or(0, |r| *r as u128)));
    Actor::Staff(Staff { person, unit, area: None, roles: roles.to_vec() })
}

impl Town {
    pub async fn new() -> Self {
        Self::with(Rates::unlimited()).await
    }

    pub async fn with(rates: Rates) -> Self {
        Self::drawn(rates, 20_261_105).await
    }

    /// Another town with the same keys and other ids.
    pub async fn another() -> Self {
        Self::drawn(Rates::unlimited(), 20_261_106).await
    }

    async fn drawn(rates: Rates, seed: u64) -> Self {
        let mut name = [0; 8];
        identity::entropy::OsEntropy.fill(&mut name).unwrap();
        let directory = std::env::temp_dir().join(format!("mashang-pages-{:x}", u64::from_be_bytes(name)));
        std::fs::create_dir_all(&directory).unwrap();
        let start: Instant = "2026-11-05T09:30:00+08:00".parse().unwrap();
        let surroundings: Arc<dyn Surroundings> = Arc::new(Repeatable::new(start, seed));
        let entropy = SeededEntropy::new(7);
        let keys = KeyRing::generate(&entropy).unwrap();
        let store = Store::open(
            Database::Sqlite(directory.join("town.db")),
            Options {
                surroundings: Arc::clone(&surroundings),
                signer: App::log_signer(&keys),
                queue: 64,
                readers: 2,
                on_fatal: Arc::new(|_| {}),
            },
        )
        .unwrap();
        let cost = Argon2Cost { memory_kib: 8, ..Argon2Cost::default() };
        let setup = Setup {
            store,
            shelf: files::Shelf::open(directory.join("photos")).unwrap(),
            keys,
            district: DISTRICT,
            district_name: "雁峰区".into(),
            base_url: HOST.into(),
            demo: false,
            passwords: Passwords::new(cost, &entropy).unwrap(),
            rates,
        };
        let app = App::open(setup, surroundings).unwrap();
        let unit = UnitId(Uuid::from_u128(0x1000));
        let settle = Settle {
            unit: Unit {
                id: unit,
                code: "JLP".into(),
                name: "金龙坪街道办事处".into(),
                kind: UnitKind::Street,
                parent: None,
                area: Some("430406001".into()),
                phone: Some("0734-8000001".into()),
                since: None,
                ended_at: None,
            },
            person: Person {
                id: PersonId(Uuid::from_u128(0x5000)),
                unit,
                area: None,
                roles: vec![Role::Acceptor],
                disabled_at: None,
                consent: None,
            },
            login: "ouyang",
        };
        app.store().execute(DISTRICT, Actor::System, None, settle).await.unwrap();
        app.refresh_registers().unwrap();
        let admin = staff(&[Role::SystemAdmin], unit);
        let photo = work::photo::keep(&app, &admin, PHOTO.to_vec()).await.unwrap();
        let entry = PlaceEntry {
            name: "岳屏广场北门".into(),
            kind: PlaceKind::Open,
            address: "蒸湘南路 1 号".into(),
            position: Some(GivenPosition {
                lon: 112.6154,
                lat: 26.8894,
                system: System::Cgcs2000,
                accuracy_m: None,
            }),
            street: Some("430406001".into()),
            party_unit: Some(unit),
            photo: Some(photo.file.0),
            phone: Some("0734-8000001".into()),
            ..PlaceEntry::default()
        };
        let place = work::place::register(&app, admin.clone(), None, entry).await.unwrap();
        let (stem, plate) = work::place::make_codes(&app, admin, None, place, 1).await.unwrap().remove(0);
        let code = plate.printed.replace('-', "");
        let router = pages::router(app.clone(), pages::Settings::default());
        Self { app, router, place, code, stem, unit, directory }
    }

    /// A company that answers for places, with somebody who acts for it.
    pub async fn company(&self) -> (UnitId, Actor) {
        let unit = UnitId(Uuid::from_u128(0x1001));
        let kind = UnitKind::Company;
        let (code, name) = ("GS".into(), "示例机械厂".into());
        let settle = Settle {
            unit: Unit {
                id: unit,
                code,
                name,
                kind,
                parent: None,
                area: None,
                phone: None,
                since: None,
                ended_at: None,
            },
            person: Person {
                id: PersonId(Uuid::from_u128(0x5100)),
                unit,
                area: None,
                roles: vec![Role::Handler],
                disabled_at: None,
                consent: None,
            },
            login: "gongsi",
        };
        self.app.store().execute(DISTRICT, Actor::System, None, settle).await.unwrap();
        self.app.refresh_registers().unwrap();
        (unit, staff(&[Role::Handler], unit))
    }

    /// The desk takes a report up and files it, with the company as responsible party if there is one.
    pub async fn filed(&self, id: HazardId, category: &str, party_unit: Option<UnitId>) {
        let desk = staff(&[Role::ShiftLead], self.unit);
        let catalogue = self.app.catalogue();
        let standard = catalogue.minor(category).unwrap().standards[0].id.clone();
        let file = Action::File {
            number: String::new(),
            category: category.into(),
            grade: Grade::General,
            standard,
            party: if party_unit.is_some() { PartyKind::Company } else { PartyKind::Unknown },
            party_unit,
            clause: None,
            clauses: Vec::new(),
            text: String::new(),
        };
        let act = async |actor: &Actor, action| {
            work::hazard::act(&self.app, actor.clone(), None, id, None, action).await.unwrap();
        };
        act(&desk, Action::Accept).await;
        if self.state(id).await.contains("\"whistleblower\"") {
            // 先核查: by an office that does not answer for the place.
            let unit = UnitId(Uuid::from_u128(0x1002));
            let inspector = staff(&[Role::Inspector], unit);
            act(&desk, Action::OrderInspection { unit, text: String::new() }).await;
            let finding = domain::hazard::Finding::Founded;
            let text = "例行检查发现光栅失效".into();
            act(&inspector, Action::Inspect { finding, text, photos: Vec::new() }).await;
        }
        act(&desk, file).await;
    }

    /// What is kept of a hazard, as JSON.
    pub async fn state(&self, id: HazardId) -> String {
        let found = self
            .app
            .store()
            .read(move |c| c.query(store::queries::hazard::STATE, &[DISTRICT.into(), id.into()]));
        found.await.unwrap()[0].text(0).unwrap().to_owned()
    }

    /// A form as browsers send it when there are no files.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.ask(request).await
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let mut request = request;
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 4000))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 10_000_000).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_in("zh-CN", path).await
    }

    pub async fn get_in(&self, language: &str, path: &str) -> Answer {
        let request = Request::get(path).header("accept-language", language).body(Body::empty()).unwrap();
        self.ask(request).await
    }

    pub async fn send(&self, path: &str, form: &Form) -> Answer {
        let request = Request::post(path)
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(Body::from(form.body()))
            .unwrap();
        self.ask(request).await
    }

    pub async fn send_facts(&self, path: &str, form: &Form) -> Answer {
        let request = Request::post(path)
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
            .header("accept", "application/json")
            .body(Body::from(form.body()))
            .unwrap();
        self.ask(request).await
    }

    /// A report through the code; its receipt's path.
    pub async fn reported(&self, form: Form) -> String {
        let answer = self.send(&format!("/s/{}/report", self.code), &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let location = answer.header("location");
        let receipt = location.strip_suffix("?done=sent").expect("the receipt says that it was sent");
        receipt.to_owned()
    }

    pub async fn hazard(&self, receipt: &str) -> HazardId {
        let path = receipt.trim_start_matches("/r/").trim_end_matches("?done=sent");
        work::hazard::open_receipt(&self.app, path).await.unwrap().0
    }

    /// Moves the clock on.
    pub fn wait(&self, milliseconds: i64) {
        let surroundings = self.app.store().surroundings();
        assert!(surroundings.move_to(surroundings.now().plus(milliseconds)));
    }

    /// How many hazards there are.
    pub fn hazards(&self) -> i64 {
        let count = "select cast(count(*) as bigint) from hazards";
        self.app.store().read_blocking(|c| c.query(count, &[])?[0].int(0)).unwrap()
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> Vec<String> {
        let (text, mark) = (self.text(), format!("name=\"{name}\" value=\""));
        text.split(&mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    }
}

const BOUNDARY: &str = "----town7f3a";

/// What a browser sends.
#[derive(Clone, Default)]
pub struct Form {
    parts: Vec<(String, Option<String>, Vec<u8>)>,
}

impl Form {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.parts.push((name.to_owned(), None, value.as_bytes().to_vec()));
        self
    }

    pub fn photo(mut self, bytes: &[u8]) -> Self {
        self.parts.push(("photos".into(), Some("IMG_1.jpg".into()), bytes.to_vec()));
        self
    }

    pub fn without_photo(mut self) -> Self {
        self.parts.push(("photos".into(), Some(String::new()), Vec::new()));
        self
    }

    fn body(&self) -> Vec<u8> {
        let mut body = Vec::new();
        for (name, file, bytes) in &self.parts {
            let file = file
                .as_ref()
                .map(|f| format!("; filename=\"{f}\"\r\nContent-Type: application/octet-stream"));
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{}\r\n\r\n",
                file.unwrap_or_default()
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        body
    }
}
