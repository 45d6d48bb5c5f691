//! Passwords, sessions, second factors; the reporter vault and its keys.
//!
//! Nothing here knows a database, HTTP or the clock: instants are arguments (`i64` milliseconds since
//! the Unix epoch) and randomness comes from an injected [`entropy::Entropy`]. Callers store what these
//! functions return. Errors are small enums with a `code()`; the words are chosen at the edge.
//!
//! National algorithms (国密 SM2, SM3, SM4) are **not** implemented: a government system needs them from a
//! certified product, which a software crate is not. The places where such a device plugs in are the
//! traits [`suite::Signer`], [`suite::Cipher`] and [`suite::Mac`]; shipped are Ed25519,
//! XChaCha20-Poly1305 and HMAC-SHA256.

pub mod confirm;
mod crockford;
pub mod device;
pub mod entropy;
pub mod invite;
pub mod keys;
pub mod known;
pub mod lockout;
pub mod password;
pub mod phone;
pub mod receipt;
pub mod scrub;
pub mod sealing;
pub mod session;
pub mod suite;
pub mod token;
pub mod totp;
pub mod vault;
