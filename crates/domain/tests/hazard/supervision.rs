//! 督办: levels, letters and replies, listing in public, review of stops and suspensions.

use crate::timers::{climbs_well, rises, sweep};
use crate::town::*;
use SupervisionLevel::{Handover, Letter, Listing, Reminder};
use domain::calendar::{Calendar, Instant, Limit, LimitUnit};
use domain::hazard::supervision::{Ladder, ReworkRung, SupervisionRulesError, outlasting_replies};
use domain::hazard::*;
use domain::people::Actor;

fn at(text: &str) -> Instant {
    format!("2026-{text}:00+08:00").parse().unwrap()
}

fn until(case: &mut Case, moment: &str) {
    case.now = at(moment);
    sweep(case);
}

fn letters(case: &Case) -> Vec<(u32, SupervisionLevel, SupervisionCause, Option<LetterEnd>)> {
    let all = &case.hazard.supervision.letters;
    all.iter().map(|l| (l.number, l.level, l.cause, l.ended.map(|(_, end)| end))).collect()
}

/// The reporter was answered, so that the desk owes nothing.
fn rectifying(grade: Grade) -> Case {
    let mut case = Case::rectifying(grade);
    case.act(&acceptor(), Action::Reply { text: say("已派单位处理") });
    case
}

fn reply() -> Action {
    Action::ReplySupervision {
        letter: None, text: say("已安排人员到场，三日内完成"), photos: vec![]
    }
}

fn decide_reply(accept: bool) -> Action {
    Action::DecideReply { letter: None, accept, text: say("收悉") }
}

fn supervise(level: SupervisionLevel) -> Action {
    Action::Supervise { level, text: say("群众多次反映，请立即整改") }
}

/// 2026-03-02 is a Monday; a general hazard has five working days, so until Monday the 9th, 24:00.
#[test]
fn a_missed_limit_climbs_level_by_level() {
    let mut case = rectifying(Grade::General);
    assert_eq!(case.hazard.rectify_due, Some(at("03-10T00:00")));
    until(&mut case, "03-09T23:59");
    assert_eq!(case.hazard.supervision.letters, []);
    until(&mut case, "03-10T00:00");
    let of_rectifying = |case: &Case| {
        let own = rises(case).into_iter().find(|(clock, _)| clock.contains("Rectify"));
        own.map(|(_, all)| all.into_iter().map(|(level, owed, _)| (level, owed)).collect::<Vec<_>>())
    };
    assert_eq!(of_rectifying(&case).unwrap(), [(Reminder, at("03-10T00:00"))]);
    assert_eq!(case.hazard.supervision.level(), None, "a reminder is no letter");
    until(&mut case, "03-11T00:00");
    assert_eq!(letters(&case), [(1, Letter, SupervisionCause::Overdue, None)]);
    let letter = &case.hazard.supervision.letters[0];
    assert_eq!(letter.to, Addressee { seat: Awaits::Unit, unit: Some(BUREAU) });
    assert_eq!(letter.reply_due, at("03-17T00:00"), "three working days, the day of the letter not counted");
    assert_eq!(case.hazard.supervision.level(), Some(Letter));
    // Three working days after the letter was owed, weekends left out: not by Sunday, but by Monday.
    until(&mut case, "03-13T23:59");
    assert_eq!(letters(&case).len(), 1);
    until(&mut case, "03-14T00:00");
    let all = of_rectifying(&case).unwrap();
    assert_eq!(all.iter().map(|(level, _)| *level).collect::<Vec<_>>(), [Reminder, Letter, Handover]);
    assert_eq!(letters(&case)[0].3, Some(LetterEnd::Raised));
    assert_eq!(letters(&case)[1], (2, Handover, SupervisionCause::Overdue, None));
    // It ends when the hazard is submitted, and nothing more is owed by the unit.
    case.act(&handler(), submit());
    assert_eq!(letters(&case)[1].3, Some(LetterEnd::Done));
    assert!(case.hazard.supervision.climbs.iter().all(|c| c.clock.stage != LimitStage::Rectify));
    climbs_well(&case);
}

#[test]
fn after_a_downtime_every_level_comes_once_and_in_order() {
    let mut case = rectifying(Grade::Major);
    case.now = at("08-03T09:00");
    sweep(&mut case);
    let (_, all) = rises(&case).into_iter().find(|(clock, _)| clock.contains("Rectify")).unwrap();
    assert_eq!(all.iter().map(|r| r.0).collect::<Vec<_>>(), [Reminder, Letter, Handover, Listing]);
    assert!(all.iter().all(|(_, owed, done)| *done == at("08-03T09:00") && owed < done));
    assert_eq!(all[0].1, case.hazard.rectify_due.unwrap());
    assert!(case.hazard.supervision.proposal.is_some(), "a person decides about listing");
    assert_eq!(case.hazard.supervision.level(), Some(Handover));
    assert_eq!(sweep(&mut case), 0);
}

#[test]
fn a_reply_is_taken_as_enough_by_somebody_else() {
    let mut case = rectifying(Grade::General);
    until(&mut case, "03-11T09:00");
    forbidden(case.refused(&other_handler(), reply()));
    illegal(case.refused(&shift_lead(), decide_reply(true)));
    case.act(&handler(), reply());
    illegal(case.refused(&handler(), reply()));
    let review = case.hazard.running(LimitStage::ReplyReview).unwrap();
    assert_eq!(review.due(), Some(at("03-14T00:00")));
    assert!(case.hazard.running(LimitStage::SupervisionReply).is_none());
    forbidden(case.refused(&handler(), decide_reply(true)));
    // Sent back: another one is owed, with a clock of its own.
    let empty = Action::DecideReply { letter: Some(1), accept: false, text: String::new() };
    assert_eq!(case.refused(&shift_lead(), empty), invalid("text", "required"));
    case.act(&shift_lead(), decide_reply(false));
    assert!(case.hazard.supervision.letters[0].awaits_reply());
    assert!(case.hazard.running(LimitStage::SupervisionReply).is_some());
    case.act(&second_handler(), reply());
    case.act(&shift_lead(), decide_reply(true));
    let letter = &case.hazard.supervision.letters[0];
    assert_eq!(letter.replies.len(), 2);
    assert!(
        letter.is_open() && !letter.awaits_reply(),
        "an answered letter is in force until the matter is done"
    );
    assert!(case.hazard.owed().iter().all(|owed| owed.duty != Duty::SupervisionReply));
    let unknown = Action::DecideReply { letter: Some(9), accept: true, text: String::new() };
    illegal(case.refused(&shift_lead(), unknown));
}

#[test]
fn who_does_not_reply_is_asked_in() {
    let mut case = rectifying(Grade::General);
    case.act(&leader(), supervise(Letter));
    assert_eq!(letters(&case), [(1, Letter, SupervisionCause::ByHand, None)]);
    until(&mut case, "03-06T00:00");
    assert_eq!(letters(&case).len(), 1, "a reminder first");
    until(&mut case, "03-10T00:00");
    assert_eq!(letters(&case)[1], (2, Handover, SupervisionCause::NoReply, None));
    assert_eq!(letters(&case)[0].3, Some(LetterEnd::Raised));
    // Handover letters are answered to the committee office.
    case.act(&handler(), reply());
    illegal_or_forbidden(case.refused(&shift_lead(), decide_reply(true)));
    case.act(&office(), decide_reply(true));
}

fn illegal_or_forbidden(refusal: Refusal) {
    assert!(matches!(refusal, Refusal::IllegalMove { .. } | Refusal::Forbidden { .. }), "{refusal:?}");
}

#[test]
fn a_leader_issues_by_hand_and_takes_back_with_a_reason() {
    let mut case = rectifying(Grade::General);
    forbidden(case.refused(&shift_lead(), supervise(Letter)));
    let blank = Action::Supervise { level: Letter, text: "  ".into() };
    assert_eq!(case.refused(&leader(), blank), invalid("text", "required"));
    assert_eq!(case.refused(&leader(), supervise(Reminder)), invalid("level", "out_of_range"));
    assert_eq!(case.refused(&leader(), supervise(Listing)), invalid("level", "out_of_range"));
    case.act(&leader(), supervise(Letter));
    assert_eq!(case.refused(&office(), supervise(Letter)), rule("already_supervised"));
    case.act(&office(), supervise(Handover));
    assert_eq!(letters(&case)[0].3, Some(LetterEnd::Raised));
    assert_eq!(case.refused(&office(), supervise(Handover)), rule("already_supervised"));
    // Whoever signed it decides about replies as well.
    case.act(&handler(), reply());
    case.act(&office(), decide_reply(true));
    let withdraw = |text: &str| Action::WithdrawSupervision { letter: None, text: text.into() };
    assert_eq!(case.refused(&leader(), withdraw("")), invalid("text", "required"));
    case.act(&leader(), withdraw("经核实已按期办理"));
    assert_eq!(letters(&case)[1].3, Some(LetterEnd::Withdrawn));
    assert_eq!(case.hazard.supervision.level(), None);
    illegal(case.refused(&leader(), withdraw("再次")));
    illegal(Case::closed().refused(&leader(), supervise(Letter)));
}

#[test]
fn repeated_rework_is_supervised_by_itself() {
    let mut case = Case::submitted(Grade::General);
    for round in 1..=3 {
        case.act(&verifier(), rework());
        match round {
            1 => assert_eq!(letters(&case), []),
            2 => assert_eq!(letters(&case), [(1, Letter, SupervisionCause::Rework, None)]),
            _ => assert_eq!(letters(&case)[1], (2, Handover, SupervisionCause::Rework, None)),
        }
        case.act(&handler(), Action::Sign);
        case.act(&handler(), submit());
    }
    assert!(case.hazard.supervision.open_letters().next().is_none(), "submitting ends it");
}

#[test]
fn the_desk_is_supervised_as_anybody_else() {
    let mut case = Case::life_danger();
    // 20 minutes to respond; then a reminder, two hours later a letter, a day later a handover letter.
    until(&mut case, "03-02T09:20");
    assert_eq!(case.hazard.supervision.letters, []);
    until(&mut case, "03-02T11:20");
    let letter = &case.hazard.supervision.letters[0];
    assert_eq!((letter.level, letter.to), (Letter, Addressee { seat: Awaits::Desk, unit: None }));
    assert_eq!(letter.reply_due, at("03-02T15:20"), "around the clock");
    case.act(&acceptor(), reply());
    case.act(&shift_lead(), decide_reply(true));
    case.act(&acceptor(), Action::Accept);
    assert_eq!(letters(&case)[0].3, Some(LetterEnd::Done), "it was about responding");
}

#[test]
fn a_clock_that_stands_still_owes_nothing_and_levels_move_with_it() {
    let mut case = rectifying(Grade::General);
    let end = at("06-01T09:00");
    let ask = Action::RequestSuspension {
        cause: SuspensionCause::Season,
        until: end,
        review_at: at("03-20T09:00"),
        text: say("设围挡并专人值守"),
    };
    until(&mut case, "03-10T09:00");
    case.act(&handler(), ask);
    case.act(&leader(), Action::DecideSuspension { grant: true, text: String::new() });
    let before = rises(&case).into_iter().find(|(clock, _)| clock.contains("Rectify")).unwrap().1.len();
    // The review is missed: that is pointed out, while the limit of rectifying stands still.
    until(&mut case, "03-25T09:00");
    let review = rises(&case).into_iter().find(|(clock, _)| clock.contains("SuspensionReview")).unwrap();
    assert_eq!(review.1[0].0, Reminder);
    let letter = case.hazard.supervision.letters.last().unwrap();
    assert_eq!(letter.to.seat, Awaits::Dispatcher);
    case.act(&dispatcher(), Action::ReviewSuspension { review_at: at("04-20T09:00"), text: say("围挡完好") });
    assert!(case.hazard.supervision.open_letters().next().is_none());
    let too_far = Action::ReviewSuspension { review_at: at("05-29T09:00"), text: say("围挡完好") };
    assert_eq!(case.refused(&dispatcher(), too_far), invalid("review_at", "out_of_range"));
    until(&mut case, "06-01T09:00");
    assert_eq!(case.stage(), StageCode::Rectifying);
    let after = rises(&case).into_iter().find(|(clock, _)| clock.contains("Rectify")).unwrap().1.len();
    assert_eq!(before, after, "what was to come has moved with the pause");
    until(&mut case, "06-03T09:00");
    assert!(rises(&case).into_iter().find(|(clock, _)| clock.contains("Rectify")).unwrap().1.len() > after);
}

fn list(case: &Case, days: i64) -> Action {
    Action::List {
        number: "雁安督〔2026〕3号".into(),
        level: ListingLevel::County,
        until: case.now.plus(days * Instant::DAY),
        text: String::new(),
    }
}

#[test]
fn only_major_hazards_are_listed_and_for_a_year_at_most() {
    let general = rectifying(Grade::General);
    assert_eq!(general.refused(&office(), list(&general, 90)), rule("listing_needs_major"));
    let mut case = rectifying(Grade::Major);
    forbidden(case.refused(&shift_lead(), list(&case, 90)));
    assert_eq!(case.refused(&office(), list(&case, 366)), rule("listing_a_year"));
    assert_eq!(case.refused(&office(), list(&case, -1)), invalid("until", "in_the_past"));
    case.act(&office(), list(&case, 300));
    illegal(case.refused(&office(), list(&case, 90)));
    let hung = case.hazard.supervision.listing().unwrap().clone();
    assert_eq!(hung.publish_by, at("03-10T00:00"), "five working days");
    // 20 working days before the end is the last moment to ask for more.
    let ask = |_: &Case, days: i64| Action::RequestListingExtension {
        until: hung.hung_at.plus(days * Instant::DAY),
        text: say("施工受雨季影响"),
    };
    assert_eq!(case.refused(&handler(), ask(&case, 366)), rule("listing_a_year"));
    assert_eq!(case.refused(&handler(), ask(&case, 300)), invalid("until", "not_later"));
    case.now = hung.ask_by.plus(1);
    assert_eq!(case.refused(&handler(), ask(&case, 350)), rule("listing_extension_late"));
    case.now = hung.ask_by;
    case.act(&handler(), ask(&case, 350));
    let decide = |grant| Action::DecideListingExtension { grant, text: say("同意") };
    forbidden(case.refused(&shift_lead(), decide(true)));
    case.act(&office(), decide(true));
    let listing = case.hazard.supervision.listing().unwrap();
    assert_eq!(listing.until, hung.hung_at.plus(350 * Instant::DAY));
    assert_eq!(case.hazard.running(LimitStage::Listing).unwrap().due(), Some(listing.until));
    assert_eq!(case.refused(&office(), reject(RejectReason::Unclear)), forbidden_of(ActionKind::Reject));
}

fn forbidden_of(action: ActionKind) -> Refusal {
    Refusal::Forbidden { action }
}

#[test]
fn a_listing_is_published_and_its_removal_too() {
    let mut case = rectifying(Grade::Major);
    case.act(&office(), list(&case, 300));
    let publish = |case: &Case| Action::PublishListing {
        address: "https://district.example/gongshi/3".into(),
        published_at: case.now,
    };
    let early = Action::PublishListing {
        address: "区政府网站".into(),
        published_at: case.now.plus(-Instant::MINUTE),
    };
    assert_eq!(case.refused(&office(), early), invalid("published_at", "out_of_range"));
    case.act(&office(), publish(&case));
    illegal(case.refused(&office(), publish(&case)));
    case.act(&handler(), plan(&case));
    case.act(&handler(), submit());
    case.act(&verifier(), verify());
    case.act(&office(), approve());
    let listing = case.hazard.supervision.listings.last().unwrap();
    assert_eq!(listing.removed_at, Some(case.now), "it comes down with the acceptance");
    assert!(case.hazard.supervision.listing().is_none());
    let owed = case.hazard.running(LimitStage::PublishRemoval).unwrap();
    assert_eq!(owed.due(), Some(at("03-10T00:00")), "five working days");
    assert_eq!(case.hazard.clocks.iter().find(|c| c.stage == LimitStage::Listing).map(|c| c.met), Some(true));
    // Nobody publishes it: that is pointed out, though the hazard is closed and archived by then.
    case.pass(30 * Instant::DAY);
    sweep(&mut case);
    assert!(rises(&case).keys().any(|clock| clock.contains("PublishRemoval")));
    case.act(&office(), publish(&case));
    assert!(case.hazard.running(LimitStage::PublishRemoval).is_none());
    assert!(case.hazard.supervision.unpublished().is_none());
}

#[test]
fn a_proposal_to_list_is_decided_by_a_person() {
    let mut case = rectifying(Grade::Major);
    case.now = at("08-03T09:00");
    sweep(&mut case);
    let decline = || Action::DeclineListing { text: say("已落实整改方案，暂不挂牌") };
    forbidden(case.refused(&shift_lead(), decline()));
    let mut declined = Case { hazard: case.hazard.clone(), events: case.events.clone(), ..Case::reported() };
    declined.now = case.now;
    declined.act(&leader(), decline());
    assert!(declined.hazard.supervision.proposal.is_none());
    illegal(declined.refused(&leader(), decline()));
    case.act(&office(), list(&case, 180));
    assert!(case.hazard.supervision.proposal.is_none());
    assert!(case.hazard.running(LimitStage::DecideListing).is_none());
    assert_eq!(case.hazard.supervision.level(), Some(Listing));
}

#[test]
fn a_stop_is_reviewed_within_its_own_limit() {
    let mut case = rectifying(Grade::Major);
    let ask = || Action::RequestRelease {
        text: say("已整改，申请恢复使用"),
        photos: vec![photo(7, PhotoRole::Proof)],
    };
    illegal(case.refused(&handler(), ask()));
    case.act(&enforcer(), Action::OrderStop { order: "雁应急停〔2026〕3号".into(), text: say("停用") });
    forbidden(case.refused(&other_handler(), ask()));
    case.act(&handler(), ask());
    illegal(case.refused(&handler(), ask()));
    assert_eq!(case.hazard.running(LimitStage::ResumeReview).unwrap().due(), Some(at("03-12T09:00")));
    case.act(&enforcer(), Action::RefuseRelease { text: say("电气线路仍未更换") });
    illegal(case.refused(&enforcer(), Action::RefuseRelease { text: say("再次") }));
    case.act(&handler(), ask());
    // Nobody comes: after ten days that is pointed out to the enforcers.
    until(&mut case, "03-13T09:00");
    assert!(rises(&case).keys().any(|clock| clock.contains("ResumeReview")));
    case.act(&enforcer(), Action::ReleaseStop { text: say("复查合格") });
    assert!(case.hazard.supervision.release.is_none());
    assert!(case.hazard.running(LimitStage::ResumeReview).is_none());
    assert_eq!(case.stage(), StageCode::Rectifying);
}

#[test]
fn who_writes_a_reply_does_not_decide_about_it() {
    let mut case = Case::reported();
    until(&mut case, "03-05T09:00");
    let both = staff(61, DESK, &[domain::people::Role::Acceptor, domain::people::Role::ShiftLead]);
    assert!(case.hazard.supervision.letters.iter().any(|l| l.awaits_reply() && l.to.seat == Awaits::Desk));
    case.act(&both, reply());
    separated(case.refused(&both, decide_reply(true)), Part::Replier);
    case.act(&shift_lead(), decide_reply(true));
}

#[test]
fn rules_that_let_danger_to_life_wait_are_refused() {
    let shipped = SupervisionRules::shipped();
    let make = |ladders: Vec<_>, rework| SupervisionRules::new("t".into(), Instant(0), ladders, rework);
    let with = |change: &dyn Fn(&mut Vec<Ladder>)| {
        let mut ladders = shipped.ladders().to_vec();
        change(&mut ladders);
        make(ladders, vec![])
    };
    assert_eq!(make(vec![], vec![]), Err(SupervisionRulesError::Gap));
    let working = Some(Limit::new(2, LimitUnit::WorkingHour));
    let slow = with(&|all| all.iter_mut().find(|l| l.urgent == Some(true)).unwrap().rungs[1].after = working);
    assert_eq!(slow, Err(SupervisionRulesError::LifeDanger(None)));
    assert_eq!(with(&|all| all[0].rungs.swap(1, 2)), Err(SupervisionRulesError::Rungs(None)));
    let listing =
        with(&|all| all.iter_mut().filter(|l| l.grade.is_some()).for_each(|l| l.grade = Some(Grade::Larger)));
    assert!(matches!(listing, Err(SupervisionRulesError::Listing(_))));
    let long = with(&|all| all[0].rungs[1].after = Some(Limit::new(400, LimitUnit::WorkingDay)));
    assert_eq!(long, Err(SupervisionRulesError::TooLong(None)));
    assert_eq!(with(&|all| all[0].basis = "  ".into()), Err(SupervisionRulesError::Basis(None)));
    let pressed = with(&|all| {
        let rungs = all[0].rungs.clone();
        all.iter_mut()
            .filter(|l| l.stage == Some(LimitStage::UrgeAnswer))
            .for_each(|l| l.rungs = rungs[..2].to_vec());
    });
    assert!(matches!(
        pressed,
        Err(SupervisionRulesError::ReminderOnly(_) | SupervisionRulesError::LifeDanger(_))
    ));
    let rework = vec![ReworkRung { times: 2, level: Reminder }];
    assert_eq!(make(shipped.ladders().to_vec(), rework), Err(SupervisionRulesError::Rework));
    let twice = [shipped.ladders(), &shipped.ladders()[..1]].concat();
    assert_eq!(make(twice, vec![]), Err(SupervisionRulesError::Twice(None)));
    assert_eq!(make(shipped.ladders().to_vec(), vec![]).map(|r| r.rework().len()), Ok(0));
}

/// A letter that may still be answered in time is not raised.
#[test]
fn a_ladder_does_not_rise_before_the_reply_is_due() {
    let limits = LimitRules::default_2026();
    let mut ladders = SupervisionRules::shipped().ladders().to_vec();
    assert!(outlasting_replies(&ladders, &limits).is_empty());
    ladders[0].rungs[2].after = Some(Limit::new(2, LimitUnit::WorkingDay));
    assert_eq!(
        outlasting_replies(&ladders, &limits),
        [0],
        "three working days to reply, two to the next level"
    );
    let mut rules = limits.rules().to_vec();
    let reply = rules.iter_mut().find(|r| r.id() == "supervision_reply/urgent").unwrap();
    reply.limit = Limit::new(2, LimitUnit::NaturalDay);
    let limits = LimitRules::new("slow".into(), Instant(0), rules).unwrap();
    assert_eq!(outlasting_replies(SupervisionRules::shipped().ladders(), &limits), [1, 4]);
}

/// What was owed before a new version came into force is judged by the one before, also after a downtime.
#[test]
fn what_applied_then_judges_what_happened_then() {
    let mut case = rectifying(Grade::General);
    let mut mild = SupervisionRules::shipped().ladders().to_vec();
    for ladder in mild.iter_mut().filter(|l| l.stage == Some(LimitStage::Rectify)) {
        ladder.rungs.truncate(1);
    }
    let mild = SupervisionRules::new("mild".into(), at("03-11T00:00"), mild, vec![]).unwrap();
    case.supervision = SupervisionBook::new(SupervisionRules::shipped(), vec![mild]);
    // Due on the 10th at 0:00, the letter on the 11th at 0:00; nobody was awake until the 20th.
    until(&mut case, "03-20T09:00");
    let climbed: Vec<_> = case
        .events
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Escalated { clock, level, owed, rules, .. } if clock.stage == LimitStage::Rectify => {
                Some((*level, *owed, rules.as_str()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        climbed,
        [(Reminder, at("03-10T00:00"), "2026.1"), (Letter, at("03-11T00:00"), "mild")],
        "the letter was promised by the old rules; what follows it is for the new ones to say"
    );
}

/// A case that came from another ledger: late it is, but nobody is pressed before it was here.
#[test]
fn what_was_taken_over_climbs_from_then_on() {
    let mut case = Case::reported();
    let calendar = Calendar::shipped();
    // A Friday evening; the offices open on Monday.
    let came = at("03-06T20:00");
    let opens = calendar.opens(came, None);
    assert_eq!(opens, at("03-09T08:00"));
    assert_eq!(calendar.opens(at("03-09T13:00"), None), at("03-09T14:00"), "after the midday break");
    assert_eq!(calendar.opens(at("03-09T09:30"), None), at("03-09T09:30"), "open already");
    case.hazard.takeover = Some(Takeover { at: came, opens });
    case.now = came;
    let clock = case.hazard.running(LimitStage::Response).unwrap().clone();
    assert!(clock.is_late(case.now), "lateness is what it is");
    assert_eq!(case.hazard.timers()[0].at, opens);
    case.hazard.life_danger = true;
    assert_eq!(case.hazard.timers()[0].at, came, "danger to life waits for no office");
    case.hazard.life_danger = false;
    let own = |case: &Case| {
        let found = |(event, _): &&(Event, Instant)| matches!(event, Event::Escalated { clock, .. } if clock.stage == LimitStage::Response);
        let level = |(event, _): &(Event, Instant)| match event {
            Event::Escalated { level, owed, .. } => (*level, *owed),
            _ => unreachable!(),
        };
        case.events.iter().filter(found).map(level).collect::<Vec<_>>()
    };
    let sweep_at = |case: &mut Case, moment| {
        case.now = moment;
        let owed = case.hazard.timers().into_iter().find(|t| t.at <= moment);
        if let Some(timer) = owed {
            let drafts = case.decide(&Actor::System, &timer.action, None).unwrap();
            for draft in drafts {
                case.hazard.apply(&draft.event, moment);
                case.events.push((draft.event, moment));
            }
        }
    };
    sweep_at(&mut case, opens);
    assert_eq!(own(&case), [(Reminder, opens)]);
    let next = case.hazard.supervision.climbs[0].next.unwrap();
    assert_eq!((next.level, next.at), (Letter, at("03-12T00:00")), "two working days later, and not at once");
}
