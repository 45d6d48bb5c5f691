//! 先核查后立案, 保密: what the trade cannot decide by the case alone, because it takes the registers of units and places. That
//! an office inspects before an employee's report is filed, `domain` demands.

use super::Looker;
use domain::hazard::Hazard;
use domain::ids::UnitId;
use domain::people::{Actor, Unit};
use domain::place::Place;
use store::{EngineError, Tx};

fn is_private(tx: &mut Tx<'_>, unit: UnitId) -> Result<bool, EngineError> {
    Ok(tx.get::<Unit>(unit.0)?.is_some_and(|unit| unit.kind.is_private()))
}

/// Whether whoever acts may know of the hazard, as [`Looker::may_know_of`] says.
pub(crate) fn may_know_of(tx: &mut Tx<'_>, actor: &Actor, hazard: &Hazard) -> Result<bool, EngineError> {
    let Some(staff) = actor.staff().filter(|_| hazard.is_confidential()) else { return Ok(true) };
    Ok(Looker::for_unit(staff.unit, is_private(tx, staff.unit)?).may_know_of(hazard))
}

/// The version of the hazard as whoever acts sees it.
pub(super) fn version_seen(tx: &mut Tx<'_>, actor: &Actor, hazard: &Hazard) -> Result<u32, EngineError> {
    let Some(staff) = actor.staff().filter(|_| hazard.is_confidential()) else { return Ok(hazard.version) };
    let looker = Looker::for_unit(staff.unit, is_private(tx, staff.unit)?);
    Ok(if looker.is_kept_from(hazard) { hazard.worked } else { hazard.version })
}

/// Whether a unit may be asked to look at a hazard: an employee's report is looked at by an office, and not by the one
/// that answers for the place.
pub(super) fn is_free(tx: &mut Tx<'_>, hazard: &Hazard, unit: UnitId) -> Result<bool, EngineError> {
    if !hazard.is_confidential() {
        return Ok(true);
    }
    let place = match &hazard.place {
        Some(place) => tx.get::<Place>(place.place.0)?,
        None => None,
    };
    Ok(place.is_none_or(|place| place.party_unit != Some(unit)) && !is_private(tx, unit)?)
}
