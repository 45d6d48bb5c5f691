//! 常用设备: a browser in which somebody signed in before. Failures elsewhere do not lock it out, so that whoever knows a
//! sign-in name cannot keep its owner from the desk (the "device cookies" that OWASP describes against lock-out by
//! strangers). Its own failures count by themselves, on the same ladder.
//!
//! The cookie is all there is: a random number and, for each person who signed in there, a tag that only the server's key
//! makes. It names nobody, and the server keeps nothing about devices.

use crate::entropy::{Entropy, EntropyError};
use crate::keys::{KeyName, KeyRing};
use crate::session::Transport;
use crate::suite::{HmacSha256, Mac};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// People that one browser is known to: a desk shared by shifts. The longest ago is forgotten first.
const PEOPLE: usize = 12;
/// Bytes of a tag, and of the random number.
const BYTES: usize = 16;
/// How long the browser keeps it, in seconds: the longest that browsers allow.
const LIFETIME_S: u32 = 400 * 86_400;

type Part = [u8; BYTES];

/// What such a browser brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDevice {
    number: Part,
    /// Oldest first.
    tags: Vec<Part>,
}

impl KnownDevice {
    /// From a `Cookie` header; nothing where there is none, or none in this form.
    pub fn from_cookies(header: &str, transport: Transport) -> Option<Self> {
        let mut pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == cookie_name(transport))?;
        Self::parse(value)
    }

    fn parse(text: &str) -> Option<Self> {
        // Whatever is longer was not made here.
        if text.len() > (PEOPLE + 1) * BYTES * 2 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (parts, rest) = bytes.as_chunks::<BYTES>();
        let (number, tags) = parts.split_first()?;
        (rest.is_empty() && tags.len() <= PEOPLE).then(|| Self { number: *number, tags: tags.to_vec() })
    }

    /// Whether this person signed in there, under any key of the ring.
    pub fn knows(&self, ring: &KeyRing, district: &str, person: Uuid) -> bool {
        ring.versions(KeyName::Seal).any(|(_, key)| {
            let tag = tag(&HmacSha256::new(key), &self.number, district, person);
            // Every one is looked at, wherever it stands.
            self.tags.iter().fold(false, |found, kept| found | bool::from(kept.ct_eq(&tag)))
        })
    }

    /// The device once this person signed in there; a new one where none was known.
    pub fn after(
        device: Option<Self>,
        ring: &KeyRing,
        entropy: &dyn Entropy,
        district: &str,
        person: Uuid,
    ) -> Result<Self, EntropyError> {
        let mut device = match device {
            Some(device) => device,
            None => {
                let mut number = [0; BYTES];
                entropy.fill(&mut number)?;
                Self { number, tags: Vec::new() }
            }
        };
        if let Some((_, key)) = ring.versions(KeyName::Seal).last() {
            let tag = tag(&HmacSha256::new(key), &device.number, district, person);
            device.tags.retain(|kept| *kept != tag);
            device.tags.push(tag);
            let over = device.tags.len().saturating_sub(PEOPLE);
            device.tags.drain(..over);
        }
        Ok(device)
    }

    /// The `Set-Cookie` value. It is sent back to where one signs in, and nowhere else.
    pub fn set_cookie(&self, transport: Transport) -> String {
        let bytes: Vec<u8> = std::iter::once(&self.number).chain(&self.tags).flatten().copied().collect();
        let secure = match transport {
            Transport::Https => "; Secure",
            Transport::LoopbackHttp => "",
        };
        let (name, value) = (cookie_name(transport), URL_SAFE_NO_PAD.encode(bytes));
        format!(
            "{name}={value}; Path=/api/v1/session; HttpOnly; SameSite=Strict; Max-Age={LIFETIME_S}{secure}"
        )
    }
}

fn cookie_name(transport: Transport) -> &'static str {
    match transport {
        // `__Host-` would need the path `/`.
        Transport::Https => "__Secure-mashang-device",
        Transport::LoopbackHttp => "mashang-device",
    }
}

fn tag(mac: &HmacSha256, number: &Part, district: &str, person: Uuid) -> Part {
    let mut about = format!("mashang.known.v1\n{district}\n{person}\n").into_bytes();
    about.extend(number);
    mac.tag(&about).first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;

    const PLACE: &str = "430406";

    fn person(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn signed_in(device: Option<KnownDevice>, ring: &KeyRing, n: u128) -> KnownDevice {
        KnownDevice::after(device, ring, &OsEntropy, PLACE, person(n)).unwrap()
    }

    /// As the browser sends it back.
    fn back(device: &KnownDevice) -> KnownDevice {
        let cookie = device.set_cookie(Transport::Https);
        let pair = cookie.split(';').next().unwrap();
        KnownDevice::from_cookies(&format!("other=1; {pair}"), Transport::Https).unwrap()
    }

    #[test]
    fn a_browser_is_known_to_whoever_signed_in_there() {
        let ring = KeyRing::generate(&OsEntropy).unwrap();
        let device = back(&signed_in(Some(signed_in(None, &ring, 1)), &ring, 2));
        assert!(device.knows(&ring, PLACE, person(1)) && device.knows(&ring, PLACE, person(2)));
        assert!(!device.knows(&ring, PLACE, person(3)), "not to somebody else");
        assert!(!device.knows(&ring, "430407", person(1)), "nor in another district");
        let other = KeyRing::generate(&OsEntropy).unwrap();
        assert!(!device.knows(&other, PLACE, person(1)), "nor by another's keys");
        let moved = KnownDevice { number: [0; BYTES], ..device };
        assert!(!moved.knows(&ring, PLACE, person(1)), "a tag is good with its own number only");
    }

    #[test]
    fn a_shared_desk_forgets_whoever_was_there_longest_ago() {
        let ring = KeyRing::generate(&OsEntropy).unwrap();
        let mut device = None;
        for n in (0..=PEOPLE as u128).chain([1]) {
            device = Some(back(&signed_in(device, &ring, n)));
        }
        let device = device.unwrap();
        assert_eq!(device.tags.len(), PEOPLE);
        assert!(!device.knows(&ring, PLACE, person(0)));
        for n in 1..=PEOPLE as u128 {
            assert!(device.knows(&ring, PLACE, person(n)), "{n}");
        }
    }

    #[test]
    fn what_was_not_made_here_is_nothing() {
        for text in ["", "x", "=", "AAAA", &"A".repeat(10_000), &"A".repeat(50)] {
            let header = format!("__Secure-mashang-device={text}");
            assert_eq!(KnownDevice::from_cookies(&header, Transport::Https), None, "{text}");
        }
        assert_eq!(KnownDevice::from_cookies("mashang=1", Transport::LoopbackHttp), None);
    }

    #[test]
    fn the_cookie_goes_to_the_sign_in_only_and_names_nobody() {
        let ring = KeyRing::generate(&OsEntropy).unwrap();
        let cookie = signed_in(None, &ring, 1).set_cookie(Transport::Https);
        assert!(cookie.contains("; Path=/api/v1/session; HttpOnly; SameSite=Strict; "));
        assert!(cookie.ends_with("; Secure") && !cookie.contains(&person(1).to_string()));
    }
}
