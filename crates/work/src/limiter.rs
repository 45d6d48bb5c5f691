//! 限流: how often strangers may try. Addresses are never kept: each is mixed with a key that lives in memory for
//! a day at most, so what is counted cannot be led back to anybody.

use crate::Problem;
use crate::place::day;
use domain::ledger::Hash;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::Surroundings;

/// Every so many questions, what has recovered is forgotten.
const TIDY: u32 = 4_096;

/// 频次: so many at once, and so many a minute from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// At once.
    pub burst: NonZeroU32,
    /// A minute.
    pub per_minute: NonZeroU32,
}

impl Rate {
    /// A rate; zero counts as one.
    pub const fn new(burst: u32, per_minute: u32) -> Self {
        Self { burst: nonzero(burst), per_minute: nonzero(per_minute) }
    }
}

const fn nonzero(n: u32) -> NonZeroU32 {
    match NonZeroU32::new(n) {
        Some(n) => n,
        None => NonZeroU32::MIN,
    }
}

/// How often what may be tried, by network address or by what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Signing in and opening one-time links, by address: a whole office begins its day behind one. Failures are
    /// counted more strictly, see [`identity::lockout`].
    pub sign_in: Rate,
    /// Reporting without signing in, by address: a whole house or office may share one.
    pub report: Rate,
    /// Reports through one place code.
    pub place_code: Rate,
    /// Looking up receipts by number, by address.
    pub receipt: Rate,
    /// Photos sent without signing in, by address.
    pub photo: Rate,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            sign_in: Rate::new(120, 60),
            report: Rate::new(20, 10),
            place_code: Rate::new(30, 10),
            receipt: Rate::new(30, 20),
            photo: Rate::new(60, 30),
        }
    }
}

impl Rates {
    /// As good as none: for load tests and behind a proxy that limits by itself.
    pub fn unlimited() -> Self {
        let all = Rate::new(u32::MAX, u32::MAX);
        Self { sign_in: all, report: all, place_code: all, receipt: all, photo: all }
    }
}

/// Time for the limiter, from the store's surroundings.
#[derive(Clone)]
struct Time(Arc<dyn Surroundings>);

impl Clock for Time {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(Duration::from_millis(self.0.now().0.max(0) as u64))
    }
}

/// Counts one kind of try.
pub struct Limiter {
    limiter: RateLimiter<[u8; 32], HashMapStateStore<[u8; 32]>, Time, NoOpMiddleware<Nanos>>,
    time: Time,
    day_key: Arc<DayKey>,
    asked: AtomicU32,
}

impl Limiter {
    /// A limiter for this rate.
    fn new(rate: Rate, surroundings: &Arc<dyn Surroundings>, day_key: &Arc<DayKey>) -> Self {
        let time = Time(Arc::clone(surroundings));
        let quota = Quota::per_minute(rate.per_minute).allow_burst(rate.burst);
        Self {
            limiter: RateLimiter::new(quota, HashMapStateStore::default(), time.clone()),
            time,
            day_key: Arc::clone(day_key),
            asked: AtomicU32::new(0),
        }
    }

    /// Counts a try from an address. IPv6 is counted by /64, which is what one household gets.
    pub fn address(&self, address: IpAddr) -> Result<(), Problem> {
        self.count(&network(address))
    }

    /// Counts a try about something: a code, a client.
    pub fn about(&self, what: &str) -> Result<(), Problem> {
        self.count(what.as_bytes())
    }

    fn count(&self, what: &[u8]) -> Result<(), Problem> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % TIDY == TIDY - 1 {
            self.limiter.retain_recent();
        }
        let key = self.day_key.mix(what, self.time.0.as_ref());
        self.limiter.check_key(&key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.time.now());
            Problem::too_many(wait.as_millis().div_ceil(1_000).max(1) as i64)
        })
    }
}

/// What of an address is counted.
pub(crate) fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(v6) => v6.octets()[..8].to_vec(),
    }
}

/// A random key that is changed at midnight in Beijing and never written down. What was counted under the one before is
/// forgotten with it: at night, not when the offices open.
pub(crate) struct DayKey(Mutex<(i64, [u8; 32])>);

impl DayKey {
    pub(crate) fn new(surroundings: &dyn Surroundings) -> Self {
        let mut key = [0; 32];
        surroundings.fill(&mut key);
        Self(Mutex::new((day(surroundings.now()), key)))
    }

    /// The keyed digest of something, good for today.
    pub(crate) fn mix(&self, what: &[u8], surroundings: &dyn Surroundings) -> [u8; 32] {
        let mut kept = self.0.lock().unwrap_or_else(|p| p.into_inner());
        let today = day(surroundings.now());
        if kept.0 != today {
            kept.0 = today;
            surroundings.fill(&mut kept.1);
        }
        Hash::of(&[b"mashang.limit.v1\n", &kept.1, what]).0
    }
}

/// One limiter for each kind of try.
pub struct Limiters {
    /// Signing in and opening one-time links.
    pub sign_in: Limiter,
    /// Reporting without signing in.
    pub report: Limiter,
    /// Reports through one place code.
    pub place_code: Limiter,
    /// Looking up receipts by number.
    pub receipt: Limiter,
    /// Photos sent without signing in.
    pub photo: Limiter,
}

impl Limiters {
    pub(crate) fn new(rates: Rates, surroundings: &Arc<dyn Surroundings>, day_key: &Arc<DayKey>) -> Self {
        let limiter = |rate| Limiter::new(rate, surroundings, day_key);
        Self {
            sign_in: limiter(rates.sign_in),
            report: limiter(rates.report),
            place_code: limiter(rates.place_code),
            receipt: limiter(rates.receipt),
            photo: limiter(rates.photo),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::Instant;
    use store::Repeatable;

    fn limiters(burst: u32, per_minute: u32) -> (Arc<Repeatable>, Limiter) {
        let clock = Arc::new(Repeatable::new(Instant(1_790_000_000_000), 7));
        let surroundings: Arc<dyn Surroundings> = clock.clone();
        let key = Arc::new(DayKey::new(clock.as_ref()));
        (clock, Limiter::new(Rate::new(burst, per_minute), &surroundings, &key))
    }

    #[test]
    fn a_burst_passes_then_one_each_time_that_the_rate_allows() {
        let (clock, limiter) = limiters(3, 6);
        let me: IpAddr = "192.0.2.7".parse().unwrap();
        for _ in 0..3 {
            assert_eq!(limiter.address(me), Ok(()));
        }
        let refused = limiter.address(me).unwrap_err();
        assert_eq!((refused.status, refused.code), (429, "too_many"));
        assert_eq!(refused.retry_after(), Some(10));
        assert_eq!(limiter.address("192.0.2.8".parse().unwrap()), Ok(()), "others are not held up");
        clock.advance(10_000);
        assert_eq!(limiter.address(me), Ok(()));
        assert!(limiter.address(me).is_err());
    }

    #[test]
    fn a_household_shares_one_count_however_it_writes_its_address() {
        let (_, limiter) = limiters(1, 1);
        assert!(limiter.address("2001:db8:1:2::1".parse().unwrap()).is_ok());
        assert!(limiter.address("2001:db8:1:2:ffff::9".parse().unwrap()).is_err());
        assert!(limiter.address("2001:db8:1:3::1".parse().unwrap()).is_ok());
        assert!(limiter.address("192.0.2.1".parse().unwrap()).is_ok());
        assert!(limiter.address("::ffff:192.0.2.1".parse().unwrap()).is_err());
    }

    #[test]
    fn the_key_of_yesterday_is_forgotten() {
        let (clock, limiter) = limiters(1, 1);
        let before = limiter.day_key.mix(b"x", clock.as_ref());
        assert_eq!(limiter.day_key.mix(b"x", clock.as_ref()), before);
        clock.advance(Instant::DAY);
        assert_ne!(limiter.day_key.mix(b"x", clock.as_ref()), before);
    }
}
