//! Authenticated sealing of bytes at rest: photo originals and small secrets such as TOTP seeds.

use crate::entropy::{Entropy, EntropyError};
use crate::keys::{KeyName, KeyRing};
use crate::suite::{Cipher, CryptoError, XChaCha};
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// First byte of everything sealed: the layout `1, key version (4 bytes), nonce, ciphertext`.
const LAYOUT: u8 = 1;
const HEAD: usize = 5;

/// Why bytes could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not something sealed, altered, or sealed for another purpose.
    #[error("does not open")]
    NotAuthentic,
    /// Sealed with a version of the key that this ring does not have.
    #[error("seal-key version {0} is not in the ring")]
    UnknownKey(u32),
    /// The cipher refused.
    #[error("cipher refused")]
    Refused,
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}

impl SealError {
    /// Stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAuthentic => "seal_not_authentic",
            Self::UnknownKey(_) => "seal_unknown_key",
            Self::Refused => "seal_refused",
            Self::Entropy(e) => e.code(),
        }
    }
}

impl From<CryptoError> for SealError {
    fn from(e: CryptoError) -> Self {
        match e {
            CryptoError::NotAuthentic => Self::NotAuthentic,
            CryptoError::Refused => Self::Refused,
        }
    }
}

/// Seals under the newest version of its key and opens under any.
pub struct Sealer {
    newest: u32,
    ciphers: Vec<(u32, Box<dyn Cipher>)>,
    entropy: Arc<dyn Entropy>,
}

impl Sealer {
    /// The sealer of a key ring.
    pub fn new(ring: &KeyRing, entropy: Arc<dyn Entropy>) -> Self {
        let cipher = |(version, key)| (version, Box::new(XChaCha::new(key)) as Box<dyn Cipher>);
        Self {
            newest: ring.current(KeyName::Seal).0,
            ciphers: ring.versions(KeyName::Seal).map(cipher).collect(),
            entropy,
        }
    }

    /// Seals an original. The result is 45 bytes longer.
    pub fn seal(&self, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        self.seal_for("original", plaintext)
    }

    /// Opens what [`Sealer::seal`] made.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        // The caller asked for plain bytes; taking them out of the wiping wrapper avoids a copy.
        self.open_for("original", sealed).map(|mut plain| std::mem::take(&mut *plain))
    }

    /// Seals for one purpose (say `totp/` and the person's id): it opens for the same purpose only, so that
    /// one person's sealed secret cannot be put into another's row.
    pub fn seal_for(&self, purpose: &str, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        let cipher = self.cipher(self.newest)?;
        let mut sealed = vec![LAYOUT];
        sealed.extend(self.newest.to_be_bytes());
        let context = context(purpose, &sealed);
        let mut nonce = vec![0; cipher.nonce_len()];
        self.entropy.fill(&mut nonce)?;
        let ciphertext = cipher.seal(&nonce, &context, plaintext)?;
        sealed.extend(nonce);
        sealed.extend(ciphertext);
        Ok(sealed)
    }

    /// Opens what [`Sealer::seal_for`] made for the same purpose.
    pub fn open_for(&self, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (head, rest) = sealed.split_at_checked(HEAD).ok_or(SealError::NotAuthentic)?;
        let &[LAYOUT, a, b, c, d] = head else { return Err(SealError::NotAuthentic) };
        let cipher = self.cipher(u32::from_be_bytes([a, b, c, d]))?;
        let (nonce, ciphertext) = rest.split_at_checked(cipher.nonce_len()).ok_or(SealError::NotAuthentic)?;
        Ok(cipher.open(nonce, &context(purpose, head), ciphertext)?)
    }

    fn cipher(&self, version: u32) -> Result<&dyn Cipher, SealError> {
        let found = self.ciphers.iter().find(|(v, _)| *v == version);
        found.map(|(_, cipher)| cipher.as_ref()).ok_or(SealError::UnknownKey(version))
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(…)")
    }
}

fn context(purpose: &str, head: &[u8]) -> Vec<u8> {
    [b"mashang sealed\0", head, purpose.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use proptest::prelude::*;

    fn sealer(seed: u64) -> Sealer {
        let entropy = Arc::new(SeededEntropy::new(seed));
        Sealer::new(&KeyRing::generate(&*entropy).unwrap(), entropy)
    }

    #[test]
    fn the_same_bytes_never_look_the_same_twice() {
        let sealer = sealer(1);
        let (one, two) = (sealer.seal(b"original").unwrap(), sealer.seal(b"original").unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 8 + 45);
        assert_eq!(format!("{sealer:?}"), "Sealer(…)");
    }

    #[test]
    fn it_opens_for_its_own_purpose_and_ring_only() {
        let sealed = sealer(1).seal_for("totp/1", b"secret").unwrap();
        assert_eq!(sealer(1).open_for("totp/1", &sealed).unwrap().as_slice(), b"secret");
        assert_eq!(sealer(1).open_for("totp/2", &sealed), Err(SealError::NotAuthentic));
        assert_eq!(sealer(1).open(&sealed), Err(SealError::NotAuthentic));
        assert_eq!(sealer(2).open_for("totp/1", &sealed), Err(SealError::NotAuthentic));
        assert_eq!(sealer(1).open(&[1, 0, 0, 0, 9, 0]), Err(SealError::UnknownKey(9)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_sealed_opens(plain in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let sealer = sealer(1);
            prop_assert_eq!(sealer.open(&sealer.seal(&plain).unwrap()), Ok(plain));
        }

        #[test]
        fn any_flipped_bit_and_any_cut_is_found(
            plain in prop::collection::vec(any::<u8>(), 0..200),
            at in any::<prop::sample::Index>(),
            bit in 0u8..8,
        ) {
            let sealer = sealer(1);
            let mut sealed = sealer.seal(&plain).unwrap();
            let at = at.index(sealed.len());
            prop_assert!(sealer.open(&sealed[..at]).is_err());
            sealed[at] ^= 1 << bit;
            prop_assert!(sealer.open(&sealed).is_err());
        }
    }
}
