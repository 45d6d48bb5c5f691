//! 通知对象: from "the lead unit's people" to persons, by the register as it stands.

use crate::Registers;
use crate::hazard::Looker;
use domain::hazard::{Addressee, Awaits, Duty, Hazard, StageMove, awaiting};
use domain::ids::{PersonId, UnitId};
use domain::people::{Actor, Person, Role, Staff, may_see};

/// Whom a line of the table means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// Whoever has to move the stage on. Not the desk's pool, for which a new report is no news.
    Awaited,
    /// Whoever decides what is pending beside the stage.
    Second,
    /// Whoever owes something beside the stage.
    Owing,
    /// Whoever owes this beside the stage.
    Owes(Duty),
    /// 督办对象: a seat, or a unit.
    Seat(Addressee),
    /// The lead unit.
    Lead,
    /// Co-units.
    Co,
    /// Units that get a copy.
    Copies,
    /// The unit that answers for the place.
    Party,
    /// Who accepted it.
    Holder,
    /// Who asked for the extension, suspension or return that was decided.
    Person(PersonId),
    /// The people of one unit.
    Unit(UnitId),
    /// The desk: acceptors and shift leaders.
    Desk,
    /// Everybody with one of these roles.
    Roles(&'static [Role]),
}

/// A member of staff as the policy knows one.
pub(crate) fn staff(person: &Person) -> Staff {
    Staff { person: person.id, unit: person.unit, area: person.area.clone(), roles: person.roles.clone() }
}

/// Everybody who is meant and may see the hazard.
pub(super) fn people(audience: Audience, hazard: &Hazard, registers: &Registers) -> Vec<Staff> {
    let awaited = awaiting(hazard);
    let owed = hazard.owed();
    let dispatch = hazard.dispatch.as_ref();
    let party = hazard.filing.as_ref().and_then(|f| f.party_unit);
    let handles = |staff: &Staff, unit: UnitId| staff.unit == unit && staff.has(Role::Handler);
    let meant = |staff: &Staff| match audience {
        Audience::Awaited => {
            !matches!(awaited.first, Awaits::Desk | Awaits::Nobody | Awaits::Reporter)
                && hazard.awaits_of(StageMove::First, staff).is_some()
        }
        Audience::Second => hazard.awaits_of(StageMove::Second, staff).is_some(),
        Audience::Owing => owed.iter().any(|owed| owed.is_of(hazard, staff)),
        Audience::Owes(duty) => owed.iter().any(|owed| owed.duty == duty && owed.is_of(hazard, staff)),
        Audience::Seat(seat) => seat.is(staff),
        Audience::Lead => dispatch.is_some_and(|d| handles(staff, d.lead)),
        Audience::Co => dispatch.is_some_and(|d| d.co.iter().any(|unit| handles(staff, *unit))),
        Audience::Copies => dispatch.is_some_and(|d| d.copies.iter().any(|unit| handles(staff, *unit))),
        Audience::Party => party.is_some_and(|unit| handles(staff, unit)),
        Audience::Holder => hazard.accepted.as_ref().is_some_and(|a| a.by == staff.person),
        Audience::Person(person) => staff.person == person,
        Audience::Unit(unit) => handles(staff, unit),
        Audience::Desk => staff.has(Role::Acceptor) || staff.has(Role::ShiftLead),
        Audience::Roles(roles) => roles.iter().any(|role| staff.has(*role)),
    };
    registers
        .people()
        .into_iter()
        .filter(|(person, _)| person.disabled_at.is_none())
        .map(|(person, _)| staff(person))
        .filter(|staff| {
            let actor = Actor::Staff(staff.clone());
            meant(staff) && may_see(&actor, hazard) && Looker::of(&actor, registers).may_know_of(hazard)
        })
        .collect()
}
