//! Second factor: time-based one-time codes (RFC 6238) and recovery codes.

use crate::crockford;
use crate::entropy::{Entropy, EntropyError, random};
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Length of a step in milliseconds.
const STEP_MS: i64 = 30_000;
const DIGITS: u8 = 6;
/// Recovery codes handed out at a time.
pub const RECOVERY_CODES: usize = 10;
/// 120 bits: more than the 112 below which OWASP ASVS 6.5.2 asks for a slow hash.
const RECOVERY_SYMBOLS: usize = 24;

/// Why a code was refused. The reader is told the same for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TotpError {
    /// Not the code of this step or its neighbours.
    #[error("wrong code")]
    Wrong,
    /// The right code, but it (or a later one) was used before.
    #[error("code already used")]
    Replayed,
}

impl TotpError {
    /// Stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "totp_wrong",
            Self::Replayed => "totp_replayed",
        }
    }
}

/// The secret shared with the person's authenticator: 160 bits, as RFC 4226 recommends. Store it sealed
/// ([`crate::sealing::Sealer::seal_for`]). `Debug` shows nothing.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// Draws a new secret.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        random(entropy).map(Self)
    }

    /// Takes back what was stored; `None` if it is not 20 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The raw bytes, to be sealed.
    pub fn expose(&self) -> &[u8; 20] {
        &self.0
    }

    /// Base32 (RFC 4648), to be typed in by hand.
    pub fn to_base32(&self) -> Zeroizing<String> {
        Zeroizing::new(totp_rs::Secret::new_stack(self.0).to_base32())
    }

    /// The `otpauth:` address that goes into the QR code, as short as the format allows so that the modules are
    /// large: what is left out (SHA-1, six digits, thirty seconds) is what every authenticator takes for granted.
    /// Colons in the names become spaces, because the format separates the two by a colon.
    pub fn uri(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        let (issuer, account) = (percent(issuer), percent(account));
        let secret = self.to_base32();
        Zeroizing::new(format!("otpauth://totp/{account}?secret={}&issuer={issuer}", *secret))
    }

    /// Checks `code` at `now` (milliseconds since the epoch), allowing one step either way. `last_step` is
    /// the step of the last code that this person used. Answers the step to store as the new one.
    pub fn verify(&self, code: &str, now: i64, last_step: Option<i64>) -> Result<i64, TotpError> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).map(ascii_digit).collect();
        let seconds = u64::try_from(now / 1000).map_err(|_| TotpError::Wrong)?;
        let step = self.device(DIGITS).check(&code, seconds).ok_or(TotpError::Wrong)?;
        let step = i64::try_from(step).map_err(|_| TotpError::Wrong)?;
        if last_step.is_some_and(|last| step <= last) {
            return Err(TotpError::Replayed);
        }
        Ok(step)
    }

    /// The code that an authenticator shows at `now`, for tests and demonstrations.
    pub fn code_at(&self, now: i64) -> String {
        self.device(DIGITS).generate(u64::try_from(now / 1000).unwrap_or(0)).to_string()
    }

    fn device(&self, digits: u8) -> totp_rs::Totp {
        // Not `build`: its checks (length of secret, digits) hold by construction here.
        totp_rs::Builder::new()
            .with_algorithm(totp_rs::Algorithm::SHA1)
            .with_digits(digits)
            .with_skew(1)
            .with_step_duration(STEP_MS as u64 / 1000)
            .with_secret(totp_rs::Secret::new_stack(self.0))
            .build_noncompliant()
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

fn ascii_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        c => c,
    }
}

fn percent(text: &str) -> String {
    use fmt::Write;
    let mut out = String::new();
    for byte in text.replace(':', " ").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte.into()),
            _ => {
                // Writing to a String cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// One-time codes for the day the phone is lost. The texts are shown once; only the hashes are stored.
pub struct RecoveryCodes {
    /// To be shown to the person, in groups of six symbols.
    pub texts: Vec<Zeroizing<String>>,
    /// To be stored, in the same order.
    pub hashes: Vec<[u8; 32]>,
}

impl RecoveryCodes {
    /// Draws [`RECOVERY_CODES`] new codes; they replace all earlier ones.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        let mut codes = Self { texts: Vec::new(), hashes: Vec::new() };
        for _ in 0..RECOVERY_CODES {
            let bytes = Zeroizing::new(random::<15>(entropy)?);
            let text = Zeroizing::new(crockford::encode(&*bytes, RECOVERY_SYMBOLS));
            let groups = [&text[..6], &text[6..12], &text[12..18], &text[18..]];
            codes.texts.push(Zeroizing::new(groups.join("-")));
            codes.hashes.push(Sha256::digest(*bytes).into());
        }
        Ok(codes)
    }
}

impl fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCodes(…)")
    }
}

/// Which of the stored `hashes` the code belongs to; the caller removes that one. Looks at all of them in
/// constant time.
pub fn redeem_recovery_code(text: &str, hashes: &[[u8; 32]]) -> Option<usize> {
    let values = Zeroizing::new(crockford::values(text, RECOVERY_SYMBOLS)?);
    let bytes = Zeroizing::new(crockford::decode::<15>(&values)?);
    let hash: [u8; 32] = Sha256::digest(*bytes).into();
    let mut found = None;
    for (at, stored) in hashes.iter().enumerate() {
        if stored.ct_eq(&hash).into() {
            found = Some(at);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    const RFC: &[u8] = b"12345678901234567890";

    #[test]
    fn the_vectors_of_rfc_6238_appendix_b() {
        let device = TotpSecret::from_bytes(RFC).unwrap().device(8);
        for (seconds, code) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(device.generate(seconds).to_string(), code);
        }
    }

    #[test]
    fn one_step_either_way_and_no_further() {
        let secret = TotpSecret::from_bytes(RFC).unwrap();
        let now = 1_111_111_109_000;
        let step = now / STEP_MS;
        assert_eq!(secret.verify("081804", now, None), Ok(step));
        assert_eq!(secret.verify(" 081 804 ", now, None), Ok(step));
        assert_eq!(secret.verify("０８１８０４", now, None), Ok(step));
        assert_eq!(secret.verify("081804", now + STEP_MS, None), Ok(step));
        assert_eq!(secret.verify("081804", now - STEP_MS, None), Ok(step));
        assert_eq!(secret.verify("081804", now + 2 * STEP_MS, None), Err(TotpError::Wrong));
        assert_eq!(secret.verify("081804", now - 2 * STEP_MS, None), Err(TotpError::Wrong));
    }

    #[test]
    fn a_used_code_is_refused_and_so_is_an_older_one() {
        let secret = TotpSecret::from_bytes(RFC).unwrap();
        let now = 1_790_000_000_000;
        let step = secret.verify(&secret.code_at(now), now, None).unwrap();
        assert_eq!(secret.verify(&secret.code_at(now), now, Some(step)), Err(TotpError::Replayed));
        let earlier = secret.code_at(now - STEP_MS);
        assert_eq!(secret.verify(&earlier, now, Some(step)), Err(TotpError::Replayed));
        let later = secret.code_at(now + STEP_MS);
        assert_eq!(secret.verify(&later, now + STEP_MS, Some(step)), Ok(step + 1));
    }

    #[test]
    fn nonsense_is_wrong_and_never_panics() {
        let secret = TotpSecret::from_bytes(RFC).unwrap();
        for code in ["", "0", "abcdef", "+81804", "0818040", "081804\0", "一二三四五六"] {
            for now in [1_111_111_109_000, i64::MIN, -1, i64::MAX] {
                assert_eq!(secret.verify(code, now, None), Err(TotpError::Wrong), "{code} {now}");
            }
        }
    }

    #[test]
    fn the_address_is_one_that_authenticators_read() {
        let secret = TotpSecret::from_bytes(RFC).unwrap();
        assert_eq!(
            *secret.uri("码上", "li:si@desk"),
            "otpauth://totp/li%20si%40desk?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E7%A0%81%E4%B8%8A"
        );
        assert_eq!(format!("{secret:?}"), "TotpSecret(…)");
    }

    #[test]
    fn recovery_codes_open_once_each() {
        let codes = RecoveryCodes::generate(&SeededEntropy::new(1)).unwrap();
        assert_eq!(codes.texts.len(), 10);
        let mut hashes = codes.hashes.clone();
        let typed = codes.texts[3].to_lowercase().replace('-', " ");
        assert_eq!(redeem_recovery_code(&typed, &hashes), Some(3));
        hashes.remove(3);
        assert_eq!(redeem_recovery_code(&typed, &hashes), None);
        assert_eq!(redeem_recovery_code("", &hashes), None);
        assert_eq!(format!("{codes:?}"), "RecoveryCodes(…)");
    }
}
