//! Clock and randomness of the machine, as in the product, and how the measured store is opened.

use anyhow::{Context, Result};
use domain::calendar::Instant;
use identity::entropy::OsEntropy;
use identity::keys::KeyRing;
use identity::suite::{Ed25519, Signer};
use std::path::Path;
use std::sync::Arc;
use store::{Database, Options, Sign, Store, Surroundings};

/// The machine's clock and randomness.
pub struct Machine;

impl Surroundings for Machine {
    #[allow(clippy::disallowed_methods, reason = "a measurement uses the real clock")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Instant(since.as_millis() as i64)
    }

    #[allow(clippy::disallowed_methods, reason = "a measurement uses real randomness, at its real price")]
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            std::process::abort();
        }
    }
}

struct Key(Ed25519);

impl Sign for Key {
    fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.0.sign(text).ok().and_then(|s| s.try_into().ok()).unwrap_or([0; 64])
    }
    fn public_key(&self) -> [u8; 32] {
        self.0.public_key().try_into().unwrap_or([0; 32])
    }
}

/// Opens a store as the server does, with the keys of its data directory.
pub fn open(database: Database, data: &Path) -> Result<(Store, [u8; 32])> {
    std::fs::create_dir_all(data)?;
    let keys = KeyRing::open_or_create(&data.join("keys"), &OsEntropy).context("keys")?;
    let signer = Key(keys.log_signer());
    let public = signer.public_key();
    let options = Options {
        surroundings: Arc::new(Machine),
        signer: Arc::new(signer),
        queue: 8_192,
        readers: 4,
        on_fatal: Arc::new(|why| {
            eprintln!("the disk failed: {why}");
            std::process::exit(74);
        }),
    };
    Ok((Store::open(database, options)?, public))
}
