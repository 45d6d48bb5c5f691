//! 举报人信息: when it may be asked for, decided about and opened.

use crate::calendar::Instant;
use crate::hazard::action::ActionKind;
use crate::hazard::opening::Opening;
use crate::hazard::state::Hazard;
use crate::people::Actor;

/// Whether there is such a thing to be done with the hazard as it stands.
pub(super) fn fits(hazard: &Hazard, kind: ActionKind) -> bool {
    use ActionKind as K;
    match kind {
        K::OpenReporter | K::EraseReporter => hazard.reporter.is_some(),
        K::AskOpening => hazard.reporter.is_some() && hazard.opening_needs_second(),
        K::DecideOpening => hazard.opening.as_ref().is_some_and(Opening::is_pending),
        K::LapseOpening => ends(hazard).is_some(),
        _ => false,
    }
}

/// What the state itself forbids, though role and stage fit.
pub(super) fn rule(hazard: &Hazard, actor: &Actor, kind: ActionKind, now: Instant) -> Option<&'static str> {
    use ActionKind as K;
    let when = |forbidden: bool, rule: &'static str| forbidden.then_some(rule);
    let is_over = ends(hazard).is_none_or(|end| now >= end);
    match kind {
        K::OpenReporter => when(!hazard.is_opening_approved(actor, now), "opening_needs_approval"),
        K::AskOpening => when(!is_over, "opening_pending"),
        // The sweep that writes it down may be a moment behind.
        K::DecideOpening => when(is_over, "opening_lapsed"),
        K::LapseOpening => when(!is_over, "not_yet"),
        _ => None,
    }
}

fn ends(hazard: &Hazard) -> Option<Instant> {
    hazard.opening.as_ref().and_then(Opening::ends)
}
