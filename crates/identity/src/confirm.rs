//! 确认码: the second half of a link that two people hand over. One gives the link, the other one says the code; neither
//! half sets a password alone.

use crate::crockford;
use crate::entropy::{Entropy, EntropyError, random};
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Symbols of a code: 40 bits. Who has the link may guess as often as a password, so this is out of reach.
const SYMBOLS: usize = 8;

/// A code as it is said, and what is kept of it.
pub struct ConfirmCode {
    /// To be said to the person, in two groups of four symbols.
    pub text: Zeroizing<String>,
    /// To be stored with the link.
    pub hash: [u8; 32],
}

impl fmt::Debug for ConfirmCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConfirmCode(…)")
    }
}

impl ConfirmCode {
    /// Draws a code.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        let bytes = Zeroizing::new(random::<5>(entropy)?);
        let text = Zeroizing::new(crockford::encode(&*bytes, SYMBOLS));
        Ok(Self { text: Zeroizing::new([&text[..4], &text[4..]].join("-")), hash: digest(&bytes) })
    }
}

fn digest(bytes: &[u8; 5]) -> [u8; 32] {
    Sha256::new().chain_update(b"mashang.confirm.v1\n").chain_update(bytes).finalize().into()
}

/// Whether somebody said the code that belongs to `hash`, as people type it.
pub fn is_confirmed(text: &str, hash: &[u8; 32]) -> bool {
    let Some(values) = crockford::values(text, SYMBOLS).map(Zeroizing::new) else { return false };
    let Some(bytes) = crockford::decode::<5>(&values).map(Zeroizing::new) else { return false };
    digest(&bytes).ct_eq(hash).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn a_code_is_known_as_people_type_it_and_no_other_is() {
        let entropy = SeededEntropy::new(7);
        let (one, other) =
            (ConfirmCode::generate(&entropy).unwrap(), ConfirmCode::generate(&entropy).unwrap());
        assert_eq!(one.text.len(), 9);
        for typed in [one.text.to_string(), one.text.to_lowercase(), one.text.replace('-', " ")] {
            assert!(is_confirmed(&typed, &one.hash), "{typed}");
        }
        for wrong in ["", "-", "0000-000", &other.text, &format!("{}0", *one.text), &one.text[..8]] {
            assert!(!is_confirmed(wrong, &one.hash), "{wrong}");
        }
    }
}
