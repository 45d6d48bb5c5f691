//! The clocks of a hazard, side by side.

use crate::town::*;
use domain::calendar::{Calendar, HolidayYear, Instant, Limit, Pace, Step};
use domain::hazard::*;
use domain::people::Actor;

/// Stages whose clocks run, in the order in which they began.
fn running(case: &Case) -> Vec<LimitStage> {
    case.hazard.clocks.iter().filter(|c| c.is_running()).map(|c| c.stage).collect()
}

fn reading(case: &Case, stage: LimitStage) -> Reading {
    let clock = case.hazard.clocks.iter().rev().find(|c| c.stage == stage).unwrap();
    clock.reading(&case.calendar, case.now)
}

fn light_at(case: &mut Case, stage: LimitStage, later: i64) -> Light {
    let now = case.now;
    case.pass(later);
    let light = reading(case, stage).light;
    case.now = now;
    light
}

#[test]
fn several_run_side_by_side_and_none_overrules_another() {
    use LimitStage as L;
    let mut case = Case::reported();
    assert_eq!(running(&case), [L::Response, L::FirstReply]);
    case.act(&acceptor(), Action::Accept);
    assert_eq!(running(&case), [L::FirstReply, L::Accept]);
    case.act(&acceptor(), file(Grade::General));
    case.act(&dispatcher(), dispatch_to(BUREAU));
    assert_eq!(running(&case), [L::FirstReply, L::Sign]);
    case.act(&handler(), Action::Sign);
    case.act(&acceptor(), Action::Reply { text: say("已派单") });
    assert_eq!(running(&case), [L::Rectify]);
    let until = case.hazard.rectify_due.unwrap().plus(Instant::HOUR);
    case.act(&handler(), Action::RequestExtension { until, text: say("材料未到") });
    assert_eq!(running(&case), [L::Rectify, L::DecideRequest]);
    case.act(&handler(), submit());
    assert_eq!(running(&case), [L::Verify]);
    let asked = case.hazard.clocks.iter().find(|c| c.stage == L::DecideRequest).unwrap();
    assert!(!asked.met && asked.finished.is_some(), "what was asked for fell away");
    case.act(&verifier(), verify());
    case.act(&acceptor(), approve());
    assert_eq!(running(&case), [L::FollowUp, L::TellReporter]);
    case.act(&caller(), Action::Reply { text: say("已办结") });
    assert_eq!(running(&case), [L::FollowUp]);
    let holder = case.holder();
    case.act(&holder, rate(true, 5));
    assert_eq!(running(&case), []);
    assert!(case.hazard.clocks.iter().filter(|c| c.stage != L::DecideRequest).all(|c| c.met));
}

#[test]
fn each_follows_its_rule_and_says_which() {
    let mut case = Case::life_danger();
    let reply = case.hazard.running(LimitStage::FirstReply).unwrap();
    assert_eq!(reply.term.limit, Some(Limit::hours(4)));
    case.act(&shift_lead(), Action::Accept);
    case.act(&shift_lead(), file(Grade::Major));
    case.act(&dispatcher(), dispatch_to(BUREAU));
    let sign = case.hazard.running(LimitStage::Sign).unwrap();
    assert_eq!(sign.term.rule.as_ref().unwrap().to_string(), "2026.1:sign/urgent");
    assert_eq!((sign.pace(), sign.unit), (Pace::Clock, Some(BUREAU)));
    case.act(&handler(), Action::Sign);
    let rectify = case.hazard.running(LimitStage::Rectify).unwrap();
    assert_eq!(rectify.term.rule.as_ref().unwrap().id, "rectify/major/urgent");
    for clock in &case.hazard.clocks {
        assert!(clock.term.limit.unwrap().is_around_the_clock(), "{:?}", clock.stage);
    }
}

#[test]
fn who_is_not_waiting_for_an_answer_has_no_clock_for_one() {
    let case = Case::found_by_inspector();
    assert_eq!(running(&case), [LimitStage::Response]);
}

#[test]
fn a_reply_that_never_came_goes_on_being_owed_after_closing() {
    let mut case = Case::closed();
    assert!(running(&case).contains(&LimitStage::FirstReply));
    case.pass(Instant::DAY);
    assert_eq!(reading(&case, LimitStage::FirstReply).light, Light::DarkRed);
    case.act(&caller(), call(true, Some((true, 5))));
    assert!(!running(&case).contains(&LimitStage::FirstReply));
}

#[test]
fn green_yellow_red_and_dark_red() {
    let mut case = Case::life_danger();
    case.act(&shift_lead(), Action::Accept);
    // An urgent hour.
    let minute = Instant::MINUTE;
    for (at, light) in [
        (0, Light::Green),
        (42 * minute - 1, Light::Green),
        (42 * minute, Light::Yellow),
        (60 * minute, Light::Yellow),
        (60 * minute + 1, Light::Red),
        (120 * minute - 1, Light::Red),
        (120 * minute, Light::DarkRed),
    ] {
        assert_eq!(light_at(&mut case, LimitStage::Accept, at), light, "{at}");
    }
    case.pass(90 * minute).act(&shift_lead(), reject(RejectReason::Unfounded));
    case.pass(90 * minute);
    let stopped = reading(&case, LimitStage::Accept);
    assert_eq!((stopped.light, stopped.overdue), (Light::Red, 30 * minute), "as it was when it stopped");
}

#[test]
fn working_time_is_used_up_in_office_hours_only() {
    // Dispatched on Friday at 17:00, four working hours to sign.
    let mut case = Case::filed(Grade::General);
    case.pass(4 * Instant::DAY + 8 * Instant::HOUR).act(&dispatcher(), dispatch_to(BUREAU));
    let saturday = 20 * Instant::HOUR;
    assert_eq!(light_at(&mut case, LimitStage::Sign, saturday), Light::Green);
    let monday_nine = 64 * Instant::HOUR;
    case.pass(monday_nine);
    let reading = reading(&case, LimitStage::Sign);
    assert_eq!((reading.used, reading.total), (2 * Instant::HOUR, 4 * Instant::HOUR));
    assert_eq!(light_at(&mut case, LimitStage::Sign, 48 * Instant::MINUTE), Light::Yellow);
}

#[test]
fn a_pause_has_no_deadline_and_uses_nothing() {
    let mut case = Case::rectifying(Grade::Larger);
    case.pass(Instant::DAY);
    let (until, review_at) = (case.now.plus(60 * Instant::DAY), case.now.plus(30 * Instant::DAY));
    let ask = Action::RequestSuspension {
        cause: SuspensionCause::Season,
        until,
        review_at,
        text: say("汛期后施工，设围挡"),
    };
    case.act(&handler(), ask);
    case.act(&leader(), Action::DecideSuspension { grant: true, text: say("同意") });
    let before = reading(&case, LimitStage::Rectify);
    case.pass(50 * Instant::DAY);
    let clock = case.hazard.running(LimitStage::Rectify).unwrap();
    assert_eq!((clock.due(), clock.is_paused()), (None, true));
    assert_eq!(clock.reading(&case.calendar, case.now), before);
    assert_eq!((before.used, before.total), (Instant::DAY, 15 * Instant::DAY));
    assert_eq!(clock.explained(&case.calendar).steps.last(), Some(&Step::Standing));
    case.act(&handler(), Action::Resume { text: String::new() });
    let clock = case.hazard.running(LimitStage::Rectify).unwrap();
    assert_eq!(clock.due(), Some(case.now.plus(14 * Instant::DAY)));
    assert_eq!((clock.pauses.len(), clock.pauses[0].to), (1, Some(case.now)));
}

#[test]
fn an_extension_stands_in_the_explanation_and_runs_around_a_later_pause() {
    let mut case = Case::rectifying(Grade::Larger);
    let until = case.hazard.rectify_due.unwrap().plus(5 * Instant::DAY);
    case.act(&handler(), Action::RequestExtension { until, text: say("材料未到") });
    case.act(&dispatcher(), Action::DecideExtension { grant: true, text: String::new() });
    let clock = case.hazard.running(LimitStage::Rectify).unwrap();
    let deadline = clock.explained(&case.calendar);
    assert_eq!(deadline.due, Some(until));
    assert!(deadline.steps.contains(&Step::Extended { at: case.now, to: until }));
    assert_eq!(deadline.steps.last(), Some(&Step::Due { at: until }));
    case.pass(2 * Instant::DAY);
    let (end, review_at) = (case.now.plus(10 * Instant::DAY), case.now.plus(5 * Instant::DAY));
    let (cause, text) = (SuspensionCause::Funds, say("等待资金，设围挡"));
    case.act(&handler(), Action::RequestSuspension { cause, until: end, review_at, text });
    case.act(&leader(), Action::DecideSuspension { grant: true, text: say("同意") });
    case.pass(10 * Instant::DAY).act(&Actor::System, Action::Resume { text: String::new() });
    assert_eq!(case.hazard.rectify_due, Some(until.plus(10 * Instant::DAY)));
}

/// Every deadline that was ever given can be worked out again from what the clock keeps.
#[test]
fn explanations_lead_to_what_was_given() {
    let mut case = Case::rectifying(Grade::General);
    case.pass(Instant::DAY).act(&handler(), submit());
    case.pass(Instant::DAY).act(&verifier(), rework());
    case.act(&handler(), Action::Sign);
    case.act(&handler(), submit());
    case.act(&verifier(), verify());
    case.act(&acceptor(), approve());
    for clock in &case.hazard.clocks {
        let deadline = clock.explained(&case.calendar);
        assert_eq!(deadline.due, clock.due(), "{:?}", clock.stage);
        let kept = deadline.steps.iter().any(|s| matches!(s, Step::Kept { .. }));
        assert!(!kept, "{:?}: {:?}", clock.stage, deadline.steps);
    }
}

#[test]
fn a_notice_that_comes_later_settles_deadlines_and_never_moves_them_earlier() {
    let mut case = Case::rectifying(Grade::General);
    case.act(&handler(), submit());
    // Wednesday 30 December 2026; two working days by the weekday: until the end of 1 January.
    case.pass(303 * Instant::DAY).act(&verifier(), rework());
    let given = case.hazard.running(LimitStage::Rectify).unwrap().clone();
    assert!(given.term.provisional);
    assert_eq!(case.hazard.clock.unwrap().due, midnight("2027-01-07"));
    assert_eq!(settle(&case.hazard, &case.context(&Actor::System, None)), None, "nothing is known yet");

    let notice = |off: &str, work: &str| -> HolidayYear {
        let text = format!(
            r#"{{"year": 2027, "notice": "made up", "holidays": [{{"name": "元旦", "off": ["{off}"], "work": [{work}]}}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    };
    let with =
        |year| Calendar { holidays: case.calendar.holidays.with(year).unwrap(), ..Calendar::shipped() };
    let longer = with(notice("2027-01-01/2027-01-03", ""));
    let shorter = with(notice("2027-01-16", r#""2027-01-02", "2027-01-03""#));
    for (calendar, due) in [(longer, "2027-01-08"), (shorter, "2027-01-07")] {
        let mut then = Case { hazard: case.hazard.clone(), events: case.events.clone(), ..Case::reported() };
        (then.now, then.calendar) = (case.now, calendar);
        let draft = settle(&then.hazard, &then.context(&Actor::System, None)).unwrap();
        then.take(vec![draft]);
        let clock = then.hazard.running(LimitStage::Rectify).unwrap();
        assert_eq!((clock.due(), clock.term.provisional), (Some(midnight(due)), false));
        assert_eq!((then.hazard.rectify_due, then.hazard.clock.unwrap().due), (clock.due(), clock.term.at));
        let kept = clock.explained(&then.calendar).steps.contains(&Step::Kept { to: midnight(due) });
        assert_eq!(kept, due == "2027-01-07", "what was given stands although it would be earlier now");
        assert_eq!(settle(&then.hazard, &then.context(&Actor::System, None)), None, "settled once");
    }
}
