//! 派遣 … 验收: dispatch, return, rectification, verification, rework.

use crate::town::*;
use domain::calendar::{Instant, Limit};
use domain::hazard::*;
use domain::people::{Role, may_see};

fn give_back() -> Action {
    Action::RequestReturn { text: say("该路段由市政管养"), photos: vec![photo(9, PhotoRole::Proof)] }
}

fn decide_return(grant: bool) -> Action {
    Action::DecideReturn { grant, text: say("按权属清单") }
}

#[test]
fn a_general_hazard_all_the_way() {
    let mut case = Case::reported();
    case.act(&acceptor(), Action::Accept);
    case.act(&acceptor(), file(Grade::General));
    assert_eq!(awaiting(&case.hazard).first, Awaits::Dispatcher);
    case.act(&dispatcher(), dispatch_to(BUREAU));
    assert_eq!(
        awaiting(&case.hazard),
        Awaiting { first: Awaits::Unit, unit: Some(BUREAU), person: None, second: None }
    );
    case.act(&handler(), Action::Sign);
    case.pass(Instant::DAY).act(&second_handler(), submit());
    assert_eq!(awaiting(&case.hazard).first, Awaits::Verifiers);
    case.act(
        &verifier(),
        Action::Verify { method: VerifyMethod::Remote, text: say("照片可见"), photos: vec![] },
    );
    assert_eq!(awaiting(&case.hazard).first, Awaits::Approver);
    case.act(&acceptor(), approve());
    assert_eq!(case.stage(), StageCode::FollowUp);
    let holder = case.holder();
    case.act(&holder, rate(true, 5));
    assert_eq!(awaiting(&case.hazard).first, Awaits::Nobody);
    case.act(&domain::people::Actor::System, Action::Archive);
    assert_eq!(case.stage(), StageCode::Archived);
}

#[test]
fn only_the_lead_unit_moves_what_was_dispatched_to_it() {
    let mut case = Case::filed(Grade::General);
    let dispatch =
        Action::Dispatch { lead: BUREAU, co: vec![OTHER_BUREAU], copies: vec![STREET], text: String::new() };
    case.act(&dispatcher(), dispatch);
    forbidden(case.refused(&other_handler(), Action::Sign));
    // 先管控: a co-unit makes safe before anybody has signed.
    case.act(&other_handler(), Action::MeasureInterim { text: say("拉警戒线"), photos: vec![] });
    case.act(&handler(), Action::Sign);
    forbidden(case.refused(&other_handler(), submit()));
    let street = staff(13, STREET, &[Role::Handler]);
    assert!(may_see(&street, &case.hazard), "a copy is for reading");
    assert_eq!(case.allowed(&street), []);
}

#[test]
fn a_dispatch_names_each_unit_once() {
    let case = Case::filed(Grade::General);
    let twice = |co, copies| Action::Dispatch { lead: BUREAU, co, copies, text: String::new() };
    assert_eq!(case.refused(&dispatcher(), twice(vec![BUREAU], vec![])), invalid("co", "twice"));
    assert_eq!(case.refused(&dispatcher(), twice(vec![STREET], vec![STREET])), invalid("copies", "twice"));
}

#[test]
fn a_wrong_dispatch_is_corrected_by_the_shift_lead_at_once() {
    let mut case = Case::dispatched(Grade::General);
    forbidden(case.refused(&dispatcher(), dispatch_to(OTHER_BUREAU)));
    case.act(&shift_lead(), dispatch_to(OTHER_BUREAU));
    forbidden(case.refused(&handler(), Action::Sign));
    assert!(may_see(&handler(), &case.hazard), "who had it once goes on seeing it");
    case.act(&other_handler(), Action::Sign);
    illegal(case.refused(&other_handler(), give_back()));
}

#[test]
fn from_the_third_request_on_the_committee_office_arbitrates() {
    let mut case = Case::dispatched(Grade::General);
    for (unit, handler) in [(OTHER_BUREAU, handler()), (BUREAU, other_handler())] {
        case.act(&handler, give_back());
        case.act(&dispatcher(), decide_return(true));
        assert_eq!(case.stage(), StageCode::Filed);
        case.act(&dispatcher(), dispatch_to(unit));
    }
    case.act(&handler(), give_back());
    assert_eq!(awaiting(&case.hazard).first, Awaits::CommitteeOffice);
    forbidden(case.refused(&dispatcher(), decide_return(true)));
    case.act(&office(), decide_return(false));
    assert_eq!((case.stage(), case.hazard.arbitrated), (StageCode::Dispatched, true));
    assert_eq!(case.refused(&handler(), give_back()), rule("arbitrated"));
    assert!(!case.allowed(&handler()).contains(&ActionKind::RequestReturn));
    case.act(&handler(), Action::Sign);
}

#[test]
fn who_asks_to_give_back_does_not_decide_it() {
    let mut case = Case::dispatched(Grade::General);
    let both = staff(60, BUREAU, &[Role::Handler, Role::Dispatcher]);
    case.act(&both, give_back());
    separated(case.refused(&both, decide_return(true)), Part::Requester);
}

#[test]
fn the_finder_does_not_fix_and_neither_of_them_verifies() {
    let mut case = Case::found_by_inspector();
    case.act(&acceptor(), Action::Accept);
    case.act(&acceptor(), file(Grade::General));
    case.act(&dispatcher(), dispatch_to(STREET));
    separated(case.refused(&staff(20, STREET, &[Role::Handler]), Action::Sign), Part::Finder);
    let colleague = staff(23, STREET, &[Role::Handler]);
    case.act(&colleague, Action::Sign);
    let Action::Plan { measures, funds_fen, planned_at, plan: emergency, .. } = plan(&case) else { panic!() };
    let naming_the_finder =
        Action::Plan { responsible: person(20), measures, funds_fen, planned_at, plan: emergency };
    assert_eq!(case.refused(&colleague, naming_the_finder), invalid("responsible", "finder"));
    case.act(&colleague, submit());
    for (who, part) in [
        (staff(20, VERIFIERS, &[Role::Verifier]), Part::Finder),
        (staff(23, VERIFIERS, &[Role::Verifier]), Part::Fixer),
        (staff(24, STREET, &[Role::Verifier]), Part::FixingUnit),
        (staff(25, COMPANY, &[Role::Verifier]), Part::FixingUnit),
    ] {
        separated(case.refused(&who, verify()), part);
        separated(case.refused(&who, rework()), part);
    }
    case.act(&verifier(), verify());
}

#[test]
fn who_answers_for_the_fix_does_not_verify_it() {
    let mut case = Case::rectifying(Grade::General);
    case.act(&handler(), plan(&case));
    case.act(&handler(), submit());
    separated(case.refused(&staff(11, VERIFIERS, &[Role::Verifier]), verify()), Part::Fixer);
}

#[test]
fn who_sent_it_back_does_not_fix_it() {
    let mut case = Case::submitted(Grade::General);
    case.act(&staff(11, VERIFIERS, &[Role::Verifier]), rework());
    case.act(&handler(), Action::Sign);
    assert_eq!(case.refused(&handler(), plan(&case)), invalid("responsible", "verifier"));
    case.act(&handler(), submit());
    case.act(&verifier(), rework());
    separated(case.refused(&staff(30, BUREAU, &[Role::Handler]), Action::Sign), Part::Verifier);
}

#[test]
fn a_result_needs_a_photo_of_afterwards() {
    let case = Case::rectifying(Grade::General);
    let with = |photos| Action::Submit { text: say("已完成"), photos, cost_fen: None };
    assert_eq!(case.refused(&handler(), with(vec![])), rule("needs_photo"));
    assert_eq!(case.refused(&handler(), with(vec![photo(1, PhotoRole::Before)])), rule("needs_photo"));
    let negative =
        Action::Submit { text: say("x"), photos: vec![photo(1, PhotoRole::After)], cost_fen: Some(-1) };
    assert_eq!(case.refused(&handler(), negative), invalid("cost_fen", "out_of_range"));
    let mut forged = photo(1, PhotoRole::After);
    forged.sha256 = "not a digest".into();
    assert_eq!(case.refused(&handler(), with(vec![forged])), invalid("photos", "malformed"));
    let twice = vec![photo(1, PhotoRole::After), photo(1, PhotoRole::After)];
    assert_eq!(case.refused(&handler(), with(twice)), invalid("photos", "twice"));
}

#[test]
fn a_major_hazard_needs_all_five_fulfilments_experts_and_the_committee_office() {
    let mut case = Case::rectifying(Grade::Major);
    assert_eq!(case.refused(&handler(), submit()), rule("needs_fulfilments"));
    let Action::Plan { responsible, measures, funds_fen, planned_at, .. } = plan(&case) else { panic!() };
    let no_plan = Action::Plan { responsible, measures, funds_fen, planned_at, plan: String::new() };
    case.act(&handler(), no_plan);
    assert_eq!(case.refused(&handler(), submit()), rule("needs_fulfilments"));
    case.act(&handler(), plan(&case));
    case.act(&handler(), submit());
    let remote = Action::Verify { method: VerifyMethod::Remote, text: say("照片可见"), photos: vec![] };
    assert_eq!(case.refused(&verifier(), remote), rule("needs_experts"));
    let office_verifier = staff(32, OFFICE, &[Role::Verifier, Role::CommitteeOffice]);
    case.act(&office_verifier, verify());
    forbidden(case.refused(&shift_lead(), approve()));
    separated(case.refused(&office_verifier, approve()), Part::Verifier);
    case.act(&office(), approve());
}

#[test]
fn a_larger_hazard_is_closed_by_the_shift_lead_who_did_not_verify_it() {
    let mut case = Case::submitted(Grade::Larger);
    let both = staff(33, DESK, &[Role::Verifier, Role::ShiftLead]);
    case.act(&both, verify());
    forbidden(case.refused(&acceptor(), approve()));
    separated(case.refused(&both, approve()), Part::Verifier);
    case.act(&shift_lead(), approve());
}

#[test]
fn rework_gives_what_remained_at_least_half_and_never_more_than_all() {
    // Five working days were given on Monday 2 March; four, one and none of them were left.
    for (used, due) in [(1, "2026-03-20"), (4, "2026-03-20"), (9, "2026-03-26")] {
        let mut case = Case::rectifying(Grade::General);
        case.pass(used * Instant::DAY).act(&handler(), submit());
        // What the verifier takes is not taken from the unit.
        case.pass(10 * Instant::DAY).act(&verifier(), rework());
        assert_eq!(case.hazard.rectify_due, Some(midnight(due)), "{used} days used");
        assert_eq!((case.stage(), case.hazard.reworks), (StageCode::Rework, 1));
        let due = case.hazard.rectify_due;
        case.pass(Instant::HOUR).act(&handler(), Action::Sign);
        assert_eq!(case.hazard.rectify_due, due, "signing again does not start the clock anew");
        assert_eq!(case.hazard.rectify_given().unwrap().term.limit, Some(Limit::working_days(5)));
    }
}

#[test]
fn after_an_extension_rework_still_gives_no_more_than_the_original_length() {
    let mut case = Case::rectifying(Grade::General);
    let until = case.now.plus(10 * Instant::DAY);
    case.act(&handler(), Action::RequestExtension { until, text: say("材料未到") });
    case.act(&dispatcher(), Action::DecideExtension { grant: true, text: String::new() });
    case.act(&handler(), submit());
    case.act(&verifier(), rework());
    assert_eq!(case.hazard.rectify_due, Some(midnight("2026-03-10")), "five working days");
}

#[test]
fn danger_to_life_is_not_given_the_long_limit_of_a_standard() {
    let mut case = Case::life_danger();
    case.catalogue = Some(Catalogue::demo_2026());
    case.act(&acceptor(), Action::Accept);
    let Action::File { number, category, grade, party, party_unit, clause, text, .. } = file(Grade::General)
    else {
        panic!()
    };
    // Five days for what is built into the lane; a day for danger to life.
    let standard = "0102-2".to_owned();
    case.act(
        &acceptor(),
        Action::File { number, category, grade, standard, party, party_unit, clause, clauses: vec![], text },
    );
    case.act(&dispatcher(), dispatch_to(BUREAU));
    case.act(&handler(), Action::Sign);
    assert_eq!(case.hazard.rectify_due, Some(case.now.plus(Instant::DAY)));
}

#[test]
fn the_approver_sends_back_too() {
    let mut case = Case::verified(Grade::General);
    forbidden(case.refused(&second_verifier(), rework()));
    case.act(&acceptor(), rework());
    assert_eq!(case.stage(), StageCode::Rework);
}

#[test]
fn a_stop_is_ordered_for_major_hazards_and_is_no_pause() {
    let stop =
        || Action::OrderStop { order: "雁安停〔2026〕3号".into(), text: say("立即停止使用") };
    let general = Case::rectifying(Grade::General);
    assert_eq!(general.refused(&enforcer(), stop()), rule("stop_needs_major"));
    let mut case = Case::rectifying(Grade::Major);
    let due = case.hazard.rectify_due;
    case.act(&enforcer(), stop());
    assert_eq!(awaiting(&case.hazard).second, Some(Awaits::Enforcers));
    illegal(case.refused(&handler(), submit()));
    case.act(&handler(), plan(&case));
    forbidden(case.refused(&handler(), Action::ReleaseStop { text: say("已改") }));
    case.pass(Instant::DAY).act(&enforcer(), Action::ReleaseStop { text: say("复查合格，同意恢复") });
    assert_eq!((case.stage(), case.hazard.rectify_due), (StageCode::Rectifying, due));
}

#[test]
fn an_illegal_move_says_what_is_possible() {
    let case = Case::dispatched(Grade::General);
    let Refusal::IllegalMove { action, stage, allowed } = case.refused(&handler(), submit()) else {
        panic!()
    };
    assert_eq!((action, stage), (ActionKind::Submit, StageCode::Dispatched));
    use ActionKind::*;
    assert_eq!(allowed, [Supplement, Sign, RequestReturn, MeasureInterim, GradeRisk]);
}
