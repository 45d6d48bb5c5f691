//! One-time links: for the first administrator, and for setting or resetting a password.

use crate::entropy::{Entropy, EntropyError};
use crate::token::SecretToken;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// What a link allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Makes the first administrator; shown once on the terminal.
    FirstAdministrator,
    /// Sets a person's password.
    SetPassword,
}

impl Purpose {
    /// How long such a link is good, in milliseconds: an hour on a terminal, three days in a message.
    pub fn default_lifetime_ms(self) -> i64 {
        match self {
            Self::FirstAdministrator => 3_600_000,
            Self::SetPassword => 72 * 3_600_000,
        }
    }

    /// Stable name, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstAdministrator => "first_administrator",
            Self::SetPassword => "set_password",
        }
    }

    /// The purpose that [`Purpose::code`] names.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::FirstAdministrator, Self::SetPassword].into_iter().find(|p| p.code() == code)
    }
}

/// Why a link does not work. The reader is told the same for all three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InviteError {
    /// Not this link's token, or made for something else.
    #[error("not a valid link")]
    Wrong,
    /// Too late.
    #[error("link expired")]
    Expired,
    /// Already used.
    #[error("link already used")]
    Used,
}

impl InviteError {
    /// Stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "invite_wrong",
            Self::Expired => "invite_expired",
            Self::Used => "invite_used",
        }
    }
}

/// What is stored about a link. Instants are milliseconds since the epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// SHA-256 of the token; the key to look up by.
    pub token_hash: [u8; 32],
    /// What it allows.
    pub purpose: Purpose,
    /// For whom.
    pub person: Uuid,
    /// First instant at which it no longer works.
    pub expires_at: i64,
    /// When it was used.
    pub used_at: Option<i64>,
}

impl Invite {
    /// Makes a link: the token goes to the person, the record to the database.
    pub fn issue(
        entropy: &dyn Entropy,
        purpose: Purpose,
        person: Uuid,
        now: i64,
        lifetime_ms: i64,
    ) -> Result<(SecretToken, Self), EntropyError> {
        let token = SecretToken::generate(entropy)?;
        let token_hash = token.hash();
        let expires_at = now.saturating_add(lifetime_ms);
        Ok((token, Self { token_hash, purpose, person, expires_at, used_at: None }))
    }

    /// Whether `token` may be used for `purpose` at `now`, without using it (to show the form).
    pub fn check(&self, token: &SecretToken, purpose: Purpose, now: i64) -> Result<(), InviteError> {
        let same: bool = self.token_hash.ct_eq(&token.hash()).into();
        if !same || purpose != self.purpose {
            return Err(InviteError::Wrong);
        }
        if self.used_at.is_some() {
            return Err(InviteError::Used);
        }
        if now >= self.expires_at {
            return Err(InviteError::Expired);
        }
        Ok(())
    }

    /// Uses the link. The caller stores `used_at` in the transaction that does what the link allows.
    pub fn redeem(&mut self, token: &SecretToken, purpose: Purpose, now: i64) -> Result<(), InviteError> {
        self.check(token, purpose, now)?;
        self.used_at = Some(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    const T0: i64 = 1_790_000_000_000;

    fn issue(seed: u64) -> (SecretToken, Invite) {
        let (entropy, person) = (SeededEntropy::new(seed), Uuid::from_u128(5));
        Invite::issue(&entropy, Purpose::SetPassword, person, T0, 1_000).unwrap()
    }

    #[test]
    fn a_link_works_once() {
        let (token, mut invite) = issue(1);
        assert_eq!(invite.check(&token, Purpose::SetPassword, T0), Ok(()));
        assert_eq!(invite.redeem(&token, Purpose::SetPassword, T0 + 999), Ok(()));
        assert_eq!(invite.used_at, Some(T0 + 999));
        assert_eq!(invite.redeem(&token, Purpose::SetPassword, T0 + 999), Err(InviteError::Used));
    }

    #[test]
    fn a_link_expires_and_serves_its_own_purpose_only() {
        let (token, mut invite) = issue(1);
        assert_eq!(invite.redeem(&token, Purpose::SetPassword, T0 + 1_000), Err(InviteError::Expired));
        assert_eq!(invite.redeem(&token, Purpose::FirstAdministrator, T0), Err(InviteError::Wrong));
        assert_eq!(invite.redeem(&issue(2).0, Purpose::SetPassword, T0), Err(InviteError::Wrong));
        assert_eq!(invite.used_at, None);
    }

    #[test]
    fn purposes_are_stored_by_name() {
        for purpose in [Purpose::FirstAdministrator, Purpose::SetPassword] {
            assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
        }
        assert_eq!(Purpose::from_code("other"), None);
    }
}
