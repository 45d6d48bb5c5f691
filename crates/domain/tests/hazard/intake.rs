//! 上报 … 立案: reports that are asked about, looked at, turned away, merged and handed on.

use crate::town::*;
use domain::calendar::Instant;
use domain::hazard::*;
use domain::people::{Actor, Role};

fn ask() -> Action {
    Action::AskSupplement { text: say("请问是哪个门？") }
}

fn answer() -> Action {
    Action::Supplement { text: say("东门"), photos: vec![] }
}

#[test]
fn who_takes_a_report_first_holds_it() {
    let mut case = Case::reported();
    illegal(case.refused(&acceptor(), file(Grade::General)));
    case.act(&acceptor(), Action::Accept);
    forbidden(case.refused(&second_acceptor(), file(Grade::General)));
    forbidden(case.refused(&second_acceptor(), Action::Accept));
    case.act(&shift_lead(), Action::Accept);
    forbidden(case.refused(&acceptor(), file(Grade::General)));
    case.act(&shift_lead(), file(Grade::General));
    assert_eq!(case.stage(), StageCode::Filed);
}

#[test]
fn somebody_else_acted_in_between() {
    let case = Case::reported();
    let actor = shift_lead();
    let context = Context { expected: Some(2), ..case.context(&actor, None) };
    let refusal = decide(&case.hazard, &Action::Accept, &context).unwrap_err();
    assert_eq!(refusal, Refusal::Stale { expected: 2, actual: 1 });
    // Even before it is looked at who asks.
    let nobody = Actor::Public;
    let context = Context { expected: Some(7), ..case.context(&nobody, None) };
    assert!(matches!(decide(&case.hazard, &Action::Accept, &context), Err(Refusal::Stale { .. })));
}

#[test]
fn a_question_stops_the_clock_until_it_is_answered() {
    let mut case = Case::reported();
    case.act(&acceptor(), Action::Accept);
    case.pass(6 * Instant::HOUR).act(&acceptor(), ask());
    assert_eq!(awaiting(&case.hazard).first, Awaits::Reporter);
    illegal(case.refused(&acceptor(), file(Grade::General)));
    case.pass(40 * Instant::HOUR);
    let holder = case.holder();
    case.act(&holder, answer());
    assert_eq!(case.stage(), StageCode::Reported);
    assert_eq!(case.hazard.clock.unwrap().due, midnight("2026-03-05"), "two evenings passed in between");
}

#[test]
fn a_question_without_an_answer_lapses_after_three_days() {
    let mut case = Case::reported();
    case.act(&acceptor(), ask());
    assert_eq!(case.refused(&Actor::System, Action::Lapse), rule("not_yet"));
    forbidden(case.refused(&acceptor(), Action::Lapse));
    case.pass(3 * Instant::DAY).act(&Actor::System, Action::Lapse);
    let Stage::Rejected { reason, by, .. } = case.hazard.stage else { panic!() };
    assert_eq!((reason, by), (RejectReason::Unanswered, None));
}

#[test]
fn a_claim_of_danger_to_life_is_turned_away_by_the_shift_lead_only() {
    let mut case = Case::life_danger();
    assert_eq!(awaiting(&case.hazard).second, Some(Awaits::ShiftLead));
    case.act(&acceptor(), ask());
    case.pass(4 * Instant::DAY);
    assert_eq!(case.refused(&Actor::System, Action::Lapse), rule("life_danger"));
    forbidden(case.refused(&acceptor(), reject(RejectReason::Unclear)));
    case.act(&shift_lead(), reject(RejectReason::Unclear));
}

#[test]
fn anybody_adds_while_it_is_open() {
    let mut case = Case::rectifying(Grade::General);
    let holder = case.holder();
    case.act(&holder, answer());
    case.act(&handler(), answer());
    case.act(
        &inspector(),
        Action::Supplement { text: String::new(), photos: vec![photo(5, PhotoRole::Supplement)] },
    );
    assert_eq!(case.stage(), StageCode::Rectifying);
    forbidden(case.refused(&other_handler(), answer()));
    forbidden(case.refused(&Actor::Public, answer()));
    let empty = Action::Supplement { text: " \n".into(), photos: vec![] };
    assert_eq!(case.refused(&holder, empty), invalid("text", "required"));
    illegal(Case::closed().refused(&holder, answer()));
}

#[test]
fn the_street_looks_first() {
    let mut case = Case::reported();
    case.act(&acceptor(), Action::OrderInspection { unit: STREET, text: String::new() });
    assert_eq!(
        awaiting(&case.hazard),
        Awaiting { first: Awaits::Inspectors, unit: Some(STREET), person: None, second: None }
    );
    let found = Action::Inspect {
        finding: Finding::Founded,
        text: say("属实，三辆货车"),
        photos: vec![photo(6, PhotoRole::Inspection)],
    };
    forbidden(case.refused(&staff(21, BUREAU, &[Role::Inspector]), found.clone()));
    // The wrong street was asked first.
    case.act(&acceptor(), Action::OrderInspection { unit: BUREAU, text: String::new() });
    forbidden(case.refused(&inspector(), found.clone()));
    case.act(&acceptor(), Action::OrderInspection { unit: STREET, text: String::new() });
    case.act(&inspector(), found);
    assert_eq!((case.stage(), case.hazard.finding), (StageCode::Reported, Some(Finding::Founded)));
    assert_eq!(case.hazard.photos.len(), 2);
}

#[test]
fn a_small_thing_is_fixed_on_the_spot_and_somebody_else_confirms() {
    let fix = |photos| Action::FixOnSpot { text: say("已移走"), photos };
    let mut case = Case::found_by_inspector();
    assert_eq!(case.refused(&inspector(), fix(vec![])), rule("needs_photo"));
    case.act(&inspector(), fix(vec![photo(7, PhotoRole::After)]));
    let confirm = Action::ConfirmSpotFix { text: String::new() };
    // The inspector who also verifies, and a colleague from the same street.
    separated(case.refused(&staff(20, STREET, &[Role::Verifier]), confirm.clone()), Part::Finder);
    separated(case.refused(&staff(22, STREET, &[Role::Verifier]), confirm.clone()), Part::FixingUnit);
    case.act(&verifier(), confirm);
    assert_eq!((case.stage(), case.hazard.closing), (StageCode::Closed, Some(ClosingKind::FixedOnSpot)));
}

#[test]
fn a_fix_on_the_spot_needs_to_show_what_was_before() {
    let mut report = report_of(1);
    report.photos.clear();
    let case = Case::new(&report, &Actor::Public);
    let fix = |photos| Action::FixOnSpot { text: say("已移走"), photos };
    assert_eq!(case.refused(&inspector(), fix(vec![photo(7, PhotoRole::After)])), rule("needs_photo_before"));
    let mut case = case;
    case.act(&inspector(), fix(vec![photo(7, PhotoRole::After), photo(8, PhotoRole::Before)]));
    // 复核不认可: not really fixed, so it is filed after all.
    case.act(&acceptor(), file(Grade::General));
    assert_eq!(case.stage(), StageCode::Filed);
}

#[test]
fn rejected_with_advice_and_an_objection_that_somebody_else_decides() {
    let mut case = Case::reported();
    let silent = Action::Reject { reason: RejectReason::NotAHazard, text: String::new() };
    assert_eq!(case.refused(&shift_lead(), silent), invalid("text", "required"));
    case.act(&shift_lead(), reject(RejectReason::NotAHazard));
    let holder = case.holder();
    let uphold = |uphold| Action::DecideAppeal { uphold, text: say("经复核") };
    illegal(case.refused(&second_shift_lead(), uphold(true)));
    case.act(&holder, Action::Appeal { text: say("消防车真的进不来") });
    assert_eq!(awaiting(&case.hazard).first, Awaits::ShiftLead);
    separated(case.refused(&shift_lead(), uphold(true)), Part::Rejecter);
    case.act(&second_shift_lead(), uphold(true));
    assert_eq!((case.stage(), case.hazard.reopens), (StageCode::Reopened, 1));
    case.act(&acceptor(), file(Grade::General));

    let mut case = Case::reported();
    case.act(&shift_lead(), reject(RejectReason::NotAHazard));
    case.act(&holder, Action::Appeal { text: say("不服") });
    case.act(&second_shift_lead(), uphold(false));
    illegal(case.refused(&holder, Action::Appeal { text: say("还是不服") }));
    assert_eq!(awaiting(&case.hazard).first, Awaits::Nobody);
}

#[test]
fn two_reports_of_one_thing_are_merged_and_close_together() {
    let mut parent = Case::new(&report_of(2), &Actor::Public);
    let mut child = Case::reported();
    let into = |id| Action::Merge { into: id, text: String::new() };
    let merge = |child: &Case, other: &Hazard| child.decide(&acceptor(), &into(other.id), Some(other));

    assert_eq!(child.refused(&acceptor(), into(parent.hazard.id)), invalid("into", "unknown"));
    assert_eq!(merge(&child, &child.hazard), Err(rule("merge_self")));
    let [own, others] = merge(&child, &parent.hazard).unwrap().try_into().unwrap();
    assert_eq!((own.hazard, others.hazard), (child.hazard.id, parent.hazard.id));
    child.happen(own.event);
    parent.happen(others.event);
    assert_eq!(parent.hazard.children, [child.hazard.id]);

    // No circles: neither into a child, nor with children.
    let third = Case::new(&report_of(3), &Actor::Public);
    assert_eq!(merge(&third, &child.hazard), Err(rule("merge_into_child")));
    assert_eq!(merge(&parent, &third.hazard), Err(rule("has_children")));
    assert_eq!(parent.refused(&acceptor(), reject(RejectReason::Unclear)), rule("has_children"));
    assert_eq!(merge(&third, &Case::closed().hazard).unwrap_err(), rule("merge_not_live"));

    parent.act(&acceptor(), Action::Accept);
    let context_actor = Actor::System;
    assert!(closing_of_child(&child.hazard, &child.context(&context_actor, Some(&parent.hazard))).is_none());
    let text = say("已由区城管局处置");
    parent.act(&acceptor(), Action::ReferOut { to: ReferralTo::Superior, number: None, text: text.clone() });
    parent.act(&acceptor(), Action::CloseReferral { text });
    let draft =
        closing_of_child(&child.hazard, &child.context(&context_actor, Some(&parent.hazard))).unwrap();
    child.happen(draft.event);
    assert_eq!((child.stage(), child.hazard.closing), (StageCode::FollowUp, Some(ClosingKind::WithParent)));
}

#[test]
fn a_merge_is_undone() {
    let mut parent = Case::new(&report_of(2), &Actor::Public);
    let mut child = Case::reported();
    let action = Action::Merge { into: parent.hazard.id, text: String::new() };
    let drafts = child.decide(&acceptor(), &action, Some(&parent.hazard)).unwrap();
    parent.take(drafts.clone());
    child.take(drafts);
    let action = Action::Unmerge { text: say("不是同一处") };
    let drafts = child.decide(&acceptor(), &action, Some(&parent.hazard)).unwrap();
    assert_eq!(drafts[1].hazard, parent.hazard.id);
    parent.take(drafts.clone());
    child.take(drafts);
    assert_eq!(child.stage(), StageCode::Reported);
    assert!(parent.hazard.children.is_empty());
}

#[test]
fn referred_to_the_police_and_sent_back() {
    let mut case = Case::reported();
    let to = Action::ReferOut {
        to: ReferralTo::Police,
        number: Some("衡公2026-17".into()),
        text: say("涉嫌违法"),
    };
    case.act(&acceptor(), to);
    assert_eq!(awaiting(&case.hazard).first, Awaits::Elsewhere);
    case.act(&acceptor(), Action::Bounce { text: say("不属公安职责") });
    assert_eq!(case.stage(), StageCode::Reported);
}

#[test]
fn no_standard_no_filing() {
    let mut case = Case::reported();
    case.act(&acceptor(), Action::Accept);
    case.catalogue = Some(Catalogue::demo_2026());
    let Action::File { number, party, .. } = file(Grade::General) else { panic!() };
    let with = |category: &str, standard: &str, grade, clause: Option<&str>| Action::File {
        number: number.clone(),
        category: category.into(),
        grade,
        standard: standard.into(),
        party,
        party_unit: None,
        clause: clause.map(str::to_owned),
        clauses: vec![],
        text: String::new(),
    };
    let refused = |action| case.refused(&acceptor(), action);
    assert_eq!(refused(with("0102", "", Grade::General, None)), invalid("standard", "required"));
    assert_eq!(refused(with("0077", "0102-1", Grade::General, None)), invalid("category", "unknown"));
    assert_eq!(refused(with("0102", "0101-1", Grade::General, None)), invalid("standard", "unknown"));
    assert_eq!(refused(with("0102", "0102-1", Grade::Major, None)), rule("needs_clause"));
    case.act(&acceptor(), with("0102", "0102-1", Grade::General, None));
    case.act(&dispatcher(), dispatch_to(BUREAU));
    case.act(&handler(), Action::Sign);
    assert_eq!(case.hazard.rectify_due, Some(case.now.plus(2 * Instant::HOUR)), "the standard's own limit");
}

#[test]
fn what_a_report_must_and_must_not_contain() {
    let try_report = |report: Report, actor: &Actor| {
        let case = Case::reported();
        domain::hazard::report(&report, &case.context(actor, None))
    };
    let public = |report| try_report(report, &Actor::Public).map(|_| ());
    let base = || report_of(1);
    assert_eq!(public(base()), Ok(()));
    assert_eq!(public(Report { source: Source::Leader, ..base() }), Err(invalid("source", "not_allowed")));
    assert_eq!(
        public(Report { photos: vec![], text: " ".into(), ..base() }),
        Err(invalid("text", "required"))
    );
    assert_eq!(public(Report { photos: vec![], ..base() }), Ok(()), "words alone will do");
    assert_eq!(public(Report { text: String::new(), ..base() }), Ok(()), "a photo alone will do");
    assert_eq!(public(Report { text: "隐".repeat(4000), ..base() }), Ok(()));
    assert_eq!(public(Report { text: "隐".repeat(4001), ..base() }), Err(invalid("text", "too_long")));
    let ten = (0..10).map(|n| photo(n, PhotoRole::Before)).collect();
    assert_eq!(public(Report { photos: ten, ..base() }), Err(invalid("photos", "too_many")));
    let off_the_earth = domain::place::Position { lon_e7: i64::MAX, lat_e7: 0 };
    assert_eq!(
        public(Report { position: Some(off_the_earth), ..base() }),
        Err(invalid("position", "out_of_range"))
    );
    let nowhere = Report { position: None, address: String::new(), ..base() };
    assert_eq!(public(nowhere), Err(invalid("place", "required")));
    let named = Report { protection: Protection::Anonymous, ..base() };
    assert_eq!(public(named), Err(invalid("protection", "anonymous_with_contact")));
    assert_eq!(try_report(base(), &security_admin()).unwrap_err(), Refusal::NoReporter);
    assert_eq!(try_report(base(), &Actor::Import).unwrap_err(), Refusal::NoReporter);

    // What the desk types in for a caller was found by the caller; what an inspector sees, by the inspector.
    let finder = |source, actor: &Actor| match try_report(Report { source, ..base() }, actor).unwrap().event {
        Event::Reported { finder, .. } => finder,
        _ => None,
    };
    assert_eq!(finder(Source::Hotline, &acceptor()), None);
    assert_eq!(finder(Source::Inspector, &inspector()), Some(person(20)));
}
