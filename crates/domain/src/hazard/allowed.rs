//! 可办事项: what an actor may do with a hazard now.

use super::action::ActionKind;
use super::guard;
use super::state::Hazard;
use crate::calendar::Instant;
use crate::people::Actor;

/// The kinds of action that [`super::decide()`] would not refuse for stage, role, unit, separation of duties or
/// what the state rules out (a third extension, a return after arbitration, …). What an action contains may
/// still be refused.
pub fn allowed(hazard: &Hazard, actor: &Actor, now: Instant) -> Vec<ActionKind> {
    ActionKind::ALL.iter().copied().filter(|kind| guard::check(hazard, actor, *kind, now).is_ok()).collect()
}
