//! Who works in the little town, and who else comes by.

use domain::ids::{HazardId, PersonId, UnitId};
use domain::people::{Actor, Role, Staff};
use uuid::Uuid;

pub const DESK: UnitId = unit(1);
pub const OFFICE: UnitId = unit(2);
pub const STREET: UnitId = unit(3);
pub const BUREAU: UnitId = unit(4);
pub const OTHER_BUREAU: UnitId = unit(5);
pub const VERIFIERS: UnitId = unit(6);
pub const COMPANY: UnitId = unit(7);
pub const AREA: &str = "430406001";

const fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(0x100 + n))
}

pub const fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(0x200 + n))
}

pub fn staff(n: u128, unit: UnitId, roles: &[Role]) -> Actor {
    Actor::Staff(Staff { person: person(n), unit, area: None, roles: roles.to_vec() })
}

pub fn acceptor() -> Actor {
    staff(1, DESK, &[Role::Acceptor])
}
pub fn second_acceptor() -> Actor {
    staff(2, DESK, &[Role::Acceptor])
}
pub fn dispatcher() -> Actor {
    staff(3, DESK, &[Role::Dispatcher])
}
pub fn shift_lead() -> Actor {
    staff(4, DESK, &[Role::ShiftLead])
}
pub fn second_shift_lead() -> Actor {
    staff(5, DESK, &[Role::ShiftLead])
}
pub fn office() -> Actor {
    staff(6, OFFICE, &[Role::CommitteeOffice])
}
pub fn leader() -> Actor {
    staff(7, OFFICE, &[Role::Leader])
}
pub fn caller() -> Actor {
    staff(8, DESK, &[Role::Caller])
}
pub fn handler() -> Actor {
    staff(10, BUREAU, &[Role::Handler])
}
pub fn second_handler() -> Actor {
    staff(11, BUREAU, &[Role::Handler])
}
pub fn other_handler() -> Actor {
    staff(12, OTHER_BUREAU, &[Role::Handler])
}
pub fn inspector() -> Actor {
    Actor::Staff(Staff {
        person: person(20),
        unit: STREET,
        area: Some(AREA.to_owned()),
        roles: vec![Role::Inspector],
    })
}
pub fn verifier() -> Actor {
    staff(30, VERIFIERS, &[Role::Verifier])
}
pub fn second_verifier() -> Actor {
    staff(31, VERIFIERS, &[Role::Verifier])
}
pub fn enforcer() -> Actor {
    staff(40, OTHER_BUREAU, &[Role::Enforcer])
}
pub fn system_admin() -> Actor {
    staff(50, DESK, &[Role::SystemAdmin])
}
pub fn security_admin() -> Actor {
    staff(51, DESK, &[Role::SecurityAdmin])
}
pub fn audit_admin() -> Actor {
    staff(52, DESK, &[Role::AuditAdmin])
}

/// Everybody who might try something with `hazard`.
pub fn everybody(hazard: HazardId) -> Vec<Actor> {
    let both = staff(60, BUREAU, &[Role::Handler, Role::Verifier]);
    let all_seats = staff(61, DESK, &[Role::Acceptor, Role::Dispatcher, Role::ShiftLead, Role::Caller]);
    vec![
        acceptor(),
        second_acceptor(),
        dispatcher(),
        shift_lead(),
        second_shift_lead(),
        office(),
        leader(),
        caller(),
        handler(),
        second_handler(),
        other_handler(),
        inspector(),
        verifier(),
        second_verifier(),
        enforcer(),
        both,
        all_seats,
        system_admin(),
        security_admin(),
        audit_admin(),
        Actor::ReceiptHolder { hazard },
        Actor::ReceiptHolder { hazard: HazardId(Uuid::from_u128(0xBAD)) },
        Actor::System,
        Actor::Public,
        Actor::Client { unit: unit(9), name: "open311".into() },
        Actor::Import,
        Actor::Importer(office().staff().unwrap().clone()),
    ]
}
