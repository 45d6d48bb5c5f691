//! Founds the district: units, people with accounts, places, plates on their walls.

use super::cast::Cast;
use super::land::{Plate, Spot};
use super::simulate::Then;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ledger::Recorded;
use domain::people::{Actor, Person, Unit};
use domain::place::{CodeRecord, CodeState, Place};
use store::{Aggregate, Command, Halt, Tx, Value, tables};
use uuid::Uuid;

/// Writes several entries of one register, each as an event.
struct Enter<A: Aggregate> {
    entries: Vec<(Uuid, Recorded<A>)>,
    /// Accounts by their columns after the district.
    accounts: Vec<Vec<Value>>,
}

impl<A: Aggregate<Event = Recorded<A>> + Sync> Command for Enter<A> {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        for (id, event) in &self.entries {
            tx.record::<A>(*id, event, &Words::none())?;
        }
        for account in &self.accounts {
            let mut row = vec![tx.district().into()];
            row.extend(account.iter().cloned());
            tx.write(&tables::ACCOUNTS, row);
        }
        Ok(())
    }
}

fn enter<A: Aggregate<Event = Recorded<A>> + Sync>(
    app: &App,
    actor: &Actor,
    at: Instant,
    entries: Vec<(Uuid, Recorded<A>)>,
    accounts: Vec<Vec<Value>>,
    uploads: Vec<Vec<Value>>,
) -> Result<(), Problem> {
    let command = Then { at, command: Enter { entries, accounts }, uploads };
    app.store().execute_blocking(app.district(), actor.clone(), None, command).map_err(Problem::from)
}

/// Units and people. Those who sign in get the demo password, all others none at all.
pub(super) fn people(app: &App, cast: &Cast, at: Instant, password: &str) -> Result<(), Problem> {
    let inner = app.inner();
    let now = |unit: &Unit| (unit.id.0, Recorded::Registered { now: unit.clone() });
    enter::<Unit>(app, &Actor::System, at, cast.units.iter().map(now).collect(), Vec::new(), Vec::new())?;
    let mut accounts = Vec::new();
    for member in &cast.members {
        let hash = match member.signs_in && !password.is_empty() {
            true => Some(inner.gate.passwords().hash(password, inner.entropy.as_ref()).map_err(|error| {
                tracing::error!(code = error.code(), "the demo password was not hashed");
                Problem::new(500, "internal")
            })?),
            false => None,
        };
        accounts.push(vec![
            member.person.id.into(),
            member.login.as_str().into(),
            member.name.as_str().into(),
            hash.into(),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            "[]".into(),
        ]);
    }
    let now = |m: &super::cast::Member| (m.person.id.0, Recorded::Registered { now: m.person.clone() });
    enter::<Person>(app, &Actor::System, at, cast.members.iter().map(now).collect(), accounts, Vec::new())
}

/// Places, and plates as they were printed.
pub(super) fn places(
    app: &App,
    admin: &Actor,
    at: Instant,
    spots: &[Spot],
    plates: &[Plate],
    uploads: Vec<Vec<Value>>,
) -> Result<(), Problem> {
    let now = |spot: &Spot| (spot.place.id.0, Recorded::Registered { now: spot.place.clone() });
    enter::<Place>(app, admin, at, spots.iter().map(now).collect(), Vec::new(), uploads)?;
    let now = |plate: &Plate| (plate.id, Recorded::Registered { now: plate.record.clone() });
    enter::<CodeRecord>(app, admin, at, plates.iter().map(now).collect(), Vec::new(), Vec::new())
}

/// What becomes of the plates, each at its time: activated, revoked.
pub(super) fn plate_changes(plates: &[Plate], until: Instant) -> Vec<(Instant, usize, CodeState)> {
    let mut changes = Vec::new();
    for (nth, plate) in plates.iter().enumerate() {
        let distance_m = Some((nth as u32 * 7) % 18);
        changes.extend(plate.active_at.map(|at| (at, nth, CodeState::Active { at, distance_m })));
        changes.extend(
            plate.revoked.map(|(at, reason)| (at, nth, CodeState::Revoked { at, reason, replaced_by: None })),
        );
    }
    changes.retain(|(at, _, _)| *at < until);
    changes.sort_by_key(|(at, nth, _)| (*at, *nth));
    changes
}

/// Changes one plate.
pub(super) fn change_plate(
    app: &App,
    admin: &Actor,
    plate: &Plate,
    at: Instant,
    state: CodeState,
) -> Result<(), Problem> {
    let now = CodeRecord { state, ..plate.record.clone() };
    enter::<CodeRecord>(app, admin, at, vec![(plate.id, Recorded::Changed { now })], Vec::new(), Vec::new())
}
