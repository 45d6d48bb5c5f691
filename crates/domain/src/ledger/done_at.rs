//! 实际操作时间: when something was done that reached the server later, as the device says.
//!
//! The server's own time stays the one that counts: deadlines, clocks and proofs begin and end with the receipt. What
//! the device says stands beside it in the event, so that a reader sees both.

use crate::calendar::Instant;

/// So much a phone's clock may be ahead of the server's.
const AHEAD: i64 = 5 * Instant::MINUTE;
/// What is received within so much was done now, and nothing is kept.
const AT_ONCE: i64 = 5 * Instant::MINUTE;
/// 离线一日: so long a device may be away from the network with what it took along.
const OFFLINE: i64 = 36 * Instant::HOUR;
/// The oldest thing without a history before it that is still taken.
const OLDEST: i64 = 30 * Instant::DAY;

/// Why the device's time is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongDoneAt {
    /// It lies in the future.
    #[error("in the future")]
    Future,
    /// It lies before what the device can have known.
    #[error("too early")]
    TooEarly,
}

/// The time to keep beside the receipt at `now`, if any. `last` is the last event before it: nobody can have acted on
/// it more than a day offline before it happened. Without one, a month is the limit.
pub fn done_at(told: Instant, last: Option<Instant>, now: Instant) -> Result<Option<Instant>, WrongDoneAt> {
    let earliest = last.map_or(now.plus(-OLDEST), |last| last.plus(-OFFLINE));
    if told > now.plus(AHEAD) {
        return Err(WrongDoneAt::Future);
    }
    if told < earliest {
        return Err(WrongDoneAt::TooEarly);
    }
    Ok(earlier(told, now))
}

/// The device's time, if it lies so long before the receipt that it was sent later.
pub fn earlier(told: Instant, received: Instant) -> Option<Instant> {
    (received.since(told) > AT_ONCE).then_some(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_later_is_kept_within_reason() {
        let now: Instant = "2026-11-22T18:00:00+08:00".parse().unwrap();
        let last = Some(now.plus(-2 * Instant::HOUR));
        let ago = |ms: i64| done_at(now.plus(-ms), last, now);
        assert_eq!(ago(Instant::HOUR), Ok(Some(now.plus(-Instant::HOUR))));
        assert_eq!(ago(AT_ONCE), Ok(None), "done now");
        assert_eq!(ago(-AHEAD), Ok(None), "a clock a little ahead");
        assert_eq!(ago(-AHEAD - 1), Err(WrongDoneAt::Future));
        // Two things done offline one after the other: the second one was done before the first one was received.
        assert!(matches!(ago(2 * Instant::HOUR + OFFLINE), Ok(Some(_))));
        assert_eq!(ago(2 * Instant::HOUR + OFFLINE + 1), Err(WrongDoneAt::TooEarly));
        assert!(matches!(done_at(now.plus(-OLDEST), None, now), Ok(Some(_))));
        assert_eq!(done_at(now.plus(-OLDEST - 1), None, now), Err(WrongDoneAt::TooEarly));
    }
}
