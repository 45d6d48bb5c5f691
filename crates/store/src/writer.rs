//! A writer: takes what waits, decides it in memory, writes it with few statements, commits once, answers everyone.

use crate::batch::Batch;
use crate::command::Needs;
use crate::engine::{Connection, Database, EngineError};
use crate::keys::{Answer, known_keys};
use crate::later;
use crate::numbering::{Numbered, Numbering};
use crate::pending::Pending;
use crate::surroundings::Surroundings;
use crate::{nouns, streams};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use domain::ids::District;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Commands that share one commit at most.
const BATCH: usize = 256;
/// How often a batch is decided again after a conflict before its commands go one by one.
const TOGETHER: u32 = 3;
/// How often a single command is decided again before it is given up.
const ALONE: u32 = 8;
/// How often a batch is taken to a new connection after the old one was lost.
const LOST: u32 = 3;
/// How long nobody must have come before what was put off is written.
const QUIET: Duration = Duration::from_millis(10);

pub(crate) enum Message {
    Command(Box<dyn Pending>),
    /// Number what waits for the log, and say how it went.
    Number(Sender<Numbered>),
    /// Housekeeping that is short because most of it was done beside the writer just now.
    Tidy,
}

/// What the writers of a store share.
pub(crate) struct Shared {
    pub(crate) database: Database,
    pub(crate) surroundings: Arc<dyn Surroundings>,
    /// Set when the disk failed: nothing is accepted any more.
    pub(crate) down: AtomicBool,
    /// Set when the store closes: no more commands are taken.
    pub(crate) stopping: AtomicBool,
    /// Told when something was committed that the log has not numbered.
    pub(crate) wake: Sender<()>,
    pub(crate) on_fatal: Arc<dyn Fn(&str) + Send + Sync>,
}

impl Shared {
    pub(crate) fn is_down(&self) -> bool {
        self.down.load(Ordering::SeqCst)
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// There is something for the log. One reminder that waits already is enough.
    pub(crate) fn wake(&self) {
        let _ = self.wake.try_send(());
    }

    /// The disk failed: refuse everything from now on, and tell whoever started us.
    pub(crate) fn fatal(&self, error: &EngineError) {
        if !self.down.swap(true, Ordering::SeqCst) {
            tracing::error!(%error, "the disk failed; stopping");
            (self.on_fatal)(&error.to_string());
        }
    }
}

/// Where a transaction was when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Begin,
    /// In the command with this place in the batch.
    Decide(usize),
    Write,
    /// Whether it is durable is unknown when the connection was lost here.
    Commit,
}

pub(crate) struct Writer<'a> {
    shared: &'a Shared,
    numbering: &'a Numbering,
    shard: i64,
    connection: Box<dyn Connection>,
    /// The last id in the outbox, so that ids of one writer only grow.
    last_id: u128,
    /// Something was put off until it is quiet; also at the start, for a process before this one may have left some.
    behind: bool,
    /// Batches whose differences were put off since they were added up for the last time.
    unsummed: u32,
}

/// The life of a writer's thread: until nobody can send any more and everything that was sent is done. Gives its
/// connection back.
pub(crate) fn run(
    shared: &Shared,
    numbering: &Numbering,
    queue: &Receiver<Message>,
    shard: i64,
    connection: Box<dyn Connection>,
) -> Box<dyn Connection> {
    let mut writer = Writer { shared, numbering, shard, connection, last_id: 0, behind: true, unsummed: 0 };
    while let Some(first) = writer.next(queue) {
        let mut batch = Vec::new();
        let mut other = None;
        let mut next = Some(first);
        while let Some(message) = next.take() {
            match message {
                Message::Command(pending) => batch.push(pending),
                message => other = Some(message),
            }
            if other.is_none() && batch.len() < BATCH {
                next = queue.try_recv().ok();
            }
        }
        writer.guarded(|writer| writer.together(batch));
        if writer.unsummed >= later::ADDED_UP {
            writer.guarded(Writer::add_up);
        }
        match other {
            Some(Message::Number(told)) => {
                writer.guarded(|writer| writer.number(&told));
                // Another node may have stopped, or we may have failed, before everything took its place.
                writer.behind = true;
            }
            Some(Message::Tidy) => writer.guarded(Writer::tidy),
            _ => {}
        }
    }
    writer.connection
}

impl Writer<'_> {
    /// A defect in one piece of work must not end the writer: whoever waited for it hears that it is unavailable.
    fn guarded(&mut self, work: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| work(self))).is_err() {
            tracing::error!("a writer panicked; going on with the next batch");
            self.connection.rollback();
        }
    }

    fn number(&mut self, told: &Sender<Numbered>) {
        if self.shared.is_down() {
            return;
        }
        let numbered = self.numbering.round(self.connection.as_mut());
        if let Numbered::Failed(error) = &numbered {
            match error {
                EngineError::Io(_) => self.shared.fatal(error),
                EngineError::Lost(_) => drop(self.reconnect()),
                _ => tracing::warn!(%error, "numbering the log failed; it will be tried again"),
            }
        }
        let _ = told.send(numbered);
    }

    /// What comes next. While nothing comes, what was put off takes its place.
    fn next(&mut self, queue: &Receiver<Message>) -> Option<Message> {
        while self.behind && !self.shared.is_down() {
            match queue.recv_timeout(QUIET) {
                Ok(message) => return Some(message),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => self.guarded(Self::catch_up),
            }
        }
        queue.recv().ok()
    }

    fn catch_up(&mut self) {
        match later::catch_up(self.connection.as_mut()) {
            Ok(more) => self.behind = more,
            Err(error @ EngineError::Io(_)) => self.shared.fatal(&error),
            Err(EngineError::Lost(_)) => drop(self.reconnect()),
            Err(error) => {
                tracing::warn!(%error, "what was put off could not be written; it will be tried again");
                // Not at once: whatever was in the way may need a while.
                self.behind = false;
            }
        }
    }

    fn add_up(&mut self) {
        self.unsummed = 0;
        if self.shared.is_down() {
            return;
        }
        match later::add_up(self.connection.as_mut(), self.shard) {
            // Another node was at it; what is left is added up next time.
            Ok(()) | Err(EngineError::Conflict(_)) => {}
            Err(error @ EngineError::Io(_)) => self.shared.fatal(&error),
            Err(EngineError::Lost(_)) => drop(self.reconnect()),
            Err(error) => tracing::warn!(%error, "figures could not be added up; it will be tried again"),
        }
    }

    fn tidy(&mut self) {
        match self.connection.tidy() {
            Ok(_) => {}
            Err(error @ EngineError::Io(_)) => self.shared.fatal(&error),
            Err(error) => tracing::warn!(%error, "housekeeping failed; it will be tried again"),
        }
    }

    fn reconnect(&mut self) -> Result<(), EngineError> {
        let mut last = EngineError::Lost("no connection".into());
        for attempt in 0..5u64 {
            match self.shared.database.connect(true) {
                Ok(connection) => {
                    self.connection = connection;
                    return Ok(());
                }
                Err(error) => {
                    tracing::warn!(%error, attempt, "cannot reconnect to the database");
                    last = error;
                    std::thread::sleep(Duration::from_millis(50 << attempt));
                }
            }
        }
        Err(last)
    }

    /// Decides and writes a batch, again and again while others are faster, and answers everyone.
    fn together(&mut self, mut batch: Vec<Box<dyn Pending>>) {
        if batch.is_empty() {
            return;
        }
        metrics::histogram!("mashang_batch_commands").record(batch.len() as f64);
        let (mut conflicts, mut lost) = (0, 0);
        while !batch.is_empty() {
            if self.shared.is_down() {
                let error = EngineError::Io("the disk failed; the server is stopping".into());
                return finish(batch, Some(error));
            }
            let Err((step, error)) = self.once(&mut batch) else { return finish(batch, None) };
            match (error, step) {
                (error @ EngineError::Io(_), _) => {
                    self.shared.fatal(&error);
                    return finish(batch, Some(error));
                }
                (error @ EngineError::Lost(_), step) => {
                    lost += 1;
                    if lost > LOST || self.reconnect().is_err() {
                        return finish(batch, Some(error));
                    }
                    if step == Step::Commit {
                        // With a key, deciding again finds out whether it was written; without one nobody knows.
                        let (keyed, rest) = batch.into_iter().partition(|p| p.key().is_some());
                        batch = keyed;
                        finish(rest, Some(error));
                    }
                }
                (EngineError::Other(text), Step::Decide(place)) => {
                    tracing::error!(error = text, "a command failed; deciding the others without it");
                    finish(vec![batch.remove(place)], Some(EngineError::Other(text)));
                }
                (EngineError::Conflict(_), Step::Decide(_) | Step::Write | Step::Commit)
                    if batch.len() > 1 =>
                {
                    metrics::counter!("mashang_batch_conflicts").increment(1);
                    conflicts += 1;
                    if conflicts >= TOGETHER {
                        return batch.into_iter().for_each(|pending| self.together(vec![pending]));
                    }
                }
                (EngineError::Other(error), Step::Write | Step::Commit) if batch.len() > 1 => {
                    tracing::warn!(error, "a batch could not be written; deciding its commands one by one");
                    return batch.into_iter().for_each(|pending| self.together(vec![pending]));
                }
                (EngineError::Conflict(_), Step::Decide(_) | Step::Write | Step::Commit)
                    if conflicts < ALONE =>
                {
                    std::thread::sleep(Duration::from_millis(1 << conflicts.min(5)));
                    conflicts += 1;
                }
                (error, step) => {
                    tracing::error!(%error, ?step, "a batch could not be written");
                    return finish(batch, Some(error));
                }
            }
        }
    }

    /// One transaction. On any error nothing of it stays, except when the connection was lost in the commit.
    fn once(&mut self, commands: &mut [Box<dyn Pending>]) -> Result<(), (Step, EngineError)> {
        self.connection.begin().map_err(|e| (Step::Begin, e))?;
        let done = self.decide(commands).and_then(|batch| {
            if batch.is_empty() {
                self.connection.rollback();
                return Ok(());
            }
            let put_off = batch
                .flush(self.connection.as_mut(), commands.len(), self.shared.surroundings.as_ref())
                .map_err(|e| (Step::Write, e))?;
            self.connection.commit().map_err(|e| (Step::Commit, e))?;
            self.behind |= put_off.words || put_off.sums;
            self.unsummed += u32::from(put_off.sums);
            self.shared.wake();
            Ok(())
        });
        if done.is_err() {
            self.connection.rollback();
        }
        done
    }

    fn decide(&mut self, commands: &mut [Box<dyn Pending>]) -> Result<Batch, (Step, EngineError)> {
        let (shared, connection) = (self.shared, self.connection.as_mut());
        let surroundings = shared.surroundings.as_ref();
        let first_id = surroundings.new_id().as_u128().max(self.last_id + 1);
        let mut batch = Batch::new(self.shard, first_id);
        let mut needs: HashMap<District, Needs> = HashMap::new();
        for pending in commands.iter() {
            pending.needs(needs.entry(pending.district()).or_default());
        }
        let loading = |error| (Step::Write, error);
        for (district, needs) in needs {
            streams::expect_new(&mut batch, district, &needs.fresh);
            nouns::load(connection, &mut batch, district, &needs.streams).map_err(loading)?;
        }
        let mut keys = known_keys(connection, commands).map_err(loading)?;
        for (place, pending) in commands.iter_mut().enumerate() {
            // A command that panics must not take the writer and the rest of the batch with it.
            let decided = catch_unwind(AssertUnwindSafe(|| {
                decide_one(pending.as_mut(), connection, &mut batch, &mut keys, surroundings)
            }));
            decided
                .unwrap_or_else(|_| Err(EngineError::Other("the command panicked".into())))
                .map_err(|error| (Step::Decide(place), error))?;
        }
        self.last_id = batch.last_id();
        Ok(batch)
    }
}

fn finish(batch: Vec<Box<dyn Pending>>, error: Option<EngineError>) {
    batch.into_iter().for_each(|pending| pending.finish(error.clone()));
}

/// Decides one command, or gives the answer that its key got before.
fn decide_one(
    pending: &mut dyn Pending,
    connection: &mut dyn Connection,
    batch: &mut Batch,
    keys: &mut HashMap<(District, [u8; 32]), Answer>,
    surroundings: &dyn Surroundings,
) -> Result<(), EngineError> {
    let Some(key) = pending.key().cloned() else {
        return pending.attempt(connection, batch, surroundings).map(drop);
    };
    let at = (pending.district(), key.key);
    match keys.get(&at) {
        Some(known) if known.fingerprint == key.fingerprint => pending.replay(&known.answer),
        Some(_) => {
            pending.key_reused();
            Ok(())
        }
        None => {
            if let Some(answer) = pending.attempt(connection, batch, surroundings)? {
                batch.remember(at.0, &key, answer.clone(), surroundings.now());
                keys.insert(at, Answer { fingerprint: key.fingerprint, answer });
            }
            Ok(())
        }
    }
}
