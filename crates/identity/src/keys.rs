//! The key ring: everything secret that the server itself holds, in files outside the database.
//!
//! Each key has versions; the highest one is used for new work, older ones stay to read what was made with
//! them. Every server of one installation needs the same ring. Whoever has the ring and the database has
//! the reporters' identities: keep [`KeyRing::backup`] apart from the database's backups.

mod directory;

use crate::entropy::{Entropy, EntropyError, random};
use crate::suite::{Ed25519, HmacSha256, SecretKey};
use sha2::{Digest, Sha256};
use std::fmt;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// First line of a backup.
const BACKUP_HEAD: &str = "mashang keys 1\n";

/// The keys of the ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyName {
    /// Wraps the data keys of the reporter vault (KEK).
    Vault,
    /// HMAC key of the blind index of phone numbers.
    BlindIndex,
    /// HMAC key of place codes.
    Code,
    /// Ed25519 seed that signs log checkpoints.
    LogSigning,
    /// Encrypts sealed originals and other small secrets.
    Seal,
    /// HMAC key under which receipt links are kept.
    Receipt,
}

impl KeyName {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Vault, Self::BlindIndex, Self::Code, Self::LogSigning, Self::Seal, Self::Receipt];

    /// Name of the file in the key directory.
    pub fn file(self) -> &'static str {
        match self {
            Self::Vault => "vault-key",
            Self::BlindIndex => "blind-index-key",
            Self::Code => "code-key",
            Self::LogSigning => "log-signing-key",
            Self::Seal => "seal-key",
            Self::Receipt => "receipt-key",
        }
    }

    /// Whether a new version may be added. The blind index and receipt hashes are looked up by value, so a
    /// new key would make what is stored unfindable.
    pub fn rotates(self) -> bool {
        !matches!(self, Self::BlindIndex | Self::Receipt)
    }
}

/// Why keys could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file system refused.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// The directory exists but a key is not in it. Never made anew silently: it may be lost, and with it
    /// what it protects.
    #[error("key file {0} is missing")]
    Missing(&'static str),
    /// The file's contents are not keys.
    #[error("key file {0} is damaged")]
    Malformed(&'static str),
    /// Others than the owner may read the file, or write the directory.
    #[error("{path} has mode {mode:o}: others than its owner can get at the keys")]
    TooOpen {
        /// Which.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// There are keys already; they are not overwritten.
    #[error("{0} already holds keys")]
    Exists(PathBuf),
    /// This key cannot have a second version.
    #[error("key {0} cannot be rotated")]
    NotRotatable(&'static str),
    /// Not a backup of a key ring, or damaged.
    #[error("not an intact key backup")]
    BackupDamaged,
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}

impl KeyError {
    /// Stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "keys_io",
            Self::Missing(_) => "keys_missing",
            Self::Malformed(_) => "keys_malformed",
            Self::TooOpen { .. } => "keys_too_open",
            Self::Exists(_) => "keys_exist",
            Self::NotRotatable(_) => "keys_not_rotatable",
            Self::BackupDamaged => "keys_backup_damaged",
            Self::Entropy(e) => e.code(),
        }
    }
}

/// Names one version of one key without telling anything about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyId {
    /// Which key.
    pub name: KeyName,
    /// Which version, from 1.
    pub version: u32,
    /// 16 hexadecimal digits of SHA-256 over name and key, to compare two rings by eye.
    pub fingerprint: String,
}

/// All versions of one key; there is always a newest.
#[derive(Debug, Clone)]
struct Versions {
    older: Vec<(u32, SecretKey)>,
    newest: (u32, SecretKey),
}

impl Versions {
    fn first(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        Ok(Self { older: Vec::new(), newest: (1, SecretKey::new(random(entropy)?)) })
    }

    fn from_list(mut keys: Vec<(u32, SecretKey)>) -> Option<Self> {
        let ascending = keys.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let newest = keys.pop()?;
        ascending.then_some(Self { older: keys, newest })
    }

    fn iter(&self) -> impl Iterator<Item = (u32, &SecretKey)> {
        self.older.iter().chain([&self.newest]).map(|(version, key)| (*version, key))
    }

    fn add(&mut self, key: SecretKey) {
        let next = (self.newest.0 + 1, key);
        self.older.push(std::mem::replace(&mut self.newest, next));
    }
}

/// The keys. `Debug` shows none of them.
#[derive(Clone)]
pub struct KeyRing {
    /// In the order of [`KeyName::ALL`].
    keys: [Versions; KeyName::ALL.len()],
}

impl KeyRing {
    /// A fresh ring that is nowhere on disk. Servers use [`KeyRing::open_or_create`].
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        let fresh = || Versions::first(entropy);
        Ok(Self { keys: [fresh()?, fresh()?, fresh()?, fresh()?, fresh()?, fresh()?] })
    }

    /// The version and key for new work.
    pub fn current(&self, name: KeyName) -> (u32, &SecretKey) {
        let (version, key) = &self.keys[name as usize].newest;
        (*version, key)
    }

    /// All versions of a key, oldest first.
    pub fn versions(&self, name: KeyName) -> impl Iterator<Item = (u32, &SecretKey)> {
        self.keys[name as usize].iter()
    }

    /// One version of a key.
    pub fn version(&self, name: KeyName, version: u32) -> Option<&SecretKey> {
        self.versions(name).find(|(v, _)| *v == version).map(|(_, key)| key)
    }

    /// The signer of log checkpoints.
    pub fn log_signer(&self) -> Ed25519 {
        Ed25519::from_seed(self.current(KeyName::LogSigning).1)
    }

    /// The mac under which receipt links are kept.
    pub fn receipt_mac(&self) -> HmacSha256 {
        HmacSha256::new(self.current(KeyName::Receipt).1)
    }

    /// Every version of every key, by name and fingerprint.
    pub fn key_ids(&self) -> Vec<KeyId> {
        KeyName::ALL
            .into_iter()
            .flat_map(|name| {
                self.versions(name).map(move |(version, key)| KeyId {
                    name,
                    version,
                    fingerprint: fingerprint(name, key),
                })
            })
            .collect()
    }

    /// All keys as one text with a checksum. Not encrypted: it belongs in a safe, not beside the database's
    /// backup.
    pub fn backup(&self) -> Zeroizing<Vec<u8>> {
        let mut text = Zeroizing::new(String::from(BACKUP_HEAD));
        for name in KeyName::ALL {
            for line in lines(&self.keys[name as usize]).lines() {
                text.push_str(name.file());
                text.push(' ');
                text.push_str(line);
                text.push('\n');
            }
        }
        let sum = hex::encode(Sha256::digest(text.as_bytes()));
        text.push_str("sha256 ");
        text.push_str(&sum);
        text.push('\n');
        Zeroizing::new(text.as_bytes().to_vec())
    }

    /// Reads what [`KeyRing::backup`] wrote.
    pub fn from_backup(bytes: &[u8]) -> Result<Self, KeyError> {
        let parse = || {
            let text = std::str::from_utf8(bytes).ok()?;
            let (body, sum) = text.split_at(text.rfind("sha256 ")?);
            let sum = sum.strip_prefix("sha256 ")?.strip_suffix('\n')?;
            if hex::encode(Sha256::digest(body.as_bytes())) != sum {
                return None;
            }
            let body = body.strip_prefix(BACKUP_HEAD)?;
            let mut found = Vec::with_capacity(KeyName::ALL.len());
            for name in KeyName::ALL {
                let own = body.lines().filter_map(|line| line.strip_prefix(name.file())?.strip_prefix(' '));
                found.push(parse_lines(own)?);
            }
            Some(Self { keys: found.try_into().ok()? })
        };
        parse().ok_or(KeyError::BackupDamaged)
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing(…)")
    }
}

fn fingerprint(name: KeyName, key: &SecretKey) -> String {
    let hash = Sha256::new()
        .chain_update(b"mashang key id\0")
        .chain_update(name.file())
        .chain_update(b"\0")
        .chain_update(key.expose())
        .finalize();
    hex::encode(&hash[..8])
}

/// One line for each version: number, space, 64 hexadecimal digits.
fn lines(versions: &Versions) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::new());
    for (version, key) in versions.iter() {
        text.push_str(&version.to_string());
        text.push(' ');
        text.push_str(&Zeroizing::new(hex::encode(key.expose())));
        text.push('\n');
    }
    text
}

fn parse_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Versions> {
    let parse = |line: &str| {
        let (version, key) = line.split_once(' ')?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(key, &mut bytes).ok()?;
        Some((version.parse().ok().filter(|&v| v > 0)?, SecretKey::new(bytes)))
    };
    Versions::from_list(lines.map(parse).collect::<Option<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use proptest::prelude::*;

    fn ring() -> KeyRing {
        KeyRing::generate(&SeededEntropy::new(1)).unwrap()
    }

    #[test]
    fn every_key_is_its_own_and_sits_at_its_name() {
        let ids = ring().key_ids();
        assert_eq!(ids.iter().map(|id| id.name).collect::<Vec<_>>(), KeyName::ALL);
        for (at, name) in KeyName::ALL.into_iter().enumerate() {
            assert_eq!(name as usize, at);
        }
        let ring = ring();
        let mut keys: Vec<_> = KeyName::ALL.iter().map(|&name| *ring.current(name).1.expose()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), KeyName::ALL.len());
    }

    #[test]
    fn neither_debug_nor_ids_show_a_key() {
        let ring = ring();
        let shown = format!("{ring:?} {:?} {:?}", ring.keys, ring.key_ids());
        for name in KeyName::ALL {
            let key = ring.current(name).1.expose();
            assert!(!shown.contains(&hex::encode(&key[..4])));
            assert!(!shown.contains(&format!("{}, {}, {}", key[0], key[1], key[2])));
        }
    }

    #[test]
    fn a_backup_gives_back_the_same_ring() {
        let mut ring = ring();
        ring.keys[0].add(SecretKey::new([9; 32]));
        let again = KeyRing::from_backup(&ring.backup()).unwrap();
        assert_eq!(again.key_ids(), ring.key_ids());
        assert_eq!(again.current(KeyName::Vault).0, 2);
        assert_eq!(again.current(KeyName::Vault).1.expose(), &[9; 32]);
        assert!(again.version(KeyName::Vault, 1).is_some() && again.version(KeyName::Vault, 3).is_none());
    }

    #[test]
    fn versions_must_rise_from_one() {
        let key = "00".repeat(32);
        let parse = |versions: &[&str]| {
            let text: Vec<String> = versions.iter().map(|v| format!("{v} {key}")).collect();
            parse_lines(text.iter().map(String::as_str)).is_some()
        };
        assert!(parse(&["1"]) && parse(&["1", "2"]) && parse(&["2", "5"]));
        assert!(
            !parse(&[]) && !parse(&["0"]) && !parse(&["2", "1"]) && !parse(&["1", "1"]) && !parse(&["x"])
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_damaged_backup_is_refused(at in any::<prop::sample::Index>(), flip in 1u8..=255) {
            let mut bytes = ring().backup().to_vec();
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            prop_assert!(matches!(KeyRing::from_backup(&bytes), Err(KeyError::BackupDamaged)));
            prop_assert!(KeyRing::from_backup(&bytes[..at]).is_err());
        }
    }
}
