//! Clock, randomness and signature of the measured store: those of the machine, as in the product.

use domain::calendar::Instant;
use ed25519_dalek::{Signer, SigningKey};
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

struct Key(SigningKey);

impl Sign for Key {
    fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.0.sign(text).to_bytes()
    }
    fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }
}

/// The key under which measured stores sign; it protects nothing.
pub fn public_key() -> [u8; 32] {
    Key(SigningKey::from_bytes(&[7; 32])).public_key()
}

/// Opens a store as the server does.
pub fn open(database: Database) -> anyhow::Result<Store> {
    let options = Options {
        surroundings: Arc::new(Machine),
        signer: Arc::new(Key(SigningKey::from_bytes(&[7; 32]))),
        queue: 8_192,
        readers: 4,
        on_fatal: Arc::new(|why| {
            eprintln!("the disk failed: {why}");
            std::process::exit(74);
        }),
    };
    Ok(Store::open(database, options)?)
}
