//! Staff sessions: a random token in a cookie, its hash in the database, two time limits, CSRF.

use crate::entropy::{Entropy, EntropyError};
use crate::suite::{HmacSha256, Mac, SecretKey};
use crate::token::SecretToken;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// How long sessions live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLimits {
    /// Without a request for this many milliseconds the session ends.
    pub idle_ms: i64,
    /// This many milliseconds after sign-in the session ends whatever happens.
    pub absolute_ms: i64,
    /// `last_seen_at` is written again only when it is older than this, so that not every request writes.
    pub touch_ms: i64,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { idle_ms: 30 * 60_000, absolute_ms: 12 * 3_600_000, touch_ms: 60_000 }
    }
}

/// Why a session is not, or no longer, good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// No request for too long.
    #[error("session idle for too long")]
    Idle,
    /// Signed in too long ago.
    #[error("session too old")]
    Expired,
}

impl SessionError {
    /// Stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Idle => "session_idle",
            Self::Expired => "session_expired",
        }
    }
}

/// What is stored about one signed-in browser. Instants are milliseconds since the epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's token; the key to look up by.
    pub token_hash: [u8; 32],
    /// Who signed in.
    pub person: Uuid,
    /// When.
    pub created_at: i64,
    /// The last request, to within [`SessionLimits::touch_ms`].
    pub last_seen_at: i64,
    /// When the second factor was last shown, if it was.
    pub second_factor_at: Option<i64>,
}

impl Session {
    /// Opens a session with a fresh token: at every sign-in, and again when the second factor is shown
    /// (carry `second_factor_at` over), so that a token planted before is worthless afterwards.
    pub fn start(
        entropy: &dyn Entropy,
        person: Uuid,
        second_factor_at: Option<i64>,
        now: i64,
    ) -> Result<(SecretToken, Self), EntropyError> {
        let token = SecretToken::generate(entropy)?;
        let token_hash = token.hash();
        Ok((token, Self { token_hash, person, created_at: now, last_seen_at: now, second_factor_at }))
    }

    /// When the session ends if no further request comes.
    pub fn expires_at(&self, limits: &SessionLimits) -> i64 {
        let idle = self.last_seen_at.saturating_add(limits.idle_ms);
        idle.min(self.created_at.saturating_add(limits.absolute_ms))
    }

    /// Whether the session is still good at `now`.
    pub fn check(&self, limits: &SessionLimits, now: i64) -> Result<(), SessionError> {
        if now >= self.created_at.saturating_add(limits.absolute_ms) {
            return Err(SessionError::Expired);
        }
        if now >= self.last_seen_at.saturating_add(limits.idle_ms) {
            return Err(SessionError::Idle);
        }
        Ok(())
    }

    /// Whether `last_seen_at` should be written anew.
    pub fn needs_touch(&self, limits: &SessionLimits, now: i64) -> bool {
        now >= self.last_seen_at.saturating_add(limits.touch_ms)
    }

    /// Whether the second factor was shown within the last `within_ms`, for acts that ask for it again.
    pub fn second_factor_within(&self, within_ms: i64, now: i64) -> bool {
        self.second_factor_at.is_some_and(|at| now < at.saturating_add(within_ms))
    }
}

/// The CSRF token that belongs to a session token. Derived, so that nothing more is stored; it does not
/// lead back to the session token.
pub fn csrf_token(token: &SecretToken) -> String {
    let key = SecretKey::new(*token.bytes());
    URL_SAFE_NO_PAD.encode(HmacSha256::new(&key).tag(b"mashang csrf v1"))
}

/// Whether `presented` is this session's CSRF token, in constant time.
pub fn csrf_matches(token: &SecretToken, presented: &str) -> bool {
    csrf_token(token).as_bytes().ct_eq(presented.as_bytes()).into()
}

/// How the browser reaches the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// HTTPS, here or at a proxy in front.
    Https,
    /// Plain HTTP on loopback, for a demonstration or development: browsers refuse `__Host-` there.
    LoopbackHttp,
}

impl Transport {
    /// Name of the session cookie. `__Host-` makes the browser refuse one set by a sister host.
    pub fn cookie_name(self) -> &'static str {
        match self {
            Self::Https => "__Host-mashang",
            Self::LoopbackHttp => "mashang",
        }
    }

    fn attributes(self) -> &'static str {
        match self {
            Self::Https => "Path=/; HttpOnly; Secure; SameSite=Lax",
            Self::LoopbackHttp => "Path=/; HttpOnly; SameSite=Lax",
        }
    }
}

/// The `Set-Cookie` value that hands the token to the browser. No lifetime: it goes with the browser, and
/// the server keeps its own limits.
pub fn set_cookie(token: &SecretToken, transport: Transport) -> String {
    format!("{}={}; {}", transport.cookie_name(), *token.expose(), transport.attributes())
}

/// The `Set-Cookie` value that removes the cookie.
pub fn clear_cookie(transport: Transport) -> String {
    format!("{}=; {}; Max-Age=0", transport.cookie_name(), transport.attributes())
}

/// The session token in a `Cookie` header, if there is a well-formed one.
pub fn token_from_cookies(header: &str, transport: Transport) -> Option<SecretToken> {
    header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == transport.cookie_name())
        .and_then(|(_, value)| SecretToken::parse(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    const T0: i64 = 1_790_000_000_000;

    fn session() -> (SecretToken, Session) {
        Session::start(&SeededEntropy::new(3), Uuid::from_u128(9), None, T0).unwrap()
    }

    #[test]
    fn a_session_ends_after_half_an_hour_of_silence() {
        let (_, session) = session();
        let limits = SessionLimits::default();
        assert_eq!(session.check(&limits, T0 + 1_799_999), Ok(()));
        assert_eq!(session.check(&limits, T0 + 1_800_000), Err(SessionError::Idle));
        assert_eq!(session.expires_at(&limits), T0 + 1_800_000);
    }

    #[test]
    fn a_busy_session_ends_after_twelve_hours() {
        let (_, mut session) = session();
        let limits = SessionLimits::default();
        session.last_seen_at = T0 + 43_199_000;
        assert_eq!(session.check(&limits, T0 + 43_199_999), Ok(()));
        assert_eq!(session.check(&limits, T0 + 43_200_000), Err(SessionError::Expired));
        assert_eq!(session.expires_at(&limits), T0 + 43_200_000);
    }

    #[test]
    fn last_seen_is_written_once_a_minute() {
        let (_, session) = session();
        let limits = SessionLimits::default();
        assert!(!session.needs_touch(&limits, T0 + 59_999));
        assert!(session.needs_touch(&limits, T0 + 60_000));
    }

    #[test]
    fn the_second_factor_grows_stale() {
        let (_, mut session) = session();
        assert!(!session.second_factor_within(3_600_000, T0));
        session.second_factor_at = Some(T0);
        assert!(session.second_factor_within(3_600_000, T0 + 3_599_999));
        assert!(!session.second_factor_within(3_600_000, T0 + 3_600_000));
    }

    #[test]
    fn only_the_hash_is_kept() {
        let (token, session) = session();
        assert_eq!(session.token_hash, token.hash());
        let shown = format!("{token:?} {session:?}");
        assert!(!shown.contains(&*token.expose()));
        assert!(!shown.contains(&format!("{:?}", token.bytes())));
    }

    #[test]
    fn csrf_belongs_to_one_session() {
        let (token, _) = session();
        let (other, _) = Session::start(&SeededEntropy::new(4), Uuid::from_u128(9), None, T0).unwrap();
        assert!(csrf_matches(&token, &csrf_token(&token)));
        assert!(!csrf_matches(&token, &csrf_token(&other)));
        assert!(!csrf_matches(&token, ""));
        assert_ne!(csrf_token(&token), *token.expose());
    }

    #[test]
    fn cookies_carry_every_guard_the_transport_allows() {
        let (token, _) = session();
        let text = token.expose();
        assert_eq!(
            set_cookie(&token, Transport::Https),
            format!("__Host-mashang={}; Path=/; HttpOnly; Secure; SameSite=Lax", *text)
        );
        assert_eq!(
            set_cookie(&token, Transport::LoopbackHttp),
            format!("mashang={}; Path=/; HttpOnly; SameSite=Lax", *text)
        );
        assert_eq!(
            clear_cookie(Transport::Https),
            "__Host-mashang=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0"
        );
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let (token, _) = session();
        let header = format!("a=b; mashang=x; __Host-mashang={}; c", *token.expose());
        let found = token_from_cookies(&header, Transport::Https).unwrap();
        assert_eq!(found.hash(), token.hash());
        assert!(token_from_cookies(&header, Transport::LoopbackHttp).is_none());
        assert!(token_from_cookies("", Transport::Https).is_none());
        assert!(token_from_cookies("__Host-mashang=;;;==", Transport::Https).is_none());
    }
}
