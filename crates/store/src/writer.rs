//! A writer: takes what waits, decides it in memory, writes it with few statements, commits once, answers everyone.

use crate::command::{Command, Failure, Halt, Key, Needs};
use crate::engine::{Connection, Database, EngineError, Value};
use crate::nouns;
use crate::queries::ledger as sql;
use crate::surroundings::Surroundings;
use crate::tables;
use crate::tx::{Batch, Tx};
use crossbeam_channel::{Receiver, RecvTimeoutError};
use domain::ids::District;
use domain::people::Actor;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::oneshot;

/// Commands that share one commit at most.
const BATCH: usize = 256;
/// How often a batch is decided again after a conflict before its commands go one by one.
const TOGETHER: usize = 3;
/// How often a single command is decided again before it is given up.
const ALONE: usize = 10;

/// A command with its author waiting.
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
    fn replay(&mut self, answer: &str) -> Result<(), EngineError>;
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
        let mut tx = Tx::new(connection, batch, surroundings, self.district, &self.actor);
        match self.command.run(&mut tx) {
            Ok(output) => {
                let answer = match self.key {
                    Some(_) => serde_json::to_string(&output).map_err(|e| EngineError::Other(e.to_string()))?,
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
        let output = serde_json::from_str(answer).map_err(|e| EngineError::Other(format!("kept answer: {e}")))?;
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

/// Work on a writer's connection in a transaction of its own: numbering the log.
pub(crate) type Round = Box<dyn FnOnce(&mut dyn Connection) -> Result<(), EngineError> + Send>;

pub(crate) enum Message {
    Command(Box<dyn Pending>),
    Round(Round),
}

/// What the writers of a store share.
pub(crate) struct Shared {
    pub(crate) database: Database,
    pub(crate) surroundings: Arc<dyn Surroundings>,
    /// Set when the disk failed: nothing is accepted any more.
    pub(crate) down: AtomicBool,
    pub(crate) stopping: AtomicBool,
    /// Set when something was committed that the log has not numbered.
    pub(crate) unnumbered: AtomicBool,
    pub(crate) on_fatal: Arc<dyn Fn(&str) + Send + Sync>,
}

impl Shared {
    /// The disk failed: refuse everything from now on, and tell whoever started us.
    pub(crate) fn fatal(&self, error: &EngineError) {
        if !self.down.swap(true, Ordering::SeqCst) {
            tracing::error!(%error, "the disk failed; stopping");
            (self.on_fatal)(&error.to_string());
        }
    }
}

/// The life of a writer's thread.
pub(crate) fn run(shared: &Shared, queue: &Receiver<Message>, shard: i64, mut connection: Box<dyn Connection>) {
    loop {
        let first = match queue.recv_timeout(Duration::from_millis(500)) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => {
                if shared.stopping.load(Ordering::SeqCst) {
                    return;
                }
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let mut batch = Vec::new();
        let mut round = None;
        let mut next = Some(first);
        while let Some(message) = next.take() {
            match message {
                Message::Command(pending) => batch.push(pending),
                Message::Round(work) => {
                    round = Some(work);
                    break;
                }
            }
            if batch.len() < BATCH {
                next = queue.try_recv().ok();
            }
        }
        let lost = together(shared, connection.as_mut(), batch, shard);
        let lost = lost | round.is_some_and(|work| numbering(shared, connection.as_mut(), work));
        if lost && let Some(fresh) = reconnect(shared) {
            connection = fresh;
        }
    }
}

fn reconnect(shared: &Shared) -> Option<Box<dyn Connection>> {
    for attempt in 0..5u64 {
        match shared.database.connect(true) {
            Ok(connection) => return Some(connection),
            Err(error) => {
                tracing::warn!(%error, attempt, "cannot reconnect to the database");
                std::thread::sleep(Duration::from_millis(100 << attempt));
            }
        }
    }
    None
}

/// Runs a round of numbering; true when the connection was lost.
fn numbering(shared: &Shared, connection: &mut dyn Connection, work: Round) -> bool {
    let outcome = connection.begin().and_then(|()| work(connection)).and_then(|()| connection.commit());
    match outcome {
        Ok(()) => false,
        Err(error) => {
            connection.rollback();
            if let EngineError::Io(_) = error {
                shared.fatal(&error);
            } else {
                tracing::warn!(%error, "numbering the log failed; it will be tried again");
            }
            shared.unnumbered.store(true, Ordering::SeqCst);
            matches!(error, EngineError::Lost(_))
        }
    }
}

/// Decides and writes a batch; true when the connection was lost.
fn together(
    shared: &Shared,
    connection: &mut dyn Connection,
    mut batch: Vec<Box<dyn Pending>>,
    shard: i64,
) -> bool {
    if batch.is_empty() {
        return false;
    }
    if shared.down.load(Ordering::SeqCst) {
        let error = EngineError::Io("the disk failed; the server is stopping".into());
        batch.into_iter().for_each(|p| p.finish(Some(error.clone())));
        return false;
    }
    metrics::histogram!("mashang_batch_commands").record(batch.len() as f64);
    for _ in 0..TOGETHER {
        match once(shared, connection, &mut batch, shard) {
            Ok(()) => {
                batch.into_iter().for_each(|p| p.finish(None));
                return false;
            }
            Err(EngineError::Conflict(_)) => metrics::counter!("mashang_batch_conflicts").increment(1),
            Err(EngineError::Other(error)) if batch.len() > 1 => {
                tracing::warn!(%error, "one command of a batch failed; deciding them one by one");
                break;
            }
            Err(error) => return give_up(shared, batch, error),
        }
    }
    let mut lost = false;
    for pending in batch {
        lost |= alone(shared, connection, pending, shard);
    }
    lost
}

/// Decides a single command, again and again while others are faster.
fn alone(shared: &Shared, connection: &mut dyn Connection, pending: Box<dyn Pending>, shard: i64) -> bool {
    let mut batch = vec![pending];
    let mut last = EngineError::Conflict(String::new());
    for attempt in 0..ALONE {
        match once(shared, connection, &mut batch, shard) {
            Ok(()) => {
                batch.into_iter().for_each(|p| p.finish(None));
                return false;
            }
            Err(error @ EngineError::Conflict(_)) => {
                last = error;
                std::thread::sleep(Duration::from_millis(1 << attempt.min(6)));
            }
            Err(error) => return give_up(shared, batch, error),
        }
    }
    give_up(shared, batch, last)
}

fn give_up(shared: &Shared, batch: Vec<Box<dyn Pending>>, error: EngineError) -> bool {
    match &error {
        EngineError::Io(_) => shared.fatal(&error),
        _ => tracing::error!(%error, "a batch could not be written"),
    }
    batch.into_iter().for_each(|p| p.finish(Some(error.clone())));
    matches!(error, EngineError::Lost(_))
}

/// One transaction. On any error nothing of it stays.
fn once(
    shared: &Shared,
    connection: &mut dyn Connection,
    commands: &mut [Box<dyn Pending>],
    shard: i64,
) -> Result<(), EngineError> {
    connection.begin()?;
    let written = decide(shared, connection, commands, shard).and_then(|batch| {
        if batch.is_empty() {
            connection.rollback();
            return Ok(false);
        }
        batch.flush(connection)?;
        connection.commit()?;
        Ok(true)
    });
    match written {
        Ok(true) => {
            shared.unnumbered.store(true, Ordering::Release);
            Ok(())
        }
        Ok(false) => Ok(()),
        Err(error) => {
            connection.rollback();
            Err(error)
        }
    }
}

fn decide(
    shared: &Shared,
    connection: &mut dyn Connection,
    commands: &mut [Box<dyn Pending>],
    shard: i64,
) -> Result<Batch, EngineError> {
    let mut batch = Batch::new(shard);
    let mut needs: HashMap<District, Needs> = HashMap::new();
    for pending in commands.iter() {
        pending.needs(needs.entry(pending.district()).or_default());
    }
    for (district, needs) in needs {
        nouns::load(connection, &mut batch, district, &needs.streams)?;
    }
    let mut keys = known_keys(connection, commands)?;
    for pending in commands.iter_mut() {
        let at = pending.district();
        let Some(key) = pending.key().cloned() else {
            pending.attempt(connection, &mut batch, shared.surroundings.as_ref())?;
            continue;
        };
        match keys.get(&(at, key.key)) {
            Some((fingerprint, answer)) if *fingerprint == key.fingerprint => pending.replay(answer)?,
            Some(_) => pending.key_reused(),
            None => {
                let answer = pending.attempt(connection, &mut batch, shared.surroundings.as_ref())?;
                if let Some(answer) = answer {
                    batch.write(
                        &tables::IDEMPOTENCY,
                        vec![
                            at.into(),
                            key.key.into(),
                            key.fingerprint.into(),
                            Value::Text(answer.clone()),
                            shared.surroundings.now().into(),
                        ],
                    );
                    keys.insert((at, key.key), (key.fingerprint, answer));
                }
            }
        }
    }
    Ok(batch)
}

type Answers = HashMap<(District, [u8; 32]), ([u8; 32], String)>;

/// The answers given before, for all keys of the batch in few queries.
fn known_keys(connection: &mut dyn Connection, commands: &[Box<dyn Pending>]) -> Result<Answers, EngineError> {
    let mut wanted: HashMap<District, Vec<[u8; 32]>> = HashMap::new();
    for pending in commands {
        if let Some(key) = pending.key() {
            wanted.entry(pending.district()).or_default().push(key.key);
        }
    }
    let mut known = HashMap::new();
    for (district, keys) in wanted {
        let mut rest = &keys[..];
        for size in tables::SIZES {
            while rest.len() >= size {
                let (now, later) = rest.split_at(size);
                rest = later;
                let rows = if size == 1 {
                    connection
                        .query(sql::KEY, &[district.into(), now[0].into()])?
                        .into_iter()
                        .map(|mut row| {
                            row.0.insert(0, now[0].into());
                            row
                        })
                        .collect()
                } else {
                    let marks: Vec<String> = (0..size).map(|n| format!("${}", n + 2)).collect();
                    let text = format!(
                        "select key, fingerprint, answer from idempotency where district = $1 and key in ({})",
                        marks.join(", ")
                    );
                    let parameters: Vec<Value> =
                        std::iter::once(district.into()).chain(now.iter().map(|k| (*k).into())).collect();
                    connection.query(&text, &parameters)?
                };
                for row in rows {
                    known.insert(
                        (district, row.hash(0)?.0),
                        (row.hash(1)?.0, row.text(2)?.to_owned()),
                    );
                }
            }
        }
    }
    Ok(known)
}
