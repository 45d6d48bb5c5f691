//! 办理矩阵: every stage × every kind of action × every role, as a picture that people read and review.

use crate::town::*;
use domain::calendar::Instant;
use domain::hazard::*;
use domain::people::{Actor, Role};
use std::fmt::Write;

/// One case in each stage, with the next moment at which it would be acted on.
fn one_in_each_stage() -> Vec<Case> {
    let made = |case: Case, actor: Actor, action: Action| {
        let mut case = case;
        case.act(&actor, action);
        case
    };
    let mut supplement = made(Case::reported(), acceptor(), Action::AskSupplement { text: say("请补充") });
    supplement.pass(3 * Instant::DAY);
    let verifying =
        made(Case::reported(), acceptor(), Action::OrderInspection { unit: STREET, text: String::new() });
    let fixed = made(
        Case::reported(),
        inspector(),
        Action::FixOnSpot { text: say("已清"), photos: vec![photo(2, PhotoRole::After)] },
    );
    let mut rejected = made(Case::reported(), second_acceptor(), reject(RejectReason::Unclear));
    let holder = rejected.holder();
    rejected.act(&holder, Action::Appeal { text: say("不服") });
    let mut merged = Case::reported();
    merged.happen(Event::Merged { into: report_of(2).id });
    let referred = made(
        Case::reported(),
        acceptor(),
        Action::ReferOut { to: ReferralTo::Fire, number: None, text: say("移送消防") },
    );
    let returned = made(
        Case::dispatched(Grade::General),
        second_handler(),
        Action::RequestReturn { text: say("非我单位"), photos: vec![] },
    );
    let mut suspended = Case::rectifying(Grade::General);
    suspended.act(
        &second_handler(),
        Action::RequestSuspension {
            cause: SuspensionCause::Funds,
            until: suspended.now.plus(Instant::DAY),
            review_at: suspended.now.plus(Instant::DAY),
            text: say("设围挡"),
        },
    );
    suspended.act(&leader(), Action::DecideSuspension { grant: true, text: String::new() });
    suspended.pass(Instant::DAY);
    let stopped = made(
        Case::rectifying(Grade::Major),
        enforcer(),
        Action::OrderStop { order: "3号".into(), text: say("停用") },
    );
    let rework = made(Case::submitted(Grade::General), verifier(), rework());
    let mut closed = Case::found_by_inspector();
    closed.happen(Event::Closed {
        closing: ClosingKind::Rectified,
        follow_up_due: None,
        tell_due: None,
        doubts: None,
        look_backs: Vec::new(),
    });
    let mut follow_up = Case::closed();
    let holder = follow_up.holder();
    follow_up.act(&holder, rate(false, 1));
    let reopened =
        made(Case::closed(), office(), Action::Reopen { cause: ReopenCause::LeaderOrder, text: say("批示") });
    let mut archived = Case::closed();
    archived.pass(4 * Instant::DAY).act(&Actor::System, Action::Archive);
    vec![
        Case::reported(),
        supplement,
        verifying,
        fixed,
        rejected,
        merged,
        referred,
        Case::filed(Grade::General),
        Case::dispatched(Grade::General),
        returned,
        Case::rectifying(Grade::General),
        suspended,
        stopped,
        Case::submitted(Grade::General),
        rework,
        Case::verified(Grade::General),
        closed,
        follow_up,
        reopened,
        archived,
    ]
}

/// Further cases that differ within a stage.
fn variants() -> Vec<(&'static str, Case)> {
    let mut accepted = Case::reported();
    accepted.act(&acceptor(), Action::Accept);
    let mut extension = Case::rectifying(Grade::General);
    let until = extension.now.plus(9 * Instant::DAY);
    extension.act(&handler(), Action::RequestExtension { until, text: say("材料未到") });
    let mut major = Case::rectifying(Grade::Major);
    let (until, review_at) = (major.now.plus(Instant::DAY), major.now.plus(Instant::DAY));
    let cause = SuspensionCause::Season;
    major.act(&handler(), Action::RequestSuspension { cause, until, review_at, text: say("设围挡") });
    let mut third = Case::dispatched(Grade::General);
    for round in 1..=3 {
        third.act(&second_handler(), Action::RequestReturn { text: say("非我单位"), photos: vec![] });
        if round < 3 {
            third.act(&dispatcher(), Action::DecideReturn { grant: false, text: say("属你单位") });
        }
    }
    let mut arbitrated = Case::dispatched(Grade::General);
    arbitrated.act(&handler(), Action::RequestReturn { text: say("非我单位"), photos: vec![] });
    arbitrated.act(&office(), Action::DecideReturn { grant: false, text: say("裁定") });
    let mut no_answer = Case::reported();
    no_answer.act(&acceptor(), Action::AskSupplement { text: say("请补充") });
    let mut unrated = Case::closed();
    unrated.pass(4 * Instant::DAY);
    let asking = || Action::AskOpening { purpose: OpenPurpose::Clarify, text: say("核对楼层") };
    let employee = || crate::protection::told_by_an_employee();
    let mut asked = employee();
    asked.act(&caller(), asking());
    let mut agreed = employee();
    agreed.act(&caller(), asking());
    agreed.act(&leader(), Action::DecideOpening { grant: true, text: String::new() });
    let mut inspected = employee();
    inspected.act(&acceptor(), Action::Accept);
    inspected.act(&acceptor(), Action::OrderInspection { unit: STREET, text: String::new() });
    let finding = Finding::Founded;
    inspected.act(&inspector(), Action::Inspect { finding, text: say("检查发现"), photos: vec![] });
    let mut accepted_of_employee = employee();
    accepted_of_employee.act(&acceptor(), Action::Accept);
    vec![
        ("Reported by an employee", employee()),
        ("Reported by an employee and accepted by the acceptor", accepted_of_employee),
        ("Reported by an employee and inspected", inspected),
        ("Reported by an employee, opening the contact asked for", asked),
        ("Reported by an employee, opening the contact agreed to", agreed),
        ("Reported, with danger to life", Case::life_danger()),
        ("Reported and accepted by the acceptor", accepted),
        ("Supplement, before the answer is due", no_answer),
        ("Rectifying, an extension asked for", extension),
        ("Rectifying a major hazard, a suspension asked for", major),
        ("ReturnRequested for the third time", third),
        ("Dispatched after arbitration", arbitrated),
        ("Verified, larger", Case::verified(Grade::Larger)),
        ("Verified, major", Case::verified(Grade::Major)),
        ("FollowUp, unrated when it is over", unrated),
    ]
}

fn columns(case: &Case) -> Vec<(&'static str, Actor)> {
    vec![
        ("Acceptor", acceptor()),
        ("Dispatcher", dispatcher()),
        ("ShiftLead", shift_lead()),
        ("CommitteeOffice", office()),
        ("Leader", leader()),
        ("Handler of the lead unit", handler()),
        ("Handler of another unit", other_handler()),
        ("Inspector of the street", inspector()),
        ("Inspector of another street", staff(21, OTHER_BUREAU, &[Role::Inspector])),
        ("Verifier", second_verifier()),
        ("Verifier of the lead unit", staff(35, BUREAU, &[Role::Verifier])),
        ("Enforcer", enforcer()),
        ("Caller", caller()),
        ("SystemAdmin", system_admin()),
        ("SecurityAdmin", security_admin()),
        ("AuditAdmin", audit_admin()),
        ("who holds the receipt", case.holder()),
        ("the system", Actor::System),
        ("anybody else", Actor::Public),
    ]
}

#[test]
fn every_stage_action_and_role() {
    let mut picture = String::new();
    let first = Case::reported();
    for (i, (name, _)) in columns(&first).iter().enumerate() {
        writeln!(picture, "{} = {name}", letter(i)).unwrap();
    }
    picture.push_str("letter: may; s: separation of duties; r: a rule; ·: not\n");
    let stages = one_in_each_stage().into_iter().map(|case| (format!("{:?}", case.stage()), case));
    for (title, case) in stages.chain(variants().into_iter().map(|(title, case)| (title.to_owned(), case))) {
        let columns = columns(&case);
        writeln!(picture, "\n{title}").unwrap();
        for kind in ActionKind::ALL {
            let row: String =
                columns.iter().enumerate().map(|(i, (_, a))| cell(&case, a, *kind, letter(i))).collect();
            if row.chars().any(|c| c != '·') {
                writeln!(picture, "  {:<20}{row}", kind.name()).unwrap();
            }
        }
    }
    insta::assert_snapshot!(picture);
}

#[test]
fn there_is_a_case_in_each_stage() {
    let stages: Vec<StageCode> = one_in_each_stage().iter().map(Case::stage).collect();
    assert_eq!(stages, StageCode::ALL);
    for stage in StageCode::ALL {
        assert_eq!(StageCode::from_number(stage as i64), Some(stage));
    }
    for awaits in Awaits::ALL {
        assert_eq!(Awaits::from_number(awaits as i64), Some(awaits));
    }
}

/// Whoever is awaited can move: no case waits for somebody who may do nothing.
#[test]
fn nobody_is_awaited_in_vain() {
    for case in one_in_each_stage() {
        let awaited = awaiting(&case.hazard);
        let someone = everybody(case.hazard.id).into_iter().any(|actor| match actor.staff() {
            Some(staff) => {
                Awaits::of(staff).contains(&awaited.first)
                    && awaited.unit.is_none_or(|unit| unit == staff.unit)
                    && !case.allowed(&actor).is_empty()
            }
            None => awaited.first == Awaits::Reporter && !case.allowed(&actor).is_empty(),
        });
        assert!(someone || awaited.first == Awaits::Nobody, "{:?} awaits {awaited:?}", case.stage());
    }
}

fn letter(column: usize) -> char {
    char::from(b'A' + column as u8)
}

fn cell(case: &Case, actor: &Actor, kind: ActionKind, letter: char) -> char {
    if case.allowed(actor).contains(&kind) {
        return letter;
    }
    match case.decide(actor, &crate::histories::action(kind, case), None) {
        Err(Refusal::SeparationOfDuties { .. }) => 's',
        Err(Refusal::Rule { .. }) => 'r',
        Err(Refusal::Forbidden { .. } | Refusal::IllegalMove { .. }) => '·',
        other => panic!("{kind:?} is not allowed, but the answer is {other:?}"),
    }
}
