//! Growing locks after failed sign-ins, per account and per address, as a pure function of the history.
//!
//! Asked before the password is looked at (a locked attempt is answered without trying it), and every
//! lock ends by itself, so that a stranger can delay a person for a day at most, never shut them out; where that person
//! signed in before, not at all ([`crate::known`]).

use serde::{Deserialize, Serialize};

/// How far ahead of `now` a failure may lie (another node's clock) and still count.
const CLOCK_SKEW_MS: i64 = 60_000;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// One rung: from this many failures on, each further failure locks for this long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Failures counted so far, this one included.
    pub failures: u32,
    /// Length of the lock in milliseconds.
    pub lock_ms: i64,
}

/// A ladder of locks. Rungs stand in ascending order of `failures`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    /// The rungs.
    pub rungs: Vec<Rung>,
    /// Quiet time in milliseconds, counted from the end of the last lock or from the last failure, after
    /// which the count starts again at zero.
    pub forget_ms: i64,
}

impl Ladder {
    /// Per account: 5 failures lock for 5 minutes (300 s, the usual figure in 等保 practice), growing to
    /// one day.
    pub fn per_account() -> Self {
        let rungs = [(5, 5 * MINUTE_MS), (7, 15 * MINUTE_MS), (10, HOUR_MS), (15, 6 * HOUR_MS), (20, DAY_MS)];
        Self::new(&rungs, DAY_MS)
    }

    /// Per network address: higher, because a whole office may share one.
    pub fn per_address() -> Self {
        let rungs = [(20, 5 * MINUTE_MS), (40, 15 * MINUTE_MS), (80, HOUR_MS), (160, DAY_MS)];
        Self::new(&rungs, DAY_MS)
    }

    fn new(rungs: &[(u32, i64)], forget_ms: i64) -> Self {
        Self {
            rungs: rungs.iter().map(|&(failures, lock_ms)| Rung { failures, lock_ms }).collect(),
            forget_ms,
        }
    }

    /// How far back failures must be kept for [`judge`] to be exact, in milliseconds.
    pub fn memory_ms(&self) -> i64 {
        let longest = self.rungs.iter().map(|r| r.lock_ms).max().unwrap_or(0);
        let steps = self.rungs.last().map_or(1, |r| i64::from(r.failures));
        longest.saturating_add(self.forget_ms).saturating_mul(steps)
    }

    fn lock_for(&self, failures: u32) -> Option<i64> {
        self.rungs.iter().filter(|r| r.failures <= failures).map(|r| r.lock_ms).max()
    }
}

/// What the history says about the next attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The attempt may be made; after `remaining` more failures a lock follows.
    Open {
        /// Failures left before the first rung, at least 1.
        remaining: u32,
    },
    /// The attempt is refused without looking at it.
    Locked {
        /// When the lock ends, milliseconds since the epoch; always later than now.
        until: i64,
    },
}

impl Verdict {
    /// Whether an attempt may be made.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. })
    }

    /// The stricter of two verdicts, for account and address together.
    pub fn stricter(self, other: Self) -> Self {
        match (self, other) {
            (Self::Locked { until: a }, Self::Locked { until: b }) => Self::Locked { until: a.max(b) },
            (locked @ Self::Locked { .. }, _) | (_, locked @ Self::Locked { .. }) => locked,
            (Self::Open { remaining: a }, Self::Open { remaining: b }) => Self::Open { remaining: a.min(b) },
        }
    }
}

/// Judges the failures since the last success (milliseconds since the epoch, in any order) at `now`.
///
/// Failures inside a running lock do not count: otherwise knocking on a locked door would keep it shut.
pub fn judge(ladder: &Ladder, failures: &[i64], now: i64) -> Verdict {
    let mut times: Vec<i64> =
        failures.iter().filter(|&&t| t <= now.saturating_add(CLOCK_SKEW_MS)).map(|&t| t.min(now)).collect();
    times.sort_unstable();

    let (mut count, mut locked_until, mut last) = (0u32, i64::MIN, i64::MIN);
    for time in times {
        if time < locked_until {
            continue;
        }
        if count > 0 && time > last.max(locked_until).saturating_add(ladder.forget_ms) {
            count = 0;
        }
        count = count.saturating_add(1);
        last = time;
        if let Some(lock) = ladder.lock_for(count) {
            locked_until = time.saturating_add(lock);
        }
    }
    if now < locked_until {
        return Verdict::Locked { until: locked_until };
    }
    if count > 0 && now > last.max(locked_until).saturating_add(ladder.forget_ms) {
        count = 0;
    }
    let first = ladder.rungs.iter().map(|r| r.failures).min().unwrap_or(u32::MAX);
    Verdict::Open { remaining: first.saturating_sub(count).max(1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const T0: i64 = 1_790_000_000_000;

    /// Fails as soon as the door opens again, `n` times; answers the lock lengths seen.
    fn stubborn(ladder: &Ladder, n: usize) -> Vec<i64> {
        let (mut now, mut failures, mut locks) = (T0, Vec::new(), Vec::new());
        for _ in 0..n {
            failures.push(now);
            match judge(ladder, &failures, now) {
                Verdict::Open { .. } => now += 1_000,
                Verdict::Locked { until } => {
                    locks.push((until - now) / MINUTE_MS);
                    now = until;
                }
            }
        }
        locks
    }

    #[test]
    fn five_failures_lock_for_300_seconds_and_the_ladder_grows_to_a_day() {
        assert_eq!(
            stubborn(&Ladder::per_account(), 22),
            [5, 5, 15, 15, 15, 60, 60, 60, 60, 60, 360, 360, 360, 360, 360, 1440, 1440, 1440]
        );
    }

    #[test]
    fn four_failures_leave_one_try_and_the_lock_ends_on_the_millisecond() {
        let ladder = Ladder::per_account();
        let mut failures: Vec<i64> = (0..4).map(|i| T0 + i).collect();
        assert_eq!(judge(&ladder, &failures, T0 + 10), Verdict::Open { remaining: 1 });
        failures.push(T0 + 10);
        let until = T0 + 10 + 300_000;
        assert_eq!(judge(&ladder, &failures, until - 1), Verdict::Locked { until });
        assert_eq!(judge(&ladder, &failures, until), Verdict::Open { remaining: 1 });
    }

    #[test]
    fn knocking_on_a_locked_door_does_not_keep_it_shut() {
        let ladder = Ladder::per_account();
        let mut failures: Vec<i64> = vec![T0; 5];
        failures.extend((1..200).map(|i| T0 + i * 1_000));
        assert_eq!(judge(&ladder, &failures, T0 + 200_000), Verdict::Locked { until: T0 + 300_000 });
    }

    #[test]
    fn a_quiet_day_forgets() {
        let ladder = Ladder::per_account();
        let failures = vec![T0; 4];
        assert_eq!(judge(&ladder, &failures, T0 + DAY_MS), Verdict::Open { remaining: 1 });
        assert_eq!(judge(&ladder, &failures, T0 + DAY_MS + 1), Verdict::Open { remaining: 5 });
    }

    #[test]
    fn a_failure_far_in_the_future_cannot_lock_for_ever() {
        let ladder = Ladder::per_account();
        assert_eq!(judge(&ladder, &[T0 + 10 * DAY_MS; 30], T0), Verdict::Open { remaining: 5 });
        assert!(!judge(&ladder, &[T0 + 5; 5], T0).is_open());
    }

    #[test]
    fn the_stricter_verdict_wins() {
        let (open, few) = (Verdict::Open { remaining: 5 }, Verdict::Open { remaining: 2 });
        let (short, long) = (Verdict::Locked { until: 10 }, Verdict::Locked { until: 20 });
        assert_eq!(open.stricter(few), few);
        assert_eq!(short.stricter(open), short);
        assert_eq!(open.stricter(short), short);
        assert_eq!(short.stricter(long), long);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_lock_ends_within_a_day(
            failures in prop::collection::vec(T0 - 3 * DAY_MS..T0 + 3 * DAY_MS, 0..60),
            extreme in prop::sample::select(vec![i64::MIN, 0, i64::MAX]),
        ) {
            let mut failures = failures;
            failures.push(extreme);
            let ladder = Ladder::per_account();
            if let Verdict::Locked { until } = judge(&ladder, &failures, T0) {
                prop_assert!(until > T0 && until <= T0 + DAY_MS);
            }
        }

        #[test]
        fn order_of_the_history_does_not_matter(failures in prop::collection::vec(T0 - DAY_MS..T0, 0..40)) {
            let ladder = Ladder::per_account();
            let mut reversed = failures.clone();
            reversed.reverse();
            prop_assert_eq!(judge(&ladder, &failures, T0), judge(&ladder, &reversed, T0));
        }
    }
}
