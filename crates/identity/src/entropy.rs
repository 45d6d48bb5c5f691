//! Where random bytes come from: injected, so that tests repeat themselves.

use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};

/// The operating system gave no random bytes. Nothing secret may be made until it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no random bytes available")]
pub struct EntropyError;

impl EntropyError {
    /// Stable name of this error.
    pub fn code(&self) -> &'static str {
        "no_entropy"
    }
}

/// A source of bytes that nobody can guess.
pub trait Entropy: Send + Sync {
    /// Fills `dest` completely or fails.
    fn fill(&self, dest: &mut [u8]) -> Result<(), EntropyError>;
}

/// `N` fresh bytes.
pub fn random<const N: usize>(entropy: &dyn Entropy) -> Result<[u8; N], EntropyError> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}

/// The operating system's generator (`getrandom(2)`).
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
    fn fill(&self, dest: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(dest).map_err(|_| EntropyError)
    }
}

/// Repeatable bytes from a seed, for tests and made-up demo data only: whoever knows the seed knows all.
#[derive(Debug, Default)]
pub struct SeededEntropy {
    seed: u64,
    block: AtomicU64,
}

impl SeededEntropy {
    /// The sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, block: AtomicU64::new(0) }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, dest: &mut [u8]) -> Result<(), EntropyError> {
        for chunk in dest.chunks_mut(32) {
            let block = self.block.fetch_add(1, Ordering::Relaxed);
            let bytes = Sha256::new()
                .chain_update(self.seed.to_be_bytes())
                .chain_update(block.to_be_bytes())
                .finalize();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_sequence_that_does_not_repeat_itself() {
        let draw = |seed| {
            let source = SeededEntropy::new(seed);
            (random::<48>(&source).unwrap(), random::<48>(&source).unwrap())
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert_ne!(draw(7).0, draw(7).1);
    }

    #[test]
    fn the_operating_system_gives_different_bytes_each_time() {
        assert_ne!(random::<32>(&OsEntropy).unwrap(), random::<32>(&OsEntropy).unwrap());
    }
}
