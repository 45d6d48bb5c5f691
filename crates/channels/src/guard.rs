//! Where webhooks may go (OWASP ASVS 5.0, 1.3.6): addresses of the public internet, and what the operator allows by
//! name. The check is made on the very addresses that are connected to, after the name was resolved, so that a name
//! that changes its address in between (DNS rebinding) gains nothing.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Networks that are allowed although they are not public, for systems in the same building.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed(Vec<Network>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u8,
}

/// It is no network in the form `10.1.0.0/16`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no network: write it like 10.1.0.0/16")]
pub struct NotANetwork(pub String);

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let bad = || NotANetwork(text.to_owned());
        let (address, bits) = text.split_once('/').unwrap_or((text, ""));
        let address: IpAddr = address.trim().parse().map_err(|_| bad())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = if bits.is_empty() { most } else { bits.trim().parse().map_err(|_| bad())? };
        if bits > most { Err(bad()) } else { Ok(Self { address, bits }) }
    }
}

impl Network {
    fn holds(&self, other: IpAddr) -> bool {
        match (self.address, other) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                a.to_bits() & mask == b.to_bits() & mask
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                a.to_bits() & mask == b.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl Allowed {
    /// The networks in a list.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, NotANetwork> {
        texts.into_iter().map(str::parse).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a message may go to this address.
    pub fn may(&self, address: IpAddr) -> bool {
        let address = plain(address);
        is_public(address) || self.is_named(address)
    }

    /// Whether the operator named none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the operator named the network of this address.
    pub fn is_named(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(plain(address)))
    }
}

/// An IPv4 address that travels as IPv6 is what it is.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// By the registry of special-purpose addresses (RFC 6890).
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_unspecified()
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

/// Only what is given out as global unicast (2000::/3), without what carries IPv4 addresses inside.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let global = (0x2000..0x4000).contains(&a);
    let documentation = (a == 0x2001 && b == 0x0db8) || (a == 0x3fff && b < 0x1000);
    let tunnels = a == 0x2002 || (a == 0x2001 && b < 0x0200);
    global && !documentation && !tunnels
}

/// Resolves names and lets only allowed addresses through.
#[derive(Debug)]
pub(crate) struct Guarded(pub(crate) Allowed);

/// What a blocked address fails with; told apart from other errors by its text.
pub(crate) const BLOCKED: &str = "blocked address";

#[derive(Debug)]
struct Blocked;

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(BLOCKED)
    }
}

impl std::error::Error for Blocked {}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        // In the clear only within the networks that the operator named.
        let encrypted = uri.scheme_str() == Some("https");
        let mut let_through = self.empty();
        for address in found.iter().filter(|a| self.allows(a, encrypted)) {
            let_through.push(*address);
        }
        if let_through.is_empty() {
            return Err(ureq::Error::Io(std::io::Error::new(std::io::ErrorKind::PermissionDenied, Blocked)));
        }
        Ok(let_through)
    }
}

impl Guarded {
    fn allows(&self, address: &SocketAddr, encrypted: bool) -> bool {
        if encrypted { self.0.may(address.ip()) } else { self.0.is_named(address.ip()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_inside_is_reached_by_whatever_name() {
        let nobody = Allowed::default();
        for inside in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.19.9.9",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.88.99.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2001::1",
            "100::1",
            "3fff:fff::1",
            "fec0::1",
        ] {
            assert!(!nobody.may(inside.parse().unwrap()), "{inside}");
        }
        for outside in
            ["1.1.1.1", "172.32.0.1", "100.63.255.255", "100.128.0.1", "2400:3200::1", "::ffff:1.1.1.1"]
        {
            assert!(nobody.may(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn what_the_operator_names_is_allowed_and_no_more() {
        let allowed = Allowed::parse(["10.1.0.0/16", "127.0.0.1", "fd00:1::/32"]).unwrap();
        for (address, may) in [
            ("10.1.255.1", true),
            ("10.2.0.1", false),
            ("127.0.0.1", true),
            ("127.0.0.2", false),
            ("::ffff:10.1.0.1", true),
            ("fd00:1::9", true),
            ("fd00:2::9", false),
        ] {
            assert_eq!(allowed.may(address.parse().unwrap()), may, "{address}");
        }
        assert!(Allowed::parse(["0.0.0.0/0"]).unwrap().may("127.0.0.1".parse().unwrap()));
        for bad in ["10.1.0.0/33", "host.example", "", "10.1.0.0/x", "::/129"] {
            assert_eq!(Allowed::parse([bad]), Err(NotANetwork(bad.to_owned())));
        }
    }
}
