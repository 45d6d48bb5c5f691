//! 风险分级, 判定, 存疑销号, 抽查复核.

use crate::town::*;
use domain::calendar::Instant;
use domain::hazard::*;
use domain::people::{Actor, Role};

const CLAUSE: &str = "GB35181-2025/6";

fn confirm() -> Action {
    Action::ConfirmJudgement { text: say("同意") }
}

/// A report whose words and category point to a clause, accepted.
fn hinted() -> Case {
    let mut case = Case::reported();
    case.said = "小区消防通道 被货车堵住".into();
    case.act(&acceptor(), Action::Accept);
    case
}

fn to_verified(case: &mut Case) {
    case.act(&dispatcher(), dispatch_to(BUREAU));
    case.act(&handler(), Action::Sign);
    case.pass(3 * Instant::HOUR).act(&handler(), submit());
    case.pass(Instant::HOUR).act(&verifier(), verify());
}

#[test]
fn what_is_hinted_and_filed_lower_takes_a_second_person() {
    let mut case = hinted();
    case.act(&acceptor(), file(Grade::General));
    let judgement = case.hazard.judgement.clone().unwrap();
    assert_eq!(judgement.hinted, [CLAUSE]);
    assert!(judgement.awaits_second());
    assert_eq!(judgement.version, Criteria::shipped().version);
    assert!(
        case.events
            .iter()
            .any(|(e, _)| matches!(e, Event::Filed { judgement: Some(j), .. } if j.by == person(1)))
    );
    to_verified(&mut case);
    assert_eq!(awaiting(&case.hazard).first, Awaits::ShiftLead);
    assert_eq!(why(&case.hazard, shift_lead().staff().unwrap())[0].what, ActionKind::ConfirmJudgement);
    assert_eq!(why(&case.hazard, office().staff().unwrap())[0].what, ActionKind::ConfirmJudgement);
    let unconfirmed = Refusal::Rule { rule: "judgement_unconfirmed" };
    assert_eq!(case.refused(&acceptor(), approve()), unconfirmed);
    assert!(!case.allowed(&acceptor()).contains(&ActionKind::ApproveClosing));
    // Who judged does not confirm, whatever other seat is held.
    let both = staff(1, DESK, &[Role::Acceptor, Role::ShiftLead]);
    let conflict = Part::Judge;
    let kind = ActionKind::ConfirmJudgement;
    assert_eq!(case.refused(&both, confirm()), Refusal::SeparationOfDuties { action: kind, conflict });
    assert_eq!(case.refused(&second_acceptor(), confirm()), Refusal::Forbidden { action: kind });
    case.act(&shift_lead(), confirm());
    assert!(
        matches!(case.hazard.judgement.as_ref().unwrap().second, Second::Done { by, .. } if by == person(4))
    );
    case.act(&acceptor(), approve());
    assert!(case.hazard.closed_at.is_some());
}

#[test]
fn what_nothing_points_to_needs_nobody_else() {
    let mut case = Case::reported();
    case.said = "路灯不亮".into();
    case.act(&acceptor(), Action::Accept);
    case.act(&acceptor(), file(Grade::General));
    assert_eq!(case.hazard.judgement.as_ref().unwrap().second, Second::NotNeeded);
    assert!(!case.allowed(&shift_lead()).contains(&ActionKind::ConfirmJudgement));
}

#[test]
fn upwards_at_once_downwards_with_a_second_person() {
    let mut case = Case::filed(Grade::General);
    let grade = |case: &Case| case.hazard.filing.as_ref().unwrap().grade;
    assert_eq!(case.refused(&acceptor(), judge(Grade::Major, &[])), Refusal::Rule { rule: "needs_clause" });
    for (wrong, problem) in [(vec!["x/1"], "unknown"), (vec![CLAUSE, CLAUSE], "twice")] {
        let refused = case.refused(&acceptor(), judge(Grade::Major, &wrong));
        assert_eq!(refused, Refusal::Invalid { field: "clauses", problem });
    }
    let silent = Action::Judge { grade: Grade::Major, clauses: vec![CLAUSE.into()], text: String::new() };
    assert_eq!(case.refused(&acceptor(), silent), Refusal::Invalid { field: "text", problem: "required" });
    assert!(matches!(case.refused(&handler(), judge(Grade::Major, &[CLAUSE])), Refusal::Forbidden { .. }));
    case.act(&acceptor(), judge(Grade::Major, &[CLAUSE]));
    assert_eq!(grade(&case), Grade::Major);
    case.act(&shift_lead(), judge(Grade::Larger, &[]));
    assert_eq!(grade(&case), Grade::Major, "until somebody else agrees");
    case.act(&second_shift_lead(), confirm());
    assert_eq!(grade(&case), Grade::Larger);
    // Who does not agree judges anew, and upwards that counts at once.
    case.act(&office(), judge(Grade::Major, &[CLAUSE]));
    assert_eq!(grade(&case), Grade::Major);
}

#[test]
fn a_grading_keeps_what_it_was_worked_out_from() {
    let mut case = Case::reported();
    case.act(&shift_lead(), grade_risk(&[("L", "3"), ("S", "5")]));
    let risk = case.hazard.risk.clone().unwrap();
    assert_eq!((risk.value.to_string().as_str(), risk.colour), ("15", RiskColour::Orange));
    assert_eq!((risk.method.as_str(), risk.version), ("ls", RiskMethods::shipped().version));
    case.pass(Instant::DAY).act(&shift_lead(), grade_risk(&[("L", "1"), ("S", "5")]));
    assert_eq!(case.hazard.risk.as_ref().unwrap().colour, RiskColour::Blue);
    let graded = case.events.iter().filter(|(e, _)| matches!(e, Event::RiskGraded { .. })).count();
    assert_eq!(graded, 2, "the history keeps both");
    for wrong in [vec![], vec![("L", "3")], vec![("L", "6"), ("S", "1")], vec![("L", "3"), ("X", "1")]] {
        let refused = case.refused(&shift_lead(), grade_risk(&wrong));
        assert_eq!(refused, Refusal::Invalid { field: "inputs", problem: "out_of_range" });
    }
    let Action::GradeRisk { inputs, text, .. } = grade_risk(&[("L", "3"), ("S", "5")]) else { panic!() };
    let other = Action::GradeRisk { method: "mes".into(), inputs, text };
    assert_eq!(case.refused(&shift_lead(), other), Refusal::Invalid { field: "method", problem: "unknown" });
    assert!(matches!(case.refused(&verifier(), grade_risk(&[])), Refusal::Forbidden { .. }));
}

/// A case that took its time, and whose photos differ.
fn careful() -> Case {
    let mut case = Case::filed(Grade::General);
    case.act(&dispatcher(), dispatch_to(BUREAU));
    case.act(&handler(), Action::Sign);
    case
}

fn submit_photo(after: Photo) -> Action {
    Action::Submit { text: say("已清理"), photos: vec![after], cost_fen: None }
}

fn unlike() -> Photo {
    Photo { phash: 0x0f0f_0f0f_0f0f_0f0f, ..photo(77, PhotoRole::After) }
}

fn reasons(case: &Case) -> Vec<DoubtReason> {
    case.hazard.doubts.iter().flat_map(|d| d.found.iter().map(Doubt::reason)).collect()
}

#[test]
fn a_careful_closing_raises_no_doubt() {
    let mut case = careful();
    case.pass(2 * Instant::HOUR).act(&handler(), submit_photo(unlike()));
    case.pass(Instant::HOUR).act(&verifier(), verify());
    case.act(&acceptor(), approve());
    assert_eq!(case.hazard.doubts, None);
    assert!(!case.allowed(&shift_lead()).contains(&ActionKind::SettleDoubts));
}

#[test]
fn what_looks_implausible_is_said_with_figures() {
    let mut case = careful();
    let before = case.hazard.photos[0].clone();
    let after = Photo { phash: before.phash ^ 0b111, ..photo(77, PhotoRole::After) };
    case.pass(4 * Instant::MINUTE).act(&handler(), submit_photo(after.clone()));
    case.pass(Instant::MINUTE).act(&verifier(), verify());
    case.recent = vec![person(30); 19];
    case.recent[7] = person(31);
    case.act(&acceptor(), approve());
    let doubts = case.hazard.doubts.clone().unwrap();
    assert_eq!(
        doubts.found,
        [
            Doubt::RectifiedFast { minutes: 4, least: 10 },
            Doubt::VerifiedFast { minutes: 1, least: 3 },
            Doubt::SamePhoto { before: before.file, after: after.file, bits: 3 },
            Doubt::SameVerifier { of: 20, same: 19 },
        ]
    );
    assert_eq!((doubts.bits(), doubts.version), (1 + 2 + 8 + 16, DoubtRules::shipped().version));
    // Looked at by somebody who had no part in it, in words, and then it is off the list.
    let settle = |text: &str| Action::SettleDoubts { text: text.into() };
    let verifying_lead = staff(30, DESK, &[Role::ShiftLead]);
    let conflict = Part::Verifier;
    let action = ActionKind::SettleDoubts;
    assert_eq!(
        case.refused(&verifying_lead, settle("没问题")),
        Refusal::SeparationOfDuties { action, conflict }
    );
    assert_eq!(case.refused(&acceptor(), settle("没问题")), Refusal::Forbidden { action });
    let silent = Refusal::Invalid { field: "text", problem: "required" };
    assert_eq!(case.refused(&shift_lead(), settle("")), silent);
    case.act(&shift_lead(), settle("已电话核实，属实"));
    assert_eq!(case.hazard.doubts, None);
}

#[test]
fn one_reason_alone() {
    // The limits are exclusive: exactly ten minutes are enough.
    let mut case = careful();
    case.pass(10 * Instant::MINUTE).act(&handler(), submit_photo(unlike()));
    case.pass(3 * Instant::MINUTE).act(&verifier(), verify());
    case.recent = vec![person(30); 18];
    case.act(&acceptor(), approve());
    assert_eq!(reasons(&case), [], "eighteen others say nothing about the last twenty");
    let mut case = careful();
    case.pass(9 * Instant::MINUTE + 59_999).act(&handler(), submit_photo(unlike()));
    case.pass(Instant::HOUR).act(&verifier(), verify());
    case.act(&acceptor(), approve());
    assert_eq!(reasons(&case), [DoubtReason::RectifiedFast]);
    case.act(&office(), Action::Reopen { cause: ReopenCause::LeaderOrder, text: say("再看") });
    assert_eq!((case.hazard.doubts.clone(), case.hazard.passed), (None, None));
}

fn drawn(unit: domain::ids::UnitId) -> Action {
    Action::DrawRecheck { period: "2026-03".into(), unit }
}

fn look_again(passed: bool) -> Action {
    Action::Recheck { passed, text: say("到场查看"), photos: vec![photo(96, PhotoRole::Verification)] }
}

#[test]
fn a_drawn_case_is_looked_at_by_a_unit_that_had_no_part() {
    let mut case = Case::closed();
    assert!(
        matches!(case.refused(&shift_lead(), drawn(STREET)), Refusal::Forbidden { .. }),
        "nobody chooses"
    );
    let own = Refusal::Invalid { field: "unit", problem: "not_allowed" };
    assert_eq!(case.refused(&Actor::System, drawn(BUREAU)), own);
    case.act(&Actor::System, drawn(STREET));
    let awaited = awaiting(&case.hazard);
    assert_eq!((awaited.first, awaited.unit), (Awaits::Recheckers, Some(STREET)));
    assert!(case.hazard.running(LimitStage::Recheck).is_some_and(|clock| clock.unit == Some(STREET)));
    let told = why(&case.hazard, inspector().staff().unwrap());
    let due = case.hazard.recheck.as_ref().map(|r| r.due);
    assert_eq!((told[0].what, told[0].due), (ActionKind::Recheck, due));
    assert!(domain::people::may_see(&inspector(), &case.hazard));
    assert_eq!(case.refused(&Actor::System, drawn(STREET)), Refusal::Rule { rule: "drawn_already" });
    let elsewhere = staff(21, OTHER_BUREAU, &[Role::Inspector]);
    assert!(matches!(case.refused(&elsewhere, look_again(true)), Refusal::Forbidden { .. }));
    let verifier_there = staff(30, STREET, &[Role::Verifier]);
    let conflict = Part::Verifier;
    let action = ActionKind::Recheck;
    assert_eq!(
        case.refused(&verifier_there, look_again(true)),
        Refusal::SeparationOfDuties { action, conflict }
    );
    let blind = Action::Recheck { passed: true, text: say("看过"), photos: vec![] };
    assert_eq!(case.refused(&inspector(), blind), Refusal::Rule { rule: "needs_photo" });
    case.act(&inspector(), look_again(true));
    assert!(case.hazard.closed_at.is_some() && !case.hazard.recheck.as_ref().unwrap().is_pending());
    assert!(case.hazard.running(LimitStage::Recheck).is_none());
    assert!(!case.allowed(&inspector()).contains(&ActionKind::Recheck), "once");
}

#[test]
fn a_failed_recheck_reopens_for_false_closing() {
    let mut case = Case::closed();
    case.pass(5 * Instant::DAY).act(&Actor::System, Action::Archive);
    case.act(&Actor::System, drawn(STREET));
    case.pass(Instant::DAY).act(&inspector(), look_again(false));
    assert_eq!(case.stage(), StageCode::Reopened);
    let cause = |e: &Event| matches!(e, Event::Reopened { cause: ReopenCause::FalseClosing, .. });
    assert!(cause(&case.events.last().unwrap().0));
    let recheck = case.hazard.recheck.clone().unwrap();
    assert!(recheck.result.is_some_and(|result| !result.passed && result.by == person(20)));
}

#[test]
fn who_is_above_reopens_first_and_the_recheck_falls_away() {
    let mut case = Case::closed();
    case.act(&Actor::System, drawn(STREET));
    case.act(&office(), Action::Reopen { cause: ReopenCause::LeaderOrder, text: say("再看") });
    assert_eq!(case.hazard.recheck, None);
    assert!(matches!(case.refused(&inspector(), look_again(true)), Refusal::Forbidden { .. }));
}

#[test]
fn limits_out_of_range_are_refused() {
    let doubts = serde_json::to_value(DoubtRules::shipped()).unwrap();
    let with = |path: &str, value: serde_json::Value| {
        let mut changed = doubts.clone();
        *changed.pointer_mut(path).unwrap() = value;
        serde_json::from_value::<DoubtRules>(changed).is_ok()
    };
    assert!(with("/same_photo_bits", 16.into()) && !with("/same_photo_bits", 17.into()));
    assert!(!with("/verified_minutes", (-1).into()) && !with("/rectified_minutes/major", 100_000.into()));
    assert!(!with("/same_verifier/percent", 50.into()) && !with("/same_verifier/of_last", 1.into()));
    let recheck = serde_json::to_value(RecheckRules::shipped()).unwrap();
    let with = |name: &str, value: serde_json::Value| {
        let mut changed = recheck.clone();
        changed[name] = value;
        serde_json::from_value::<RecheckRules>(changed).is_ok()
    };
    assert!(with("percent", 5.into()) && !with("percent", 4.into()) && !with("percent", 101.into()));
    assert!(
        !with("unit_kinds", serde_json::json!([])) && !with("unit_kinds", serde_json::json!(["company"]))
    );
}
