//! 复发认定: what a hazard that was just filed repeats, put on record on both.

use domain::calendar::Instant;
use domain::hazard::{Hazard, recurrence};
use domain::ids::HazardId;
use std::collections::BTreeSet;
use store::{EngineError, Tx, Value, queries};
use uuid::Uuid;

/// How long before the report an earlier case may have been reported: a year after its closing it no longer counts, and
/// few take longer than two from report to closing.
const BACK: i64 = 3 * 365 * Instant::DAY;
/// How long after its closing a case counts: a year (`domain::hazard::repeats` decides to the moment).
const WINDOW: i64 = 365 * Instant::DAY;
/// How many earlier cases are looked at, the newest.
const LOOKED_AT: usize = 200;

/// Recognises and records. Rows of other commands of the same batch are not seen; the next filing finds them.
pub(super) fn recognise(tx: &mut Tx<'_>, id: HazardId) -> Result<(), EngineError> {
    let Some(later) = tx.get::<Hazard>(id.0)? else { return Ok(()) };
    let Some(kind) = later.filing.as_ref().map(|filing| filing.category.clone()) else { return Ok(()) };
    let mut ids: BTreeSet<(i64, Uuid)> = BTreeSet::new();
    // Chosen by columns: a place with a long history has hundreds of states, and most are of another kind.
    let span = [later.reported_at.plus(-BACK).into(), later.reported_at.into()];
    let closed: Value = later.reported_at.plus(-WINDOW).into();
    let mut ask = |tx: &mut Tx<'_>, sql: &str, at: Value| -> Result<(), EngineError> {
        let [from, to] = span.clone();
        let asked = [tx.district().into(), at, from, to, kind.as_str().into(), closed.clone()];
        for row in tx.query(sql, &asked)? {
            ids.insert((row.int(1)?, row.id(0)?));
        }
        Ok(())
    };
    if let Some(place) = &later.place {
        ask(tx, queries::hazard::CLOSED_AT_PLACE, place.place.into())?;
    }
    if let Some(position) = later.position {
        let middle = store::nouns::cell(position);
        for (lat, lon) in (-1..=1i64).flat_map(|lat| (-1..=1i64).map(move |lon| (lat, lon))) {
            ask(tx, queries::hazard::CLOSED_IN_CELL, (middle + (lat << 32) + lon).into())?;
        }
    }
    let mut earlier = Vec::new();
    for (_, other) in ids.iter().rev().take(LOOKED_AT) {
        earlier.extend(tx.get::<Hazard>(*other)?);
    }
    for draft in recurrence(&later, &earlier) {
        tx.record::<Hazard>(draft.hazard.0, &draft.event, &draft.words)?;
    }
    Ok(())
}
