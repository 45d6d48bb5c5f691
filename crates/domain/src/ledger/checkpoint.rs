//! 检查点: what the log promises at a moment, signed, in the text form of C2SP `tlog-checkpoint` and
//! `signed-note`, so that any witness of transparency logs can read it.

use super::Hash;
use crate::calendar::Instant;
use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};

/// The size and root of a district's log at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// 日志名: the log's name, for example `mashang/430406`.
    pub origin: String,
    /// Number of events in the log.
    pub size: u64,
    /// Root hash of the Merkle tree over them.
    pub root: Hash,
    /// When it was made.
    pub at: Instant,
}

/// A checkpoint with its Ed25519 signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCheckpoint {
    /// What is signed.
    pub checkpoint: Checkpoint,
    /// Ed25519 over [`Checkpoint::text`], 64 bytes in base64.
    pub signature: String,
}

/// Why a checkpoint is not to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The signature is not by this key over this text.
    #[error("the signature does not fit")]
    Signature,
    /// The text is not a checkpoint.
    #[error("not a checkpoint")]
    Form,
}

impl Checkpoint {
    /// The text that is signed: origin, size, root in base64, and the time as an extension line.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\ntime {}\n", self.origin, self.size, STANDARD.encode(self.root.0), self.at)
    }

    /// Signs with `sign`, which returns an Ed25519 signature over the bytes given.
    pub fn signed(self, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> SignedCheckpoint {
        let signature = STANDARD.encode(sign(self.text().as_bytes()));
        SignedCheckpoint { checkpoint: self, signature }
    }
}

impl SignedCheckpoint {
    /// The signed note: text, blank line, and one signature line with the key's id (first four bytes of
    /// SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key)) before the signature.
    pub fn note(&self, public_key: &[u8; 32]) -> Result<String, CheckpointError> {
        let name = &self.checkpoint.origin;
        let id = Hash::of(&[name.as_bytes(), &[0x0A, 0x01], public_key]);
        let signature = STANDARD.decode(&self.signature).map_err(|_| CheckpointError::Form)?;
        let line = STANDARD.encode([&id.0[..4], &signature].concat());
        Ok(format!("{}\n\u{2014} {name} {line}\n", self.checkpoint.text()))
    }

    /// Checks the signature against the published key.
    pub fn verify(&self, public_key: &[u8; 32]) -> Result<(), CheckpointError> {
        let key = VerifyingKey::from_bytes(public_key).map_err(|_| CheckpointError::Form)?;
        let bytes = STANDARD.decode(&self.signature).map_err(|_| CheckpointError::Form)?;
        let signature = Signature::from_slice(&bytes).map_err(|_| CheckpointError::Form)?;
        key.verify(self.checkpoint.text().as_bytes(), &signature).map_err(|_| CheckpointError::Signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer, SigningKey};

    #[test]
    fn a_checkpoint_is_believed_only_as_it_was_signed() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let public = key.verifying_key().to_bytes();
        let checkpoint = Checkpoint {
            origin: "mashang/430406".into(),
            size: 3,
            root: Hash([9; 32]),
            at: Instant(1_780_000_000_000),
        };
        let signed = checkpoint.signed(|text| key.sign(text).to_bytes());
        assert_eq!(signed.verify(&public), Ok(()));
        let mut forged = signed.clone();
        forged.checkpoint.size = 2;
        assert_eq!(forged.verify(&public), Err(CheckpointError::Signature));
        assert!(signed.note(&public).unwrap().contains("\n\n\u{2014} mashang/430406 "));
    }
}
