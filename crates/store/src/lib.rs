//! Commands in batches, events, state rows, tallies, the log, readers; on SQLite or PostgreSQL.
//!
//! A write is a [`Command`]. Writers take what waits, decide it in memory and write it with one durable commit
//! ([`writer`]). A read is a closure over a [`Connection`] of the pool. Only [`engine`] knows a driver.

mod aggregate;
mod batch;
mod command;
pub mod copy;
pub mod engine;
pub mod grams;
mod keys;
mod later;
mod log;
mod migrations;
pub mod nouns;
mod numbering;
mod pending;
mod prove;
pub mod queries;
mod readers;
pub mod resemblance;
mod streams;
mod surroundings;
pub mod tables;
mod tx;
pub mod verify;
mod writer;

pub use aggregate::{Aggregate, Count, Dimension, Measure};
pub use command::{Command, Failure, Halt, Key, Needs};
pub use engine::{Connection, Database, EngineError, Row, Value};
pub use log::{Entry, Sign, origin};
pub use prove::{Inclusion, consistency, inclusion, latest_checkpoint, root};
pub use surroundings::{Repeatable, Surroundings};
pub use tx::Tx;

use crossbeam_channel::{Sender, TrySendError, bounded};
use domain::ids::District;
use domain::people::Actor;
use numbering::{Followed, Numbered, Numbering};
use pending::Envelope;
use readers::Readers;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{broadcast, oneshot};
use uuid::Uuid;
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
    numbering: Arc<Numbering>,
    /// Gone once the store closes: the writers end when it is empty and nobody can send any more. Whoever sends holds
    /// the lock, so that whatever was let in is answered.
    queue: RwLock<Option<Sender<Message>>>,
    readers: Arc<Readers>,
    entries: broadcast::Sender<Entry>,
    writers: Mutex<Vec<JoinHandle<Box<dyn Connection>>>>,
    log: Mutex<Option<JoinHandle<()>>>,
}

impl Drop for Inner {
    /// The threads end by themselves; [`Store::close`] waits for them.
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        self.shared.wake();
    }
}

impl Store {
    /// Opens the database, brings its schema up to date and starts the writers.
    pub fn open(database: Database, options: Options) -> Result<Self, EngineError> {
        let mut connection = database.connect(true)?;
        for step in migrations::migrate(connection.as_mut())? {
            tracing::info!(step, "schema brought up to date");
        }
        let followed = Followed::begin(connection.as_mut())?;
        let (wake, woken) = bounded(1);
        // An embedded database is locked by whoever writes; a lease would only make a restart wait for it.
        let holder = if database.is_shared() { options.surroundings.new_id() } else { Uuid::nil() };
        let numbering = Arc::new(Numbering {
            surroundings: Arc::clone(&options.surroundings),
            signer: options.signer,
            holder,
        });
        let shared = Arc::new(Shared {
            database: database.clone(),
            surroundings: options.surroundings,
            down: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            wake,
            on_fatal: options.on_fatal,
        });
        let (queue, waiting) = bounded(options.queue.max(1));
        let (entries, _) = broadcast::channel(4_096);
        let readers = Readers::new(database.clone(), options.readers.max(1));
        let mut writers = Vec::new();
        let mut first = Some(connection);
        for shard in 0..database.writers() {
            let connection = first.take().map_or_else(|| database.connect(true), Ok)?;
            let (shared, numbering, waiting) = (Arc::clone(&shared), Arc::clone(&numbering), waiting.clone());
            let life = move || writer::run(&shared, &numbering, &waiting, shard as i64, connection);
            writers.push(spawn(format!("writer-{shard}"), life)?);
        }
        let log = {
            let (shared, queue, readers, entries) =
                (Arc::clone(&shared), queue.clone(), Arc::clone(&readers), entries.clone());
            spawn("log".into(), move || {
                numbering::run(&shared, &queue, &woken, &readers, &entries, followed)
            })?
        };
        let (writers, log) = (Mutex::new(writers), Mutex::new(Some(log)));
        let queue = RwLock::new(Some(queue));
        Ok(Self { inner: Arc::new(Inner { shared, numbering, queue, readers, entries, writers, log }) })
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
        if shared.is_down() || shared.is_stopping() {
            return Err(Failure::Unavailable("stopping".into()));
        }
        let (author, answer) = oneshot::channel();
        let pending = Envelope { district, actor, key, command, outcome: None, author };
        let message = Message::Command(Box::new(pending));
        let queue = self.inner.queue.read().unwrap_or_else(|p| p.into_inner());
        match queue.as_ref().map(|queue| queue.try_send(message)) {
            Some(Ok(())) => Ok(answer),
            Some(Err(TrySendError::Full(_))) => {
                metrics::counter!("mashang_overloaded").increment(1);
                Err(Failure::Overloaded)
            }
            Some(Err(TrySendError::Disconnected(_))) | None => {
                Err(Failure::Unavailable("the store stopped".into()))
            }
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
        !self.inner.shared.is_down() && !self.inner.shared.is_stopping()
    }

    /// The disk failed beside the database: refuses everything from now on, as if it had failed under it.
    pub fn fail(&self, why: &str) {
        self.inner.shared.fatal(&EngineError::Io(why.to_owned()));
    }

    /// The name under which this process holds leases: its own where several share a database, always the same where
    /// one has it alone, so that a restart waits for nobody.
    pub fn holder(&self) -> Uuid {
        self.inner.numbering.holder
    }

    /// Commands that wait at this moment.
    pub fn waiting(&self) -> usize {
        self.inner.queue.read().unwrap_or_else(|p| p.into_inner()).as_ref().map_or(0, Sender::len)
    }

    /// Takes no more commands, finishes those that wait, numbers the log and stops the threads. Blocks.
    pub fn close(&self) {
        let inner = &self.inner;
        inner.shared.stopping.store(true, Ordering::SeqCst);
        inner.shared.wake();
        drop(inner.queue.write().unwrap_or_else(|p| p.into_inner()).take());
        // The log first: it asks the writers, and may send as long as it lives.
        let log = inner.log.lock().unwrap_or_else(|p| p.into_inner()).take();
        let _ = log.map(JoinHandle::join);
        let mut writers = inner.writers.lock().unwrap_or_else(|p| p.into_inner());
        let connections: Vec<_> = writers.drain(..).filter_map(|writer| writer.join().ok()).collect();
        if let Some(mut connection) = connections.into_iter().next()
            && !inner.shared.is_down()
        {
            while let Numbered::Some = inner.numbering.round(connection.as_mut()) {}
            inner.numbering.release(connection.as_mut());
        }
    }

    /// Waits until the log has numbered everything committed so far and what was put off has taken its place, or the time
    /// is over. Blocks.
    pub fn settle(&self, patience: Duration) -> Result<bool, EngineError> {
        let step = Duration::from_millis(10);
        for _ in 0..=(patience.as_millis() / step.as_millis()) {
            let waiting = self.read_blocking(|c| {
                let mut count = |sql: &str| c.query(sql, &[])?.first().map_or(Ok(0), |row| row.int(0));
                Ok(count(queries::ledger::WAITING_COUNT)? + count(queries::ledger::LATER_COUNT)?)
            })?;
            if waiting == 0 {
                return Ok(true);
            }
            self.inner.shared.wake();
            std::thread::sleep(step);
        }
        Ok(false)
    }
}

fn spawn<T: Send + 'static>(
    name: String,
    life: impl FnOnce() -> T + Send + 'static,
) -> Result<JoinHandle<T>, EngineError> {
    std::thread::Builder::new().name(name).spawn(life).map_err(|e| EngineError::Other(e.to_string()))
}
