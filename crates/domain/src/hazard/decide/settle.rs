//! 暂定期限: what becomes of deadlines when a year's notice of holidays is entered.

use super::{Context, Draft};
use crate::hazard::clocks::StageClock;
use crate::hazard::event::{Event, Words};
use crate::hazard::state::Hazard;

/// What of the hazard's provisional deadlines stands now by the calendar of [`Context::calendar`]: certain, and
/// never earlier than before. `None` if nothing changes.
pub fn settle(hazard: &Hazard, context: &Context) -> Option<Draft> {
    let settled = |clock: &StageClock| Some((clock.stage, clock.settled(context.calendar)?));
    let clocks: Vec<_> = hazard.clocks.iter().filter_map(settled).collect();
    if clocks.is_empty() {
        return None;
    }
    Some(Draft { hazard: hazard.id, event: Event::DeadlinesSettled { clocks }, words: Words::none() })
}
