//! Commands in batches, events, state rows, tallies, the log, readers; on SQLite or PostgreSQL.
//!
//! A write is a [`Command`]. Writers take what waits, decide it in memory and write it with one durable commit
//! ([`writer`]). A read is a closure over a [`Connection`] of the pool. Only [`engine`] knows a driver.

mod aggregate;
mod command;
pub mod engine;
mod log;
mod migrations;
pub mod nouns;
mod prove;
pub mod queries;
mod readers;
mod surroundings;
pub mod tables;
mod tx;
pub mod verify;
mod writer;

pub use aggregate::{Aggregate, Count, Dimension, Measure};
pub use command::{Command, Failure, Halt, Key, Needs};
pub use engine::{Connection, Database, EngineError, Row, Value};
pub use log::{Entry, Sign, origin};
pub use prove::{Inclusion, consistency, inclusion, latest_checkpoint};
pub use surroundings::{Repeatable, Surroundings};
pub use tx::Tx;

use crossbeam_channel::{Sender, TrySendError, bounded};
use domain::ids::District;
use domain::people::Actor;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{broadcast, oneshot};
use writer::{Message, Shared};

/// How a store is opened.
pub struct Options {
    /// Clock and randomness.
    pub surroundings: Arc<dyn Surroundings>,
    /// Signs the log's checkpoints.
    pub signer: Arc<dyn Sign>,
    /// Commands that may wait before the next one is turned away.
    pub queue: usize,
    /// Connections that read at the same time.
    pub readers: usize,
    /// Called once when the disk fails; the process should end.
    pub on_fatal: Arc<dyn Fn(&str) + Send + Sync>,
}

/// The store: cheap to clone, shared by everybody.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    queue: Sender<Message>,
    readers: Arc<readers::Readers>,
    entries: broadcast::Sender<Entry>,
    threads: Mutex<Vec<std::thread::JoinHandle<()>>>,
}

impl Store {
    /// Opens the database, brings its schema up to date and starts the writers.
    pub fn open(database: Database, options: Options) -> Result<Self, EngineError> {
        let mut connection = database.connect(true)?;
        let mut ran = migrations::migrate(connection.as_mut());
        for _ in 0..5 {
            // Two nodes that start together on a new database race for the first step; the loser finds it done.
            let Err(EngineError::Conflict(_)) = ran else { break };
            std::thread::sleep(Duration::from_millis(200));
            ran = migrations::migrate(connection.as_mut());
        }
        for step in ran? {
            tracing::info!(step, "schema brought up to date");
        }
        let shared = Arc::new(Shared {
            database: database.clone(),
            surroundings: options.surroundings,
            down: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            unnumbered: AtomicBool::new(true),
            on_fatal: options.on_fatal,
        });
        let (queue, waiting) = bounded(options.queue.max(1));
        let (entries, _) = broadcast::channel(4_096);
        let mut threads = Vec::new();
        let mut first = Some(connection);
        for shard in 0..database.writers() {
            let connection = first.take().map_or_else(|| database.connect(true), Ok)?;
            let (shared, waiting) = (Arc::clone(&shared), waiting.clone());
            let thread = std::thread::Builder::new()
                .name(format!("writer-{shard}"))
                .spawn(move || writer::run(&shared, &waiting, shard as i64, connection))
                .map_err(|e| EngineError::Other(e.to_string()))?;
            threads.push(thread);
        }
        let (clock, sender, signer, notify) =
            (Arc::clone(&shared), queue.clone(), options.signer, entries.clone());
        let holder = shared.surroundings.new_id();
        let numbering = std::thread::Builder::new()
            .name("log".into())
            .spawn(move || number_forever(&clock, &sender, &signer, &notify, holder))
            .map_err(|e| EngineError::Other(e.to_string()))?;
        threads.push(numbering);
        let readers = readers::Readers::new(database, options.readers.max(1));
        Ok(Self { inner: Arc::new(Inner { shared, queue, readers, entries, threads: Mutex::new(threads) }) })
    }

    /// Executes a command; returns when it is durable, or when nothing happened.
    pub async fn execute<C: Command>(
        &self,
        district: District,
        actor: Actor,
        key: Option<Key>,
        command: C,
    ) -> Result<C::Output, Failure<C::Refusal>> {
        let answer = self.submit(district, actor, key, command)?;
        answer.await.unwrap_or_else(|_| Err(Failure::Unavailable("the store stopped".into())))
    }

    /// Executes a command from a thread that may block: imports, demo data, jobs.
    pub fn execute_blocking<C: Command>(
        &self,
        district: District,
        actor: Actor,
        key: Option<Key>,
        command: C,
    ) -> Result<C::Output, Failure<C::Refusal>> {
        let answer = self.submit(district, actor, key, command)?;
        answer.blocking_recv().unwrap_or_else(|_| Err(Failure::Unavailable("the store stopped".into())))
    }

    /// Queues a command; the answer comes later. Lets one thread keep many in flight.
    #[allow(clippy::type_complexity, reason = "the receiver of the answer, spelled out once")]
    pub fn submit<C: Command>(
        &self,
        district: District,
        actor: Actor,
        key: Option<Key>,
        command: C,
    ) -> Result<oneshot::Receiver<Result<C::Output, Failure<C::Refusal>>>, Failure<C::Refusal>> {
        let shared = &self.inner.shared;
        if shared.down.load(Ordering::SeqCst) || shared.stopping.load(Ordering::SeqCst) {
            return Err(Failure::Unavailable("stopping".into()));
        }
        let (author, answer) = oneshot::channel();
        let pending = writer::Envelope { district, actor, key, command, outcome: None, author };
        match self.inner.queue.try_send(Message::Command(Box::new(pending))) {
            Ok(()) => Ok(answer),
            Err(TrySendError::Full(_)) => {
                metrics::counter!("mashang_overloaded").increment(1);
                Err(Failure::Overloaded)
            }
            Err(TrySendError::Disconnected(_)) => Err(Failure::Unavailable("the store stopped".into())),
        }
    }

    /// Reads, on a thread for blocking work.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut dyn Connection) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        Arc::clone(&self.inner.readers).spawn(read).await
    }

    /// Reads on this thread, which may block.
    pub fn read_blocking<T>(
        &self,
        read: impl FnOnce(&mut dyn Connection) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        self.inner.readers.run(read)
    }

    /// Follows what the log numbers from now on. Who lags behind misses entries and reads the log instead.
    pub fn follow(&self) -> broadcast::Receiver<Entry> {
        self.inner.entries.subscribe()
    }

    /// Clock and randomness.
    pub fn surroundings(&self) -> &dyn Surroundings {
        self.inner.shared.surroundings.as_ref()
    }

    /// Where the data are.
    pub fn database(&self) -> &Database {
        &self.inner.shared.database
    }

    /// Whether it takes commands.
    pub fn is_up(&self) -> bool {
        !self.inner.shared.down.load(Ordering::SeqCst) && !self.inner.shared.stopping.load(Ordering::SeqCst)
    }

    /// Commands that wait at this moment.
    pub fn waiting(&self) -> usize {
        self.inner.queue.len()
    }

    /// Takes no more commands, finishes those that wait, numbers the log and stops the threads.
    pub fn close(&self) {
        self.inner.shared.stopping.store(true, Ordering::SeqCst);
        let threads = std::mem::take(&mut *self.inner.threads.lock().unwrap_or_else(|p| p.into_inner()));
        for thread in threads {
            let _ = thread.join();
        }
    }

    /// Waits until the log has numbered everything committed so far, or the time is over.
    pub fn settle(&self, patience: Duration) -> Result<bool, EngineError> {
        let step = Duration::from_millis(10);
        for _ in 0..=(patience.as_millis() / step.as_millis()) {
            let waiting = self.read_blocking(|c| {
                c.query(queries::ledger::WAITING_COUNT, &[])?.first().map_or(Ok(0), |r| r.int(0))
            })?;
            if waiting == 0 {
                return Ok(true);
            }
            self.inner.shared.unnumbered.store(true, Ordering::SeqCst);
            std::thread::sleep(step);
        }
        Ok(false)
    }
}

/// Asks a writer, whenever something was committed, to number what waits for the log.
fn number_forever(
    shared: &Arc<Shared>,
    queue: &Sender<Message>,
    signer: &Arc<dyn Sign>,
    notify: &broadcast::Sender<Entry>,
    holder: uuid::Uuid,
) {
    // Every so often it looks without being told: another node may have died with work left over.
    const LOOK_ANYWAY: u32 = 100;
    let mut idle = 0u32;
    while !shared.down.load(Ordering::SeqCst) {
        let told = shared.unnumbered.swap(false, Ordering::AcqRel);
        if !told && idle < LOOK_ANYWAY {
            if shared.stopping.load(Ordering::SeqCst) {
                return;
            }
            idle += 1;
            std::thread::sleep(Duration::from_millis(50));
            continue;
        }
        idle = 0;
        let (signer, notify, again, done) =
            (Arc::clone(signer), notify.clone(), Arc::clone(shared), crossbeam_channel::bounded::<()>(0));
        let (alive, finished) = done;
        let work: writer::Round = Box::new(move |connection| {
            let _alive = alive;
            let now = again.surroundings.now();
            let districts = connection.query(queries::ledger::WAITING_DISTRICTS, &[])?;
            for row in districts {
                let round = log::number(connection, District(row.int(0)?), holder, now, signer.as_ref())?;
                if round.more {
                    again.unnumbered.store(true, Ordering::SeqCst);
                }
                for entry in round.entries {
                    // Nobody may be listening; the log itself is what they read then.
                    let _ = notify.send(entry);
                }
            }
            Ok(())
        });
        if queue.send_timeout(Message::Round(work), Duration::from_secs(5)).is_err() {
            shared.unnumbered.store(true, Ordering::SeqCst);
        }
        // Until the round has ended: its end of the channel is dropped with it.
        let _ = finished.recv_timeout(Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(20));
    }
}
