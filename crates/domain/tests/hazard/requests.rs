//! 延期 and 挂账.

use crate::town::*;
use domain::calendar::Instant;
use domain::hazard::*;
use domain::people::{Actor, Role};

fn extension(case: &Case, days: i64) -> Action {
    let due = case.hazard.rectify_due.unwrap();
    Action::RequestExtension { until: due.plus(days * Instant::DAY), text: say("材料未到") }
}

fn decide_extension(grant: bool) -> Action {
    Action::DecideExtension { grant, text: say("情况属实") }
}

fn suspension(case: &Case, days: i64, review: i64) -> Action {
    Action::RequestSuspension {
        cause: SuspensionCause::Season,
        until: case.now.plus(days * Instant::DAY),
        review_at: case.now.plus(review * Instant::DAY),
        text: say("汛期后施工，期间设围挡并每日巡查"),
    }
}

fn decide_suspension(grant: bool) -> Action {
    Action::DecideSuspension { grant, text: say("同意挂账") }
}

#[test]
fn extended_twice_by_at_most_the_original_length_and_asked_before_due() {
    let mut case = Case::rectifying(Grade::General);
    let first_due = case.hazard.rectify_due.unwrap();
    assert_eq!(case.refused(&handler(), extension(&case, 0)), invalid("until", "not_later"));
    assert_eq!(case.refused(&handler(), extension(&case, 8)), rule("extension_too_long"));
    for granted in 1..=2 {
        // A refused one does not count.
        case.act(&handler(), extension(&case, 5));
        assert_eq!(awaiting(&case.hazard).second, Some(Awaits::Dispatcher));
        illegal(case.refused(&handler(), extension(&case, 5)));
        let silent = Action::DecideExtension { grant: false, text: String::new() };
        assert_eq!(case.refused(&dispatcher(), silent), invalid("text", "required"));
        case.act(&dispatcher(), decide_extension(false));
        case.act(&handler(), extension(&case, 5));
        case.act(&dispatcher(), decide_extension(true));
        assert_eq!(case.hazard.extensions, granted);
    }
    assert_eq!(case.hazard.rectify_due, Some(first_due.plus(10 * Instant::DAY)));
    assert_eq!(case.hazard.clock.unwrap().due, first_due.plus(10 * Instant::DAY));
    assert_eq!(case.refused(&handler(), extension(&case, 5)), rule("extension_twice"));

    let mut late = Case::rectifying(Grade::General);
    late.now = late.hazard.rectify_due.unwrap();
    assert_eq!(late.refused(&handler(), extension(&late, 5)), rule("extension_overdue"));
}

#[test]
fn who_asks_does_not_grant_and_major_ones_are_for_the_committee_office() {
    let mut case = Case::rectifying(Grade::General);
    let both = staff(60, BUREAU, &[Role::Handler, Role::Dispatcher, Role::ShiftLead]);
    case.act(&both, extension(&case, 1));
    separated(case.refused(&both, decide_extension(true)), Part::Requester);
    case.act(&shift_lead(), decide_extension(true));
    case.act(&both, suspension(&case, 30, 10));
    separated(case.refused(&both, decide_suspension(true)), Part::Requester);

    let mut major = Case::rectifying(Grade::Major);
    major.act(&handler(), extension(&major, 1));
    assert_eq!(awaiting(&major.hazard).second, Some(Awaits::CommitteeOffice));
    forbidden(major.refused(&dispatcher(), decide_extension(true)));
    major.act(&office(), decide_extension(true));
}

#[test]
fn suspended_once_for_at_most_a_year_with_control_measures_and_the_clock_kept() {
    let mut case = Case::rectifying(Grade::General);
    case.pass(2 * Instant::DAY);
    assert_eq!(case.refused(&handler(), suspension(&case, 366, 30)), rule("suspension_a_year"));
    assert_eq!(case.refused(&handler(), suspension(&case, 60, 61)), invalid("review_at", "out_of_range"));
    assert_eq!(case.refused(&handler(), suspension(&case, 60, 0)), invalid("review_at", "in_the_past"));
    let Action::RequestSuspension { cause, until, review_at, .. } = suspension(&case, 60, 30) else {
        panic!()
    };
    let silent = Action::RequestSuspension { cause, until, review_at, text: String::new() };
    assert_eq!(case.refused(&handler(), silent), invalid("text", "required"));
    case.act(&handler(), suspension(&case, 60, 30));
    assert_eq!(awaiting(&case.hazard).second, Some(Awaits::SuspensionApprovers));
    forbidden(case.refused(&dispatcher(), decide_suspension(true)));
    case.act(&leader(), decide_suspension(true));
    assert_eq!(case.hazard.clock.unwrap().due, review_at, "the next thing owed is the review");
    assert_eq!(case.hazard.rectify_due, None);

    case.pass(30 * Instant::DAY);
    let review =
        Action::ReviewSuspension { review_at: case.now.plus(29 * Instant::DAY), text: say("围挡完好") };
    forbidden(case.refused(&handler(), review.clone()));
    case.act(&dispatcher(), review);
    let resume = || Action::Resume { text: String::new() };
    assert_eq!(case.refused(&Actor::System, resume()), rule("not_yet"));
    assert!(!case.allowed(&Actor::System).contains(&ActionKind::Resume));
    case.pass(30 * Instant::DAY).act(&Actor::System, resume());
    // One of five working days was used; it goes on on a holiday, and the Saturday of that week works.
    assert_eq!(case.hazard.rectify_due, Some(midnight("2026-05-10")), "four working days remained");
    assert_eq!(case.refused(&handler(), suspension(&case, 60, 30)), rule("suspension_once"));
}

#[test]
fn what_was_overdue_when_it_was_suspended_is_overdue_again() {
    let mut case = Case::rectifying(Grade::General);
    case.pass(9 * Instant::DAY);
    case.act(&handler(), suspension(&case, 60, 30));
    case.act(&shift_lead(), decide_suspension(true));
    case.pass(10 * Instant::DAY).act(&handler(), Action::Resume { text: String::new() });
    assert_eq!(case.hazard.rectify_due, Some(midnight("2026-03-10")), "as it stood");
    let clock = case.hazard.running(LimitStage::Rectify).unwrap();
    let day = 24 * Instant::HOUR;
    assert_eq!(clock.reading(&case.calendar, case.now).overdue, day + 9 * Instant::HOUR, "without the pause");
}

#[test]
fn a_request_that_waited_too_long_is_not_granted_any_more() {
    let mut case = Case::rectifying(Grade::General);
    case.act(&handler(), suspension(&case, 3, 2));
    case.pass(4 * Instant::DAY);
    assert_eq!(case.refused(&leader(), decide_suspension(true)), rule("request_outdated"));
    case.act(&leader(), decide_suspension(false));
    assert_eq!((case.stage(), case.hazard.suspensions), (StageCode::Rectifying, 0));
}

#[test]
fn submitting_ends_what_was_asked_for() {
    let mut case = Case::rectifying(Grade::General);
    case.act(&handler(), extension(&case, 1));
    case.act(&handler(), submit());
    assert_eq!(case.hazard.request, None);
}
