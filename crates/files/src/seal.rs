/// Encryption of originals with a key that only the caller knows.
///
/// An original carries the place, the time and the phone of the person who took it. It never reaches a disk
/// in the clear, and opening it is the caller's business (purpose, record, notice to the reporter).
/// Implementations are authenticated encryption with a fresh nonce for each call.
pub trait Seal {
    /// Encrypts. The result carries all that `open` needs besides the key.
    ///
    /// # Errors
    /// When no nonce could be drawn or no key is at hand; nothing may be kept then.
    fn seal(&self, plaintext: &[u8]) -> Result<Vec<u8>, SealError>;

    /// Decrypts what [`seal`](Self::seal) made.
    ///
    /// # Errors
    /// When the bytes were altered, or sealed under another key.
    fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, SealError>;
}

/// A sealing or opening that did not succeed. Says no more, so that nothing about keys can leak from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the original could not be sealed or opened")]
pub struct SealError;
