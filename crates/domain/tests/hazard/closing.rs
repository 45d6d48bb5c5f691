//! 销号 … 归档: follow-up, rating, reopening.

use crate::town::*;
use domain::calendar::{Instant, Limit, Run};
use domain::hazard::*;
use domain::people::{Actor, Role};

fn reopen(cause: ReopenCause) -> Action {
    Action::Reopen { cause, text: say("经核实确未解决") }
}

#[test]
fn who_reported_rates_and_may_think_again() {
    let mut case = Case::closed();
    let holder = case.holder();
    assert_eq!(case.refused(&holder, rate(true, 0)), invalid("stars", "out_of_range"));
    assert_eq!(case.refused(&holder, rate(true, 6)), invalid("stars", "out_of_range"));
    case.act(&holder, rate(true, 4));
    case.act(&holder, rate(false, 1));
    assert_eq!(case.hazard.rating.as_ref().map(|r| (r.solved, r.stars)), Some((false, 1)));
    let stranger = Actor::ReceiptHolder { hazard: report_of(9).id };
    forbidden(case.refused(&stranger, rate(true, 5)));
    case.act(&shift_lead(), Action::Archive);
    illegal(case.refused(&holder, rate(true, 5)));
}

#[test]
fn unhappiness_is_heard_by_a_person() {
    let mut case = Case::closed();
    assert_eq!(case.refused(&caller(), reopen(ReopenCause::Unsolved)), rule("needs_unsolved"));
    let holder = case.holder();
    case.act(&holder, rate(false, 1));
    assert_eq!(awaiting(&case.hazard).second, Some(Awaits::ShiftLead));
    case.pass(30 * Instant::DAY);
    assert_eq!(case.refused(&Actor::System, Action::Archive), rule("unsolved"));
    assert_eq!(case.refused(&caller(), reopen(ReopenCause::LeaderOrder)), invalid("cause", "not_allowed"));
    case.act(&caller(), reopen(ReopenCause::Unsolved));
    assert_eq!((case.stage(), case.hazard.closed_at), (StageCode::Reopened, None));

    // It goes its way again, with a clock of its own.
    case.act(&dispatcher(), dispatch_to(OTHER_BUREAU));
    case.act(&other_handler(), Action::Sign);
    let five = Run::new(Limit::working_days(5), case.now, None);
    assert_eq!(case.hazard.rectify_due, case.calendar.due(&five).at);
    case.act(&other_handler(), submit());
    separated(case.refused(&staff(70, BUREAU, &[Role::Verifier]), verify()), Part::FixingUnit);
    case.act(&verifier(), verify());
    case.act(&acceptor(), approve());
    assert_eq!(case.hazard.rating, None, "a new closing asks anew");
}

#[test]
fn what_the_desk_hears_never_replaces_what_the_reporter_wrote() {
    let mut case = Case::closed();
    case.act(&caller(), call(true, Some((false, 2))));
    assert_eq!(case.hazard.rating.as_ref().map(|r| r.by_desk), Some(true));
    let holder = case.holder();
    case.act(&holder, rate(false, 1));
    case.act(&caller(), call(true, Some((true, 5))));
    let rating = case.hazard.rating.as_ref().unwrap();
    assert_eq!((rating.solved, rating.stars, rating.by_desk), (false, 1, false));
}

#[test]
fn three_calls_that_nobody_took_leave_it_unrated() {
    let mut case = Case::closed();
    for _ in 0..2 {
        case.act(&caller(), call(false, None));
        assert_eq!(case.stage(), StageCode::FollowUp);
    }
    case.act(&caller(), call(false, None));
    assert_eq!((case.stage(), case.hazard.rating.as_ref()), (StageCode::Archived, None));

    let mut unhappy = Case::closed();
    let holder = unhappy.holder();
    unhappy.act(&holder, rate(false, 1));
    for _ in 0..4 {
        unhappy.act(&caller(), call(false, None));
    }
    assert_eq!(unhappy.stage(), StageCode::FollowUp);
}

#[test]
fn a_call_is_told_whole_and_not_by_those_who_fixed() {
    let case = Case::closed();
    let told = |reached, solved, stars| {
        case.refused(&caller(), Action::CallBack { reached, solved, stars, text: String::new() })
    };
    assert_eq!(told(true, Some(true), None), invalid("stars", "required"));
    assert_eq!(told(true, None, Some(4)), invalid("solved", "required"));
    assert_eq!(told(false, Some(true), Some(4)), invalid("reached", "contradiction"));
    separated(case.refused(&staff(71, BUREAU, &[Role::Caller]), call(true, None)), Part::FixingUnit);
}

#[test]
fn archived_by_itself_when_answered_or_when_the_time_is_over() {
    let mut case = Case::closed();
    assert_eq!(case.refused(&Actor::System, Action::Archive), rule("not_yet"));
    assert_eq!(case.refused(&shift_lead(), Action::Archive), rule("not_yet"));
    case.pass(4 * Instant::DAY).act(&Actor::System, Action::Archive);
}

#[test]
fn what_no_resident_reported_is_closed_without_follow_up() {
    let mut case = Case::found_by_inspector();
    case.act(&acceptor(), Action::Accept);
    case.act(&acceptor(), file(Grade::General));
    case.act(&dispatcher(), dispatch_to(BUREAU));
    case.act(&handler(), Action::Sign);
    case.act(&handler(), submit());
    case.act(&verifier(), verify());
    case.act(&acceptor(), approve());
    assert_eq!(case.stage(), StageCode::Closed);
    assert_eq!(awaiting(&case.hazard).first, Awaits::Nobody);
    illegal(case.refused(&acceptor(), Action::Reply { text: say("已办结") }));
    case.act(&Actor::System, Action::Archive);
}

#[test]
fn the_same_again_within_thirty_days_reopens_the_old_case() {
    let mut case = Case::closed();
    case.pass(4 * Instant::DAY).act(&Actor::System, Action::Archive);
    case.pass(26 * Instant::DAY + 1);
    assert_eq!(case.refused(&shift_lead(), reopen(ReopenCause::Recurred)), rule("recurrence_window"));
    case.pass(-1).act(&shift_lead(), reopen(ReopenCause::Recurred));
    assert_eq!(awaiting(&case.hazard).first, Awaits::Dispatcher);
}

#[test]
fn a_false_closing_is_reopened_and_looked_at_first() {
    let mut case = Case::closed();
    assert_eq!(
        case.refused(&shift_lead(), reopen(ReopenCause::AppealUpheld)),
        invalid("cause", "not_allowed")
    );
    case.act(&office(), reopen(ReopenCause::FalseClosing));
    case.act(&acceptor(), Action::OrderInspection { unit: STREET, text: String::new() });
    let finding = Finding::Founded;
    case.act(&inspector(), Action::Inspect { finding, text: say("仍然堵塞"), photos: vec![] });
    assert_eq!(case.stage(), StageCode::Reopened, "what was filed once is not a new report");
}

#[test]
fn what_was_rejected_is_reopened_by_a_leaders_order_only() {
    let mut case = Case::reported();
    case.act(&shift_lead(), reject(RejectReason::NotAHazard));
    separated(case.refused(&shift_lead(), reopen(ReopenCause::LeaderOrder)), Part::Rejecter);
    assert_eq!(case.refused(&office(), reopen(ReopenCause::FalseClosing)), invalid("cause", "not_allowed"));
    case.act(&office(), reopen(ReopenCause::LeaderOrder));
    case.act(&acceptor(), file(Grade::General));
}

#[test]
fn urged_and_answered() {
    let mut case = Case::rectifying(Grade::General);
    let holder = case.holder();
    case.act(&holder, Action::Urge { text: String::new() });
    assert_eq!(case.hazard.urges, 1);
    let again = case.hazard.urge_again.unwrap();
    assert_eq!(
        case.refused(&holder, Action::Urge { text: String::new() }),
        Refusal::TooSoon { action: ActionKind::Urge, again }
    );
    assert!(!allowed(&case.hazard, &holder, again.plus(-1)).contains(&ActionKind::Urge));
    assert!(allowed(&case.hazard, &holder, again).contains(&ActionKind::Urge));
    case.pass(Instant::HOUR).act(&acceptor(), Action::Reply { text: say("正在处理") });
    let first = case.hazard.replied_at;
    case.pass(Instant::HOUR).act(&acceptor(), Action::Reply { text: say("明日完成") });
    assert_eq!(case.hazard.replied_at, first);
    assert_eq!(case.refused(&acceptor(), Action::Reply { text: " ".into() }), invalid("text", "required"));
}

/// Who urges is owed an answer, once however often it is urged; not answered in time it is pointed out, and no more.
#[test]
fn an_urge_is_owed_an_answer() {
    let mut case = Case::rectifying(Grade::General);
    case.act(&acceptor(), Action::Reply { text: say("已派单位处理") });
    let holder = case.holder();
    case.act(&holder, Action::Urge { text: String::new() });
    let clock = case.hazard.running(LimitStage::UrgeAnswer).unwrap().clone();
    assert_eq!(clock.due(), Some(midnight("2026-03-04")), "one working day: 24:00 of the 3rd");
    case.now = case.hazard.urge_again.unwrap();
    case.act(&holder, Action::Urge { text: say("还没有人来") });
    assert_eq!(case.hazard.clocks.iter().filter(|c| c.stage == LimitStage::UrgeAnswer).count(), 1);
    case.now = midnight("2026-03-06");
    crate::timers::sweep(&mut case);
    let own = |event: &Event| matches!(event, Event::Escalated { clock, .. } if clock.stage == LimitStage::UrgeAnswer);
    let pressed: Vec<&Event> =
        case.events.iter().map(|(event, _)| event).filter(|event| own(event)).collect();
    assert_eq!(pressed.len(), 1);
    assert!(matches!(
        pressed[0],
        Event::Escalated { level: SupervisionLevel::Reminder, next: None, to, .. } if to.seat == Awaits::Desk
    ));
    case.act(&acceptor(), Action::Reply { text: say("明日到场") });
    assert!(case.hazard.running(LimitStage::UrgeAnswer).is_none());
    assert!(case.hazard.clocks.iter().any(|c| c.stage == LimitStage::UrgeAnswer && c.met));
    case.now = case.hazard.urge_again.unwrap();
    case.act(&holder, Action::Urge { text: String::new() });
    assert!(case.hazard.running(LimitStage::UrgeAnswer).is_some(), "asked again, owed again");
}
