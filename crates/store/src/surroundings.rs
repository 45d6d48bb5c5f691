//! What a store takes from outside: time and randomness. Tests hand in their own.

use domain::calendar::Instant;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// Clock and randomness.
pub trait Surroundings: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Instant;
    /// Fills with random bytes that nobody can guess.
    fn fill(&self, bytes: &mut [u8]);

    /// Moves the clock to a moment, if it is one that can be moved; whether it was. A real clock never is.
    fn move_to(&self, _now: Instant) -> bool {
        false
    }

    /// A new id, ordered by time (UUIDv7, RFC 9562).
    fn new_id(&self) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        uuid::Builder::from_unix_timestamp_millis(self.now().0.max(0) as u64, &random).into_uuid()
    }
}

/// A clock that is moved by hand and a generator that repeats: for tests, demo data and simulations.
pub struct Repeatable {
    now: AtomicI64,
    state: Mutex<u64>,
}

impl Repeatable {
    /// Starts at a moment, with a seed.
    pub fn new(now: Instant, seed: u64) -> Self {
        Self { now: AtomicI64::new(now.0), state: Mutex::new(seed) }
    }

    /// Moves the clock to a moment.
    pub fn set(&self, now: Instant) {
        self.now.store(now.0, Ordering::SeqCst);
    }

    /// Moves the clock on by milliseconds.
    pub fn advance(&self, milliseconds: i64) {
        self.now.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Surroundings for Repeatable {
    fn now(&self) -> Instant {
        Instant(self.now.load(Ordering::SeqCst))
    }

    fn move_to(&self, now: Instant) -> bool {
        self.set(now);
        true
    }

    /// SplitMix64 (Steele, Lea, Flood 2014): good enough to be different, not to be secret.
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.state.lock().unwrap_or_else(|p| p.into_inner());
        for chunk in bytes.chunks_mut(8) {
            *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    }
}
