//! A write: a named command that is decided whole or refused.

use crate::engine::EngineError;
use crate::tx::Tx;
use domain::ledger::Noun;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// Something that the product does. It runs on a writer's thread, in memory, and may run again when another
/// writer was faster; so it takes `&self` and keeps nothing.
pub trait Command: Send + 'static {
    /// What the author gets; kept with the idempotency key and given again to who repeats the command.
    type Output: Serialize + DeserializeOwned + Send + 'static;
    /// Why it may be refused.
    type Refusal: Send + 'static;

    /// Names the streams that it will want, so that a batch loads them together. Optional: what is not named is
    /// loaded when it is asked for.
    fn needs(&self, _needs: &mut Needs) {}

    /// Decides. Whatever it recorded is dropped when it refuses.
    fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Output, Halt<Self::Refusal>>;
}

/// The streams that a batch loads before it is decided.
#[derive(Default)]
pub struct Needs {
    pub(crate) streams: Vec<(Noun, Uuid)>,
    pub(crate) fresh: Vec<(Noun, Uuid)>,
}

impl Needs {
    /// The stream of this noun and id.
    pub fn stream(&mut self, noun: Noun, id: Uuid) {
        self.streams.push((noun, id));
    }

    /// A stream that the command begins, under an id made for it just now: nobody has to look for it.
    pub fn new_stream(&mut self, noun: Noun, id: Uuid) {
        self.fresh.push((noun, id));
    }
}

/// Why a command stopped.
#[derive(Debug)]
pub enum Halt<R> {
    /// It was refused, for a reason of the trade.
    Refused(R),
    /// The engine failed under it.
    Engine(EngineError),
}

impl<R> From<EngineError> for Halt<R> {
    fn from(error: EngineError) -> Self {
        Halt::Engine(error)
    }
}

/// What the author of a command hears when it did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure<R> {
    /// Refused, for a reason of the trade. Nothing was changed.
    #[error("refused")]
    Refused(R),
    /// The idempotency key was used before for something else. Nothing was changed.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The queue is full. Nothing was changed; try again later.
    #[error("too busy")]
    Overloaded,
    /// The disk is full. Nothing was changed.
    #[error("no space left")]
    Full,
    /// The store is down or stopping. Whether the change happened is unknown; repeat it with the same key.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

/// An idempotency key with a digest of what it was first used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// SHA-256 over the scope (who, what) and the client's key.
    pub key: [u8; 32],
    /// SHA-256 over the request.
    pub fingerprint: [u8; 32],
}

impl Key {
    /// The key `name` of `scope` for a request with this content.
    pub fn new(scope: &str, name: &str, content: &[u8]) -> Self {
        use domain::ledger::Hash;
        let length = (scope.len() as u64).to_be_bytes();
        Self {
            key: Hash::of(&[b"mashang.key.v1\n", &length, scope.as_bytes(), name.as_bytes()]).0,
            fingerprint: Hash::of(&[b"mashang.request.v1\n", content]).0,
        }
    }
}
