//! 统一社会信用代码 (GB 32100-2015): 18 characters, the last of which checks the others.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The standard's 31 characters: no I, O, S, V and Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// 统一社会信用代码 of an enterprise or institution.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

/// Why a text is no credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Not 18 characters of the standard's alphabet.
    #[error("a credit code has 18 digits and capital letters without I, O, S, V and Z")]
    Malformed,
    /// 校验码不符: mistyped.
    #[error("the check character does not fit")]
    Check,
}

impl CreditCode {
    /// Reads a code as people type it: blanks between, small letters.
    pub fn parse(text: &str) -> Result<Self, CreditCodeError> {
        let code: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let value = |c: char| ALPHABET.iter().position(|a| char::from(*a) == c);
        let values: Option<Vec<usize>> = code.chars().take(19).map(value).collect();
        let values = values.filter(|v| v.len() == 18).ok_or(CreditCodeError::Malformed)?;
        // Weights are the powers of three modulo 31 (GB 32100-2015, 5.2).
        let mut weight = 1;
        let sum: usize = values[..17]
            .iter()
            .map(|v| {
                let term = v * weight;
                weight = weight * 3 % 31;
                term
            })
            .sum();
        match (31 - sum % 31) % 31 == values[17] {
            true => Ok(Self(code)),
            false => Err(CreditCodeError::Check),
        }
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for CreditCode {
    type Error = CreditCodeError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The code with the check character that fits, found by trying.
    fn completed(first: &str) -> String {
        ALPHABET
            .iter()
            .map(|c| format!("{first}{}", char::from(*c)))
            .find(|code| CreditCode::parse(code).is_ok())
            .unwrap()
    }

    #[test]
    fn the_example_of_the_standard_is_taken() {
        // GB 32100-2015, annex A.
        assert!(CreditCode::parse("91350100M000100Y43").is_ok());
        assert!(CreditCode::parse(" 91350100 m000100y43 ").is_ok());
    }

    #[test]
    fn one_wrong_character_is_found() {
        let right = completed("91430406MA00DEM01");
        for at in 0..18 {
            for wrong in ALPHABET.iter().map(|c| char::from(*c)) {
                let mut typo: Vec<char> = right.chars().collect();
                if typo[at] == wrong {
                    continue;
                }
                typo[at] = wrong;
                let typo: String = typo.into_iter().collect();
                assert_eq!(CreditCode::parse(&typo), Err(CreditCodeError::Check), "{typo}");
            }
        }
    }

    #[test]
    fn what_has_another_form_is_malformed() {
        for text in ["", "91350100M000100Y4", "91350100M000100Y433", "91350100M000I00Y43", "示例"] {
            assert_eq!(CreditCode::parse(text), Err(CreditCodeError::Malformed), "{text}");
        }
    }
}
