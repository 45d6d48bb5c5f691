//! 移交执法, 超时申诉, 回头看, 复发: what runs beside the stages.

use crate::timers::sweep;
use crate::town::*;
use domain::calendar::Instant;
use domain::hazard::*;
use domain::ids::HazardId;
use domain::people::{Actor, Role};

fn refer() -> Action {
    Action::ReferEnforcement { unit: BUREAU, text: say("拒不整改，移交查处"), photos: vec![] }
}

/// An enforcer of the unit to which it is referred.
fn officer() -> Actor {
    staff(70, BUREAU, &[Role::Enforcer])
}

fn filed_case() -> Action {
    let number = Some("雁应急罚立〔2026〕1号".into());
    Action::AnswerEnforcement { filed: true, number, text: String::new() }
}

fn decided(outcome: EnforcementOutcome, fine_fen: Option<i64>) -> Action {
    let document = Some("雁应急罚决〔2026〕1号".into());
    Action::DecideEnforcement { outcome, document, fine_fen, text: say("已送达") }
}

#[test]
fn a_referral_has_a_receipt_an_answer_ninety_days_and_a_result() {
    let mut case = Case::rectifying(Grade::General);
    forbidden(case.refused(&handler(), refer()));
    case.act(&shift_lead(), refer());
    assert_eq!(case.stage(), StageCode::Rectifying, "the putting right goes on");
    assert_eq!(case.refused(&office(), refer()), rule("enforcement_open"));
    forbidden(case.refused(&enforcer(), Action::ReceiveEnforcement { text: String::new() }));
    let owed = |case: &Case| case.hazard.owed().iter().map(|o| o.duty).collect::<Vec<_>>();
    assert_eq!(owed(&case), [Duty::EnforcementReceipt]);
    illegal(case.refused(&officer(), decided(EnforcementOutcome::Penalised, None)));
    case.act(&officer(), Action::ReceiveEnforcement { text: String::new() });
    assert_eq!(owed(&case), [Duty::EnforcementAnswer]);
    let nameless = Action::AnswerEnforcement { filed: true, number: None, text: String::new() };
    assert_eq!(case.refused(&officer(), nameless), invalid("number", "required"));
    let silent = Action::AnswerEnforcement { filed: false, number: None, text: String::new() };
    assert_eq!(case.refused(&officer(), silent), invalid("text", "required"));
    case.act(&officer(), filed_case());
    // 行政处罚法 §60: ninety days from 2 March, that day left out, end on Sunday 31 May and so a day later.
    let due = case.hazard.running(LimitStage::EnforcementDecision).unwrap().term.at;
    assert_eq!(due, midnight("2026-06-02"), "24:00 of 1 June");
    assert_eq!(owed(&case), [Duty::EnforcementDecision]);

    let fined = decided(EnforcementOutcome::NotPenalised, Some(1));
    assert_eq!(case.refused(&officer(), fined), invalid("fine_fen", "out_of_range"));
    let unsigned = Action::DecideEnforcement {
        outcome: EnforcementOutcome::Penalised,
        document: None,
        fine_fen: Some(5_000_000),
        text: String::new(),
    };
    assert_eq!(case.refused(&officer(), unsigned), invalid("document", "required"));
    case.act(&officer(), decided(EnforcementOutcome::Penalised, Some(5_000_000)));
    assert!(owed(&case).is_empty() && case.hazard.running(LimitStage::EnforcementDecision).is_none());
    case.act(&shift_lead(), refer());
    assert_eq!(case.hazard.enforcements.len(), 2, "another time is another referral");
}

/// Ninety days and once more, by somebody else than who has the case, to a day within what the rules allow.
#[test]
fn the_ninety_days_are_extended_once_by_somebody_else() {
    let head = || staff(71, BUREAU, &[Role::Enforcer]);
    let extend = |day: &str| Action::ExtendEnforcement {
        until: midnight(day),
        text: say("案情复杂，负责人批准"),
    };
    let mut case = Case::rectifying(Grade::General);
    case.act(&shift_lead(), refer());
    illegal(case.refused(&head(), extend("2026-06-20")));
    case.act(&officer(), filed_case());
    separated(case.refused(&officer(), extend("2026-06-20")), Part::Requester);
    forbidden(case.refused(&enforcer(), extend("2026-06-20")));
    forbidden(case.refused(&handler(), extend("2026-06-20")));
    let mute = Action::ExtendEnforcement { until: midnight("2026-06-20"), text: String::new() };
    assert_eq!(case.refused(&head(), mute), invalid("text", "required"));
    assert_eq!(case.refused(&head(), extend("2026-06-02")), invalid("until", "not_later"));
    assert_eq!(case.refused(&leader(), extend("2026-07-04")), rule("enforcement_too_long"));
    let mut late = case.hazard.clone();
    case.act(&head(), extend("2026-06-20"));
    let clock = case.hazard.running(LimitStage::EnforcementDecision).unwrap();
    assert_eq!((clock.due(), clock.extensions.len()), (Some(midnight("2026-06-20")), 1));
    let open = case.hazard.open_enforcement().unwrap();
    assert_eq!(open.extension.unwrap().before, midnight("2026-06-02"), "the day before stays on record");
    assert_eq!(case.hazard.owed()[0].due, midnight("2026-06-20"));
    assert_eq!(case.refused(&leader(), extend("2026-06-25")), rule("enforcement_extended"));
    // After the ninety days are over it is too late to ask.
    std::mem::swap(&mut case.hazard, &mut late);
    case.now = midnight("2026-06-03");
    assert_eq!(case.refused(&head(), extend("2026-06-20")), rule("enforcement_over"));
}

/// What is kept back from the party: the referral, its receipt, and what follows from nobody answering; and the times say
/// nothing of it.
#[test]
fn a_referral_is_kept_back_until_it_is_answered() {
    let mut case = Case::rectifying(Grade::General);
    let before = case.hazard.updated_at;
    case.pass(Instant::HOUR);
    case.act(&shift_lead(), refer());
    case.pass(Instant::HOUR);
    case.act(&officer(), Action::ReceiveEnforcement { text: String::new() });
    let told = |case: &Case| -> Vec<&'static str> {
        let kept = |(event, at): &&(Event, Instant)| case.hazard.keeps_back(event, *at);
        case.events.iter().filter(kept).map(|(event, _)| event.name()).collect()
    };
    assert_eq!(told(&case), ["enforcement_referred", "enforcement_received"]);
    let unseen = case.hazard.kept_back().unwrap().unseen.unwrap();
    assert_eq!((unseen.before, unseen.at), (before, case.hazard.updated_at));
    case.pass(30 * Instant::DAY);
    sweep(&mut case);
    let letters: Vec<u32> = case.hazard.supervision.letters.iter().map(|l| l.number).collect();
    let about = letters.iter().filter(|n| case.hazard.is_letter_kept_back(**n)).count();
    assert!(about > 0 && about < letters.len(), "letters about the referral, and about the putting right");
    assert!(told(&case).contains(&"escalated"));
    case.act(&officer(), Action::AnswerEnforcement { filed: false, number: None, text: say("证据不足") });
    assert!(case.hazard.kept_back().is_none() && told(&case).is_empty(), "sent back: it may be known");
    case.act(&shift_lead(), refer());
    assert_eq!(told(&case), ["enforcement_referred"], "only the new one");
}

#[test]
fn who_punishes_is_pressed_even_after_the_case_was_closed() {
    let mut case = Case::rectifying(Grade::General);
    case.act(&shift_lead(), refer());
    case.act(&officer(), filed_case());
    case.act(&handler(), submit());
    case.act(&verifier(), verify());
    case.act(&acceptor(), approve());
    let clock = case.hazard.running(LimitStage::EnforcementDecision).unwrap().clone();
    case.now = clock.term.at;
    sweep(&mut case);
    let pressed = case.events.iter().any(|(event, _)| {
        matches!(event, Event::Escalated { clock, to, .. }
            if clock.stage == LimitStage::EnforcementDecision && to.unit == Some(BUREAU))
    });
    assert!(pressed, "the ninety days are over");
    assert!(
        case.hazard.running(LimitStage::EnforcementDecision).is_some(),
        "archived or not, it is still owed"
    );
    case.act(&officer(), decided(EnforcementOutcome::Withdrawn, None));
    assert!(case.hazard.running(LimitStage::EnforcementDecision).is_none());
}

fn appeal() -> Action {
    Action::AppealOvertime {
        grounds: OvertimeGrounds::ForceMajeure, text: say("连日暴雨"), photos: vec![]
    }
}

fn review(grant: bool) -> Action {
    Action::ReviewOvertime { grant, text: say("情况属实") }
}

/// Closed, and the unit was late with putting it right.
fn late() -> Case {
    let mut case = Case::rectifying(Grade::General);
    case.pass(20 * Instant::DAY);
    case.act(&handler(), submit());
    case.act(&verifier(), verify());
    case.act(&acceptor(), approve());
    case
}

#[test]
fn an_appeal_takes_two_reviewers_and_the_fact_stays() {
    illegal(Case::rectifying(Grade::General).refused(&handler(), appeal()));
    assert_eq!(Case::closed().refused(&handler(), appeal()), rule("not_overtime"));
    let mut case = late();
    assert!(case.hazard.was_overtime() && !case.hazard.is_overtime_exempt());
    forbidden(case.refused(&other_handler(), appeal()));
    case.act(&handler(), appeal());
    assert_eq!(case.hazard.overtime.as_ref().unwrap().stages, [LimitStage::Rectify]);
    assert_eq!(case.refused(&handler(), appeal()), rule("overtime_once"));
    case.act(&shift_lead(), review(true));
    separated(case.refused(&shift_lead(), review(true)), Part::Reviewer);
    assert!(!case.hazard.is_overtime_exempt(), "one is not enough");
    case.act(&office(), review(true));
    assert!(case.hazard.is_overtime_exempt());
    assert!(case.hazard.was_overtime(), "the fact stays");
    illegal(case.refused(&second_shift_lead(), review(false)));
    assert_eq!(case.refused(&handler(), appeal()), rule("overtime_once"));
}

#[test]
fn who_had_a_part_reviews_nothing_and_one_no_is_the_end() {
    let mut case = late();
    case.act(&handler(), appeal());
    let own = staff(71, BUREAU, &[Role::ShiftLead]);
    separated(case.refused(&own, review(true)), Part::FixingUnit);
    let silent = Action::ReviewOvertime { grant: false, text: String::new() };
    assert_eq!(case.refused(&office(), silent), invalid("text", "required"));
    case.act(&office(), review(false));
    assert!(!case.hazard.is_overtime_exempt() && !case.hazard.overtime.as_ref().unwrap().is_open());
    illegal(case.refused(&shift_lead(), review(true)));

    let mut case = late();
    case.act(&handler(), appeal());
    case.act(&shift_lead(), review(true));
    case.act(&office(), review(false));
    assert!(!case.hazard.is_overtime_exempt(), "the second one said no");
}

fn look(found: bool) -> Action {
    Action::LookBack { found, text: say("现场查看"), photos: vec![photo(97, PhotoRole::Verification)] }
}

/// A larger hazard, closed: planned to be looked at after 30 and 90 days.
fn watched() -> Case {
    let mut case = Case::submitted(Grade::Larger);
    case.act(&verifier(), verify());
    case.act(&shift_lead(), approve());
    case
}

#[test]
fn what_was_closed_is_looked_back_at_by_somebody_else() {
    assert!(Case::closed().hazard.look_backs.is_empty(), "general hazards are covered by re-checks");
    let mut case = watched();
    let closed = case.hazard.closed_at.unwrap();
    let plans: Vec<_> = case.hazard.look_backs.iter().map(|l| (l.plan.days, l.plan.at)).collect();
    let after = |days: i64| closed.plus(days * Instant::DAY);
    assert_eq!(plans, [(30, after(30)), (90, after(90))]);
    illegal(case.refused(&second_verifier(), look(false)));
    case.now = after(30).plus(-1);
    sweep(&mut case);
    assert!(case.hazard.owed_look_back().is_none(), "not before its day");
    case.now = after(30);
    sweep(&mut case);
    assert_eq!(case.hazard.owed_look_back().map(|l| l.plan.days), Some(30));
    assert_eq!(case.stage(), StageCode::Archived, "it is no stage");
    assert!(case.hazard.owed().iter().any(|o| o.duty == Duty::LookBack));
    separated(case.refused(&verifier(), look(false)), Part::Verifier);
    separated(case.refused(&staff(72, BUREAU, &[Role::Verifier]), look(false)), Part::FixingUnit);
    let blind = Action::LookBack { found: false, text: say("看过"), photos: vec![] };
    assert_eq!(case.refused(&second_verifier(), blind), rule("needs_photo"));
    case.act(&second_verifier(), look(false));
    assert_eq!(case.stage(), StageCode::Archived);

    case.now = after(90);
    sweep(&mut case);
    case.act(&second_verifier(), look(true));
    assert_eq!(case.stage(), StageCode::Reopened, "found again: open again");
    let reopened =
        case.events.iter().rev().find(|(event, _)| matches!(event, Event::Reopened { .. })).unwrap();
    assert!(matches!(reopened.0, Event::Reopened { cause: ReopenCause::LookBack, .. }));
    assert_eq!(case.hazard.look_backs.len(), 2, "what was found stays on record");
}

#[test]
fn a_case_that_is_open_again_is_planned_anew_and_a_long_pause_is_caught_up_in_order() {
    let mut case = watched();
    case.pass(Instant::DAY);
    case.act(&office(), Action::Reopen { cause: ReopenCause::LeaderOrder, text: say("批示") });
    assert!(case.hazard.look_backs.is_empty());
    let manual = Action::Reopen { cause: ReopenCause::LookBack, text: say("反弹") };
    assert_eq!(watched().refused(&office(), manual), invalid("cause", "not_allowed"));

    let mut case = watched();
    case.pass(200 * Instant::DAY);
    sweep(&mut case);
    assert_eq!(case.hazard.owed_look_back().map(|l| l.plan.days), Some(30), "one at a time");
    case.act(&second_verifier(), look(false));
    sweep(&mut case);
    assert_eq!(case.hazard.owed_look_back().map(|l| l.plan.days), Some(90));
    case.act(&second_verifier(), look(false));
    assert!(!case.hazard.timers().iter().any(|t| t.action.kind() == ActionKind::OpenLookBack));
}

/// Another hazard, reported so many days after the closing of the first, and filed.
fn again(first: &Case, days: i64, change: impl FnOnce(&mut Report)) -> Hazard {
    let mut report = Report { id: HazardId(uuid::Uuid::from_u128(77)), ..report_of(7) };
    report.place = first.hazard.place.clone();
    report.position = first.hazard.position;
    change(&mut report);
    let mut case = Case::new(&report, &Actor::Public);
    case.act(&acceptor(), Action::Accept);
    if case.hazard.must_be_inspected_first() {
        case.act(&acceptor(), Action::OrderInspection { unit: STREET, text: String::new() });
        let finding = Finding::Founded;
        case.act(&inspector(), Action::Inspect { finding, text: say("检查发现"), photos: vec![] });
    }
    case.act(&acceptor(), file(Grade::General));
    let mut hazard = case.hazard;
    hazard.reported_at = first.hazard.closed_at.unwrap().plus(days * Instant::DAY);
    hazard
}

#[test]
fn the_same_again_at_the_same_place_is_recognised_on_both() {
    let mut first = Case::closed();
    let later = again(&first, 12, |_| {});
    let drafts = recurrence(&later, std::slice::from_ref(&first.hazard));
    assert_eq!(drafts.len(), 2);
    let found = repeats(&later, &first.hazard).unwrap();
    assert_eq!((found.hazard, found.days), (first.hazard.id, 12));
    first.take(drafts.clone());
    assert!(first.hazard.recurred_within(30) && !first.hazard.recurred_within(11));
    assert_eq!(first.hazard.recurred[0].hazard, later.id);
    let mut known = later.clone();
    known.apply(&drafts[0].event, first.now);
    assert_eq!(known.repeats, [found]);
    assert!(recurrence(&known, std::slice::from_ref(&first.hazard)).is_empty(), "said once");
}

#[test]
fn what_is_no_recurrence_is_none() {
    let first = Case::closed();
    let none = |later: &Hazard| repeats(later, &first.hazard).is_none();
    assert!(!none(&again(&first, 365, |_| {})));
    assert!(none(&again(&first, 366, |_| {})), "after more than a year");
    assert!(none(&again(&first, -1, |_| {})), "reported before the other was closed");
    assert!(none(&again(&first, 5, |r| r.protection = Protection::Whistleblower)), "a secret stays one");
    let mut other_kind = again(&first, 5, |_| {});
    other_kind.filing.as_mut().unwrap().category = "0999".into();
    assert!(none(&other_kind));
    let mut elsewhere = again(&first, 5, |r| r.place = None);
    assert!(!none(&elsewhere), "within 50 m is as good as the same place");
    elsewhere.position.as_mut().unwrap().lat_e7 += 10_000;
    assert!(none(&elsewhere), "more than a hundred metres off");
    let mut unfounded = first.hazard.clone();
    unfounded.closing = Some(ClosingKind::Unfounded);
    assert!(repeats(&again(&first, 5, |_| {}), &unfounded).is_none());
}
