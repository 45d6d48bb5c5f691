//! 员工举报先核查: nothing reaches the party before an office has looked.

use crate::protection::told_by_an_employee;
use crate::town::*;
use domain::calendar::Instant;
use domain::hazard::*;
use domain::people::{Actor, Role};

fn look() -> Action {
    Action::OrderInspection { unit: STREET, text: String::new() }
}

fn found(finding: Finding) -> Action {
    Action::Inspect { finding, text: say("例行检查发现光栅被短接"), photos: vec![] }
}

fn fix() -> Action {
    Action::FixOnSpot { text: say("已清"), photos: vec![photo(2, PhotoRole::After)] }
}

#[test]
fn it_is_inspected_before_it_is_filed() {
    let first = rule("inspect_first");
    let mut case = told_by_an_employee();
    case.act(&acceptor(), Action::Accept);
    for actor in [acceptor(), shift_lead()] {
        assert_eq!(case.refused(&actor, file(Grade::General)), first);
        let allowed = case.allowed(&actor);
        assert!(allowed.contains(&ActionKind::OrderInspection) && !allowed.contains(&ActionKind::File));
    }
    assert_eq!(case.refused(&inspector(), fix()), first, "the company would see who comes to fix it");
    let next = |case: &Case| why(&case.hazard, acceptor().staff().unwrap())[0].what;
    assert_eq!(next(&case), ActionKind::OrderInspection);
    case.act(&acceptor(), look());
    assert_eq!(case.refused(&inspector(), fix()), first);
    case.act(&inspector(), found(Finding::Undetermined));
    assert_eq!(next(&case), ActionKind::File, "a finding is a finding: the desk weighs it");
    let mut fixed = told_by_an_employee();
    fixed.act(&acceptor(), look());
    fixed.act(&inspector(), found(Finding::Founded));
    fixed.act(&inspector(), fix());
    case.act(&acceptor(), file(Grade::General));
    case.act(&dispatcher(), dispatch_to(COMPANY));
    assert!(!case.hazard.must_be_inspected_first());
}

#[test]
fn whoever_reports_what_is_not_secret_waits_for_no_inspection() {
    assert!(!Case::reported().hazard.must_be_inspected_first());
    let called = Report { source: Source::Hotline, protection: Protection::Whistleblower, ..report_of(1) };
    let case = Case::new(&called, &acceptor());
    assert_eq!(case.refused(&shift_lead(), file(Grade::General)), illegal_at(&case, &shift_lead()));
    let mut case = case;
    case.act(&acceptor(), Action::Accept);
    assert_eq!(case.refused(&acceptor(), file(Grade::General)), rule("inspect_first"));
}

fn illegal_at(case: &Case, actor: &Actor) -> Refusal {
    Refusal::IllegalMove { action: ActionKind::File, stage: case.stage(), allowed: case.allowed(actor) }
}

/// What a history from elsewhere has filed already goes to nobody, either, before somebody has looked.
#[test]
fn what_was_filed_without_a_look_stays_at_the_desk() {
    let mut case = told_by_an_employee();
    let major = Case::filed(Grade::Major);
    let filed = major.events.iter().find(|(event, _)| matches!(event, Event::Filed { .. })).unwrap();
    case.happen(filed.0.clone());
    let first = rule("inspect_first");
    assert_eq!(case.refused(&dispatcher(), dispatch_to(COMPANY)), first);
    let refer = Action::ReferEnforcement { unit: OTHER_BUREAU, text: say("移交"), photos: vec![] };
    assert_eq!(case.refused(&enforcer(), refer), first);
    let list = Action::List {
        number: say("雁安委督〔2026〕1号"),
        level: ListingLevel::County,
        until: case.now.plus(60 * Instant::DAY),
        text: String::new(),
    };
    assert_eq!(case.refused(&office(), list), first);
    let tell = Action::Instruct {
        unit: Some(COMPANY),
        phrase: Some(Phrase::MakeSafe),
        text: String::new(),
        photos: vec![],
    };
    assert_eq!(case.refused(&leader(), tell), first);
    assert_eq!(awaiting(&case.hazard).first, Awaits::Desk);
    assert_eq!(why(&case.hazard, acceptor().staff().unwrap())[0].what, ActionKind::OrderInspection);
    let own = Action::OrderInspection { unit: COMPANY, text: String::new() };
    assert_eq!(
        case.refused(&acceptor(), own),
        invalid("unit", "not_allowed"),
        "nobody inspects his own house"
    );
    case.act(&acceptor(), look());
    case.act(&inspector(), found(Finding::Founded));
    assert_eq!(awaiting(&case.hazard).first, Awaits::Dispatcher);
    case.act(&dispatcher(), dispatch_to(COMPANY));
}

#[test]
fn what_never_reaches_the_party_waits_for_no_inspection() {
    let out = |action: Action| told_by_an_employee().act(&acceptor(), action);
    out(reject(RejectReason::NotAHazard));
    out(Action::ReferOut { to: ReferralTo::Police, number: None, text: say("移送公安") });
    out(Action::AskSupplement { text: say("哪个车间") });
    let case = told_by_an_employee();
    let parent = Case::new(&report_of(2), &Actor::Public).hazard;
    let merge = Action::Merge { into: parent.id, text: String::new() };
    assert!(case.decide(&acceptor(), &merge, Some(&parent)).is_ok());
    // The others of the street have nothing to do with it before they are asked.
    forbidden(case.refused(&staff(21, OTHER_BUREAU, &[Role::Inspector]), fix()));
}
