//! One request, step by step.

use domain::calendar::Instant;
use domain::ids::{PersonId, UnitId};
use domain::people::{
    Access, Consent, ConsentRefusal, Gated, Outcome, Person, Post, Role, Staff, consenting,
};
use uuid::Uuid;

const START: Instant = Instant(1_800_000_000_000);
const UNIT: UnitId = UnitId(Uuid::from_u128(1));

fn person(id: u128, roles: &[Role]) -> Person {
    let id = PersonId(Uuid::from_u128(id));
    Person { id, unit: UNIT, area: None, roles: roles.to_vec(), disabled_at: None, consent: None }
}

fn staff(id: u128, role: Role) -> Staff {
    Staff { person: PersonId(Uuid::from_u128(id)), unit: UNIT, area: None, roles: vec![role] }
}

fn request(act: Gated, post: Post, asks: Role) -> Consent {
    let by = PersonId(Uuid::from_u128(10));
    Consent {
        id: Uuid::from_u128(99),
        act,
        post,
        by,
        asks,
        at: START,
        until: START.plus(72 * Instant::HOUR),
        settled: None,
    }
}

#[test]
fn whose_word_it_takes() {
    use Role::{Acceptor, AuditAdmin, Caller, Handler, Leader, SecurityAdmin, ShiftLead, SystemAdmin};
    for (act, before, after, asks) in [
        (Gated::Appoint, vec![], vec![Acceptor], None),
        (Gated::Appoint, vec![], vec![SystemAdmin], Some(AuditAdmin)),
        (Gated::Appoint, vec![], vec![SecurityAdmin], Some(AuditAdmin)),
        (Gated::Appoint, vec![], vec![AuditAdmin], Some(SystemAdmin)),
        (Gated::Promote, vec![Acceptor], vec![SecurityAdmin], Some(AuditAdmin)),
        (Gated::Promote, vec![AuditAdmin], vec![SystemAdmin], Some(SystemAdmin)),
        (Gated::Promote, vec![SystemAdmin], vec![AuditAdmin], Some(SystemAdmin)),
        // Taking an administrator's role away gives nobody anything.
        (Gated::Promote, vec![SystemAdmin], vec![Acceptor], None),
        (Gated::Promote, vec![SystemAdmin], vec![SystemAdmin], None),
        // Who opens a reporter's contact, or agrees to it, is not one person's to make.
        (Gated::Appoint, vec![], vec![Caller], Some(AuditAdmin)),
        (Gated::Appoint, vec![], vec![Acceptor, Leader], Some(AuditAdmin)),
        (Gated::Promote, vec![Handler], vec![Handler, ShiftLead], Some(AuditAdmin)),
        (Gated::Promote, vec![Caller], vec![Caller, ShiftLead], None),
        (Gated::Promote, vec![Caller], vec![Acceptor], None),
        (Gated::Promote, vec![SystemAdmin], vec![Caller], Some(AuditAdmin)),
        (Gated::Invite, vec![Caller], vec![Caller], Some(AuditAdmin)),
        (Gated::Enable, vec![Leader], vec![Leader], Some(AuditAdmin)),
        (Gated::Invite, vec![Acceptor], vec![Acceptor], None),
        (Gated::Invite, vec![SystemAdmin], vec![SystemAdmin], Some(AuditAdmin)),
        (Gated::Enable, vec![AuditAdmin], vec![AuditAdmin], Some(SystemAdmin)),
        (Gated::ForgetSecondFactor, vec![SecurityAdmin], vec![SecurityAdmin], Some(AuditAdmin)),
    ] {
        assert_eq!(consenting(act, &before, &after), asks, "{act:?} {before:?} {after:?}");
    }
}

#[test]
fn an_appointment_gives_roles_only_when_it_was_consented_to() {
    let bare = person(1, &[]);
    let post = Post { roles: vec![Role::SystemAdmin], ..bare.post() };
    let waiting = bare.asked(request(Gated::Appoint, post, Role::AuditAdmin)).unwrap();
    assert!(waiting.roles.is_empty() && waiting.link_waits());
    let audit = staff(20, Role::AuditAdmin);
    let id = Uuid::from_u128(99);
    for (by, refusal) in [
        (staff(10, Role::AuditAdmin), ConsentRefusal::Own),
        (staff(1, Role::AuditAdmin), ConsentRefusal::Own),
        (staff(30, Role::SecurityAdmin), ConsentRefusal::NotYours(Role::AuditAdmin)),
        (staff(30, Role::SystemAdmin), ConsentRefusal::NotYours(Role::AuditAdmin)),
        (staff(30, Role::Leader), ConsentRefusal::NotYours(Role::AuditAdmin)),
    ] {
        assert_eq!(waiting.agreed(id, &by, START).unwrap_err(), refusal, "{by:?}");
        assert_eq!(waiting.declined(id, &by, START).unwrap_err(), refusal, "{by:?}");
    }
    assert_eq!(waiting.agreed(Uuid::from_u128(98), &audit, START).unwrap_err(), ConsentRefusal::Gone);
    let late = START.plus(72 * Instant::HOUR);
    assert_eq!(waiting.agreed(id, &audit, late).unwrap_err(), ConsentRefusal::Lapsed);
    let (after, access) = waiting.agreed(id, &audit, START).unwrap();
    assert_eq!((after.roles.as_slice(), access), ([Role::SystemAdmin].as_slice(), Access::BeginsAnew));
    assert!(!after.link_waits());
    assert_eq!(after.agreed(id, &audit, START).unwrap_err(), ConsentRefusal::Gone, "once");
    assert_eq!(after.lapsed(late), None);
}

#[test]
fn a_request_that_comes_to_nothing_leaves_nothing() {
    let audit = staff(20, Role::AuditAdmin);
    let id = Uuid::from_u128(99);
    for (act, ends) in [
        (Gated::Appoint, Access::AccountEnds),
        (Gated::Promote, Access::LinkEnds),
        (Gated::Invite, Access::LinkEnds),
        (Gated::Enable, Access::Kept),
        (Gated::ForgetSecondFactor, Access::Kept),
    ] {
        let before = person(1, if act == Gated::Appoint { &[] } else { &[Role::Handler] });
        let post = Post { roles: vec![Role::SystemAdmin], ..before.post() };
        let waiting = before.asked(request(act, post, Role::AuditAdmin)).unwrap();
        assert_eq!(
            waiting.asked(request(act, before.post(), Role::AuditAdmin)).unwrap_err(),
            ConsentRefusal::Pending
        );
        let late = START.plus(72 * Instant::HOUR);
        assert_eq!(waiting.lapsed(late.plus(-1)), None);
        for (how, (after, access)) in [
            (Outcome::Declined, waiting.declined(id, &audit, START).unwrap()),
            (Outcome::Withdrawn, waiting.withdrawn(None, START).unwrap()),
            (Outcome::Lapsed, waiting.lapsed(late).unwrap()),
        ] {
            assert_eq!((after.roles.clone(), access), (before.roles.clone(), ends), "{act:?} {how:?}");
            assert_eq!(after.consent.as_ref().unwrap().settled.unwrap().how, how);
            assert_eq!(after.disabled_at.is_some(), act == Gated::Appoint);
            assert!(after.pending(START).is_none() && !after.link_waits());
        }
        assert_eq!(waiting.withdrawn(None, late), None, "what lapsed is not taken back");
    }
}
