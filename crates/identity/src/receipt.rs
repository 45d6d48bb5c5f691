//! 回执编号: what a reporter takes home, short enough to say on the phone.
//!
//! The number has 50 random bits. It cannot be counted through, but it is spoken aloud and printed, so it
//! opens nothing that is not public; look-ups by number are rate-limited at the edge. The link under which the
//! reporter comes back holds a secret of 128 bits beside it, which follows from the number under a key outside
//! the database and is kept nowhere, so a stolen database opens no receipt.

use crate::crockford;
use crate::entropy::{Entropy, EntropyError, random};
use std::fmt;

const NUMBER_SYMBOLS: usize = 10;

/// Why a text is not a receipt number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Wrong length or a symbol that is never used.
    #[error("not a receipt number")]
    Malformed,
    /// Well-formed, but the last character does not fit: mistyped.
    #[error("mistyped receipt number")]
    CheckCharacter,
}

impl ReceiptError {
    /// Stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "receipt_malformed",
            Self::CheckCharacter => "receipt_mistyped",
        }
    }
}

/// 回执编号: ten random symbols of Crockford's base32 and a check character. `Display` groups it 4-4-3.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReceiptNumber(String);

impl ReceiptNumber {
    /// Draws a new number. A unique index of the caller's turns the one collision in 2⁵⁰ away; whoever reports again gets
    /// another one.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        let bytes: [u8; 7] = random(entropy)?;
        let mut text = crockford::encode(&bytes, NUMBER_SYMBOLS);
        let values: Vec<u8> = text.chars().filter_map(crockford::value).collect();
        text.push(crockford::symbol(check_value(&values)));
        Ok(Self(text))
    }

    /// Reads a number as people write it: any case and width, spaces and dashes anywhere, O for 0, I and L
    /// for 1.
    pub fn parse(text: &str) -> Result<Self, ReceiptError> {
        let values = crockford::values(text, NUMBER_SYMBOLS + 1).ok_or(ReceiptError::Malformed)?;
        if values.len() != NUMBER_SYMBOLS + 1 {
            return Err(ReceiptError::Malformed);
        }
        if check_value(&values[..NUMBER_SYMBOLS]) != values[NUMBER_SYMBOLS] {
            return Err(ReceiptError::CheckCharacter);
        }
        Ok(Self(values.into_iter().map(crockford::symbol).collect()))
    }

    /// The canonical eleven characters, as stored and as used in addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }
}

/// The check value: Σ αⁱ·vᵢ over GF(2⁵) with x⁵ + x² + 1 and α = x. Weights are distinct and none is zero,
/// so every single wrong symbol and every exchange of two symbols is found.
fn check_value(values: &[u8]) -> u8 {
    let by_alpha = |v: u8| if v & 16 == 0 { v << 1 } else { (v << 1 ^ 0b10_0101) & 31 };
    values
        .iter()
        .rev()
        .fold((0, 1), |(sum, weight), &v| {
            let weight = by_alpha(weight);
            (sum ^ multiply(v, weight, by_alpha), weight)
        })
        .0
}

fn multiply(mut a: u8, mut b: u8, by_alpha: impl Fn(u8) -> u8) -> u8 {
    let mut product = 0;
    while b != 0 {
        if b & 1 == 1 {
            product ^= a;
        }
        a = by_alpha(a);
        b >>= 1;
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use proptest::prelude::*;

    fn number(seed: u64) -> ReceiptNumber {
        ReceiptNumber::generate(&SeededEntropy::new(seed)).unwrap()
    }

    #[test]
    fn a_number_is_eleven_symbols_in_three_groups() {
        let number = number(1);
        assert_eq!(number.as_str().len(), 11);
        assert_eq!(number.to_string().len(), 13);
        assert_eq!(ReceiptNumber::parse(&number.to_string()), Ok(number));
    }

    #[test]
    fn nonsense_is_malformed() {
        for text in ["", "0", "0000000000", "000000000000", "0000000000U", "请查一下我的编号", "０"]
        {
            assert_eq!(ReceiptNumber::parse(text), Err(ReceiptError::Malformed), "{text}");
        }
        assert_eq!(ReceiptNumber::parse("00000000001"), Err(ReceiptError::CheckCharacter));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn one_wrong_symbol_is_found(seed: u64, at in 0usize..11, other in 1u8..32) {
            let number = number(seed);
            let mut values = crockford::values(number.as_str(), 11).unwrap();
            values[at] ^= other;
            let text: String = values.into_iter().map(crockford::symbol).collect();
            prop_assert_eq!(ReceiptNumber::parse(&text), Err(ReceiptError::CheckCharacter));
        }

        #[test]
        fn two_exchanged_symbols_are_found(seed: u64, a in 0usize..11, b in 0usize..11) {
            let number = number(seed);
            let mut symbols: Vec<char> = number.as_str().chars().collect();
            symbols.swap(a, b);
            let text: String = symbols.iter().collect();
            let same = text == number.as_str();
            prop_assert_eq!(ReceiptNumber::parse(&text).is_ok(), same);
        }

        #[test]
        fn people_may_write_it_their_way(seed: u64, style in prop::collection::vec(0u8..5, 11)) {
            let number = number(seed);
            let written: String = number
                .as_str()
                .chars()
                .zip(style)
                .map(|(c, style)| match (style, c) {
                    (1, c) => c.to_ascii_lowercase().to_string(),
                    (2, '0') => "o".into(),
                    (2, '1') => "l".into(),
                    (3, '1') => "I".into(),
                    (3, c) => format!(" {c}"),
                    (4, c) => format!("{c}-"),
                    (_, c) => c.to_string(),
                })
                .collect();
            prop_assert_eq!(ReceiptNumber::parse(&written), Ok(number));
        }

        #[test]
        fn strangers_never_cause_a_panic(text in "\\PC{0,40}") {
            let _ = ReceiptNumber::parse(&text);
        }
    }
}
