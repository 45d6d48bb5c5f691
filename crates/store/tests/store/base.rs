//! A database of its own for each test, gone afterwards.

use domain::calendar::Instant;
use domain::ids::District;
use ed25519_dalek::{Signer, SigningKey};
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{Connection, Database, EngineError, Options, Repeatable, Row, Sign, Store, Value, verify};

pub const DISTRICT: District = District(430_406);

/// Declares each story as a test on SQLite and as a test on PostgreSQL.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod sqlite { $(#[test] fn $story() { super::$story(&crate::base::Base::sqlite()); })+ }
        mod postgres { $(#[test] fn $story() { super::$story(&crate::base::Base::postgres()); })+ }
    };
}
pub(crate) use on_both;

pub struct Key(pub SigningKey);

impl Sign for Key {
    fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.0.sign(text).to_bytes()
    }
    fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }
}

/// A database, and what a store on it needs.
pub struct Base {
    pub database: Database,
    pub clock: Arc<Repeatable>,
    folder: PathBuf,
    schema: Option<String>,
    pub fatal: Arc<Mutex<Vec<String>>>,
}

/// For names that no other test has; ids come from one seed, so that what failed once fails again.
pub fn random() -> u64 {
    RandomState::new().hash_one(std::process::id())
}

impl Base {
    fn new(database: Database, folder: PathBuf, schema: Option<String>) -> Self {
        let start: Instant = "2026-03-02T09:00:00+08:00".parse().unwrap();
        let clock = Arc::new(Repeatable::new(start, 20_260_302));
        Self { database, clock, folder, schema, fatal: Arc::default() }
    }

    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("mashang-store-{:016x}", random()));
        Self::new(Database::Sqlite(folder.join("test.db")), folder, None)
    }

    pub fn postgres() -> Self {
        let url = std::env::var("MASHANG_TEST_POSTGRES").unwrap_or_else(|_| {
            panic!("PostgreSQL tests need a database: run them with `./dev rust`, which starts one for them")
        });
        let schema = format!("t_{:016x}", random());
        let joint = if url.contains('?') { '&' } else { '?' };
        let folder = std::env::temp_dir().join(format!("mashang-store-{:016x}", random()));
        Self::new(
            Database::Postgres(format!("{url}{joint}application_name={schema}&schema={schema}")),
            folder,
            Some(schema),
        )
    }

    /// Opens a store; another one when the database is open already.
    pub fn store(&self) -> Store {
        self.try_store().unwrap()
    }

    pub fn try_store(&self) -> Result<Store, EngineError> {
        self.open(10_000)
    }

    pub fn store_with_queue(&self, queue: usize) -> Store {
        self.open(queue).unwrap()
    }

    fn open(&self, queue: usize) -> Result<Store, EngineError> {
        let fatal = Arc::clone(&self.fatal);
        let options = Options {
            surroundings: self.clock.clone(),
            signer: Arc::new(Key(SigningKey::from_bytes(&[7; 32]))),
            queue,
            readers: 4,
            on_fatal: Arc::new(move |why| fatal.lock().unwrap().push(why.to_owned())),
        };
        Store::open(self.database.clone(), options)
    }

    pub fn public_key() -> [u8; 32] {
        Key(SigningKey::from_bytes(&[7; 32])).public_key()
    }

    /// Past the store: a connection that writes.
    pub fn connection(&self) -> Box<dyn Connection> {
        self.database.connect(true).unwrap()
    }

    pub fn rows(&self, sql: &str, parameters: &[Value]) -> Vec<Row> {
        self.connection().query(sql, parameters).unwrap()
    }

    pub fn number(&self, sql: &str) -> i64 {
        self.rows(sql, &[])[0].int(0).unwrap()
    }

    pub fn change(&self, sql: &str, parameters: &[Value]) -> u64 {
        let mut connection = self.connection();
        connection.begin().unwrap();
        let touched = connection.execute(sql, parameters).unwrap_or_else(|e| panic!("{sql}: {e}"));
        connection.commit().unwrap();
        touched
    }

    pub fn verify(&self) -> verify::Report {
        verify::verify(self.connection().as_mut(), &Self::public_key(), &mut |_| ()).unwrap()
    }

    /// Everything numbered, everything fits.
    #[track_caller]
    pub fn settled(&self, store: &Store) -> verify::Report {
        assert!(store.settle(Duration::from_secs(20)).unwrap(), "the log was not numbered in time");
        let report = self.verify();
        assert_eq!((&report.first, report.faults), (&None, 0));
        assert_eq!(report.logged, report.events);
        report
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        if let (Some(schema), Ok(mut connection)) = (&self.schema, self.database.connect(true)) {
            let _ = connection.script(&format!("drop schema if exists \"{schema}\" cascade"));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
