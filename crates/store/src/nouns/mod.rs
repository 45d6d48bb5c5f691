//! How each noun of the trade is kept: its table, its columns, its tallies.

mod hazard;
pub mod map;
mod register;

pub use hazard::{Part, cell};
pub use register::{Client, Export, RuleSet, Webhook};

use crate::aggregate::Aggregate;
use crate::batch::Batch;
use crate::engine::{Connection, EngineError};
use crate::streams;
use domain::hazard::{Hazard, draw::Draw};
use domain::ids::District;
use domain::ledger::Noun;
use domain::people::{Person, Unit};
use domain::place::{CodeRecord, Grid, Inspection, Place, Plan};
use uuid::Uuid;

/// Loads the streams that a batch will want, noun by noun.
pub(crate) fn load(
    connection: &mut dyn Connection,
    batch: &mut Batch,
    district: District,
    wanted: &[(Noun, Uuid)],
) -> Result<(), EngineError> {
    for noun in Noun::ALL {
        let ids = wanted.iter().filter(|(n, _)| *n == noun).map(|(_, id)| *id);
        match noun {
            Noun::Hazard => streams::load::<Hazard>(connection, batch, district, ids)?,
            Noun::Unit => streams::load::<Unit>(connection, batch, district, ids)?,
            Noun::Person => streams::load::<Person>(connection, batch, district, ids)?,
            Noun::Place => streams::load::<Place>(connection, batch, district, ids)?,
            Noun::Code => streams::load::<CodeRecord>(connection, batch, district, ids)?,
            Noun::Rules => streams::load::<RuleSet>(connection, batch, district, ids)?,
            Noun::Client => streams::load::<Client>(connection, batch, district, ids)?,
            Noun::Grid => streams::load::<Grid>(connection, batch, district, ids)?,
            Noun::Export => streams::load::<Export>(connection, batch, district, ids)?,
            Noun::Inspection => streams::load::<Inspection>(connection, batch, district, ids)?,
            Noun::Plan => streams::load::<Plan>(connection, batch, district, ids)?,
            Noun::Draw => streams::load::<Draw>(connection, batch, district, ids)?,
        }
    }
    Ok(())
}

/// Something that is done for every noun, with its type.
pub(crate) trait ForEachNoun {
    /// Does it for one noun.
    fn noun<A: Aggregate + Sync>(&mut self) -> Result<(), EngineError>;
}

/// The tables in which streams have their rows.
pub(crate) fn tables() -> Result<Vec<&'static str>, EngineError> {
    struct Names(Vec<&'static str>);
    impl ForEachNoun for Names {
        fn noun<A: Aggregate + Sync>(&mut self) -> Result<(), EngineError> {
            self.0.push(A::table().name);
            Ok(())
        }
    }
    let mut names = Names(Vec::new());
    for_each(&mut names)?;
    Ok(names.0)
}

/// Visits every noun.
pub(crate) fn for_each(visitor: &mut impl ForEachNoun) -> Result<(), EngineError> {
    visitor.noun::<Hazard>()?;
    visitor.noun::<Unit>()?;
    visitor.noun::<Person>()?;
    visitor.noun::<Place>()?;
    visitor.noun::<CodeRecord>()?;
    visitor.noun::<RuleSet>()?;
    visitor.noun::<Client>()?;
    visitor.noun::<Grid>()?;
    visitor.noun::<Export>()?;
    visitor.noun::<Inspection>()?;
    visitor.noun::<Plan>()?;
    visitor.noun::<Draw>()
}
