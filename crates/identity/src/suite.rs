//! The three cryptographic jobs as traits, and the international algorithms that do them.
//!
//! A certified device (crypto card, HSM) or the national algorithms (SM2 signature, SM4-GCM, HMAC-SM3)
//! implement the same traits; see the crate's front page for why they are not implemented here.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use hmac::Mac as _;
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// 256 secret bits. Wiped when dropped; `Debug` shows nothing.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// Takes over existing key bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The raw bytes, for the one place that must hand them to an algorithm.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// Why a cryptographic operation failed. Deliberately says no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    /// Wrong key, wrong context or altered bytes: which one is not said.
    #[error("does not authenticate")]
    NotAuthentic,
    /// The algorithm or device refused to work.
    #[error("cryptographic operation refused")]
    Refused,
}

impl CryptoError {
    /// Stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAuthentic => "crypto_not_authentic",
            Self::Refused => "crypto_refused",
        }
    }
}

/// Signs bytes, for example log checkpoints.
pub trait Signer: Send + Sync {
    /// Name of the algorithm, as published beside the public key.
    fn algorithm(&self) -> &'static str;
    /// The public key that outsiders check with.
    fn public_key(&self) -> Vec<u8>;
    /// The signature of `message`.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, CryptoError>;
}

/// Encrypts and authenticates bytes under one key.
pub trait Cipher: Send + Sync {
    /// Name of the algorithm.
    fn algorithm(&self) -> &'static str;
    /// Length of a nonce in bytes. Short ones (below 24) must not be drawn at random for many messages.
    fn nonce_len(&self) -> usize;
    /// Encrypts `plaintext`; `context` is bound to it but not stored.
    fn seal(&self, nonce: &[u8], context: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, CryptoError>;
    /// Gives back what was sealed under the same nonce and context, or [`CryptoError::NotAuthentic`].
    fn open(
        &self,
        nonce: &[u8],
        context: &[u8],
        ciphertext: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CryptoError>;
}

/// Keyed fingerprint of a message.
pub trait Mac: Send + Sync {
    /// Name of the algorithm.
    fn algorithm(&self) -> &'static str;
    /// The 256-bit tag of `message`.
    fn tag(&self, message: &[u8]) -> [u8; 32];
    /// Whether `tag` belongs to `message`, in constant time.
    fn verify(&self, message: &[u8], tag: &[u8]) -> bool {
        self.tag(message).as_slice().ct_eq(tag).into()
    }
}

/// Ed25519 (RFC 8032).
pub struct Ed25519(SigningKey);

impl Ed25519 {
    /// The signer whose private seed is `seed`.
    pub fn from_seed(seed: &SecretKey) -> Self {
        Self(SigningKey::from_bytes(seed.expose()))
    }

    /// Whether `signature` is a valid signature of `message` under `public_key`; strict, so that a
    /// signature has one form only.
    pub fn verify(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(public_key)
            .is_ok_and(|key| key.verify_strict(message, &signature.into()).is_ok())
    }
}

impl Signer for Ed25519 {
    fn algorithm(&self) -> &'static str {
        "Ed25519"
    }

    fn public_key(&self) -> Vec<u8> {
        self.0.verifying_key().to_bytes().to_vec()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, CryptoError> {
        self.0.try_sign(message).map(|s| s.to_bytes().to_vec()).map_err(|_| CryptoError::Refused)
    }
}

impl fmt::Debug for Ed25519 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ed25519(…)")
    }
}

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha): its 192-bit nonces may be drawn at random.
pub struct XChaCha(XChaCha20Poly1305);

impl XChaCha {
    /// The cipher under `key`.
    pub fn new(key: &SecretKey) -> Self {
        Self(XChaCha20Poly1305::new(key.expose().into()))
    }
}

impl Cipher for XChaCha {
    fn algorithm(&self) -> &'static str {
        "XChaCha20-Poly1305"
    }

    fn nonce_len(&self) -> usize {
        24
    }

    fn seal(&self, nonce: &[u8], context: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let nonce = XNonce::try_from(nonce).map_err(|_| CryptoError::Refused)?;
        self.0.encrypt(&nonce, Payload { msg: plaintext, aad: context }).map_err(|_| CryptoError::Refused)
    }

    fn open(
        &self,
        nonce: &[u8],
        context: &[u8],
        ciphertext: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        let nonce = XNonce::try_from(nonce).map_err(|_| CryptoError::NotAuthentic)?;
        self.0
            .decrypt(&nonce, Payload { msg: ciphertext, aad: context })
            .map(Zeroizing::new)
            .map_err(|_| CryptoError::NotAuthentic)
    }
}

impl fmt::Debug for XChaCha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("XChaCha(…)")
    }
}

/// HMAC-SHA256 (RFC 2104, FIPS 198-1).
pub struct HmacSha256(hmac::Hmac<Sha256>);

impl HmacSha256 {
    /// The mac under `key`.
    pub fn new(key: &SecretKey) -> Self {
        Self::from_block(key.expose())
    }

    fn from_block(key: &[u8]) -> Self {
        let mut block = Zeroizing::new([0; 64]);
        block[..key.len()].copy_from_slice(key);
        Self(hmac::Hmac::new((&*block).into()))
    }
}

impl Mac for HmacSha256 {
    fn algorithm(&self) -> &'static str {
        "HMAC-SHA256"
    }

    fn tag(&self, message: &[u8]) -> [u8; 32] {
        self.0.clone().chain_update(message).finalize().into_bytes().into()
    }
}

impl fmt::Debug for HmacSha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacSha256(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> SecretKey {
        SecretKey::new(hex::decode(text).unwrap().try_into().unwrap())
    }

    #[test]
    fn hmac_sha256_of_rfc_4231_cases_1_and_2() {
        let one = HmacSha256::from_block(&[0x0b; 20]);
        assert_eq!(
            hex::encode(one.tag(b"Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
        let two = HmacSha256::from_block(b"Jefe");
        let tag = two.tag(b"what do ya want for nothing?");
        assert_eq!(hex::encode(tag), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert!(two.verify(b"what do ya want for nothing?", &tag));
        assert!(!two.verify(b"what do ya want for nothing!", &tag));
        assert!(!two.verify(b"what do ya want for nothing?", &tag[..31]));
    }

    #[test]
    fn ed25519_of_rfc_8032_test_2() {
        let signer =
            Ed25519::from_seed(&key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        assert_eq!(
            hex::encode(signer.public_key()),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
        );
        let signature: [u8; 64] = signer.sign(&[0x72]).unwrap().try_into().unwrap();
        assert_eq!(
            hex::encode(signature),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        );
        let public: [u8; 32] = signer.public_key().try_into().unwrap();
        assert!(Ed25519::verify(&public, &[0x72], &signature));
        assert!(!Ed25519::verify(&public, &[0x73], &signature));
    }

    #[test]
    fn xchacha20_poly1305_of_the_irtf_draft() {
        let cipher = XChaCha::new(&key("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));
        let nonce = hex::decode("404142434445464748494a4b4c4d4e4f5051525354555657").unwrap();
        let context = hex::decode("50515253c0c1c2c3c4c5c6c7").unwrap();
        let message = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for \
                        the future, sunscreen would be it.";
        let sealed = cipher.seal(&nonce, &context, message).unwrap();
        assert_eq!(
            hex::encode(&sealed),
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb\
             731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452\
             2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
             21f9664c97637da9768812f615c68b13b52e\
             c0875924c1c7987947deafd8780acf49"
        );
        assert_eq!(&**cipher.open(&nonce, &context, &sealed).unwrap(), message);
        assert_eq!(cipher.open(&nonce, b"other", &sealed), Err(CryptoError::NotAuthentic));
        assert_eq!(cipher.open(&nonce[1..], &context, &sealed), Err(CryptoError::NotAuthentic));
    }

    #[test]
    fn debug_shows_no_key() {
        let key = SecretKey::new([0xab; 32]);
        let shown = format!(
            "{key:?} {:?} {:?} {:?}",
            Ed25519::from_seed(&key),
            XChaCha::new(&key),
            HmacSha256::new(&key)
        );
        assert_eq!(shown, "SecretKey(…) Ed25519(…) XChaCha(…) HmacSha256(…)");
    }
}
