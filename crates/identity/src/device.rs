//! 本机密钥: keys under which a person's own devices seal what was not sent yet.
//!
//! Derived, so that nothing about devices is kept: the same person gets the same keys on every sign-in, everybody
//! else gets others. There is one for each version of the seal key, so that what was sealed before a rotation opens.

use crate::keys::{KeyName, KeyRing};
use crate::suite::{HmacSha256, Mac};
use uuid::Uuid;
use zeroize::Zeroizing;

/// One version of a person's key.
pub struct DeviceKey {
    /// The version of the ring's key, from 1.
    pub version: u32,
    /// 32 secret bytes.
    pub secret: Zeroizing<[u8; 32]>,
}

/// The keys of a person, oldest first; the last one is for new work.
pub fn device_keys(ring: &KeyRing, district: &str, person: Uuid) -> Vec<DeviceKey> {
    let about = format!("mashang.device.v1\n{district}\n{person}");
    let key = |(version, key)| DeviceKey {
        version,
        secret: Zeroizing::new(HmacSha256::new(key).tag(about.as_bytes())),
    };
    ring.versions(KeyName::Seal).map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;

    #[test]
    fn everybody_has_keys_of_their_own_and_keeps_them() {
        let ring = KeyRing::generate(&OsEntropy).unwrap();
        let of = |district: &str, person: u128| {
            let keys = device_keys(&ring, district, Uuid::from_u128(person));
            assert_eq!((keys.len(), keys[0].version), (1, 1));
            *keys[0].secret
        };
        assert_eq!(of("430406", 1), of("430406", 1));
        assert_ne!(of("430406", 1), of("430406", 2));
        assert_ne!(of("430406", 1), of("430407", 1));
    }
}
