//! 点位码: what is printed on the plate, after `/s/`. An invented code is refused without a look into any database.
//!
//! 24 characters of Crockford's base 32 in six groups: one for the version, 13 for 64 random bits (and a zero
//! bit), nine for 45 bits of an HMAC-SHA256 over both, one check character.

use super::check::{character, check_value, values};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq;

const RANDOM: usize = 13;
const MAC: usize = 9;
const LENGTH: usize = 1 + RANDOM + MAC + 1;
const GROUP: usize = 4;

/// 点位码密钥: 32 secret bytes. Says nothing of itself in logs.
#[derive(Clone)]
pub struct MacKey(pub [u8; 32]);

impl fmt::Debug for MacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacKey(…)")
    }
}

/// The keys of all versions in use: old plates stay valid when a new key is taken.
#[derive(Clone, Debug, Default)]
pub struct MacKeys(Vec<(u8, MacKey)>);

impl MacKeys {
    /// One key under one version.
    pub fn one(version: u8, key: MacKey) -> Self {
        Self(vec![(version % 32, key)])
    }

    /// With another version's key; replaces a key of the same version.
    pub fn with(mut self, version: u8, key: MacKey) -> Self {
        self.0.retain(|(v, _)| *v != version % 32);
        self.0.push((version % 32, key));
        self
    }

    /// The version and key that new plates are made with: the one taken last.
    pub fn newest(&self) -> Option<(u8, &MacKey)> {
        self.0.last().map(|(version, key)| (*version, key))
    }

    /// The key of that version.
    pub fn get(&self, version: u8) -> Option<&MacKey> {
        self.0.iter().find(|(v, _)| *v == version).map(|(_, key)| key)
    }
}

/// 点位码 that was made with one of our keys. Whether it is printed, active or revoked stands in the register.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceCode(String);

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Too short or too long: part of it is missing.
    #[error("a code has 24 characters")]
    Length,
    /// A character that no code has.
    #[error("{0:?} is in no code")]
    Character(char),
    /// 输错: the check character does not fit, so somebody mistyped.
    #[error("mistyped")]
    Typo,
    /// 伪造: well-formed, but not made by us.
    #[error("not made here")]
    Forged,
}

impl PlaceCode {
    /// The code of that version (below 32) over 64 random bits.
    pub fn make(random: [u8; 8], version: u8, key: &MacKey) -> Self {
        let number = u64::from_be_bytes(random);
        let mut all = Vec::with_capacity(LENGTH);
        all.push(version % 32);
        all.extend((0..RANDOM).rev().map(|i| five_bits(number, i)));
        all.extend(mac(&all, key));
        all.push(check(&all));
        Self(all.into_iter().map(character).collect())
    }

    /// The whole code of a stem from the register, for printing it and for the address of its page.
    pub fn of_stem(stem: &str, keys: &MacKeys) -> Result<Self, CodeError> {
        let mut all = values(stem, 1 + RANDOM).map_err(CodeError::Character)?;
        if all.len() != 1 + RANDOM {
            return Err(CodeError::Length);
        }
        let key = keys.get(all[0]).ok_or(CodeError::Forged)?;
        all.extend(mac(&all, key));
        all.push(check(&all));
        Ok(Self(all.into_iter().map(character).collect()))
    }

    /// Reads a code as people type it and scanners give it: any case, O for 0, I and L for 1, dashes and blanks.
    pub fn parse(text: &str, keys: &MacKeys) -> Result<Self, CodeError> {
        let values = values(text, LENGTH).map_err(CodeError::Character)?;
        let [body @ .., last] = values.as_slice() else { return Err(CodeError::Length) };
        if values.len() != LENGTH {
            return Err(CodeError::Length);
        }
        if check(body) != *last {
            return Err(CodeError::Typo);
        }
        let (signed, given) = body.split_at(1 + RANDOM);
        let key = keys.get(signed[0]).ok_or(CodeError::Forged)?;
        if !bool::from(mac(signed, key).ct_eq(given)) {
            return Err(CodeError::Forged);
        }
        Ok(Self(values.into_iter().map(character).collect()))
    }

    /// The 24 characters as they stand in the address: upper case, no dashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Version and random part alone: what registers and hazards keep, for nobody can make a plate of it.
    pub fn stem(&self) -> &str {
        &self.0[..1 + RANDOM]
    }

    /// In groups of four, as it is printed for people to read out.
    pub fn printed(&self) -> String {
        in_groups(&self.0, GROUP)
    }
}

/// Groups of `size` characters with dashes between.
pub(crate) fn in_groups(text: &str, size: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(size).map(String::from_iter).collect::<Vec<_>>().join("-")
}

impl fmt::Display for PlaceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A plate's whole code opens its page, so logs show the stem only.
impl fmt::Debug for PlaceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlaceCode({}…)", self.stem())
    }
}

fn five_bits(number: u64, group: usize) -> u8 {
    (number >> (5 * group)) as u8 & 31
}

fn check(values: &[u8]) -> u8 {
    check_value(values.iter().map(|v| u32::from(*v)), 32) as u8
}

/// The first 45 bits of the HMAC-SHA256, five to a value.
fn mac(signed: &[u8], key: &MacKey) -> Vec<u8> {
    #[allow(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(&key.0).expect("HMAC takes keys of any length");
    mac.update(b"mashang.place-code.v1\n");
    mac.update(signed);
    let bytes = mac.finalize().into_bytes();
    let number = bytes[..8].iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
    (0..MAC).map(|i| five_bits(number >> 4, 11 - i)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys() -> MacKeys {
        MacKeys::one(1, MacKey([7; 32])).with(2, MacKey([8; 32]))
    }

    #[test]
    fn a_code_stays_what_it_is() {
        let code = PlaceCode::make([0, 1, 2, 3, 4, 5, 6, 7], 1, &MacKey([7; 32]));
        assert_eq!(code.printed(), "1000-820C-20A1-G7B0-WDBG-G1YS");
        assert_eq!(code.stem(), "1000820C20A1G7");
    }

    #[test]
    fn tells_a_typo_from_a_forgery() {
        let code = PlaceCode::make([9; 8], 1, &MacKey([7; 32]));
        assert_eq!(PlaceCode::parse("", &keys()), Err(CodeError::Length));
        assert_eq!(PlaceCode::parse(&code.as_str()[1..], &keys()), Err(CodeError::Length));
        assert_eq!(PlaceCode::parse(&format!("{code}0"), &keys()), Err(CodeError::Length));
        assert_eq!(PlaceCode::parse("U", &keys()), Err(CodeError::Character('U')));
        let other = PlaceCode::make([9; 8], 1, &MacKey([1; 32]));
        assert_eq!(PlaceCode::parse(other.as_str(), &keys()), Err(CodeError::Forged));
        let unknown = PlaceCode::make([9; 8], 9, &MacKey([7; 32]));
        assert_eq!(PlaceCode::parse(unknown.as_str(), &keys()), Err(CodeError::Forged));
    }

    #[test]
    fn logs_do_not_show_the_key_or_the_whole_code() {
        let code = PlaceCode::make([9; 8], 1, &MacKey([7; 32]));
        assert!(!format!("{code:?}").contains(code.as_str()));
        assert!(!format!("{:?}", keys()).contains('7'));
    }

    proptest! {
        #![proptest_config(crate::place::repeatable())]

        #[test]
        fn comes_back_however_it_is_typed(
            random: [u8; 8], version in 1u8..3, lower: bool, dashes: bool, wide: bool,
        ) {
            let key = keys().get(version).unwrap().clone();
            let code = PlaceCode::make(random, version, &key);
            let mut typed = if dashes { code.printed() } else { code.to_string() };
            typed = typed.replace('0', "O").replace('1', if lower { "l" } else { "I" });
            if wide {
                // What a Chinese keyboard gives in full-width mode.
                typed = typed.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
            }
            if lower {
                typed = format!(" {} ", typed.to_lowercase());
            }
            prop_assert_eq!(PlaceCode::parse(&typed, &keys()), Ok(code.clone()));
            prop_assert_eq!(PlaceCode::of_stem(code.stem(), &keys()), Ok(code));
        }

        #[test]
        fn one_wrong_character_is_a_typo(random: [u8; 8], at in 0usize..LENGTH, by in 1u8..32) {
            let code = PlaceCode::make(random, 1, &MacKey([7; 32]));
            let mut all = values(code.as_str(), LENGTH).unwrap();
            all[at] = (all[at] + by) % 32;
            let typed: String = all.into_iter().map(character).collect();
            prop_assert_eq!(PlaceCode::parse(&typed, &keys()), Err(CodeError::Typo));
        }

        #[test]
        fn an_invented_code_is_refused(body in proptest::collection::vec(0u8..32, LENGTH - 1)) {
            let mut all = body;
            all[0] = 1;
            all.push(check(&all));
            let typed: String = all.into_iter().map(character).collect();
            prop_assert_eq!(PlaceCode::parse(&typed, &keys()), Err(CodeError::Forged));
        }

        #[test]
        fn any_text_gets_an_answer(text in ".{0,60}") {
            prop_assert!(PlaceCode::parse(&text, &keys()).is_err());
        }
    }
}
