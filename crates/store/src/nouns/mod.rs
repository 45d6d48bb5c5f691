//! How each noun of the trade is kept: its table, its columns, its tallies.

mod hazard;
mod register;

pub use hazard::{Part, cell};
pub use register::{Client, RuleSet};

use crate::aggregate::Aggregate;
use crate::engine::{Connection, EngineError};
use crate::tx::{Batch, load_streams};
use domain::hazard::Hazard;
use domain::ids::District;
use domain::ledger::Noun;
use domain::people::{Person, Unit};
use domain::place::{CodeRecord, Place};
use uuid::Uuid;

/// Loads the streams that a batch will want, noun by noun.
pub(crate) fn load(
    connection: &mut dyn Connection,
    batch: &mut Batch,
    district: District,
    streams: &[(Noun, Uuid)],
) -> Result<(), EngineError> {
    for noun in Noun::ALL {
        let ids: Vec<Uuid> = streams.iter().filter(|(n, _)| *n == noun).map(|(_, id)| *id).collect();
        if ids.is_empty() {
            continue;
        }
        match noun {
            Noun::Hazard => load_streams::<Hazard>(connection, batch, district, &ids)?,
            Noun::Unit => load_streams::<Unit>(connection, batch, district, &ids)?,
            Noun::Person => load_streams::<Person>(connection, batch, district, &ids)?,
            Noun::Place => load_streams::<Place>(connection, batch, district, &ids)?,
            Noun::Code => load_streams::<CodeRecord>(connection, batch, district, &ids)?,
            Noun::Rules => load_streams::<RuleSet>(connection, batch, district, &ids)?,
            Noun::Client => load_streams::<Client>(connection, batch, district, &ids)?,
        }
    }
    Ok(())
}

/// Something that is done for every noun, with its type.
pub(crate) trait ForEachNoun {
    /// Does it for one noun.
    fn noun<A: Aggregate + Sync>(&mut self) -> Result<(), EngineError>;
}

/// Visits every noun.
pub(crate) fn for_each(visitor: &mut impl ForEachNoun) -> Result<(), EngineError> {
    visitor.noun::<Hazard>()?;
    visitor.noun::<Unit>()?;
    visitor.noun::<Person>()?;
    visitor.noun::<Place>()?;
    visitor.noun::<CodeRecord>()?;
    visitor.noun::<RuleSet>()?;
    visitor.noun::<Client>()
}
