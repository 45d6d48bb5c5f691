//! 暂停: intervals in which a clock stands still.

use super::Instant;
use serde::{Deserialize, Serialize};

/// 暂停原因.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseCause {
    /// 挂账.
    Suspended,
    /// 等待群众补充.
    WaitingForReporter,
}

/// 暂停: from a moment to a moment; without an end while it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// It began.
    pub from: Instant,
    /// It ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
    /// Why.
    pub cause: PauseCause,
}

impl Pause {
    /// The end, which an open pause does not have.
    pub(super) fn end(&self) -> Instant {
        self.to.unwrap_or(Instant(i64::MAX))
    }

    /// Whether the clock stands still at the very end of a day: then the day does not count.
    fn takes(&self, end: Instant) -> bool {
        self.from < end && end <= self.end()
    }
}

/// Whether a day that ends at `end` does not count, because a pause lasts over its end.
pub(super) fn takes_day(pauses: &[Pause], end: Instant) -> bool {
    pauses.iter().any(|p| p.takes(end))
}

/// What remains of the time between two moments without the pauses, in order.
pub(super) fn without(from: Instant, to: Instant, pauses: &[Pause]) -> Parts<'_> {
    Parts { at: from, to, pauses }
}

/// See [`without`].
pub(super) struct Parts<'a> {
    at: Instant,
    to: Instant,
    pauses: &'a [Pause],
}

impl Iterator for Parts<'_> {
    type Item = (Instant, Instant);

    fn next(&mut self) -> Option<(Instant, Instant)> {
        // Few pauses, in any order, and they may overlap: out of every one that covers the moment, then up to
        // the next one that begins.
        while let Some(covering) = self.pauses.iter().find(|p| p.from <= self.at && self.at < p.end()) {
            self.at = covering.end();
        }
        if self.at >= self.to {
            return None;
        }
        let next = self.pauses.iter().map(|p| p.from).filter(|from| *from > self.at).min();
        let part = (self.at, next.map_or(self.to, |from| from.min(self.to)));
        self.at = part.1;
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause(from: i64, to: Option<i64>) -> Pause {
        Pause { from: Instant(from), to: to.map(Instant), cause: PauseCause::Suspended }
    }

    fn parts(pauses: &[Pause]) -> Vec<(i64, i64)> {
        without(Instant(10), Instant(50), pauses).map(|(a, b)| (a.0, b.0)).collect()
    }

    #[test]
    fn pauses_overlap_touch_and_never_end() {
        assert_eq!(parts(&[]), [(10, 50)]);
        assert_eq!(parts(&[pause(20, Some(30))]), [(10, 20), (30, 50)]);
        assert_eq!(parts(&[pause(25, Some(40)), pause(20, Some(30))]), [(10, 20), (40, 50)]);
        assert_eq!(parts(&[pause(20, Some(30)), pause(30, Some(35))]), [(10, 20), (35, 50)]);
        assert_eq!(parts(&[pause(0, Some(12)), pause(49, None)]), [(12, 49)]);
        assert_eq!(parts(&[pause(30, Some(30))]).iter().map(|(a, b)| b - a).sum::<i64>(), 40);
        assert_eq!(parts(&[pause(5, None)]), []);
    }
}
