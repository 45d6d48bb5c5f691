//! Passwords: which ones are accepted, how they are kept (argon2id) and compared.

use crate::entropy::{Entropy, EntropyError, random};
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

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

/// Which passwords are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordPolicy {
    /// Fewest characters.
    pub min_chars: usize,
    /// Most characters.
    pub max_chars: usize,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self { min_chars: 10, max_chars: 256 }
    }
}

/// Why a new password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    /// Too few characters.
    #[error("password shorter than {min} characters")]
    TooShort {
        /// Fewest characters.
        min: usize,
    },
    /// Too many characters.
    #[error("password longer than {max} characters")]
    TooLong {
        /// Most characters.
        max: usize,
    },
    /// Among the first that anyone would try, or one of them with a tail.
    #[error("password is a common one")]
    Common,
    /// Contains the user name.
    #[error("password contains the user name")]
    ContainsUserName,
}

impl PasswordRefusal {
    /// Stable name of this refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooShort { .. } => "password_too_short",
            Self::TooLong { .. } => "password_too_long",
            Self::Common => "password_common",
            Self::ContainsUserName => "password_contains_user_name",
        }
    }
}

impl PasswordPolicy {
    /// Whether `password` may become the password of `user_name`. Length and a list of the usual ones, no
    /// composition rules (NIST SP 800-63B): those only teach people to append `1!`.
    pub fn check(&self, password: &str, user_name: &str) -> Result<(), PasswordRefusal> {
        let length = password.chars().count();
        if length < self.min_chars {
            return Err(PasswordRefusal::TooShort { min: self.min_chars });
        }
        if length > self.max_chars {
            return Err(PasswordRefusal::TooLong { max: self.max_chars });
        }
        let (password, name) = (fold(password), fold(user_name));
        let telling = name.chars().count() >= if name.is_ascii() { 3 } else { 2 };
        if telling && password.contains(&name) {
            return Err(PasswordRefusal::ContainsUserName);
        }
        if is_common(&password) || is_common(&unleet(&password)) {
            return Err(PasswordRefusal::Common);
        }
        Ok(())
    }
}

/// The usual passwords, Western and Chinese, and the words that people make them from; our own list.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").split_whitespace().collect());

/// Longest tail, punctuation at its ends aside, that does not save a common word.
const SHORT_TAIL: usize = 4;
/// Digits alone, up to this many: dates, telephone numbers.
const DIGITS_ALONE: usize = 12;

fn is_common(text: &str) -> bool {
    let chars = text.chars().count();
    let digits = text.chars().all(|c| c.is_ascii_digit());
    if COMMON.contains(text) || (digits && chars <= DIGITS_ALONE) || repeats_itself(text) {
        return true;
    }
    // A common word, with a short tail or another common word or a date behind or before it.
    text.char_indices().skip(1).any(|(at, _)| {
        let (left, right) = text.split_at(at);
        (COMMON.contains(left) && adds_little(right)) || (COMMON.contains(right) && adds_little(left))
    })
}

fn adds_little(part: &str) -> bool {
    let core = part.trim_matches(|c: char| c.is_ascii_punctuation());
    let date = core.len() == 8
        && (core.starts_with("19") || core.starts_with("20"))
        && core.bytes().all(|b| b.is_ascii_digit());
    core.chars().count() <= SHORT_TAIL || COMMON.contains(core) || date || repeats_itself(core)
}

/// Whether the text is one piece of at most four characters over and over.
fn repeats_itself(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=4).any(|n| chars.len() >= 2 * n && chars.iter().zip(&chars[n..]).all(|(a, b)| a == b))
}

/// Lower case, full-width forms made narrow, spaces dropped.
fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Letters for the signs that are used in their place.
fn unleet(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '@' | '4' => 'a',
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '$' | '5' => 's',
            '7' => 't',
            c => c,
        })
        .collect()
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

    fn check(password: &str) -> Result<(), PasswordRefusal> {
        PasswordPolicy::default().check(password, "desk-chen")
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

    #[test]
    fn length_counts_characters_not_bytes() {
        assert_eq!(check("七个字的密码呀"), Err(PasswordRefusal::TooShort { min: 10 }));
        assert_eq!(check("ko7-vantu"), Err(PasswordRefusal::TooShort { min: 10 }));
        assert_eq!(check(&"ab cd ef gh".repeat(30)), Err(PasswordRefusal::TooLong { max: 256 }));
        assert_eq!(check("水塔下面的那只橘猫呀"), Ok(()));
        assert_eq!(check("ko7-vantu!"), Ok(()));
    }

    #[test]
    fn common_ones_and_their_disguises_are_refused() {
        for password in [
            "woaini1314",
            "Woaini1314520",
            "mima123456",
            "zhangwei123",
            "Zhangwei19900101",
            "hengyang2026",
            "yanfeng@123",
            "mashang2026!",
            "guanliyuan1",
            "1234567890",
            "13812345678",
            "19900101199",
            "qwertyuiop",
            "Qwerty123456",
            "1qaz2wsx3edc",
            "P@ssw0rd123",
            "Password123!",
            "password password",
            "ｐａｓｓｗｏｒｄ１２３",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "123woaini520",
            "iloveyou5201314",
        ] {
            assert_eq!(check(password), Err(PasswordRefusal::Common), "{password}");
        }
    }

    #[test]
    fn uncommon_ones_pass_even_without_digits_or_signs() {
        for password in
            ["tangerine wharf bicycle", "zhangwei 8471930 moto", "雨停以后去江边钓鱼吧", "k3vR-91xw-TTqp"]
        {
            assert_eq!(check(password), Ok(()), "{password}");
        }
    }

    #[test]
    fn the_user_name_must_not_be_in_it() {
        let policy = PasswordPolicy::default();
        let refused = Err(PasswordRefusal::ContainsUserName);
        assert_eq!(policy.check("xx-Desk-Chen-xx", "desk-chen"), refused);
        assert_eq!(policy.check("我是王五啊快让我进来", "王五"), refused);
        assert_eq!(policy.check("tangerine wharf", "an"), Ok(()));
        assert_eq!(policy.check("tangerine wharf", ""), Ok(()));
    }

    #[test]
    fn the_list_is_as_the_check_reads_it() {
        assert!(COMMON.len() >= 500);
        for word in COMMON.iter() {
            assert_eq!(fold(word), **word);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_list_entry_long_enough_is_refused_with_any_short_tail(
            at in any::<prop::sample::Index>(),
            tail in "[!-~]{0,4}",
        ) {
            let mut words: Vec<_> = COMMON.iter().collect();
            words.sort_unstable();
            let password = format!("{}{tail}", words[at.index(words.len())]);
            prop_assert!(check(&password).is_err());
        }

        #[test]
        fn strangers_never_cause_a_panic(password in "\\PC{0,40}", name in "\\PC{0,10}", stored in "\\$argon2id\\PC{0,60}|\\PC{0,60}") {
            let _ = PasswordPolicy::default().check(&password, &name);
            prop_assert!(passwords(CHEAP).verify(&password, &stored).is_err());
        }
    }
}
