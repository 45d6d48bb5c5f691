//! 存证: the event envelope, the hash chain of each stream, the Merkle log of each district, signed checkpoints
//! and the proofs that an outsider can check.

mod checkpoint;
mod done_at;
mod envelope;
mod hash;
mod merkle;
mod recorded;

pub use checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
pub use done_at::{WrongDoneAt, done_at, earlier};
pub use envelope::{ActorRef, Broken, Chain, Envelope, Noun, Origin, Said};
pub use hash::Hash;
pub use merkle::{
    Nodes, ProofError, Tree, consistency_proof, inclusion_proof, leaf_hash, root, verify_consistency,
    verify_inclusion,
};
pub use recorded::{Note, Recorded};
