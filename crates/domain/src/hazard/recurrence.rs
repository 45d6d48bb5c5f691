//! 复发: the same kind of hazard again at the same place within a year after the case before it was closed. It is recognised
//! when the new one is filed, because only then its kind is certain, and is shown on both.

use super::decide::Draft;
use super::event::{Event, Words};
use super::kinds::ClosingKind;
use super::state::Hazard;
use crate::calendar::Instant;
use crate::ids::HazardId;
use serde::{Deserialize, Serialize};

/// 50 米以内: as good as the same place, as for 并案.
const NEAR: f64 = 50.0;
/// How long after a closing it counts, in days.
const WINDOW: i64 = 365;
/// How many earlier cases one new hazard repeats at most.
const MOST: usize = 10;

/// The other side of a recurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// The earlier case, or the later one.
    pub hazard: HazardId,
    /// So many days after the earlier one was closed.
    pub days: u32,
    /// Of the same place in the register; otherwise within 50 m.
    pub same_place: bool,
}

fn kind(hazard: &Hazard) -> Option<&str> {
    hazard.filing.as_ref().map(|f| f.category.as_str()).or(hazard.kind.as_deref())
}

/// Whether `later` repeats `earlier`.
pub fn repeats(later: &Hazard, earlier: &Hazard) -> Option<Repeat> {
    let was_done = matches!(
        earlier.closing,
        Some(ClosingKind::Rectified | ClosingKind::FixedOnSpot | ClosingKind::Enforced)
    );
    let after = later.reported_at.since(earlier.closed_at.filter(|_| was_done)?);
    let same_kind = kind(later).is_some() && kind(later) == kind(earlier);
    // What a whistle-blower told is not to be read off the record of somebody else's case.
    let is_secret = [later, earlier].iter().any(|h| h.is_confidential());
    if later.id == earlier.id || !same_kind || is_secret || !(0..=WINDOW * Instant::DAY).contains(&after) {
        return None;
    }
    let places = (later.place.as_ref().map(|p| p.place), earlier.place.as_ref().map(|p| p.place));
    let same_place = places.0.is_some() && places.0 == places.1;
    let near = later.position.zip(earlier.position).is_some_and(|(a, b)| a.distance_m(b) <= NEAR);
    let days = u32::try_from(after / Instant::DAY).ok()?;
    (same_place || near).then_some(Repeat { hazard: earlier.id, days, same_place })
}

/// What is put on record when a hazard is filed: on it, which cases it repeats; on each of them, that it came back.
/// What is on record already is not said again.
pub fn recurrence(later: &Hazard, earlier: &[Hazard]) -> Vec<Draft> {
    let known = |old: &HazardId| later.repeats.iter().any(|r| r.hazard == *old);
    let mut found: Vec<Repeat> =
        earlier.iter().filter_map(|old| repeats(later, old)).filter(|r| !known(&r.hazard)).collect();
    found.sort_by_key(|r| (r.days, r.hazard));
    found.truncate(MOST);
    if found.is_empty() {
        return Vec::new();
    }
    let draft = |hazard, event| Draft { hazard, event, words: Words::none() };
    let back = |r: &Repeat| draft(r.hazard, Event::Recurred { again: Repeat { hazard: later.id, ..*r } });
    let mut drafts: Vec<Draft> = found.iter().map(back).collect();
    drafts.insert(0, draft(later.id, Event::RepeatsFound { earlier: found }));
    drafts
}

impl Hazard {
    /// 复发: whether it came back within so many days after its closing.
    pub fn recurred_within(&self, days: u32) -> bool {
        self.recurred.iter().any(|r| r.days <= days)
    }
}
