//! The little town: a district small enough to know everybody, on either engine, with a clock that is moved by
//! hand. Stories speak its words: `town.resident().reports("路面塌陷")`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "fixtures fail loudly")]

mod people;

pub use people::{Actors, Citizen, Officer, key};

use domain::calendar::Instant;
use domain::hazard::{Hazard, StageCode};
use domain::ids::{District, HazardId, UnitId};
use domain::ledger::Recorded;
use domain::people::{Actor, Unit, UnitKind};
use files::Keep;
use identity::entropy::OsEntropy;
use identity::keys::KeyRing;
use identity::password::{Argon2Cost, Passwords};
use identity::vault::Vault;
use std::sync::Arc;
use std::time::Duration;
use store::verify::{KeptPhoto, SealedRow, What};
use store::{Command, Database, Halt, Options, Repeatable, Store, Surroundings, Tx};
use work::{App, Setup};

/// Which database a story runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// PostgreSQL, at `MASHANG_TEST_POSTGRES`.
    Postgres,
}

/// The district of the town.
pub const DISTRICT: District = District(430_406);

/// 2026-03-02 09:00 in Beijing, a Monday.
pub const MONDAY: Instant = Instant(1_772_413_200_000);

/// The little town.
pub struct Town {
    /// The product, running.
    pub app: App,
    /// Its clock.
    pub clock: Arc<Repeatable>,
    /// Everybody with an office.
    pub actors: Actors,
    database: Database,
    schema: Option<(String, String)>,
    folder: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
}

fn postgres_url() -> String {
    std::env::var("MASHANG_TEST_POSTGRES").expect(
        "these tests need PostgreSQL: run them with `./dev test` or `./dev rust`, which start a throw-away cluster",
    )
}

/// Opens a product in a folder.
fn open(folder: &std::path::Path, database: &Database, clock: &Arc<Repeatable>) -> App {
    let keys = KeyRing::open_or_create(&folder.join("keys"), &OsEntropy).unwrap();
    let surroundings: Arc<dyn Surroundings> = Arc::clone(clock) as Arc<dyn Surroundings>;
    let store = Store::open(
        database.clone(),
        Options {
            surroundings: Arc::clone(&surroundings),
            signer: App::log_signer(&keys),
            queue: 256,
            readers: 2,
            on_fatal: Arc::new(|error| panic!("the disk failed: {error}")),
        },
    )
    .unwrap();
    let setup = Setup {
        store,
        shelf: files::Shelf::open(folder.join("photos")).unwrap(),
        keys,
        district: DISTRICT,
        district_name: "小城区".into(),
        base_url: "https://town.example".into(),
        demo: false,
        passwords: Passwords::new(cheap(), &OsEntropy).unwrap(),
        rates: work::Rates::default(),
    };
    App::open(setup, surroundings).unwrap()
}

/// As little work as argon2 allows: stories sign in often.
fn cheap() -> Argon2Cost {
    Argon2Cost { memory_kib: 8, passes: 1, lanes: 1 }
}

struct Found(Vec<Unit>);

impl Command for Found {
    type Output = ();
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<()>> {
        for unit in &self.0 {
            let event = Recorded::Registered { now: unit.clone() };
            tx.record::<Unit>(unit.id.0, &event, &domain::hazard::Words::none())?;
        }
        Ok(())
    }
}

impl Town {
    /// A fresh town on an engine.
    pub fn on(engine: Engine) -> Self {
        Self::seeded(engine, seed())
    }

    /// A fresh town whose ids come from a seed.
    pub fn seeded(engine: Engine, seed: u64) -> Self {
        let town = Self::founded(engine, seed);
        town.app.store().execute_blocking(DISTRICT, Actor::System, None, Found(town.actors.units())).unwrap();
        town.app.refresh_registers().unwrap();
        town
    }

    /// A town in which nobody is registered yet.
    pub fn empty(engine: Engine) -> Self {
        Self::founded(engine, seed())
    }

    fn founded(engine: Engine, seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Repeatable::new(MONDAY, seed));
        let (database, schema) = match engine {
            Engine::Sqlite => (Database::Sqlite(folder.path().join("town.db")), None),
            Engine::Postgres => {
                let (url, name) = (postgres_url(), format!("town_{:016x}", fresh_seed()));
                (Database::parse(&format!("{url}?schema={name}")), Some((url, name)))
            }
        };
        let app = open(folder.path(), &database, &clock);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let actors = Actors::appoint(&clock);
        Self { app, clock, actors, database, schema, folder, runtime }
    }

    /// A second server on the same database and keys.
    pub fn second_server(&self) -> App {
        open(self.folder.path(), &self.database, &self.clock)
    }

    /// Stops the server and starts it again on the same data.
    pub fn restart(&mut self) {
        self.app.store().close();
        self.app = open(self.folder.path(), &self.database, &self.clock);
    }

    /// Moves the clock on.
    pub fn wait(&self, milliseconds: i64) {
        self.clock.advance(milliseconds);
    }

    /// Runs what is asynchronous.
    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// The state of a hazard.
    pub fn hazard(&self, id: HazardId) -> Hazard {
        self.app
            .store()
            .read_blocking(|c| {
                let rows = c.query(store::queries::hazard::STATE, &[DISTRICT.into(), id.into()])?;
                Ok(serde_json::from_str(rows.first().unwrap().text(0)?).unwrap())
            })
            .unwrap()
    }

    /// Where a hazard stands.
    pub fn stage(&self, id: HazardId) -> StageCode {
        self.hazard(id).stage.code()
    }

    /// 核验: everything that is kept follows from the events.
    pub fn verify(&self) -> store::verify::Report {
        assert!(self.app.store().settle(Duration::from_secs(20)).unwrap(), "the log does not settle");
        let key = self.app.log_key();
        let mut connection = self.database.connect(false).unwrap();
        let mut report = store::verify::verify(connection.as_mut(), &key, &mut |_| ()).unwrap();
        let vault =
            Vault::new(&KeyRing::load(&self.folder.path().join("keys")).unwrap(), Arc::new(OsEntropy));
        let mut authentic = |row: &SealedRow<'_>| {
            let sealed = serde_json::from_str(row.sealed).unwrap();
            vault.fits(row.id, &row.district.to_string(), &sealed, row.phone_index).is_ok()
        };
        store::verify::beside(connection.as_mut(), &mut report, &mut authentic, &mut |_| ()).unwrap();
        let shelf = self.shelf();
        let mut look = |photo: &KeptPhoto| {
            Ok(shelf.check(photo.file.into(), &photo.kept).is_err().then_some(What::PhotoAltered))
        };
        store::verify::photos(connection.as_mut(), &mut report, &mut look, &mut |_, _| ()).unwrap();
        report
    }

    /// The photos on the disk.
    pub fn shelf(&self) -> files::Shelf {
        files::Shelf::look(self.folder.path().join("photos"))
    }

    /// Holds that nothing was altered.
    pub fn is_sound(&self) {
        let report = self.verify();
        assert_eq!(report.first, None, "{report:?}");
        assert_eq!(report.logged, report.events, "{report:?}");
    }

    /// Changes rows behind the product's back; how many.
    pub fn tampers(&self, sql: &str, parameters: &[store::Value]) -> u64 {
        self.database.connect(true).unwrap().execute(sql, parameters).unwrap()
    }

    /// The folder of the embedded database, keys and photos.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The desk and the units.
    pub fn unit(&self, code: &str) -> UnitId {
        self.app.registers().unit_by_code(code).unwrap().id
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        self.app.store().close();
        if let Some((url, name)) = &self.schema
            && let Ok(mut connection) = Database::parse(url).connect(true)
        {
            let _ = connection.script(&format!("drop schema if exists \"{name}\" cascade"));
        }
    }
}

/// A unit of the town.
fn unit(id: uuid::Uuid, code: &str, name: &str, kind: UnitKind, area: Option<&str>) -> Unit {
    Unit {
        id: UnitId(id),
        code: code.into(),
        name: name.into(),
        kind,
        parent: None,
        area: area.map(str::to_owned),
        phone: None,
        since: None,
        ended_at: None,
    }
}

/// Runs a story on both engines, as two tests.
#[macro_export]
macro_rules! story {
    ($(#[$doc:meta])* $name:ident, |$town:ident| $body:block) => {
        mod $name {
            use super::*;
            fn story(mut $town: $crate::Town) {
                let _ = &mut $town;
                $body
            }
            $(#[$doc])*
            #[test]
            fn on_sqlite() {
                story($crate::Town::on($crate::Engine::Sqlite));
            }
            $(#[$doc])*
            #[test]
            fn on_postgres() {
                story($crate::Town::on($crate::Engine::Postgres));
            }
        }
    };
}

/// What ids are drawn from: the same in every run, so that what failed once fails again. A bug hunt
/// sets another in `MASHANG_TEST_SEED`.
fn seed() -> u64 {
    std::env::var("MASHANG_TEST_SEED").ok().map_or(20_260_302, |told| told.parse().unwrap())
}

/// What no other test of this run has: names of schemas must differ, nothing else depends on it.
fn fresh_seed() -> u64 {
    use identity::entropy::Entropy;
    let mut bytes = [0; 8];
    OsEntropy.fill(&mut bytes).unwrap();
    u64::from_be_bytes(bytes)
}
