//! The address under which the public reaches an installation: it is printed on codes and receipts.

use crate::lang::both;

/// The address under which the public reaches an installation, without a slash at its end; or why it is none.
pub fn base_url(text: &str) -> Result<String, String> {
    let wrong = || {
        both!(
            "公众访问地址要以 http:// 或 https:// 开头，例如 https://mashang.example.gov.cn",
            "the public address begins with http:// or https://, for example https://mashang.example.gov.cn"
        )
    };
    let known = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let rest = known.ok_or_else(wrong)?.trim_end_matches('/');
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_name = !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '[' | ']' | ':'))
        && !name.starts_with(['.', '-']);
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let is_path = !path.contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#' | '"' | '<' | '>'));
    if is_name && is_port && is_path { Ok(text.trim_end_matches('/').to_owned()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::base_url;

    #[test]
    fn a_public_address_is_one_or_is_refused() {
        for (text, kept) in [
            ("https://mashang.example.gov.cn", "https://mashang.example.gov.cn"),
            ("http://127.0.0.1:8311/", "http://127.0.0.1:8311"),
            ("http://127.0.0.1", "http://127.0.0.1"),
            ("http://[::1]:8311", "http://[::1]:8311"),
            ("http://[::1]", "http://[::1]"),
            ("https://example.gov.cn/mashang/", "https://example.gov.cn/mashang"),
            ("https://码上.example", "https://码上.example"),
        ] {
            assert_eq!(base_url(text).as_deref(), Ok(kept), "{text}");
        }
        for text in [
            "notaurl",
            "",
            "https://",
            "https:///x",
            "ftp://x",
            "http://x y",
            "http://x:99999",
            "http://x/?a",
            "http://x:",
        ] {
            assert!(base_url(text).is_err(), "{text}");
        }
    }
}
