//! Which role, unit or receipt a move needs.

use super::{ARBITRATED_FROM, grade};
use crate::hazard::action::ActionKind;
use crate::hazard::kinds::Grade;
use crate::hazard::stage::{Stage, StageCode};
use crate::hazard::state::Hazard;
use crate::people::{Actor, Role, Staff};

/// Whether `actor` is one of those who make moves of this kind with this hazard.
pub(super) fn may(hazard: &Hazard, actor: &Actor, kind: ActionKind) -> bool {
    match actor {
        Actor::Public | Actor::Client { .. } | Actor::Terminal | Actor::Import | Actor::Importer(_) => false,
        Actor::ReceiptHolder { hazard: own } => *own == hazard.id && reporter_may(kind),
        Actor::System => matches!(
            kind,
            ActionKind::Escalate
                | ActionKind::Lapse
                | ActionKind::Resume
                | ActionKind::Archive
                | ActionKind::DrawRecheck
                | ActionKind::OpenLookBack
                | ActionKind::LapseOpening
        ),
        Actor::Staff(staff) => {
            !staff.roles.iter().any(|r| r.is_administrator()) && staff_may(hazard, staff, kind)
        }
    }
}

/// 值班长 or 应安委办.
pub(super) fn is_above(actor: &Actor) -> bool {
    actor.has(Role::ShiftLead) || actor.has(Role::CommitteeOffice)
}

fn reporter_may(kind: ActionKind) -> bool {
    use ActionKind as K;
    // 撤回同意 (个人信息保护法 §15, §47): a reporter may have the contact erased at any time.
    matches!(kind, K::Supplement | K::Appeal | K::Urge | K::Rate | K::EraseReporter)
}

fn staff_may(hazard: &Hazard, staff: &Staff, kind: ActionKind) -> bool {
    use ActionKind as K;
    use Role as R;
    let any = |roles: &[Role]| roles.iter().any(|r| staff.has(*r));
    let grade = grade(hazard);
    let major = grade == Some(Grade::Major);
    match kind {
        K::Accept => match &hazard.accepted {
            None => any(&[R::Acceptor, R::ShiftLead]),
            Some(_) => staff.has(R::ShiftLead),
        },
        K::AskSupplement | K::OrderInspection | K::Merge | K::ReferOut | K::File => {
            staff.has(R::ShiftLead) || (staff.has(R::Acceptor) && holds(hazard, staff))
        }
        // Neither a claim of danger to life nor what was filed as major is turned away by one acceptor alone.
        K::Reject => {
            let one_is_enough = !hazard.life_danger && !major;
            staff.has(R::ShiftLead) || (staff.has(R::Acceptor) && holds(hazard, staff) && one_is_enough)
        }
        K::Unmerge | K::Bounce | K::CloseReferral => any(&[R::Acceptor, R::ShiftLead]),
        K::Supplement => {
            any(&[R::Acceptor, R::Dispatcher, R::ShiftLead, R::CommitteeOffice, R::Caller, R::Enforcer])
                || (staff.has(R::Handler) && takes_part(hazard, staff))
                || (staff.has(R::Inspector) && inspects(hazard, staff))
        }
        K::Inspect => staff.has(R::Inspector) && asked(hazard, staff),
        K::FixOnSpot => staff.has(R::Inspector) && inspects(hazard, staff),
        K::ConfirmSpotFix => any(&[R::Acceptor, R::ShiftLead, R::Verifier]),
        K::DecideAppeal => any(&[R::ShiftLead, R::CommitteeOffice]),
        K::Dispatch => {
            staff.has(R::ShiftLead)
                || (staff.has(R::Dispatcher) && hazard.stage.code() != StageCode::Dispatched)
        }
        K::Sign | K::RequestReturn | K::RequestExtension | K::RequestSuspension | K::Submit => {
            staff.has(R::Handler) && leads(hazard, staff)
        }
        K::Plan | K::MeasureInterim => staff.has(R::Handler) && takes_part(hazard, staff),
        K::DecideReturn if hazard.returns >= ARBITRATED_FROM => staff.has(R::CommitteeOffice),
        K::DecideReturn => any(&[R::Dispatcher, R::ShiftLead, R::CommitteeOffice]),
        K::DecideExtension if major => staff.has(R::CommitteeOffice),
        K::DecideExtension => any(&[R::Dispatcher, R::ShiftLead]),
        K::DecideSuspension if major => any(&[R::CommitteeOffice, R::Leader]),
        K::DecideSuspension => any(&[R::ShiftLead, R::Leader]),
        K::ReviewSuspension => any(&[R::Dispatcher, R::ShiftLead, R::CommitteeOffice]),
        K::Resume => any(&[R::Dispatcher, R::ShiftLead]) || (staff.has(R::Handler) && leads(hazard, staff)),
        K::OrderStop => staff.has(R::Enforcer),
        K::ReleaseStop => any(&[R::Enforcer, R::CommitteeOffice]),
        K::RequestRelease
        | K::RefuseRelease
        | K::Supervise
        | K::ReplySupervision
        | K::DecideReply
        | K::WithdrawSupervision
        | K::List
        | K::DeclineListing
        | K::PublishListing
        | K::RequestListingExtension
        | K::DecideListingExtension => super::supervision::may(hazard, staff, kind),
        K::Escalate => false,
        K::Verify => staff.has(R::Verifier),
        K::OrderRework => match hazard.stage {
            Stage::Verified { .. } => approves(staff, grade),
            _ => staff.has(R::Verifier),
        },
        K::ApproveClosing => approves(staff, grade),
        K::Reply => any(&[R::Acceptor, R::Dispatcher, R::ShiftLead, R::CommitteeOffice, R::Caller]),
        K::CallBack => staff.has(R::Caller),
        K::Reopen => {
            any(&[R::ShiftLead, R::CommitteeOffice])
                || (staff.has(R::Caller) && hazard.stage.code() == StageCode::FollowUp)
        }
        K::Archive | K::EraseReporter | K::EraseWords => staff.has(R::ShiftLead),
        K::OpenReporter | K::AskOpening => any(&[R::Caller, R::ShiftLead]),
        K::DecideOpening => any(&[R::CommitteeOffice, R::Leader]),
        K::Instruct => staff.has(R::Leader),
        K::ReplyInstruction => match hazard.open_instruction().map(|open| open.unit) {
            Some(Some(unit)) => staff.has(R::Handler) && unit == staff.unit,
            Some(None) => staff.has(R::ShiftLead),
            None => false,
        },
        K::SettleInstruction => {
            let by = hazard.open_instruction().map(|open| open.by);
            staff.has(R::CommitteeOffice) || (staff.has(R::Leader) && by == Some(staff.person))
        }
        K::GradeRisk => {
            staff.has(R::ShiftLead)
                || staff.has(R::CommitteeOffice)
                || staff.has(R::Enforcer)
                || (staff.has(R::Acceptor) && holds(hazard, staff))
                || (staff.has(R::Handler) && takes_part(hazard, staff))
                || (staff.has(R::Inspector) && inspects(hazard, staff))
        }
        K::Judge => any(&[R::Acceptor, R::ShiftLead, R::CommitteeOffice, R::Enforcer]),
        K::ConfirmJudgement | K::SettleDoubts => any(&[R::ShiftLead, R::CommitteeOffice]),
        K::Recheck => {
            any(&[R::Verifier, R::Inspector])
                && hazard.recheck.as_ref().is_some_and(|recheck| recheck.unit == staff.unit)
        }
        K::ReferEnforcement
        | K::ReceiveEnforcement
        | K::AnswerEnforcement
        | K::ExtendEnforcement
        | K::DecideEnforcement
        | K::AppealOvertime
        | K::ReviewOvertime
        | K::LookBack => super::beside::may(hazard, staff, kind),
        K::OpenLookBack | K::LapseOpening => false,
        K::Lapse | K::Appeal | K::Urge | K::Rate | K::DrawRecheck => false,
    }
}

/// 持有人: who accepted a report holds it until it leaves the desk; before that it belongs to the pool.
fn holds(hazard: &Hazard, staff: &Staff) -> bool {
    let at_desk =
        matches!(hazard.stage.code(), StageCode::Reported | StageCode::Supplement | StageCode::Verifying);
    !at_desk || hazard.accepted.as_ref().is_none_or(|a| a.by == staff.person)
}

/// 批准销号: the acceptor for general hazards, the shift leader for larger ones, the committee office for all.
fn approves(staff: &Staff, grade: Option<Grade>) -> bool {
    let any = |roles: &[Role]| roles.iter().any(|r| staff.has(*r));
    match grade {
        Some(Grade::Major) => staff.has(Role::CommitteeOffice),
        Some(Grade::Larger) => any(&[Role::ShiftLead, Role::CommitteeOffice]),
        Some(Grade::General) | None => any(&[Role::Acceptor, Role::ShiftLead, Role::CommitteeOffice]),
    }
}

fn leads(hazard: &Hazard, staff: &Staff) -> bool {
    hazard.dispatch.as_ref().is_some_and(|d| d.lead == staff.unit)
}

/// 主办, 协办 or 责任主体.
fn takes_part(hazard: &Hazard, staff: &Staff) -> bool {
    hazard.dispatch.as_ref().is_some_and(|d| d.has(staff.unit))
        || hazard.filing.as_ref().is_some_and(|f| f.party_unit == Some(staff.unit))
}

fn asked(hazard: &Hazard, staff: &Staff) -> bool {
    match hazard.stage {
        Stage::Verifying { unit } => unit == staff.unit,
        _ => hazard.inspected_by.contains(&staff.unit),
    }
}

/// Whether an inspector has it before the eyes: asked to look, reported by itself, or in its own street.
fn inspects(hazard: &Hazard, staff: &Staff) -> bool {
    asked(hazard, staff)
        || (!matches!(hazard.stage, Stage::Verifying { .. })
            && (hazard.finder == Some(staff.person) || (staff.area.is_some() && staff.area == hazard.street)))
}
