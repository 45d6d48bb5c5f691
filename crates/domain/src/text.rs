//! 文字: what people write, as it is kept.

use std::borrow::Cow;

/// A text without characters that nobody can see or type: the controls of C0 and C1 but for line feed and tab.
/// PostgreSQL takes no NUL, XML none of the others, and on a screen they show nothing or do harm. Line ends of every
/// kind become one line feed.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_can_be_read_and_nothing_else() {
        assert_eq!(clean("楼道\t堆物\n第二行"), "楼道\t堆物\n第二行");
        assert_eq!(clean("a\0b\u{1}c\u{7f}d\u{9b}e\u{1b}[31m"), "abcde[31m");
        assert_eq!(clean("一\r\n二\r三"), "一\n二\n三");
        assert_eq!(clean("\0\u{1}"), "");
        assert!(matches!(clean("原样"), Cow::Borrowed(_)));
    }
}
