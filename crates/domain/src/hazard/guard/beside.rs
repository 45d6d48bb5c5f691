//! 移交执法, 超时申诉, 回头看: who may, and when.

use crate::calendar::Instant;
use crate::hazard::action::ActionKind;
use crate::hazard::stage::StageCode;
use crate::hazard::state::Hazard;
use crate::people::{Role, Staff};

/// Whether there is such a thing to be done with the hazard as it stands.
pub(super) fn fits(hazard: &Hazard, kind: ActionKind) -> bool {
    use ActionKind as K;
    let open = hazard.open_enforcement();
    match kind {
        K::ReferEnforcement => hazard.filing.is_some() && hazard.stage.code() != StageCode::Merged,
        K::ReceiveEnforcement => open.is_some_and(|e| e.received.is_none()),
        K::AnswerEnforcement => open.is_some_and(|e| e.answer.is_none()),
        K::ExtendEnforcement | K::DecideEnforcement => open.is_some_and(|e| e.answer.is_some()),
        K::AppealOvertime => hazard.closed_at.is_some() && hazard.dispatch.is_some(),
        K::ReviewOvertime => hazard.overtime.as_ref().is_some_and(|o| o.is_open()),
        K::OpenLookBack => hazard.next_look_back().is_some(),
        K::LookBack => hazard.owed_look_back().is_some(),
        _ => false,
    }
}

/// What the state itself forbids, though role and stage fit.
pub(super) fn rule(hazard: &Hazard, kind: ActionKind, now: Instant) -> Option<&'static str> {
    use ActionKind as K;
    let when = |forbidden: bool, rule: &'static str| forbidden.then_some(rule);
    match kind {
        K::ReferEnforcement => when(hazard.open_enforcement().is_some(), "enforcement_open"),
        K::ExtendEnforcement => {
            let open = hazard.open_enforcement();
            let due = open.and_then(|e| e.answer.as_ref()?.decide_by);
            match open {
                Some(e) if e.extension.is_some() => Some("enforcement_extended"),
                _ => when(due.is_none_or(|due| now > due), "enforcement_over"),
            }
        }
        K::AppealOvertime if hazard.overtime.is_some() => Some("overtime_once"),
        K::AppealOvertime => when(hazard.overtime_stages(now).is_empty(), "not_overtime"),
        K::OpenLookBack => when(hazard.next_look_back().is_none_or(|l| now < l.plan.at), "not_yet"),
        _ => None,
    }
}

/// Whether a member of staff is one of those who do it.
pub(super) fn may(hazard: &Hazard, staff: &Staff, kind: ActionKind) -> bool {
    use ActionKind as K;
    use Role as R;
    let any = |roles: &[Role]| roles.iter().any(|r| staff.has(*r));
    match kind {
        K::ReferEnforcement => any(&[R::ShiftLead, R::CommitteeOffice, R::Enforcer]),
        K::ReceiveEnforcement | K::AnswerEnforcement | K::DecideEnforcement => {
            staff.has(R::Enforcer) && hazard.enforcements.last().is_some_and(|e| e.unit == staff.unit)
        }
        // 负责人批准: a leader, or somebody else of the office than who has the case.
        K::ExtendEnforcement => {
            let own = hazard.enforcements.last().is_some_and(|e| e.unit == staff.unit);
            staff.has(R::Leader) || (staff.has(R::Enforcer) && own)
        }
        K::AppealOvertime => {
            staff.has(R::Handler) && hazard.dispatch.as_ref().is_some_and(|d| d.lead == staff.unit)
        }
        K::ReviewOvertime => any(&[R::ShiftLead, R::CommitteeOffice]),
        K::LookBack => {
            staff.has(R::Verifier)
                || (staff.has(R::Inspector) && staff.area.is_some() && staff.area == hazard.street)
        }
        _ => false,
    }
}
