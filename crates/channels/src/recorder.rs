//! A channel that keeps what it is given, and fails as it is told to: for tests.

use crate::{Channel, Failure, Message};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

/// What a recorder was told to answer next, and what it got.
#[derive(Default)]
pub struct Told {
    /// Every message that was taken, in their order.
    pub taken: Vec<Message>,
    /// What the next attempts are answered with; afterwards everything is taken.
    pub answers: VecDeque<Answered>,
}

/// How a recorder answers one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// It does not take it.
    Fails(Failure),
    /// It takes it, and says that nobody knows.
    TakesAndBreaks(&'static str),
}

/// A channel for tests. Cheap to clone; all clones are one.
#[derive(Clone, Default)]
pub struct Recorder {
    told: Arc<Mutex<Told>>,
    /// Whether it counts as one that tells repetitions by their id.
    pub repeats: bool,
}

impl Recorder {
    /// One whose recipient tells a repetition, or does not.
    pub fn new(repeats: bool) -> Self {
        Self { told: Arc::default(), repeats }
    }

    /// What it was told.
    pub fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(|p| p.into_inner())
    }

    /// The texts of what it took.
    pub fn texts(&self) -> Vec<String> {
        self.told().taken.iter().map(|m| m.text.clone()).collect()
    }
}

impl Channel for Recorder {
    fn send(&self, message: &Message) -> Result<(), Failure> {
        let mut told = self.told();
        match told.answers.pop_front() {
            Some(Answered::Fails(failure)) => return Err(failure),
            Some(Answered::TakesAndBreaks(code)) => {
                told.taken.push(message.clone());
                return Err(Failure::Unknown(code));
            }
            None => told.taken.push(message.clone()),
        }
        Ok(())
    }

    fn takes_repetition(&self) -> bool {
        self.repeats
    }
}
