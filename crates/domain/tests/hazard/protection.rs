//! 举报人保护 and who sees what.

use crate::town::*;
use domain::calendar::Instant;
use domain::hazard::*;
use domain::people::{Act, Actor, Resource, Role, Scope, may, may_see};

fn open(purpose: OpenPurpose) -> Action {
    Action::OpenReporter { purpose, text: say("电话回访") }
}

#[test]
fn the_vault_opens_for_a_purpose_and_never_for_those_who_handle() {
    let mut case = Case::closed();
    case.act(&caller(), open(OpenPurpose::CallBack));
    assert_eq!(case.refused(&caller(), open(OpenPurpose::Clarify)), rule("purpose"));
    case.act(&shift_lead(), open(OpenPurpose::CallBack));
    let silent = Action::OpenReporter { purpose: OpenPurpose::CallBack, text: String::new() };
    assert_eq!(case.refused(&caller(), silent), invalid("text", "required"));
    separated(
        case.refused(&staff(80, BUREAU, &[Role::Caller]), open(OpenPurpose::CallBack)),
        Part::FixingUnit,
    );
    separated(
        case.refused(&staff(81, COMPANY, &[Role::ShiftLead]), open(OpenPurpose::CallBack)),
        Part::FixingUnit,
    );
    for actor in
        [acceptor(), dispatcher(), office(), leader(), handler(), inspector(), verifier(), audit_admin()]
    {
        forbidden(case.refused(&actor, open(OpenPurpose::CallBack)));
    }

    let open_case = Case::rectifying(Grade::General);
    assert_eq!(open_case.refused(&caller(), open(OpenPurpose::CallBack)), rule("purpose"));
    assert_eq!(open_case.refused(&caller(), open(OpenPurpose::LifeDanger)), rule("purpose"));
    Case::life_danger().act(&caller(), open(OpenPurpose::LifeDanger));
}

fn ask(purpose: OpenPurpose) -> Action {
    Action::AskOpening { purpose, text: say("核对楼层") }
}

fn answer(grant: bool) -> Action {
    Action::DecideOpening { grant, text: say("情况属实") }
}

/// 从业人员举报, with a contact.
pub fn told_by_an_employee() -> Case {
    let (source, protection) = (Source::Employee, Protection::Whistleblower);
    Case::new(&Report { source, protection, ..report_of(1) }, &Actor::Public)
}

#[test]
fn an_employees_contact_takes_a_second_person() {
    let mut case = told_by_an_employee();
    let clarify = OpenPurpose::Clarify;
    for actor in [caller(), shift_lead()] {
        assert_eq!(case.refused(&actor, open(clarify)), rule("opening_needs_approval"));
        assert!(!case.allowed(&actor).contains(&ActionKind::OpenReporter));
        assert!(case.allowed(&actor).contains(&ActionKind::AskOpening));
    }
    for actor in [acceptor(), dispatcher(), office(), leader(), handler(), inspector(), security_admin()] {
        forbidden(case.refused(&actor, ask(clarify)));
    }
    illegal(case.refused(&office(), answer(true)));
    let silent = Action::AskOpening { purpose: clarify, text: " ".into() };
    assert_eq!(case.refused(&caller(), silent), invalid("text", "required"));
    assert_eq!(case.refused(&caller(), ask(OpenPurpose::CallBack)), rule("purpose"));

    case.act(&caller(), ask(clarify));
    assert_eq!(case.refused(&shift_lead(), ask(clarify)), rule("opening_pending"));
    for actor in [caller(), shift_lead(), acceptor(), handler(), inspector(), security_admin()] {
        forbidden(case.refused(&actor, answer(true)));
    }
    for actor in [office(), leader()] {
        let due = case.now.plus(24 * Instant::HOUR);
        let owed = case.hazard.owed();
        assert!(owed.iter().any(|o| o.duty == Duty::OpeningDecision && o.due == due));
        let why = why(&case.hazard, actor.staff().unwrap());
        assert_eq!(why.first().map(|why| why.what), Some(ActionKind::DecideOpening));
    }
    assert_eq!(case.refused(&caller(), open(clarify)), rule("opening_needs_approval"));
    case.act(&leader(), Action::DecideOpening { grant: true, text: String::new() });
    assert!(case.hazard.owed().is_empty());
    illegal(case.refused(&office(), answer(false)));
    assert_eq!(
        case.refused(&shift_lead(), open(clarify)),
        rule("opening_needs_approval"),
        "who asked, no other"
    );
    assert_eq!(case.refused(&caller(), ask(clarify)), rule("opening_pending"));
    case.act(&caller(), open(clarify));
    assert_eq!(case.refused(&caller(), open(clarify)), rule("opening_needs_approval"), "once");
    assert_eq!(case.hazard.timers().iter().filter(|t| t.action == Action::LapseOpening).count(), 0);
    case.act(&caller(), ask(clarify));
}

/// 须两人设立: whoever a decision lets open a contact, ask for it or agree to it holds an account that takes two.
#[test]
fn who_reaches_reporters_is_known_to_the_rule_about_accounts() {
    let asked = || {
        let mut case = told_by_an_employee();
        case.act(&caller(), ask(OpenPurpose::Clarify));
        case
    };
    for role in Role::ALL {
        let somebody = staff(90, DESK, &[role]);
        let kinds = [Case::closed(), told_by_an_employee(), asked()].map(|case| case.allowed(&somebody));
        let opens = [ActionKind::OpenReporter, ActionKind::AskOpening, ActionKind::DecideOpening];
        let reaches = kinds.iter().flatten().any(|kind| opens.contains(kind));
        assert_eq!(reaches, role.reaches_reporters(), "{role:?}");
        assert_eq!(role.takes_two(), reaches || role.is_administrator(), "{role:?}");
    }
}

#[test]
fn a_major_hazard_takes_a_second_person_and_an_ordinary_one_does_not() {
    let clarify = OpenPurpose::Clarify;
    let mut major = Case::rectifying(Grade::Major);
    assert_eq!(major.refused(&caller(), open(clarify)), rule("opening_needs_approval"));
    major.act(&shift_lead(), ask(clarify));
    assert_eq!(
        major.refused(&office(), Action::DecideOpening { grant: false, text: String::new() }),
        invalid("text", "required"),
        "who refuses says why"
    );
    major.act(&office(), answer(false));
    assert_eq!(major.refused(&shift_lead(), open(clarify)), rule("opening_needs_approval"));
    major.act(&shift_lead(), ask(clarify));
    for grade in [Grade::General, Grade::Larger] {
        let mut case = Case::rectifying(grade);
        illegal(case.refused(&caller(), ask(clarify)));
        case.act(&caller(), open(clarify));
    }
}

#[test]
fn an_approval_is_for_one_purpose_and_a_short_time() {
    let mut case = Case::new(
        &Report {
            source: Source::Employee,
            protection: Protection::Whistleblower,
            life_danger: true,
            ..report_of(1)
        },
        &Actor::Public,
    );
    let danger = OpenPurpose::LifeDanger;
    case.act(&caller(), ask(danger));
    assert_eq!(
        case.hazard.opening.as_ref().unwrap().due,
        case.now.plus(Instant::HOUR),
        "danger does not wait"
    );
    assert_eq!(case.refused(&Actor::System, Action::LapseOpening), rule("not_yet"));
    case.pass(Instant::HOUR);
    assert_eq!(
        case.refused(&leader(), answer(true)),
        rule("opening_lapsed"),
        "though nobody wrote it down yet"
    );
    case.act(&Actor::System, Action::LapseOpening);
    illegal(case.refused(&leader(), answer(true)));
    illegal(case.refused(&Actor::System, Action::LapseOpening));

    case.act(&caller(), ask(danger));
    case.act(&leader(), answer(true));
    assert_eq!(
        case.refused(&caller(), open(OpenPurpose::Clarify)),
        rule("purpose"),
        "agreed to for another one"
    );
    case.pass(24 * Instant::HOUR);
    assert_eq!(case.refused(&caller(), open(danger)), rule("opening_needs_approval"), "over");
    case.act(&caller(), ask(danger));
    assert!(case.hazard.opening.as_ref().unwrap().is_pending());
}

#[test]
fn nobody_who_handles_it_agrees_to_opening() {
    let clarify = OpenPurpose::Clarify;
    let mut case = Case::rectifying(Grade::Major);
    case.act(&caller(), ask(clarify));
    for unit in [BUREAU, COMPANY] {
        for role in [Role::Leader, Role::CommitteeOffice] {
            separated(case.refused(&staff(82, unit, &[role]), answer(true)), Part::FixingUnit);
        }
    }
    let both = staff(83, DESK, &[Role::ShiftLead, Role::Leader]);
    let mut own = Case::rectifying(Grade::Major);
    own.act(&both, ask(clarify));
    separated(own.refused(&both, answer(true)), Part::Requester);
    separated(case.refused(&staff(84, COMPANY, &[Role::Caller]), ask(clarify)), Part::FixingUnit);
    forbidden(case.refused(&staff(85, DESK, &[Role::Leader, Role::SecurityAdmin]), answer(true)));
}

#[test]
fn what_is_confidential_stays_so_when_the_contact_is_gone() {
    let mut case = told_by_an_employee();
    case.act(&caller(), ask(OpenPurpose::Clarify));
    let holder = case.holder();
    case.act(&holder, Action::EraseReporter { text: String::new() });
    assert_eq!((case.hazard.opening.clone(), case.hazard.owed()), (None, vec![]));
    assert!(case.hazard.is_confidential());
    illegal(case.refused(&caller(), ask(OpenPurpose::Clarify)));
    let called = Report {
        source: Source::Hotline,
        protection: Protection::Whistleblower,
        channel: Channel::Phone,
        ..report_of(2)
    };
    let mut case = Case::new(&called, &acceptor());
    let holder = case.holder();
    case.act(&holder, Action::EraseReporter { text: String::new() });
    assert!(case.hazard.is_confidential());
}

#[test]
fn an_anonymous_reporter_cannot_be_looked_up() {
    let report = Report { reporter: None, protection: Protection::Anonymous, ..report_of(1) };
    let case = Case::new(&report, &Actor::Public);
    illegal(case.refused(&caller(), open(OpenPurpose::Clarify)));
}

#[test]
fn a_reporter_withdraws_the_contact() {
    let mut case = Case::closed();
    let holder = case.holder();
    assert_eq!(
        case.refused(&shift_lead(), Action::EraseReporter { text: String::new() }),
        invalid("text", "required")
    );
    case.act(&holder, Action::EraseReporter { text: String::new() });
    assert_eq!((case.hazard.reporter, case.hazard.protection), (None, Protection::Anonymous));
    illegal(case.refused(&caller(), open(OpenPurpose::CallBack)));
    assert_eq!(awaiting(&case.hazard).first, Awaits::Reporter, "nobody can be called any more");
}

#[test]
fn words_are_erased_by_their_number() {
    let mut case = Case::reported();
    let erase = |sequence| Action::EraseWords { sequence, text: say("含个人信息") };
    assert_eq!(case.refused(&shift_lead(), erase(0)), invalid("sequence", "out_of_range"));
    assert_eq!(case.refused(&shift_lead(), erase(2)), invalid("sequence", "out_of_range"));
    case.act(&shift_lead(), erase(1));
    forbidden(case.refused(&security_admin(), erase(1)));
}

#[test]
fn who_sees_a_hazard() {
    let case = Case::reported();
    let sees = |actor: &Actor| may_see(actor, &case.hazard);
    for actor in
        [acceptor(), dispatcher(), shift_lead(), office(), leader(), caller(), enforcer(), audit_admin()]
    {
        assert!(sees(&actor), "{actor:?}");
    }
    assert!(sees(&inspector()), "in the inspector's street");
    assert!(sees(&case.holder()));
    for actor in
        [handler(), verifier(), system_admin(), security_admin(), staff(90, DESK, &[]), Actor::Public]
    {
        assert!(!sees(&actor), "{actor:?}");
    }
    assert!(!sees(&Actor::ReceiptHolder { hazard: report_of(2).id }));
    assert!(!sees(&Actor::Client { unit: DESK, name: "x".into() }));
    assert!(!sees(&staff(21, BUREAU, &[Role::Inspector])), "another street's inspector");
    assert!(!sees(&staff(53, DESK, &[Role::SystemAdmin, Role::ShiftLead])), "an administrator sees none");

    let filed = Case::filed(Grade::General);
    assert!(may_see(&staff(91, COMPANY, &[Role::Handler]), &filed.hazard), "the responsible party");
    let submitted = Case::submitted(Grade::General);
    assert!(may_see(&verifier(), &submitted.hazard));
    let mut back = submitted;
    back.act(&verifier(), rework());
    assert!(may_see(&verifier(), &back.hazard), "who sent it back goes on seeing it");
    assert!(!may_see(&second_verifier(), &back.hazard));
}

#[test]
fn a_list_is_scoped_as_a_record_is() {
    assert_eq!(Scope::of(&Actor::Public), Scope::None);
    assert_eq!(Scope::of(&system_admin()), Scope::None);
    assert_eq!(Scope::of(&leader()), Scope::All);
    assert!(matches!(Scope::of(&handler()), Scope::Any(_)));
}

#[test]
fn three_administrators_and_nobody_does_anothers_work() {
    let roles = |act, resource| -> Vec<Role> {
        Role::ALL.into_iter().filter(|role| may(&staff(1, DESK, &[*role]), act, resource).is_ok()).collect()
    };
    use Role::*;
    assert_eq!(roles(Act::Manage, Resource::Places), [SystemAdmin]);
    assert_eq!(roles(Act::Manage, Resource::Codes), [SystemAdmin]);
    assert_eq!(roles(Act::Manage, Resource::People), [SecurityAdmin]);
    assert_eq!(roles(Act::Manage, Resource::Roles), [SecurityAdmin]);
    assert_eq!(roles(Act::Manage, Resource::Keys), [SecurityAdmin]);
    assert_eq!(roles(Act::Read, Resource::Ledger), [AuditAdmin]);
    assert_eq!(roles(Act::Manage, Resource::Ledger), []);
    assert_eq!(roles(Act::Manage, Resource::Hazards), []);
    assert_eq!(roles(Act::Export, Resource::Hazards), [ShiftLead, CommitteeOffice, AuditAdmin]);
    assert_eq!(roles(Act::Import, Resource::Hazards), [CommitteeOffice]);
    assert_eq!(roles(Act::Export, Resource::People), []);
    assert_eq!(roles(Act::Activate, Resource::Codes), [Inspector, SystemAdmin]);
    for resource in Resource::ALL {
        for act in [Act::Read, Act::Manage, Act::Export, Act::Import, Act::Activate] {
            let importer = Actor::Importer(office().staff().unwrap().clone());
            for actor in [Actor::Public, Actor::ReceiptHolder { hazard: report_of(1).id }, importer] {
                assert!(may(&actor, act, resource).is_err());
            }
            let managers = roles(act, resource);
            assert!(act == Act::Read || managers.iter().filter(|r| r.is_administrator()).count() <= 1);
        }
    }
}
