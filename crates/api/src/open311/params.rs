//! Parameters as clients send them: `application/x-www-form-urlencoded`, in an address or in a body.

use std::borrow::Cow;
use work::Problem;

/// More parameters than any client needs.
const MOST: usize = 256;

/// Names and values in the order in which they came. An empty value is as good as none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Params<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Params<'a> {
    /// Reads them. `%` that introduces nothing stands for itself, as browsers have it; bytes that are no UTF-8 are
    /// refused.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, Problem> {
        let mut all = Vec::with_capacity(12);
        for pair in bytes.split(|b| *b == b'&').filter(|p| !p.is_empty()) {
            let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
            let value = pair.get(at + 1..).unwrap_or_default();
            let (Some(name), Some(value)) = (decode(&pair[..at]), decode(value)) else {
                return Err(Problem::new(400, "not_utf8"));
            };
            all.push((name, value));
            if all.len() > MOST {
                return Err(Problem::invalid("parameters", "too_many"));
            }
        }
        Ok(Self(all))
    }

    /// Adds a part of a `multipart/form-data` body.
    pub(super) fn add(&mut self, name: String, value: String) -> Result<(), Problem> {
        if self.0.len() >= MOST {
            return Err(Problem::invalid("parameters", "too_many"));
        }
        self.0.push((Cow::Owned(name), Cow::Owned(value)));
        Ok(())
    }

    /// The first value of that name that is not blank, without blanks around it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.trim()).find(|v| !v.is_empty())
    }

    /// Every value of that name that is not blank.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// The members of lists with commas between, blanks left out.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let parts = self.all(name).flat_map(|v| v.split(','));
        parts.map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
    }

    /// `attribute[CODE]` and `attribute[CODE][]`: codes with values.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, value)| {
            let code = name.strip_prefix("attribute[")?;
            let code = code.strip_suffix("[]").unwrap_or(code).strip_suffix(']')?;
            let value = value.trim();
            (!code.is_empty() && !value.is_empty()).then_some((code, value))
        })
    }

    /// The value of one attribute.
    pub(super) fn attribute(&self, code: &str) -> Option<&str> {
        self.attributes().find(|(c, _)| *c == code).map(|(_, v)| v)
    }

    /// Everything, in a form in which two different sets are never the same.
    pub(super) fn digestible(&self) -> Vec<u8> {
        let mut all = Vec::new();
        for text in self.0.iter().flat_map(|(n, v)| [n, v]) {
            all.extend_from_slice(&(text.len() as u64).to_be_bytes());
            all.extend_from_slice(text.as_bytes());
        }
        all
    }
}

fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if !bytes.iter().any(|b| matches!(b, b'+' | b'%')) {
        return std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
    }
    let digit = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16)).map(|d| d as u8);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'+' => out.push(b' '),
            b'%' => match (digit(bytes.get(at)), digit(bytes.get(at + 1))) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(b'%'),
            },
            other => out.push(*other),
        }
    }
    String::from_utf8(out).ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Params<'_> {
        Params::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn reads_what_clients_send() {
        let params = parse("a=1&b=%E4%BA%95%E7%9B%96+x&c=&d&a=2&=5&e=50%&f=%zz&lat=+26.8+");
        assert_eq!(params.get("a"), Some("1"));
        assert_eq!(params.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(params.get("b"), Some("井盖 x"));
        assert_eq!((params.get("c"), params.get("d"), params.get("none")), (None, None, None));
        assert_eq!((params.get("e"), params.get("f")), (Some("50%"), Some("%zz")));
        assert_eq!(params.get("lat"), Some("26.8"));
        assert_eq!(parse("service_code=a,,b&service_code=c").list("service_code"), ["a", "b", "c"]);
    }

    #[test]
    fn reads_attributes() {
        let params =
            parse("attribute[A]=1&attribute%5BB%5D%5B%5D=2&attribute[B][]=3&attribute[]=4&attribute[C=5");
        assert_eq!(params.attributes().collect::<Vec<_>>(), [("A", "1"), ("B", "2"), ("B", "3")]);
        assert_eq!(params.attribute("B"), Some("2"));
    }

    #[test]
    fn refuses_what_is_no_text_and_too_much() {
        assert_eq!(Params::parse(b"a=%ff").unwrap_err().code, "not_utf8");
        assert!(Params::parse("a=1&".repeat(MOST).as_bytes()).is_ok());
        assert!(Params::parse("a=1&".repeat(MOST + 1).as_bytes()).is_err());
    }

    #[test]
    fn different_parameters_never_look_alike() {
        assert_ne!(parse("a=bc").digestible(), parse("ab=c").digestible());
        assert_ne!(parse("a=1&b=2").digestible(), parse("a=1").digestible());
    }
}
