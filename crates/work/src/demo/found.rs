//! Founds the district: units, people with accounts, places, plates on their walls.

use super::cast::Cast;
use super::land::{Plate, Spot};
use super::simulate::Then;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ledger::Recorded;
use domain::people::{Actor, Person, Unit};
use domain::place::{CodeRecord, CodeState, Mounted, Place};
use store::tables::{self, Table};
use store::{Aggregate, Command, Halt, Tx, Value};
use uuid::Uuid;

/// Writes several entries of one register, each as an event.
struct Enter<A: Aggregate> {
    entries: Vec<(Uuid, Recorded<A>)>,
    /// Rows of other tables that come with them, without the district.
    beside: Vec<(&'static Table, Vec<Value>)>,
}

impl<A: Aggregate<Event = Recorded<A>> + Sync> Command for Enter<A> {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        for (id, event) in &self.entries {
            tx.record::<A>(*id, event, &Words::none())?;
        }
        for (table, columns) in &self.beside {
            let mut row = vec![tx.district().into()];
            row.extend(columns.iter().cloned());
            tx.write(table, row);
        }
        Ok(())
    }
}

fn enter<A: Aggregate<Event = Recorded<A>> + Sync>(
    app: &App,
    actor: &Actor,
    at: Instant,
    entries: Vec<(Uuid, Recorded<A>)>,
    beside: Vec<(&'static Table, Vec<Value>)>,
) -> Result<(), Problem> {
    let command = Then { at, command: Enter { entries, beside } };
    app.store().execute_blocking(app.district(), actor.clone(), None, command).map_err(Problem::from)
}

/// Units and people. Those who sign in get the demo password, all others none at all.
pub(super) fn people(app: &App, cast: &Cast, at: Instant, password: &str) -> Result<(), Problem> {
    let inner = app.inner();
    let now = |unit: &Unit| (unit.id.0, Recorded::Registered { now: unit.clone() });
    enter::<Unit>(app, &Actor::System, at, cast.units.iter().map(now).collect(), Vec::new())?;
    let mut accounts = Vec::new();
    for member in &cast.members {
        let hash = match member.signs_in && !password.is_empty() {
            true => Some(inner.gate.passwords().hash(password, inner.entropy.as_ref()).map_err(|error| {
                tracing::error!(code = error.code(), "the demo password was not hashed");
                Problem::new(500, "internal")
            })?),
            false => None,
        };
        let account = vec![
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
            Value::Null,
            "[]".into(),
            "[]".into(),
        ];
        accounts.push((&tables::ACCOUNTS, account));
    }
    let now = |m: &super::cast::Member| (m.person.id.0, Recorded::Registered { now: m.person.clone() });
    enter::<Person>(app, &Actor::System, at, cast.members.iter().map(now).collect(), accounts)
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
    let sent = |mut upload: Vec<Value>| {
        upload.extend([admin.staff().map(|s| s.person).into(), at.into()]);
        (&tables::UPLOADS, upload)
    };
    let uploads = uploads.into_iter().map(sent).collect();
    let now = |spot: &Spot| (spot.place.id.0, Recorded::Registered { now: spot.place.clone() });
    enter::<Place>(app, admin, at, spots.iter().map(now).collect(), uploads)?;
    let now = |plate: &Plate| (plate.id, Recorded::Registered { now: plate.record.clone() });
    enter::<CodeRecord>(app, admin, at, plates.iter().map(now).collect(), Vec::new())
}

/// What becomes of the plates, each at its time: activated, revoked.
pub(super) fn plate_changes(plates: &[Plate], until: Instant) -> Vec<(Instant, usize, CodeState)> {
    let mut changes = Vec::new();
    for (nth, plate) in plates.iter().enumerate() {
        let mounted = Mounted {
            distance_m: Some((nth as u32 * 7) % 18),
            accuracy_m: Some(4 + nth as u32 % 9),
            limit_m: 50,
            photo: None,
        };
        changes.extend(plate.active_at.map(|at| (at, nth, CodeState::Active { at, done_at: None, mounted })));
        changes.extend(
            plate.revoked.map(|(at, reason)| (at, nth, CodeState::Revoked { at, reason, replaced_by: None })),
        );
    }
    changes.retain(|(at, _, _)| *at < until);
    changes.sort_by_key(|(at, nth, _)| (*at, *nth));
    changes
}

/// Changes plates.
pub(super) fn change_plates(
    app: &App,
    admin: &Actor,
    plates: &[Plate],
    changes: &[(Instant, usize, CodeState)],
) -> Result<(), Problem> {
    let Some((at, _, _)) = changes.last() else { return Ok(()) };
    let change = |(_, nth, state): &(Instant, usize, CodeState)| {
        let plate = &plates[*nth];
        let now = CodeRecord { state: state.clone(), ..plate.record.clone() };
        (plate.id, Recorded::Changed { now })
    };
    enter::<CodeRecord>(app, admin, *at, changes.iter().map(change).collect(), Vec::new())
}
