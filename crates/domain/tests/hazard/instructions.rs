//! 批示: given by a leader, answered by whoever has the case, taken as enough by somebody else.

use crate::town::*;
use domain::calendar::Instant;
use domain::hazard::*;
use domain::ids::UnitId;
use uuid::Uuid;

fn instruct(unit: Option<UnitId>) -> Action {
    Action::Instruct { unit, phrase: Some(Phrase::Hasten), text: String::new(), photos: Vec::new() }
}
fn answer() -> Action {
    Action::ReplyInstruction { text: say("已派人到场"), photos: Vec::new() }
}
fn settle(accept: bool) -> Action {
    Action::SettleInstruction { accept, text: say("请补充") }
}
fn owed(case: &Case) -> Vec<(Duty, Awaits, Option<UnitId>)> {
    case.hazard.owed().into_iter().map(|o| (o.duty, o.who, o.unit)).collect()
}

#[test]
fn it_is_owed_by_the_lead_unit_else_by_the_desk() {
    let mut case = Case::filed(Grade::General);
    case.act(&leader(), instruct(None));
    assert_eq!(owed(&case), [(Duty::InstructionReply, Awaits::ShiftLead, None)]);
    let mut case = Case::rectifying(Grade::General);
    case.act(&leader(), instruct(None));
    assert_eq!(owed(&case), [(Duty::InstructionReply, Awaits::Unit, Some(BUREAU))]);
    let due = case.hazard.instructions[0].due;
    assert_eq!(case.hazard.running(LimitStage::Instruction).and_then(|c| c.due()), Some(due));
    let stranger = UnitId(Uuid::from_u128(0x999));
    let refused = case.decide(&leader(), &instruct(Some(stranger)), None);
    assert_eq!(refused, Err(Refusal::Invalid { field: "unit", problem: "not_involved" }));
    assert!(matches!(case.decide(&office(), &instruct(None), None), Err(Refusal::Forbidden { .. })));
    let silent = Action::Instruct { unit: None, phrase: None, text: String::new(), photos: Vec::new() };
    assert_eq!(
        case.decide(&leader(), &silent, None),
        Err(Refusal::Invalid { field: "text", problem: "required" })
    );
}

#[test]
fn a_second_word_goes_into_the_open_one_and_never_moves_its_deadline_back() {
    let mut case = Case::rectifying(Grade::General);
    case.act(&leader(), instruct(None));
    let due = case.hazard.instructions[0].due;
    case.pass(6 * Instant::HOUR).act(&leader(), instruct(None));
    assert_eq!(case.hazard.instructions.len(), 1);
    assert_eq!(case.hazard.instructions[0].due, due);
    assert_eq!(
        case.hazard.clocks.iter().filter(|c| c.stage == LimitStage::Instruction && c.is_running()).count(),
        1
    );
}

#[test]
fn an_answer_is_taken_as_enough_by_somebody_else() {
    let mut case = Case::rectifying(Grade::General);
    case.act(&leader(), instruct(None));
    assert!(matches!(case.decide(&other_handler(), &answer(), None), Err(Refusal::Forbidden { .. })));
    case.act(&second_handler(), answer());
    assert!(case.hazard.running(LimitStage::Instruction).is_none());
    assert!(!case.allowed(&second_handler()).contains(&ActionKind::SettleInstruction));
    assert_eq!(owed(&case).len(), 2, "the leader or the office");
    let silent = Action::SettleInstruction { accept: false, text: String::new() };
    assert!(case.decide(&leader(), &silent, None).is_err(), "who sends it back says why");
    case.act(&leader(), settle(false));
    assert_eq!((case.hazard.instructions[0].returns, owed(&case).len()), (1, 1));
    assert!(case.hazard.running(LimitStage::Instruction).is_some(), "the time begins anew");
    case.act(&handler(), answer());
    case.act(&office(), settle(true));
    assert!(case.hazard.open_instruction().is_none() && owed(&case).is_empty());
    case.act(&leader(), instruct(None));
    assert_eq!(case.hazard.instructions.last().map(|i| i.number), Some(2));
}

#[test]
fn it_outlives_the_closing_and_follows_a_new_lead_unit() {
    let mut case = Case::submitted(Grade::General);
    case.act(&leader(), instruct(None));
    case.act(&verifier(), verify());
    case.act(&acceptor(), approve());
    assert!(case.hazard.running(LimitStage::Instruction).is_some());
    case.act(&handler(), answer());
    let mut case = Case::dispatched(Grade::General);
    case.act(&leader(), instruct(None));
    case.act(&shift_lead(), dispatch_to(OTHER_BUREAU));
    assert_eq!(owed(&case), [(Duty::InstructionReply, Awaits::Unit, Some(OTHER_BUREAU))]);
    let why = why(&case.hazard, other_handler().staff().unwrap());
    let what: Vec<ActionKind> = why.iter().map(|w| w.what).collect();
    assert!(what.contains(&ActionKind::ReplyInstruction) && what.contains(&ActionKind::Sign), "{what:?}");
}

#[test]
fn photos_of_an_instruction_are_for_offices_only_whatever_role_was_asked_for() {
    let mut case = Case::rectifying(Grade::General);
    let with = |n: u128| Action::Instruct {
        unit: None,
        phrase: Some(Phrase::MakeSafe),
        text: String::new(),
        photos: vec![photo(n, PhotoRole::After)],
    };
    case.act(&leader(), with(91));
    case.act(&leader(), with(92));
    let shown: Vec<_> = case.hazard.photos.iter().filter(|p| p.role == PhotoRole::Instruction).collect();
    assert_eq!(shown.len(), 2);
    assert!(case.hazard.photos.iter().all(|p| p.role != PhotoRole::After));
    assert_eq!(
        case.hazard.instructions[0].photos,
        [photo(91, PhotoRole::After).file, photo(92, PhotoRole::After).file]
    );
    let twice = Action::Instruct {
        unit: None,
        phrase: None,
        text: say("请看图"),
        photos: vec![photo(93, PhotoRole::Instruction), photo(93, PhotoRole::Instruction)],
    };
    let refused = case.decide(&leader(), &twice, None);
    assert_eq!(refused, Err(Refusal::Invalid { field: "photos", problem: "twice" }));
    let proof =
        Action::ReplyInstruction { text: say("已围挡"), photos: vec![photo(94, PhotoRole::After)] };
    case.act(&handler(), proof);
    assert_eq!(case.hazard.photos.last().map(|p| p.role), Some(PhotoRole::Proof));
}
