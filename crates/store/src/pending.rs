//! A command with its author waiting, without its type: what a writer works with.

use crate::batch::Batch;
use crate::command::{Command, Failure, Halt, Key, Needs};
use crate::engine::{Connection, EngineError};
use crate::surroundings::Surroundings;
use crate::tx::Tx;
use domain::ids::District;
use domain::people::Actor;
use tokio::sync::oneshot;

/// A command that waits, whatever its type.
pub(crate) trait Pending: Send {
    fn district(&self) -> District;
    fn key(&self) -> Option<&Key>;
    fn needs(&self, needs: &mut Needs);
    /// Decides; the answer for the idempotency table when it succeeded.
    fn attempt(
        &mut self,
        connection: &mut dyn Connection,
        batch: &mut Batch,
        surroundings: &dyn Surroundings,
    ) -> Result<Option<String>, EngineError>;
    /// Takes over the answer that was given before.
    fn replay(&mut self, answer: &str) -> Result<(), EngineError>;
    /// Refuses: the key was used for something else.
    fn key_reused(&mut self);
    /// Tells the author; an error overrules what was decided.
    fn finish(self: Box<Self>, error: Option<EngineError>);
}

pub(crate) struct Envelope<C: Command> {
    pub(crate) district: District,
    pub(crate) actor: Actor,
    pub(crate) key: Option<Key>,
    pub(crate) command: C,
    pub(crate) outcome: Option<Result<C::Output, Failure<C::Refusal>>>,
    pub(crate) author: oneshot::Sender<Result<C::Output, Failure<C::Refusal>>>,
}

impl<C: Command> Pending for Envelope<C> {
    fn district(&self) -> District {
        self.district
    }

    fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    fn needs(&self, needs: &mut Needs) {
        self.command.needs(needs);
    }

    fn attempt(
        &mut self,
        connection: &mut dyn Connection,
        batch: &mut Batch,
        surroundings: &dyn Surroundings,
    ) -> Result<Option<String>, EngineError> {
        self.outcome = None;
        let mut tx = Tx::new(connection, batch, surroundings, self.district, &self.actor);
        match self.command.run(&mut tx) {
            Ok(output) => {
                let answer = match self.key {
                    Some(_) => {
                        serde_json::to_string(&output).map_err(|e| EngineError::Other(e.to_string()))?
                    }
                    None => String::new(),
                };
                tx.keep();
                self.outcome = Some(Ok(output));
                Ok(Some(answer))
            }
            Err(Halt::Refused(refusal)) => {
                self.outcome = Some(Err(Failure::Refused(refusal)));
                Ok(None)
            }
            Err(Halt::Engine(error)) => Err(error),
        }
    }

    fn replay(&mut self, answer: &str) -> Result<(), EngineError> {
        let output =
            serde_json::from_str(answer).map_err(|e| EngineError::Other(format!("kept answer: {e}")))?;
        self.outcome = Some(Ok(output));
        Ok(())
    }

    fn key_reused(&mut self) {
        self.outcome = Some(Err(Failure::KeyReused));
    }

    fn finish(self: Box<Self>, error: Option<EngineError>) {
        let answer = match (error, self.outcome) {
            // A refusal stands, whatever became of the others in the batch.
            (Some(_), Some(Err(refused @ (Failure::Refused(_) | Failure::KeyReused)))) => Err(refused),
            (Some(EngineError::Full(_)), _) => Err(Failure::Full),
            (Some(error), _) => Err(Failure::Unavailable(error.to_string())),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(Failure::Unavailable("not decided".into())),
        };
        // An author who went away hears nothing; a repetition with the same key will.
        let _ = self.author.send(answer);
    }
}
