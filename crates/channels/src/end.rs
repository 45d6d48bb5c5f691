//! 推送地址: what is wrong with an address as it is written, before anything is sent. Only what is certain is refused: a
//! literal address, a scheme, a host that means this machine. What a name leads to may change every minute; it is looked
//! at when something is sent, on the very address that is connected to ([`crate::guard`]).

use crate::guard::Allowed;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use ureq::http::Uri;

/// Why nothing is sent there, whatever is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum BadEnd {
    /// It is no address over http or https with a host, or it holds a password or a fragment.
    #[error("no address")]
    Malformed,
    /// It leads to this machine or into a network that is not public, and that the operator did not name.
    #[error("not a public address")]
    NotAllowed,
    /// In the clear a message goes only into networks that the operator named.
    #[error("not encrypted")]
    InTheClear,
}

enum Host {
    Address(IpAddr),
    Name,
}

impl Allowed {
    /// What is certainly wrong with an address, as it is written.
    pub fn check(&self, url: &str) -> Result<(), BadEnd> {
        let (host, encrypted) = parts(url)?;
        match host {
            Host::Address(address) if self.is_named(address) => Ok(()),
            Host::Address(address) if !self.may(address) => Err(BadEnd::NotAllowed),
            Host::Address(_) if encrypted => Ok(()),
            Host::Name if encrypted || !self.is_empty() => Ok(()),
            Host::Address(_) | Host::Name => Err(BadEnd::InTheClear),
        }
    }
}

/// Whether it is an address that can be reached over http or https at all.
pub fn is_end(url: &str) -> bool {
    parts(url).is_ok()
}

fn parts(url: &str) -> Result<(Host, bool), BadEnd> {
    if !url.bytes().all(|b| b.is_ascii_graphic()) || url.contains(['#', '\\']) {
        return Err(BadEnd::Malformed);
    }
    let uri: Uri = url.parse().map_err(|_| BadEnd::Malformed)?;
    let encrypted = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return Err(BadEnd::Malformed),
    };
    let authority = uri.authority().filter(|a| !a.as_str().contains('@')).ok_or(BadEnd::Malformed)?;
    Ok((host(authority.host())?, encrypted))
}

fn host(text: &str) -> Result<Host, BadEnd> {
    if let Some(inner) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
        let address: Ipv6Addr = inner.parse().map_err(|_| BadEnd::Malformed)?;
        return Ok(Host::Address(address.into()));
    }
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return Ok(Host::Address(address.into()));
    }
    let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    // RFC 6761, 6.3: always this machine.
    if name == "localhost" || name.ends_with(".localhost") {
        return Ok(Host::Address(Ipv4Addr::LOCALHOST.into()));
    }
    let last = name.rsplit('.').next().unwrap_or_default();
    // Systems read 2130706433, 0x7f.1 and 127.1 as addresses, too: whoever means one writes it in full.
    let number = last.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()))
        || last.bytes().all(|b| b.is_ascii_digit());
    if name.is_empty() || number { Err(BadEnd::Malformed) } else { Ok(Host::Name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certainly_wrong_is_refused_before_anything_is_sent() {
        let nobody = Allowed::default();
        let some = Allowed::parse(["10.1.0.0/16", "127.0.0.1"]).unwrap();
        use BadEnd::{InTheClear, Malformed, NotAllowed};
        for (url, none, named) in [
            ("https://a.example/x?y=1", Ok(()), Ok(())),
            ("https://1.1.1.1/x", Ok(()), Ok(())),
            ("https://[2400:3200::1]:8443/", Ok(()), Ok(())),
            ("https://10.1.2.3/hook", Err(NotAllowed), Ok(())),
            ("http://10.1.2.3:8080/hook", Err(NotAllowed), Ok(())),
            ("https://10.2.0.1/hook", Err(NotAllowed), Err(NotAllowed)),
            ("http://127.0.0.1:9/", Err(NotAllowed), Ok(())),
            ("https://localhost/", Err(NotAllowed), Ok(())),
            ("https://db.LOCALHOST./", Err(NotAllowed), Ok(())),
            ("https://[::1]/", Err(NotAllowed), Err(NotAllowed)),
            ("https://[::ffff:127.0.0.2]/", Err(NotAllowed), Err(NotAllowed)),
            ("https://169.254.169.254/latest", Err(NotAllowed), Err(NotAllowed)),
            ("http://1.1.1.1/x", Err(InTheClear), Err(InTheClear)),
            // It may lead into a network that is named.
            ("http://a.example/", Err(InTheClear), Ok(())),
            ("https://2130706433/", Err(Malformed), Err(Malformed)),
            ("https://0x7f.1/", Err(Malformed), Err(Malformed)),
            ("https://127.1/", Err(Malformed), Err(Malformed)),
            ("https://a.0x7f000001/", Err(Malformed), Err(Malformed)),
            ("ftp://a.example", Err(Malformed), Err(Malformed)),
            ("https://", Err(Malformed), Err(Malformed)),
            ("https:///x", Err(Malformed), Err(Malformed)),
            ("https://u:p@a.example/", Err(Malformed), Err(Malformed)),
            ("https://a.example/ x", Err(Malformed), Err(Malformed)),
            ("https://例.example/", Err(Malformed), Err(Malformed)),
            ("file:///etc/passwd", Err(Malformed), Err(Malformed)),
            ("https://a.example/#x", Err(Malformed), Err(Malformed)),
            ("a.example/x", Err(Malformed), Err(Malformed)),
        ] {
            assert_eq!((nobody.check(url), some.check(url)), (none, named), "{url}");
            assert_eq!(is_end(url), none != Err(Malformed), "{url}");
        }
    }
}
