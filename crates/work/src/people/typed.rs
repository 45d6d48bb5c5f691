//! What somebody types into a register: one line of visible characters, and login names that anybody can type.

use crate::Problem;

/// 登录名: the shortest and the longest, in characters.
const LOGIN: std::ops::RangeInclusive<usize> = 2..=32;

/// Characters that are not seen and change how others are read: controls, breaks of lines and paragraphs, marks of
/// direction, joiners, the byte order mark.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// One line: trimmed, not empty, not too long, nothing hidden in it.
pub(crate) fn line(field: &str, text: &str, most: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::invalid(field, "required"));
    }
    if text.chars().any(is_hidden) {
        return Err(Problem::invalid(field, "hidden_characters"));
    }
    if text.chars().count() > most {
        return Err(Problem::invalid(field, "too_long"));
    }
    Ok(text.to_owned())
}

/// The same, or nothing.
pub(crate) fn maybe_line(field: &str, text: Option<&str>, most: usize) -> Result<Option<String>, Problem> {
    text.filter(|t| !t.trim().is_empty()).map(|t| line(field, t, most)).transpose()
}

/// 电话: digits with what people put between them, and 转 for an extension.
pub(crate) fn phone(field: &str, text: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(text) = maybe_line(field, text, 40)? else { return Ok(None) };
    let known = |c: char| c.is_ascii_digit() || " +-()（）－、,转#".contains(c);
    if !text.chars().all(known) || text.chars().filter(char::is_ascii_digit).count() < 3 {
        return Err(Problem::invalid(field, "malformed"));
    }
    Ok(Some(text))
}

/// 登录名: lower-case Latin letters, digits, dot, dash and underscore, a letter or digit at both ends. No Chinese: it
/// must be typed the same on every keyboard, and look like no other.
pub(super) fn login(text: &str) -> Result<String, Problem> {
    let text = super::account::normal_login(text);
    if text.is_empty() {
        return Err(Problem::invalid("login", "required"));
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let whole = text.chars().all(|c| plain(c) || ".-_".contains(c));
    if !LOGIN.contains(&text.chars().count()) || !whole || !text.starts_with(plain) || !text.ends_with(plain)
    {
        return Err(Problem::invalid("login", "bad_login"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_what_every_keyboard_types() {
        for good in ["li", "wang.wu", "zhao-6", "a_1", "430406", "LI.Si", &"a".repeat(32)] {
            assert_eq!(login(good), Ok(good.to_lowercase()), "{good}");
        }
        for bad in ["a", "李四", "a b", ".ab", "ab-", "a@b", "а1", "a\u{200B}b", "a/b", &"a".repeat(33)] {
            assert_eq!(
                login(bad).map_err(|p| p.errors),
                Err(vec![("login".into(), "bad_login".into())]),
                "{bad}"
            );
        }
    }

    #[test]
    fn hidden_characters_are_refused() {
        for bad in ["王\u{0}五", "王\n五", "\u{202E}五王", "王\u{200B}五", "王\u{7f}五", "a\u{2028}b"]
        {
            let problem = line("name", bad, 60).unwrap_err();
            assert_eq!(problem.errors, [("name".to_owned(), "hidden_characters".to_owned())], "{bad:?}");
        }
        assert_eq!(line("name", "  欧阳·娜娜 ", 60), Ok("欧阳·娜娜".to_owned()));
        assert_eq!(line("name", "𠮷田", 2), Ok("𠮷田".to_owned()), "characters, not bytes");
    }

    #[test]
    fn telephone_numbers_look_like_some() {
        for good in ["0734-8000001", "119", "+86 734 8000001 转 12", "（0734）8000001"] {
            assert_eq!(phone("phone", Some(good)), Ok(Some(good.to_owned())));
        }
        for bad in ["打给我", "12", "0734-8000001<script>"] {
            assert!(phone("phone", Some(bad)).is_err(), "{bad}");
        }
        assert_eq!(phone("phone", Some(" ")), Ok(None));
    }
}
