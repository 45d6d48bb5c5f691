//! 举报人保护 and who sees what.

use crate::town::*;
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
    assert_eq!(case.refused(&caller(), open(OpenPurpose::Reward)), rule("purpose"));
    case.act(&shift_lead(), open(OpenPurpose::Reward));
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
    assert_eq!(roles(Act::Export, Resource::People), []);
    assert_eq!(roles(Act::Activate, Resource::Codes), [Inspector, SystemAdmin]);
    for resource in Resource::ALL {
        for act in [Act::Read, Act::Manage, Act::Export, Act::Activate] {
            for actor in [Actor::Public, Actor::ReceiptHolder { hazard: report_of(1).id }] {
                assert!(may(&actor, act, resource).is_err());
            }
            let managers = roles(act, resource);
            assert!(act == Act::Read || managers.iter().filter(|r| r.is_administrator()).count() <= 1);
        }
    }
}
