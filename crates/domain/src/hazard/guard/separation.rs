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
        K::CallBack | K::OpenReporter => &[Part::FixingUnit],
        _ => &[],
    };
    let held = parts_of(hazard, staff);
    excluded.iter().copied().find(|part| held.contains(part))
}

/// Every part that the member of staff, or its unit, has in the hazard.
fn parts_of(hazard: &Hazard, staff: &Staff) -> Vec<Part> {
    let me = staff.person;
    let rejecter = match &hazard.stage {
        Stage::Rejected { by, .. } => *by == Some(me),
        _ => false,
    };
    let requester = match (&hazard.stage, &hazard.request) {
        (Stage::ReturnRequested { by, .. }, _) => *by == me,
        (_, Some(Request::Extension { by, .. } | Request::Suspension { by, .. })) => *by == me,
        _ => false,
    };
    [
        (hazard.finder == Some(me), Part::Finder),
        (hazard.fixers.contains(&me), Part::Fixer),
        (has_handled(hazard, staff.unit), Part::FixingUnit),
        (hazard.verifiers.contains(&me), Part::Verifier),
        (rejecter, Part::Rejecter),
        (requester, Part::Requester),
    ]
    .into_iter()
    .filter_map(|(held, part)| held.then_some(part))
    .collect()
}

/// Whether the unit handles or handled the case: as lead or co-unit, by fixing on the spot, or as the party that
/// answers for the hazard.
fn has_handled(hazard: &Hazard, unit: UnitId) -> bool {
    hazard.handled_by.contains(&unit)
        || hazard.dispatch.as_ref().is_some_and(|d| d.has(unit))
        || hazard.filing.as_ref().is_some_and(|f| f.party_unit == Some(unit))
}
