//! 核验: folds all events again and compares with everything that was kept: first each stream with its row, then
//! the rows that follow from all of them, then the log.

mod beside;
mod cells;
mod log;
mod streams;
mod sums;

pub use beside::{Authentic, KeptPhoto, SealedRow, beside, photos};
pub use streams::envelope;

use crate::engine::{Connection, EngineError, Row};
use crate::migrations;
use crate::nouns;
use crate::queries::ledger;
use domain::ids::District;
use domain::ledger::Noun;
use serde::Serialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Events read.
    pub events: u64,
    /// Streams folded.
    pub streams: u64,
    /// Events in the Merkle log.
    pub logged: u64,
    /// Checkpoints whose root and signature fit.
    pub checkpoints: u64,
    /// Events whose words were erased.
    pub erased_words: u64,
    /// Records of the reporter vault that fit their hazard.
    pub contacts: u64,
    /// Rows of other ledgers that fit their hazard.
    pub imports: u64,
    /// Photos that were found on the disk as they were taken in.
    pub photos: u64,
    /// The first thing that does not fit.
    pub first: Option<Fault>,
    /// How many things do not fit.
    pub faults: u64,
}

/// 不符: something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The district.
    pub district: i64,
    /// What kind of stream, if it is about one.
    pub noun: Option<Noun>,
    /// The stream, if it is about one.
    pub stream: Option<Uuid>,
    /// The event in it, if it is about one.
    pub sequence: Option<u32>,
    /// What does not fit.
    pub what: What,
}

/// What does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The event before this one is missing.
    Gap,
    /// The event does not follow the one before it.
    Link,
    /// The event is not what was hashed.
    Content,
    /// The words are not what was said, are gone though no event says that they were erased, or there though one does.
    Words,
    /// The program cannot read the event.
    Fold,
    /// The row stands at another event than the stream: the last events are missing, or the row is an older one.
    Head,
    /// The state is not what the events add up to.
    State,
    /// The columns are not what the state says.
    Columns,
    /// There are events without a row.
    MissingState,
    /// There is a row without events.
    ExtraState,
    /// A row that says which unit has a part in it is missing, or too many.
    Links,
    /// A tally is not what the states add up to.
    Tally,
    /// A cell of the map is not what the states add up to.
    MapCells,
    /// The log has another event at this number than its tree, or none.
    LogHash,
    /// A tile of the tree does not follow from its leaves.
    Tile,
    /// A checkpoint's root is not the root of the events, or the end of the log has no checkpoint.
    LogRoot,
    /// A checkpoint is not signed by the published key.
    Signature,
    /// The event is neither in the log nor waiting for it.
    Unlogged,
    /// What waits for the log is not the event.
    Outbox,
    /// The vault record that the event names is gone or was altered, or one is there that should have been erased.
    Reporter,
    /// The row that says where an imported hazard came from is gone or was altered, or one is too many.
    Import,
    /// What was noted of a photo when it came in is gone or is not what the event says.
    Upload,
    /// The row that says which hazard a photo belongs to is gone or was altered, or one is too many.
    PhotoOwner,
    /// A photo is not on the disk, or not all of it.
    PhotoMissing,
    /// A photo on the disk is not the one that was taken in.
    PhotoAltered,
    /// The embedded database's own file is broken: a page, or an index that lacks a row, so that a list may lack one.
    Damaged,
    /// A table, column or index is gone, or a cell holds what this program never writes: what could not be read was not
    /// checked.
    Shape,
    /// The database has what this program never made: a trigger, a rule, a view, a table, a column or an index.
    Stranger,
}

/// An event in a stream; its sequence is 0 when the whole stream is meant.
type Place = (Noun, Uuid, u32);

/// Noun, stream and sequence from a column on, as far as they are such.
fn place(row: &Row, from: usize) -> Option<Place> {
    let noun = Noun::from_number(row.int(from).ok()?).unwrap_or(Noun::Hazard);
    Some((noun, row.id(from + 1).ok()?, row.int(from + 2).ok()? as u32))
}

impl Report {
    fn fault(&mut self, district: District, place: Option<Place>, what: What) {
        self.faults += 1;
        self.first.get_or_insert_with(|| Fault {
            district: district.0,
            noun: place.map(|(noun, _, _)| noun),
            stream: place.map(|(_, stream, _)| stream),
            sequence: place.map(|(_, _, sequence)| sequence).filter(|n| *n > 0),
            what,
        });
    }
}

/// The first event of a stream that names something by its id; 0 if none does.
fn naming(
    connection: &mut dyn Connection,
    district: District,
    stream: Uuid,
    named: Uuid,
) -> Result<u32, EngineError> {
    let named = named.to_string();
    let events = connection.query(ledger::EVENTS_OF, &[district.into(), stream.into()])?;
    let found = events.iter().find(|row| row.text(9).is_ok_and(|body| body.contains(&named)));
    Ok(found.map_or(Ok(0), |row| row.int(2))? as u32)
}

/// Verifies what follows from the events in one consistent moment; [`beside`] and [`photos`] are asked apart. `progress` hears how many events have been read.
pub fn verify(
    connection: &mut dyn Connection,
    public_key: &[u8; 32],
    progress: &mut dyn FnMut(u64),
) -> Result<Report, EngineError> {
    connection.begin_snapshot()?;
    let mut report = Report::default();
    let done = inside(connection, public_key, progress, &mut report);
    connection.rollback();
    shaped(done, &mut report)?;
    Ok(report)
}

/// What the engine cannot make sense of was altered, too: a check that it ends has found something.
fn shaped(done: Result<(), EngineError>, report: &mut Report) -> Result<(), EngineError> {
    match done {
        Err(EngineError::Other(why)) => {
            tracing::warn!(%why, "the database has another shape");
            report.fault(District(0), None, What::Shape);
            Ok(())
        }
        other => other,
    }
}

/// Looks at the embedded database's own file, which no event speaks of: pages, and each index beside its table. Reads
/// all of it. PostgreSQL looks after its own (`pg_amcheck`).
pub fn pages(connection: &mut dyn Connection, report: &mut Report) -> Result<(), EngineError> {
    if connection.damage()?.is_some() {
        report.fault(District(0), None, What::Damaged);
    }
    Ok(())
}

fn inside(
    connection: &mut dyn Connection,
    public_key: &[u8; 32],
    progress: &mut dyn FnMut(u64),
    report: &mut Report,
) -> Result<(), EngineError> {
    let standing: BTreeSet<String> = connection.standing()?.into_iter().collect();
    let mut folding = streams::Folding::new(connection, progress);
    let folded = nouns::for_each(&mut folding).and_then(|()| folding.orphans());
    let expected;
    (*report, expected) = folding.done();
    folded?;
    sums::compare(connection, report, expected)?;
    log::compare(connection, report, public_key)?;
    let made = migrations::made();
    for name in made.difference(&standing) {
        tracing::warn!(name, "the database lacks what this program made");
        report.fault(District(0), None, What::Shape);
    }
    for name in standing.difference(&made) {
        tracing::warn!(name, "the database has what this program never made");
        report.fault(District(0), None, What::Stranger);
    }
    Ok(())
}
