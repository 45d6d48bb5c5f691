//! 登录关口: what stands before passwords. It lives in memory: locks by address and for names that nobody has,
//! one attempt at a time for a name, and few password checks at a time because each takes much memory.

use crate::limiter::{DayKey, network};
use crate::{App, Problem};
use domain::calendar::Instant;
use identity::lockout::{Ladder, Verdict, judge};
use identity::password::{PasswordError, Passwords, Verified};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use tokio::sync::{Mutex as Turn, MutexGuard, Semaphore};

/// Password checks at the same time: each takes 19 MiB and a tenth of a second.
const AT_ONCE: usize = 2;
/// Password checks that may wait for their turn.
const WAITING: usize = 64;
/// Addresses and unknown names whose failures are remembered.
const REMEMBERED: usize = 16_384;
/// Failures that are remembered of each: more than the ladders have rungs for.
const FAILURES: usize = 256;
/// Turns: names share them, so that memory stays small.
const TURNS: usize = 64;

type Digest = [u8; 32];

/// When a sign-in failed, and under which name.
type Failure = (i64, Digest);

/// The gate.
pub(crate) struct Gate {
    passwords: Arc<Passwords>,
    day_key: Arc<DayKey>,
    addresses: Mutex<HashMap<Digest, Vec<Failure>>>,
    unknown: Mutex<HashMap<Digest, Vec<Failure>>>,
    turns: [Turn<()>; TURNS],
    checks: Semaphore,
    queue: Semaphore,
}

impl Gate {
    pub(crate) fn new(passwords: Passwords, day_key: &Arc<DayKey>) -> Self {
        Self {
            passwords: Arc::new(passwords),
            day_key: Arc::clone(day_key),
            addresses: Mutex::default(),
            unknown: Mutex::default(),
            turns: std::array::from_fn(|_| Turn::new(())),
            checks: Semaphore::new(AT_ONCE),
            queue: Semaphore::new(WAITING),
        }
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    fn digest(&self, app: &App, what: &[u8]) -> Digest {
        self.day_key.mix(what, app.store().surroundings())
    }

    /// What the failures from an address say about the next attempt.
    pub(super) fn of_address(&self, app: &App, address: IpAddr) -> Verdict {
        look(&self.addresses, &self.digest(app, &network(address)), &Ladder::per_address(), app)
    }

    /// Counts a failure from an address.
    pub(super) fn address_failed(&self, app: &App, address: IpAddr, login: &str) {
        let name = self.digest(app, login.as_bytes());
        count(&self.addresses, self.digest(app, &network(address)), name, app);
    }

    /// A sign-in from there succeeded: failures under the same name were slips. Those under other names stay, so
    /// that an account of one's own does not help to guess at others'.
    pub(super) fn address_succeeded(&self, app: &App, address: IpAddr, login: &str) {
        let name = self.digest(app, login.as_bytes());
        let mut kept = self.addresses.lock().unwrap_or_else(|p| p.into_inner());
        if let Some(failures) = kept.get_mut(&self.digest(app, &network(address))) {
            failures.retain(|(_, failed)| *failed != name);
        }
    }

    /// What the failures under a name that nobody has say: the same as for a name that somebody has.
    pub(super) fn of_unknown(&self, app: &App, login: &str) -> Verdict {
        look(&self.unknown, &self.digest(app, login.as_bytes()), &Ladder::per_account(), app)
    }

    /// Counts a failure under a name that nobody has.
    pub(super) fn unknown_failed(&self, app: &App, login: &str) {
        let name = self.digest(app, login.as_bytes());
        count(&self.unknown, name, name, app);
    }

    /// One attempt at a time under a name, so that a hundred at once do not all find the door open.
    pub(super) async fn turn(&self, app: &App, login: &str) -> MutexGuard<'_, ()> {
        let place = usize::from(self.digest(app, login.as_bytes())[0]) % TURNS;
        self.turns[place].lock().await
    }

    /// Checks a password; `None` for somebody who does not exist, which takes as long.
    pub(super) async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<Verified, PasswordError> {
        let passwords = Arc::clone(&self.passwords);
        self.busy(move || match stored {
            Some(stored) => passwords.verify(&password, &stored),
            None => Err(passwords.verify_nobody(&password)),
        })
        .await
        .unwrap_or(Err(PasswordError::Unreadable))
    }

    /// Runs the hashing of passwords beside the request threads, few at a time; nothing when too many wait.
    pub(super) async fn busy<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let _place = self.queue.try_acquire().ok()?;
        let _permit = self.checks.acquire().await.ok()?;
        tokio::task::spawn_blocking(work).await.ok()
    }
}

fn look(kept: &Mutex<HashMap<Digest, Vec<Failure>>>, digest: &Digest, ladder: &Ladder, app: &App) -> Verdict {
    let kept = kept.lock().unwrap_or_else(|p| p.into_inner());
    let failures: Vec<i64> = kept.get(digest).into_iter().flatten().map(|(at, _)| *at).collect();
    judge(ladder, &failures, app.store().surroundings().now().0)
}

fn count(kept: &Mutex<HashMap<Digest, Vec<Failure>>>, digest: Digest, name: Digest, app: &App) {
    let now = app.store().surroundings().now();
    let mut kept = kept.lock().unwrap_or_else(|p| p.into_inner());
    if kept.len() >= REMEMBERED && !kept.contains_key(&digest) {
        // Whoever failed longest ago is forgotten first.
        kept.retain(|_, failures| failures.last().is_some_and(|(at, _)| *at > now.0 - Instant::HOUR));
        if kept.len() >= REMEMBERED {
            kept.clear();
        }
    }
    let failures = kept.entry(digest).or_default();
    failures.push((now.0, name));
    if failures.len() > FAILURES {
        failures.remove(0);
    }
}

/// The refusal of an attempt that is not looked at.
pub(super) fn locked(verdict: Verdict, now: Instant) -> Result<(), Problem> {
    match verdict {
        Verdict::Open { .. } => Ok(()),
        Verdict::Locked { until } => Err(Problem::new(429, "locked")
            .with("until", Instant(until))
            .with("seconds", (until - now.0).div_euclid(Instant::SECOND) + 1)),
    }
}
