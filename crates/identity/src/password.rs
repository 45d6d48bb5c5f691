//! Passwords: which ones are accepted, how they are kept (argon2id) and compared.

mod policy;

pub use policy::{PasswordPolicy, PasswordRefusal};

use crate::entropy::{Entropy, EntropyError, random};
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Cost of one hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argon2Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes computed side by side.
    pub lanes: u32,
}

impl Default for Argon2Cost {
    /// OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 }
    }
}

impl Argon2Cost {
    /// The most that is computed for a stored hash, whoever wrote it there.
    const CEILING: Self = Self { memory_kib: 1024 * 1024, passes: 16, lanes: 16 };

    fn params(self) -> Option<Params> {
        Params::new(self.memory_kib, self.passes, self.lanes, Some(Params::DEFAULT_OUTPUT_LEN)).ok()
    }

    fn of(params: &Params) -> Self {
        Self { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() }
    }

    fn exceeds(self, other: Self) -> bool {
        self.memory_kib > other.memory_kib || self.passes > other.passes || self.lanes > other.lanes
    }
}

/// Why a password was not made or not recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Not this person's password, or no such person: the caller must not say which.
    #[error("wrong password")]
    Wrong,
    /// What is stored is not an argon2id hash of bearable cost.
    #[error("stored password hash is unreadable")]
    Unreadable,
    /// The configured cost is outside what argon2 allows.
    #[error("argon2 cost out of range")]
    Cost,
    /// No random bytes for a salt.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}

impl PasswordError {
    /// Stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "password_wrong",
            Self::Unreadable => "password_hash_unreadable",
            Self::Cost => "password_cost_out_of_range",
            Self::Entropy(e) => e.code(),
        }
    }
}

/// A right password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// The stored hash was made at another cost: hash the password again now, while it is at hand.
    pub rehash: bool,
}

/// Makes and checks password hashes at one cost.
pub struct Passwords {
    cost: Argon2Cost,
    argon2: Argon2<'static>,
    nobody: String,
}

impl Passwords {
    /// Sets up hashing at `cost`; computes one hash for [`Passwords::verify_nobody`].
    pub fn new(cost: Argon2Cost, entropy: &dyn Entropy) -> Result<Self, PasswordError> {
        let params = cost.params().ok_or(PasswordError::Cost)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut passwords = Self { cost, argon2, nobody: String::new() };
        let unguessable = random::<32>(entropy)?;
        passwords.nobody = passwords.hash_bytes(&unguessable, entropy)?;
        Ok(passwords)
    }

    /// The PHC string to store. Ask [`PasswordPolicy::check`] first.
    pub fn hash(&self, password: &str, entropy: &dyn Entropy) -> Result<String, PasswordError> {
        self.hash_bytes(password.as_bytes(), entropy)
    }

    fn hash_bytes(&self, password: &[u8], entropy: &dyn Entropy) -> Result<String, PasswordError> {
        let salt = random::<16>(entropy)?;
        let hash = self.argon2.hash_password_with_salt(password, &salt).map_err(|_| PasswordError::Cost)?;
        Ok(hash.to_string())
    }

    /// Compares a password with a stored PHC string, at the cost that the string names.
    pub fn verify(&self, password: &str, stored: &str) -> Result<Verified, PasswordError> {
        let hash = PasswordHash::new(stored).map_err(|_| PasswordError::Unreadable)?;
        let params = Params::try_from(&hash).map_err(|_| PasswordError::Unreadable)?;
        let cost = Argon2Cost::of(&params);
        let known = hash.algorithm.as_str() == Algorithm::Argon2id.as_str() && hash.hash.is_some();
        if !known || cost.exceeds(Argon2Cost::CEILING) {
            return Err(PasswordError::Unreadable);
        }
        self.argon2.verify_password(password.as_bytes(), &hash).map_err(|_| PasswordError::Wrong)?;
        let current = cost == self.cost
            && hash.version == Some(Version::V0x13.into())
            && params.output_len() == Some(Params::DEFAULT_OUTPUT_LEN);
        Ok(Verified { rehash: !current })
    }

    /// Does the work of [`Passwords::verify`] for a person who does not exist or has no password, and
    /// refuses: the time of the answer tells nobody who has an account (OWASP ASVS 6.3.8).
    pub fn verify_nobody(&self, password: &str) -> PasswordError {
        match self.verify(password, &self.nobody) {
            Ok(_) => PasswordError::Wrong,
            Err(e) => e,
        }
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Passwords({:?})", self.cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use proptest::prelude::*;

    /// Small, so that the tests stay fast.
    const CHEAP: Argon2Cost = Argon2Cost { memory_kib: 16, passes: 1, lanes: 1 };

    fn passwords(cost: Argon2Cost) -> Passwords {
        Passwords::new(cost, &SeededEntropy::new(1)).unwrap()
    }

    #[test]
    fn the_reference_implementation_s_hash_verifies() {
        let passwords = passwords(CHEAP);
        for stored in [
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        ] {
            assert_eq!(passwords.verify("password", stored), Ok(Verified { rehash: true }));
            assert_eq!(passwords.verify("Password", stored), Err(PasswordError::Wrong));
        }
    }

    #[test]
    fn the_default_cost_is_written_into_the_hash() {
        let entropy = SeededEntropy::new(2);
        let passwords = passwords(Argon2Cost::default());
        let stored = passwords.hash("水塔下面的那只橘猫", &entropy).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(passwords.verify("水塔下面的那只橘猫", &stored), Ok(Verified { rehash: false }));
        assert_ne!(passwords.hash("水塔下面的那只橘猫", &entropy).unwrap(), stored);
    }

    #[test]
    fn a_changed_cost_asks_for_a_new_hash() {
        let stored = passwords(CHEAP).hash("correct horse", &SeededEntropy::new(2)).unwrap();
        let dearer = passwords(Argon2Cost { memory_kib: 32, ..CHEAP });
        assert_eq!(passwords(CHEAP).verify("correct horse", &stored), Ok(Verified { rehash: false }));
        assert_eq!(dearer.verify("correct horse", &stored), Ok(Verified { rehash: true }));
    }

    #[test]
    fn nobody_costs_as_much_as_somebody_and_never_gets_in() {
        let passwords = passwords(CHEAP);
        let somebody = passwords.hash("correct horse", &SeededEntropy::new(2)).unwrap();
        let cost = |phc: &str| Argon2Cost::of(&Params::try_from(&PasswordHash::new(phc).unwrap()).unwrap());
        assert_eq!(cost(&passwords.nobody), cost(&somebody));
        assert_eq!(passwords.verify_nobody("correct horse"), PasswordError::Wrong);
        assert_eq!(passwords.verify_nobody(""), PasswordError::Wrong);
        assert_eq!(format!("{passwords:?}"), format!("Passwords({CHEAP:?})"));
    }

    #[test]
    fn hostile_stored_hashes_are_refused_before_they_cost_anything() {
        let passwords = passwords(CHEAP);
        for stored in [
            "",
            "plain",
            "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=64,t=4000000,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2i$v=19$m=64,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ",
        ] {
            assert_eq!(passwords.verify("password", stored), Err(PasswordError::Unreadable), "{stored}");
        }
        let beyond = Argon2Cost { memory_kib: 0, ..CHEAP };
        assert_eq!(Passwords::new(beyond, &SeededEntropy::new(1)).err(), Some(PasswordError::Cost));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn strangers_never_cause_a_panic(password in "\\PC{0,40}", name in "\\PC{0,10}", stored in "\\$argon2id\\PC{0,60}|\\PC{0,60}") {
            let _ = PasswordPolicy::default().check(&password, &name);
            prop_assert!(passwords(CHEAP).verify(&password, &stored).is_err());
        }
    }
}
