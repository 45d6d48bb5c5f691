//! 黄灯时刻: when a clock turns yellow. Lists need it beforehand, for they do not know how its time passes.

use super::clocks::{StageClock, is_yellow};
use crate::calendar::{Calendar, Instant, Pace};

impl StageClock {
    /// The first moment at which so much of the limit is used that the light is yellow; nothing while it is paused, when it
    /// has stopped, and where there is no time between start and deadline.
    pub fn warns_at(&self, calendar: &Calendar) -> Option<Instant> {
        let due = self.due().filter(|_| self.is_running())?;
        let used = |at| calendar.elapsed(self.pace(), self.started, at, &self.pauses, self.unit);
        let total = used(due);
        if !is_yellow(total, total) {
            return None;
        }
        if self.pauses.is_empty() && matches!(self.pace(), Pace::Clock | Pace::NaturalDays) {
            return Some(yellow_between(self.started, due, |at| at.since(self.started), total));
        }
        Some(yellow_between(self.started, due, used, total))
    }
}

/// The first moment after `start` at which what is used of `total` is yellow; at `end` all of it is used.
fn yellow_between(start: Instant, end: Instant, used: impl Fn(Instant) -> i64, total: i64) -> Instant {
    let (mut green, mut yellow) = (start, end);
    while yellow.since(green) > 1 {
        let middle = green.plus(yellow.since(green) / 2);
        if is_yellow(used(middle), total) {
            yellow = middle;
        } else {
            green = middle;
        }
    }
    yellow
}
