//! When the log is numbered, and who hears of it: a thread that asks a writer for a round whenever something was
//! committed, and tells the followers what the log says.

use crate::engine::{Connection, EngineError};
use crate::log::{self, Entry, Sign};
use crate::queries::{self, ledger as sql};
use crate::readers::Readers;
use crate::surroundings::Surroundings;
use crate::writer::{Message, Shared};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use domain::ids::District;
use domain::ledger::Noun;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::broadcast;
use uuid::Uuid;

/// Between two rounds: what is committed meanwhile goes into one checkpoint.
const PAUSE: Duration = Duration::from_millis(20);
/// After a round that failed.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it looks without being told, when other nodes write to the same database …
const LOOK_SHARED: Duration = Duration::from_millis(250);
/// … and when nobody else does: a process before this one may have left work over.
const LOOK_ALONE: Duration = Duration::from_secs(5);
/// How often it tidies up beside the writers while they are busy.
const TIDY: Duration = Duration::from_millis(200);
/// How many entries the followers are told at a time.
const PAGE: i64 = 1_024;

/// How a round ended.
#[derive(Debug)]
pub(crate) enum Numbered {
    /// Nothing waits any more.
    All,
    /// A full round; more may wait.
    Some,
    /// Something waits, but another node numbers.
    Elsewhere,
    /// It will be tried again.
    Failed(EngineError),
}

/// What a round needs.
pub(crate) struct Numbering {
    pub(crate) surroundings: Arc<dyn Surroundings>,
    pub(crate) signer: Arc<dyn Sign>,
    /// This process among the nodes that share a database.
    pub(crate) holder: Uuid,
}

impl Numbering {
    /// Numbers what waits, in one transaction.
    pub(crate) fn round(&self, connection: &mut dyn Connection) -> Numbered {
        let ended = connection.begin().and_then(|()| self.inside(connection)).and_then(|numbered| {
            connection.commit()?;
            Ok(numbered)
        });
        ended.unwrap_or_else(|error| {
            connection.rollback();
            Numbered::Failed(error)
        })
    }

    /// Lets another node number at once. If that fails, it will after a while.
    pub(crate) fn release(&self, connection: &mut dyn Connection) {
        if let Err(error) = connection.execute(sql::RELEASE_LEASES, &[self.holder.into()]) {
            tracing::debug!(%error, "the log's lease was not released");
        }
    }

    fn inside(&self, connection: &mut dyn Connection) -> Result<Numbered, EngineError> {
        let now = self.surroundings.now();
        let mut whole = Numbered::All;
        for district in queries::districts(connection, sql::WAITING_DISTRICT)? {
            match log::number(connection, district, self.holder, now, self.signer.as_ref())? {
                Numbered::All => {}
                other => whole = other,
            }
        }
        Ok(whole)
    }
}

/// The thread's life: until the store closes.
pub(crate) fn run(
    shared: &Shared,
    queue: &Sender<Message>,
    woken: &Receiver<()>,
    readers: &Readers,
    entries: &broadcast::Sender<Entry>,
    mut followed: Followed,
) {
    let look = if shared.database.is_shared() { LOOK_SHARED } else { LOOK_ALONE };
    let mut pause = Duration::ZERO;
    let mut tidied = Instant::now();
    loop {
        match woken.recv_timeout(pause) {
            Err(RecvTimeoutError::Disconnected) => return,
            Ok(()) if !pause.is_zero() => std::thread::sleep(PAUSE),
            _ => {}
        }
        if shared.is_stopping() || shared.is_down() {
            return;
        }
        let (tell, told) = bounded(1);
        if queue.send(Message::Number(tell)).is_err() {
            return;
        }
        pause = match told.recv() {
            Ok(Numbered::All) => look,
            Ok(Numbered::Some) => Duration::ZERO,
            Ok(Numbered::Elsewhere) => LOOK_SHARED,
            Ok(Numbered::Failed(_)) | Err(_) => PATIENCE,
        };
        if let Err(error) = readers.run(|connection| followed.tell(connection, entries)) {
            tracing::warn!(%error, "the log could not be read for those who follow it");
        }
        if !shared.database.is_shared() && tidied.elapsed() > TIDY {
            // Twice: the second pass is short, so little is left for the writer.
            match readers.run(|c| c.tidy().and_then(|_| c.tidy())) {
                Ok(false) => {}
                Ok(true) => {
                    if queue.send(Message::Tidy).is_err() {
                        return;
                    }
                }
                Err(error) => tracing::warn!(%error, "housekeeping failed; it will be tried again"),
            }
            tidied = Instant::now();
        }
    }
}

/// How far the followers have been told, by district. They hear what the log says, whichever node numbered it.
pub(crate) struct Followed {
    next: BTreeMap<i64, i64>,
}

impl Followed {
    /// From here on: what is in the log already is not told.
    pub(crate) fn begin(connection: &mut dyn Connection) -> Result<Self, EngineError> {
        let mut next = BTreeMap::new();
        for district in queries::districts(connection, sql::LOG_DISTRICT)? {
            next.insert(district.0, size(connection, district)?);
        }
        Ok(Self { next })
    }

    fn tell(
        &mut self,
        connection: &mut dyn Connection,
        entries: &broadcast::Sender<Entry>,
    ) -> Result<(), EngineError> {
        for district in queries::districts(connection, sql::LOG_DISTRICT)? {
            let next = self.next.entry(district.0).or_insert(0);
            let size = size(connection, district)?;
            while *next < size && entries.receiver_count() > 0 {
                let from = *next;
                for row in connection.query(sql::LOG_ENTRIES, &[district.into(), from.into(), PAGE.into()])? {
                    *next = row.int(0)? + 1;
                    let Some(noun) = Noun::from_number(row.int(1)?) else { continue };
                    let (index, stream, sequence) = (row.int(0)? as u64, row.id(2)?, row.int(3)? as u32);
                    // Nobody may be listening any more; the log itself is what they read then.
                    let _ = entries.send(Entry { district, index, noun, stream, sequence });
                }
                if *next == from {
                    break;
                }
            }
            *next = size.max(*next);
        }
        Ok(())
    }
}

fn size(connection: &mut dyn Connection, district: District) -> Result<i64, EngineError> {
    connection.query(sql::LOG_SIZE, &[district.into()])?.first().map_or(Ok(0), |row| row.int(0))
}
