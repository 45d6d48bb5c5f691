//! A 256-bit secret that travels in a link or cookie and is kept only as its hash.

use crate::entropy::{Entropy, EntropyError, random};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// 256 random bits. `Debug` shows nothing and there is no `Display`: writing one out is a decision
/// ([`SecretToken::expose`]).
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretToken([u8; 32]);

impl SecretToken {
    /// Draws a new token.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        random(entropy).map(Self)
    }

    /// Reads what [`SecretToken::expose`] wrote; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 43 {
            return None;
        }
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        <[u8; 32]>::try_from(bytes.as_slice()).ok().map(Self)
    }

    /// 43 characters of base64url, for the cookie or link and nowhere else.
    pub fn expose(&self) -> Zeroizing<String> {
        Zeroizing::new(URL_SAFE_NO_PAD.encode(self.0))
    }

    /// What is stored and looked up: SHA-256 of the token. Fast is enough for 256 random bits, and a
    /// look-up by hash leaks nothing by its timing.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;
    use proptest::prelude::*;

    #[test]
    fn a_token_survives_its_text_and_hides_in_debug() {
        let token = SecretToken::generate(&SeededEntropy::new(1)).unwrap();
        let text = token.expose();
        assert_eq!(text.len(), 43);
        assert_eq!(SecretToken::parse(&text).unwrap().hash(), token.hash());
        assert_eq!(format!("{token:?}"), "SecretToken(…)");
    }

    #[test]
    fn the_hash_is_plain_sha_256() {
        let token = SecretToken::parse(&URL_SAFE_NO_PAD.encode([0u8; 32])).unwrap();
        assert_eq!(
            hex::encode(token.hash()),
            "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn parsing_what_strangers_send_never_panics_and_has_one_form(text in "\\PC{0,60}|[A-Za-z0-9_-]{43}") {
            if let Some(token) = SecretToken::parse(&text) {
                prop_assert_eq!(&*token.expose(), &text);
            }
        }
    }
}
