//! Whose move it is: nobody is asked for what he may not do.

use crate::town::*;
use domain::calendar::Instant;
use domain::hazard::*;
use domain::people::{Actor, Role, Staff};

fn asked(case: &Case, actor: &Actor) -> Vec<ActionKind> {
    why(&case.hazard, actor.staff().unwrap()).into_iter().map(|why| why.what).collect()
}

#[test]
fn what_somebody_accepted_waits_for_him_alone() {
    let mut case = Case::reported();
    for actor in [acceptor(), second_acceptor()] {
        assert_eq!(asked(&case, &actor), [ActionKind::Accept]);
    }
    case.act(&acceptor(), Action::Accept);
    let awaited = awaiting(&case.hazard);
    assert_eq!((awaited.first, awaited.unit, awaited.person), (Awaits::Desk, None, Some(person(1))));
    assert!(awaited.is_first(acceptor().staff().unwrap()));
    assert!(!awaited.is_first(second_acceptor().staff().unwrap()));
    assert_eq!(asked(&case, &acceptor()), [ActionKind::File]);
    assert_eq!(asked(&case, &second_acceptor()), []);
    case.act(&shift_lead(), Action::Accept);
    assert_eq!(asked(&case, &acceptor()), [], "taken over");
    // What comes back unfiled is everybody's again, for everybody may act on it.
    case.act(&shift_lead(), reject(RejectReason::NotAHazard));
    let holder = case.holder();
    case.act(&holder, Action::Appeal { text: say("不服") });
    case.act(&office(), Action::DecideAppeal { uphold: true, text: say("成立") });
    assert_eq!(asked(&case, &second_acceptor()), [ActionKind::File]);
    assert!(case.allowed(&second_acceptor()).contains(&ActionKind::File));
}

/// 不予受理 after 立案, as the field's state machine has it: from 待派遣 yes, for major hazards not by one acceptor, and
/// what comes back later goes to a unit again unless inspectors find nothing.
#[test]
fn what_was_filed_is_rarely_rejected() {
    let no = || reject(RejectReason::Unfounded);
    Case::filed(Grade::Larger).act(&acceptor(), no());
    let major = Case::filed(Grade::Major);
    forbidden(major.refused(&acceptor(), no()));
    assert!(!major.allowed(&acceptor()).contains(&ActionKind::Reject));
    Case::filed(Grade::Major).act(&shift_lead(), no());
    for case in [Case::dispatched(Grade::General), Case::rectifying(Grade::General), Case::closed()] {
        illegal(case.refused(&shift_lead(), no()));
    }
    let mut back = Case::closed();
    back.act(&office(), Action::Reopen { cause: ReopenCause::LeaderOrder, text: say("批示") });
    illegal(back.refused(&shift_lead(), no()));
    let look = Action::OrderInspection { unit: STREET, text: String::new() };
    let found = |finding| Action::Inspect { finding, text: say("到场查看"), photos: vec![] };
    back.act(&shift_lead(), look.clone());
    back.act(&inspector(), found(Finding::Founded));
    illegal(back.refused(&shift_lead(), no()));
    back.act(&shift_lead(), look);
    back.act(&inspector(), found(Finding::Unfounded));
    back.act(&shift_lead(), no());
}

/// 回头看 is asked of who may do it, and of nobody else.
#[test]
fn a_look_back_waits_for_those_who_may() {
    let mut case = Case::verified(Grade::Major);
    case.act(&office(), approve());
    case.pass(40 * Instant::DAY);
    for timer in case.hazard.timers() {
        if matches!(timer.action, Action::OpenLookBack { .. }) {
            case.act(&Actor::System, timer.action);
            break;
        }
    }
    let other_street = Actor::Staff(Staff {
        person: person(22),
        unit: STREET,
        area: Some("430406002".into()),
        roles: vec![Role::Inspector],
    });
    let inspector_of_the_lead = Actor::Staff(Staff {
        person: person(23),
        unit: BUREAU,
        area: Some(AREA.into()),
        roles: vec![Role::Inspector],
    });
    let all = [
        verifier(),
        second_verifier(),
        staff(72, BUREAU, &[Role::Verifier]),
        inspector(),
        other_street,
        inspector_of_the_lead,
        acceptor(),
        handler(),
    ];
    for actor in all {
        let may = case.allowed(&actor).contains(&ActionKind::LookBack);
        assert_eq!(asked(&case, &actor).contains(&ActionKind::LookBack), may, "{actor:?}");
        let staff = actor.staff().unwrap();
        let owner = owners(staff);
        let barred = case.hazard.barred_from(Duty::LookBack);
        let found = case.hazard.owed().iter().any(|o| {
            o.duty == Duty::LookBack
                && Awaits::of(staff).contains(&o.who)
                && owner.contains(&o.owner(&case.hazard))
        });
        let free = !barred.contains(&staff.person.0) && !barred.contains(&staff.unit.0);
        assert_eq!(found && free, may, "what inboxes are asked by: {actor:?}");
    }
    assert_eq!(asked(&case, &second_verifier()), [ActionKind::LookBack]);
    assert_eq!(asked(&case, &inspector()), [ActionKind::LookBack]);
    assert_eq!(asked(&case, &verifier()), []);
}

/// 督办: a letter is answered by the seat that it went to.
#[test]
fn a_letter_to_the_dispatcher_is_asked_of_nobody_else() {
    let mut case = Case::filed(Grade::General);
    let letter = Action::Supervise { level: SupervisionLevel::Letter, text: say("请尽快派遣") };
    case.act(&leader(), letter);
    let reply = ActionKind::ReplySupervision;
    for actor in [acceptor(), second_acceptor(), shift_lead(), handler()] {
        assert!(
            !asked(&case, &actor).contains(&reply) && !case.allowed(&actor).contains(&reply),
            "{actor:?}"
        );
    }
    assert!(asked(&case, &dispatcher()).contains(&reply));
}

/// 查整分离 at the stages: whoever an earlier part bars is not asked, and what inboxes are asked by says the same.
#[test]
fn whoever_is_barred_from_a_stage_is_not_asked() {
    let of_the_fixers = staff(72, BUREAU, &[Role::Verifier]);
    let all = [verifier(), second_verifier(), of_the_fixers.clone(), acceptor(), shift_lead(), handler()];
    let mut cases = vec![Case::reported(), Case::closed()];
    for grade in [Grade::General, Grade::Larger, Grade::Major] {
        cases.extend([Case::dispatched(grade), Case::rectifying(grade), Case::submitted(grade)]);
        cases.push(Case::verified(grade));
    }
    for case in &cases {
        for actor in &all {
            let staff = actor.staff().unwrap();
            let (asked, may) = (asked(case, actor), case.allowed(actor));
            assert!(asked.iter().all(|what| may.contains(what)), "{actor:?}: {asked:?} of {may:?}");
            let barred = case.hazard.barred_from_move(StageMove::First);
            let free = !barred.contains(&staff.person.0) && !barred.contains(&staff.unit.0);
            let called = awaiting(&case.hazard).is_first(staff);
            let first = case.hazard.awaits_of(StageMove::First, staff);
            assert_eq!(called && free, first.is_some(), "what inboxes are asked by: {actor:?}");
        }
    }
    let submitted = Case::submitted(Grade::General);
    assert_eq!(asked(&submitted, &verifier()), [ActionKind::Verify]);
    assert_eq!(asked(&submitted, &of_the_fixers), []);
    let reported = Case::reported();
    assert!(StageMove::ALL.iter().all(|which| reported.hazard.barred_from_move(*which).is_empty()));
}
