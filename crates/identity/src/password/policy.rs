//! Which new passwords are accepted.

use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::LazyLock;

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
    LazyLock::new(|| include_str!("common.txt").split_whitespace().collect());

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
    use proptest::prelude::*;

    fn check(password: &str) -> Result<(), PasswordRefusal> {
        PasswordPolicy::default().check(password, "desk-chen")
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
    }
}
