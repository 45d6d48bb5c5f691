//! The reporter vault: who reported, encrypted so that neither the database nor its backups can tell.
//!
//! Each record has a data key of its own, wrapped by the vault key (KEK) which lives outside the database.
//! Record id and district are bound into both layers: a row moved elsewhere does not open. Destroying the
//! wrapped key destroys the record wherever copies of its ciphertext lie, except in backups that still hold
//! the wrapped key (个人信息保护法 §47: their retention bounds the time to complete erasure).

use crate::entropy::{Entropy, EntropyError, random};
use crate::keys::{KeyName, KeyRing};
use crate::phone;
use crate::suite::{Cipher, CryptoError, HmacSha256, Mac, SecretKey, XChaCha};
use std::fmt;
use std::sync::Arc;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Plaintexts are padded to a multiple of this many bytes, so that the length of a ciphertext does not tell
/// whether there is a name.
const PAD: usize = 256;
/// First byte of a plaintext.
const LAYOUT: u8 = 1;

/// Who reported. Wiped when dropped; `Debug` tells only which fields are filled; there is deliberately no
/// serialisation, so that it cannot slip into an answer or a log.
#[derive(Clone, Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Reporter {
    /// 姓名.
    pub name: Option<String>,
    /// 电话, as written.
    pub phone: Option<String>,
    /// Another way to reach the person: mail, address.
    pub contact: Option<String>,
    /// What else may identify the person, such as words taken out of the description.
    pub note: Option<String>,
}

impl Reporter {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.fields().iter().all(|field| field.is_none())
    }

    /// The name with all but its first character hidden: `张**`.
    pub fn masked_name(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        let rest = name.chars().count().saturating_sub(1).clamp(1, 2);
        Some(name.chars().take(1).chain(std::iter::repeat_n('*', rest)).collect())
    }

    /// The phone number with its middle hidden: `138****5678`.
    pub fn masked_phone(&self) -> Option<String> {
        self.phone.as_deref().map(phone::mask)
    }

    fn fields(&self) -> [&Option<String>; 4] {
        [&self.name, &self.phone, &self.contact, &self.note]
    }

    fn encode(&self) -> Zeroizing<Vec<u8>> {
        let length: usize =
            1 + self.fields().iter().map(|f| 5 + f.as_ref().map_or(0, String::len)).sum::<usize>();
        // Full size at once: a growing vector would leave unwiped copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(length.next_multiple_of(PAD)));
        bytes.push(LAYOUT);
        for field in self.fields() {
            let text = field.as_deref().unwrap_or_default();
            bytes.push(u8::from(field.is_some()));
            bytes.extend((text.len() as u32).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes.resize(length.next_multiple_of(PAD), 0);
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (&LAYOUT, mut rest) = bytes.split_first()? else { return None };
        let mut reporter = Self::default();
        let Self { name, phone, contact, note } = &mut reporter;
        for field in [name, phone, contact, note] {
            let (&[filled, a, b, c, d], after) = rest.split_first_chunk()?;
            let (text, after) = after.split_at_checked(u32::from_be_bytes([a, b, c, d]) as usize)?;
            *field = match filled {
                0 if text.is_empty() => None,
                1 => Some(String::from_utf8(text.to_vec()).ok()?),
                _ => return None,
            };
            rest = after;
        }
        rest.iter().all(|&b| b == 0).then_some(reporter)
    }
}

impl fmt::Debug for Reporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [name, phone, contact, note] = self.fields().map(Option::is_some);
        write!(f, "Reporter(name: {name}, phone: {phone}, contact: {contact}, note: {note})")
    }
}

/// What is stored about a reporter. Holds nothing readable.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SealedRecord {
    /// Version of the vault key that wraps the data key.
    pub kek_version: u32,
    /// The wrapped data key; `None` once the record is erased.
    pub wrapped_key: Option<Vec<u8>>,
    /// Nonce of the ciphertext.
    pub nonce: Vec<u8>,
    /// The encrypted fields.
    pub ciphertext: Vec<u8>,
}

impl SealedRecord {
    /// Makes the record unreadable for ever, once the row is written back and older backups are gone.
    pub fn erase(&mut self) {
        self.wrapped_key.zeroize();
        self.wrapped_key = None;
    }
}

/// Why a record could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The person's data were erased.
    #[error("record was erased")]
    Erased,
    /// Altered, or belongs to another record or district.
    #[error("record does not open")]
    NotAuthentic,
    /// Wrapped with a version of the vault key that this ring does not have.
    #[error("vault-key version {0} is not in the ring")]
    UnknownKey(u32),
    /// The cipher or device refused.
    #[error("cipher refused")]
    Refused,
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}

impl VaultError {
    /// Stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Erased => "vault_erased",
            Self::NotAuthentic => "vault_not_authentic",
            Self::UnknownKey(_) => "vault_unknown_key",
            Self::Refused => "vault_refused",
            Self::Entropy(e) => e.code(),
        }
    }
}

impl From<CryptoError> for VaultError {
    fn from(e: CryptoError) -> Self {
        match e {
            CryptoError::NotAuthentic => Self::NotAuthentic,
            CryptoError::Refused => Self::Refused,
        }
    }
}

/// Makes the cipher of one record from its data key.
pub type DataCipher = fn(&SecretKey) -> Box<dyn Cipher>;

/// Seals and opens reporters.
pub struct Vault {
    newest: u32,
    keks: Vec<(u32, Box<dyn Cipher>)>,
    data_cipher: DataCipher,
    blind_index: Box<dyn Mac>,
    entropy: Arc<dyn Entropy>,
}

impl Vault {
    /// The vault of a key ring, with the international algorithms.
    pub fn new(ring: &KeyRing, entropy: Arc<dyn Entropy>) -> Self {
        let kek = |(version, key)| (version, Box::new(XChaCha::new(key)) as Box<dyn Cipher>);
        Self::with_suite(
            ring.versions(KeyName::Vault).map(kek).collect(),
            |key| Box::new(XChaCha::new(key)),
            Box::new(HmacSha256::new(ring.current(KeyName::BlindIndex).1)),
            entropy,
        )
    }

    /// A vault on other algorithms or a device: the versions of the vault key, of which the highest wraps
    /// new records; the cipher of single records; the mac of the blind index.
    pub fn with_suite(
        keks: Vec<(u32, Box<dyn Cipher>)>,
        data_cipher: DataCipher,
        blind_index: Box<dyn Mac>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let newest = keks.iter().map(|(version, _)| *version).max().unwrap_or(0);
        Self { newest, keks, data_cipher, blind_index, entropy }
    }

    /// Encrypts a reporter under a fresh data key, for this record id in this district only.
    pub fn seal(
        &self,
        record: Uuid,
        district: &str,
        reporter: &Reporter,
    ) -> Result<SealedRecord, VaultError> {
        let data_key = SecretKey::new(random(&*self.entropy)?);
        let cipher = (self.data_cipher)(&data_key);
        let nonce = self.nonce(cipher.as_ref())?;
        let context = context(b"mashang reporter\0", record, district);
        let ciphertext = cipher.seal(&nonce, &context, &reporter.encode())?;
        let (kek_version, wrapped_key) = self.wrap(record, district, data_key.expose())?;
        Ok(SealedRecord { kek_version, wrapped_key: Some(wrapped_key), nonce, ciphertext })
    }

    /// Decrypts a reporter. The caller has recorded purpose and viewer before it asks.
    pub fn open(&self, record: Uuid, district: &str, sealed: &SealedRecord) -> Result<Reporter, VaultError> {
        let data_key = self.unwrap(record, district, sealed)?;
        let context = context(b"mashang reporter\0", record, district);
        let plain = (self.data_cipher)(&data_key).open(&sealed.nonce, &context, &sealed.ciphertext)?;
        Reporter::decode(&plain).ok_or(VaultError::NotAuthentic)
    }

    /// Whether a kept record is what was sealed for this id in this district, and its blind index that of its phone
    /// number. For checking what is kept: nobody learns who it is.
    pub fn fits(
        &self,
        record: Uuid,
        district: &str,
        sealed: &SealedRecord,
        phone_index: Option<&[u8]>,
    ) -> Result<(), VaultError> {
        let reporter = self.open(record, district, sealed)?;
        let index = reporter.phone.as_deref().and_then(|phone| self.blind_phone(district, phone));
        if index.as_ref().map(<[u8; 16]>::as_slice) == phone_index {
            Ok(())
        } else {
            Err(VaultError::NotAuthentic)
        }
    }

    /// Whether the data key is wrapped with an older version of the vault key.
    pub fn needs_rewrap(&self, sealed: &SealedRecord) -> bool {
        sealed.wrapped_key.is_some() && sealed.kek_version != self.newest
    }

    /// Wraps the data key anew under the newest vault key; the ciphertext stays as it is.
    pub fn rewrap(
        &self,
        record: Uuid,
        district: &str,
        sealed: &SealedRecord,
    ) -> Result<SealedRecord, VaultError> {
        let data_key = self.unwrap(record, district, sealed)?;
        let (kek_version, wrapped_key) = self.wrap(record, district, data_key.expose())?;
        Ok(SealedRecord { kek_version, wrapped_key: Some(wrapped_key), ..sealed.clone() })
    }

    /// The value by which a phone number is found again within one district without being stored: 128 bits
    /// of a keyed hash of its normal form. `None` if it is not a phone number.
    pub fn blind_phone(&self, district: &str, written: &str) -> Option<[u8; 16]> {
        let number = phone::normalise(written)?;
        let message =
            Zeroizing::new([b"mashang phone\0", district.as_bytes(), b"\0", number.as_bytes()].concat());
        let mut index = [0; 16];
        index.copy_from_slice(&self.blind_index.tag(&message)[..16]);
        Some(index)
    }

    fn nonce(&self, cipher: &dyn Cipher) -> Result<Vec<u8>, EntropyError> {
        let mut nonce = vec![0; cipher.nonce_len()];
        self.entropy.fill(&mut nonce)?;
        Ok(nonce)
    }

    fn kek(&self, version: u32) -> Result<&dyn Cipher, VaultError> {
        let found = self.keks.iter().find(|(v, _)| *v == version);
        found.map(|(_, kek)| kek.as_ref()).ok_or(VaultError::UnknownKey(version))
    }

    fn wrap(&self, record: Uuid, district: &str, key: &[u8; 32]) -> Result<(u32, Vec<u8>), VaultError> {
        let kek = self.kek(self.newest)?;
        let mut wrapped = self.nonce(kek)?;
        let sealed = kek.seal(&wrapped, &context(b"mashang data key\0", record, district), key)?;
        wrapped.extend(sealed);
        Ok((self.newest, wrapped))
    }

    fn unwrap(&self, record: Uuid, district: &str, sealed: &SealedRecord) -> Result<SecretKey, VaultError> {
        let wrapped = sealed.wrapped_key.as_deref().ok_or(VaultError::Erased)?;
        let kek = self.kek(sealed.kek_version)?;
        let (nonce, wrapped) = wrapped.split_at_checked(kek.nonce_len()).ok_or(VaultError::NotAuthentic)?;
        let key = kek.open(nonce, &context(b"mashang data key\0", record, district), wrapped)?;
        let key = <[u8; 32]>::try_from(key.as_slice()).map_err(|_| VaultError::NotAuthentic)?;
        Ok(SecretKey::new(key))
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

/// The id has a fixed length, so the parts cannot be shifted against each other.
fn context(label: &[u8], record: Uuid, district: &str) -> Vec<u8> {
    [label, record.as_bytes(), district.as_bytes()].concat()
}

#[cfg(test)]
#[path = "vault_tests.rs"]
mod tests;
