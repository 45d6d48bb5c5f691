//! `tls-server-end-point` (RFC 5929, section 4): the digest of the certificate that the server showed. A password's
//! exchange that is bound to it (SCRAM-SHA-256-PLUS, RFC 5802) is of no use to somebody in between.

use sha2::{Digest, Sha256, Sha384, Sha512};

/// SHA-2 of a signature algorithm, by the last bytes of its object identifier.
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

/// The digest of a certificate with the hash of its own signature, SHA-256 where that is MD5 or SHA-1; nothing where
/// the signature names no hash of its own (Ed25519, RSA-PSS with parameters): then the exchange is not bound.
pub(super) fn end_point(certificate: &[u8]) -> Option<Vec<u8>> {
    Some(match hash_of(algorithm(certificate)?)? {
        Hash::Sha256 => Sha256::digest(certificate).to_vec(),
        Hash::Sha384 => Sha384::digest(certificate).to_vec(),
        Hash::Sha512 => Sha512::digest(certificate).to_vec(),
    })
}

fn hash_of(oid: &[u8]) -> Option<Hash> {
    const RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01];
    const ECDSA: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04];
    if let Some(rest) = oid.strip_prefix(RSA) {
        return match rest {
            // md5, sha1, sha256 WithRSAEncryption.
            [0x04 | 0x05 | 0x0B] => Some(Hash::Sha256),
            [0x0C] => Some(Hash::Sha384),
            [0x0D] => Some(Hash::Sha512),
            _ => None,
        };
    }
    match oid.strip_prefix(ECDSA)? {
        // ecdsa-with-SHA1, -SHA256.
        [0x01] | [0x03, 0x02] => Some(Hash::Sha256),
        [0x03, 0x03] => Some(Hash::Sha384),
        [0x03, 0x04] => Some(Hash::Sha512),
        _ => None,
    }
}

/// The object identifier of `signatureAlgorithm`: Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm
/// SEQUENCE { algorithm OBJECT IDENTIFIER, … }, … } (RFC 5280, section 4.1).
fn algorithm(certificate: &[u8]) -> Option<&[u8]> {
    const SEQUENCE: u8 = 0x30;
    const OBJECT_IDENTIFIER: u8 = 0x06;
    let (body, _) = element(certificate, SEQUENCE)?;
    let (_, after) = element(body, SEQUENCE)?;
    let (algorithm, _) = element(after, SEQUENCE)?;
    element(algorithm, OBJECT_IDENTIFIER).map(|(oid, _)| oid)
}

/// What an element of DER holds, and what comes after it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if found != tag {
        return None;
    }
    let (length, rest) = match first {
        0..=0x7F => (usize::from(first), rest),
        0x81..=0x84 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7F))?;
            (
                bytes
                    .iter()
                    .try_fold(0usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))?,
                rest,
            )
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(oid: &[u8]) -> Vec<u8> {
        let wrap = |tag: u8, body: &[u8]| {
            let mut all = vec![tag, 0x82];
            all.extend((body.len() as u16).to_be_bytes());
            all.extend(body);
            all
        };
        let algorithm = wrap(0x30, &[&[0x06, oid.len() as u8], oid].concat());
        wrap(0x30, &[wrap(0x30, &[7; 300]), algorithm, vec![0x03, 0x01, 0x00]].concat())
    }

    #[test]
    fn the_hash_is_that_of_the_signature() {
        let length = |oid: &[u8]| end_point(&certificate(oid)).map(|digest| digest.len());
        let rsa = |last| [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, last];
        let ecdsa = |last| [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, last];
        assert_eq!(length(&rsa(0x05)), Some(32), "SHA-1 gives way to SHA-256");
        assert_eq!(
            (length(&rsa(0x0B)), length(&rsa(0x0C)), length(&rsa(0x0D))),
            (Some(32), Some(48), Some(64))
        );
        assert_eq!((length(&ecdsa(2)), length(&ecdsa(3)), length(&ecdsa(4))), (Some(32), Some(48), Some(64)));
        assert_eq!(length(&[0x2B, 0x65, 0x70]), None, "Ed25519 names none");
        let whole = certificate(&ecdsa(2));
        assert_eq!(end_point(&whole), Some(Sha256::digest(&whole).to_vec()));
    }

    #[test]
    fn what_is_no_certificate_binds_nothing() {
        let whole = certificate(&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]);
        for end in 0..whole.len() - 3 {
            assert_eq!(end_point(&whole[..end]), None);
        }
        assert_eq!(end_point(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x30]), None);
    }
}
