//! Seals for tests: one that hides the bytes well enough to search for them, one that has lost its key.

use files::{Seal, SealError};
use sha2::{Digest, Sha256};

/// A key stream from a counter and a check sum; not cryptography.
pub struct Vault(pub [u8; 32]);

impl Vault {
    fn stream(&self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len());
        for (number, block) in bytes.chunks(32).enumerate() {
            let key =
                Sha256::new().chain_update(self.0).chain_update((number as u64).to_be_bytes()).finalize();
            out.extend(block.iter().zip(key).map(|(byte, key)| byte ^ key));
        }
        out
    }
}

impl Seal for Vault {
    fn seal(&self, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut sealed = Sha256::digest(plaintext).to_vec();
        sealed.extend(self.stream(plaintext));
        Ok(sealed)
    }

    fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (sum, body) = sealed.split_at_checked(32).ok_or(SealError)?;
        let plaintext = self.stream(body);
        if Sha256::digest(&plaintext).as_slice() == sum { Ok(plaintext) } else { Err(SealError) }
    }
}

pub struct LostKey;

impl Seal for LostKey {
    fn seal(&self, _: &[u8]) -> Result<Vec<u8>, SealError> {
        Err(SealError)
    }

    fn open(&self, _: &[u8]) -> Result<Vec<u8>, SealError> {
        Err(SealError)
    }
}
