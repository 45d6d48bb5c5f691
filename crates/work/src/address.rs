//! The address of a caller. Kept nowhere: only counted, under a key of the day.

use std::net::IpAddr;

/// Who is really calling: the peer, or what a trusted proxy says of whom it speaks for. Proxies append, so the list
/// is read from its end and the first address that is not ours is the caller's; what a client wrote there itself
/// is never reached.
pub fn caller<'a>(peer: IpAddr, forwarded_for: impl Iterator<Item = &'a str>, trusted: &[IpAddr]) -> IpAddr {
    let mut caller = peer.to_canonical();
    let chain: Vec<&str> = forwarded_for.flat_map(|header| header.split(',')).collect();
    for hop in chain.into_iter().rev() {
        if !trusted.contains(&caller) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(address) => caller = address.to_canonical(),
            Err(_) => break,
        }
    }
    caller
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(peer: &str, headers: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<IpAddr> = trusted.iter().map(|t| t.parse().unwrap()).collect();
        caller(peer.parse().unwrap(), headers.iter().copied(), &trusted).to_string()
    }

    #[test]
    fn a_stranger_cannot_say_who_it_is() {
        assert_eq!(of("203.0.113.9", &["198.51.100.1"], &["10.0.0.1"]), "203.0.113.9");
        assert_eq!(of("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_is_believed_for_its_own_hop_only() {
        assert_eq!(of("10.0.0.1", &["198.51.100.1, 203.0.113.9"], &["10.0.0.1"]), "203.0.113.9");
        assert_eq!(
            of("10.0.0.1", &["198.51.100.1", "203.0.113.9, 10.0.0.2"], &["10.0.0.1", "10.0.0.2"]),
            "203.0.113.9"
        );
        assert_eq!(of("::ffff:10.0.0.1", &["203.0.113.9"], &["10.0.0.1"]), "203.0.113.9");
        assert_eq!(of("10.0.0.1", &["nonsense"], &["10.0.0.1"]), "10.0.0.1");
        assert_eq!(of("10.0.0.1", &[], &["10.0.0.1"]), "10.0.0.1");
    }
}
