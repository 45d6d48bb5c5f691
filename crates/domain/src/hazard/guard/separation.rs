//! 查整分离: whoever finds does not fix, whoever fixes does not verify, and nobody decides what they asked for.

use crate::hazard::action::ActionKind;
use crate::hazard::kinds::Grade;
use crate::hazard::refusal::Part;
use crate::hazard::stage::Stage;
use crate::hazard::state::{Hazard, Request};
use crate::ids::UnitId;
use crate::people::{Actor, Staff};

/// The part that `actor` already had and that excludes a move of this kind.
pub(super) fn conflict(hazard: &Hazard, actor: &Actor, kind: ActionKind) -> Option<Part> {
    use ActionKind as K;
    let staff = actor.staff()?;
    let excluded: &[Part] = match kind {
        // 即查即改 is the exception: who finds a small thing may fix it, and somebody else confirms.
        K::FixOnSpot => &[Part::Verifier],
        K::Sign | K::Plan | K::MeasureInterim | K::Submit => &[Part::Finder, Part::Verifier],
        K::Verify | K::ConfirmSpotFix => &[Part::Finder, Part::Fixer, Part::FixingUnit],
        K::OrderRework => match hazard.stage {
            Stage::Verified { .. } => &[Part::Fixer, Part::FixingUnit],
            _ => &[Part::Finder, Part::Fixer, Part::FixingUnit],
        },
        K::ApproveClosing => match super::grade(hazard) {
            Some(Grade::Larger | Grade::Major) => &[Part::Verifier, Part::Fixer, Part::FixingUnit],
            _ => &[Part::Fixer, Part::FixingUnit],
        },
        K::DecideAppeal | K::Reopen => &[Part::Rejecter],
        K::DecideReturn | K::DecideExtension | K::DecideSuspension => &[Part::Requester],
        K::CallBack | K::OpenReporter | K::AskOpening => &[Part::FixingUnit],
        K::DecideOpening => &[Part::Fixer, Part::FixingUnit, Part::Requester],
        K::SettleInstruction => &[Part::Replier],
        K::DecideReply => &[Part::Replier],
        K::DecideListingExtension | K::ReleaseStop | K::RefuseRelease | K::ExtendEnforcement => {
            &[Part::Requester]
        }
        K::ConfirmJudgement => &[Part::Judge],
        K::SettleDoubts => &[Part::Fixer, Part::FixingUnit, Part::Verifier],
        K::ReviewOvertime => &[Part::Fixer, Part::FixingUnit, Part::Reviewer],
        K::LookBack => &[Part::Fixer, Part::FixingUnit, Part::Verifier],
        K::Recheck => &[Part::Finder, Part::Fixer, Part::FixingUnit, Part::Verifier],
        _ => &[],
    };
    let held = parts_of(hazard, staff, kind);
    excluded.iter().copied().find(|part| held.contains(part))
}

/// Every part that the member of staff, or its unit, has in the hazard.
fn parts_of(hazard: &Hazard, staff: &Staff, kind: ActionKind) -> Vec<Part> {
    let me = staff.person;
    let rejecter = match &hazard.stage {
        Stage::Rejected { by, .. } => *by == Some(me),
        _ => false,
    };
    let supervision = &hazard.supervision;
    let requester = match (&hazard.stage, &hazard.request) {
        _ if kind == ActionKind::DecideListingExtension => {
            supervision.listing().and_then(|l| l.extension).is_some_and(|asked| asked.by == me)
        }
        _ if kind == ActionKind::DecideOpening => {
            hazard.opening.as_ref().is_some_and(|opening| opening.by == me)
        }
        // Who filed the case has it, and would be asking for more time.
        _ if kind == ActionKind::ExtendEnforcement => {
            hazard.open_enforcement().and_then(|e| e.answer.as_ref()).is_some_and(|answer| answer.by == me)
        }
        (Stage::StopOrdered { .. }, _) if kind != ActionKind::DecideExtension => {
            supervision.release.is_some_and(|asked| asked.by == me)
        }
        (Stage::ReturnRequested { by, .. }, _) => *by == me,
        (_, Some(Request::Extension { by, .. } | Request::Suspension { by, .. })) => *by == me,
        _ => false,
    };
    let replier = match kind {
        // Of several, one that somebody else wrote comes first.
        ActionKind::DecideReply => super::to_review(hazard, &Actor::Staff(staff.clone()), None)
            .and_then(|letter| letter.undecided())
            .is_some_and(|reply| reply.by == me),
        _ => hazard.open_instruction().and_then(|open| open.replied).is_some_and(|(by, _)| by == me),
    };
    [
        (hazard.finder == Some(me), Part::Finder),
        (hazard.fixers.contains(&me), Part::Fixer),
        (hazard.has_handled(staff.unit), Part::FixingUnit),
        (hazard.verifiers.contains(&me), Part::Verifier),
        (rejecter, Part::Rejecter),
        (requester, Part::Requester),
        (replier, Part::Replier),
        (hazard.overtime.as_ref().and_then(|o| o.first).is_some_and(|r| r.by == me), Part::Reviewer),
        (hazard.judgement.as_ref().is_some_and(|j| j.by == me), Part::Judge),
    ]
    .into_iter()
    .filter_map(|(held, part)| held.then_some(part))
    .collect()
}

impl Hazard {
    /// Whether the unit handles or handled the case: as lead or co-unit, by fixing on the spot, or as the party that
    /// answers for the hazard.
    pub fn has_handled(&self, unit: UnitId) -> bool {
        self.handled_by.contains(&unit)
            || self.dispatch.as_ref().is_some_and(|d| d.has(unit))
            || self.filing.as_ref().is_some_and(|f| f.party_unit == Some(unit))
    }
}
