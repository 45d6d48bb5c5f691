//! 文字: what people write, as it is kept.

use std::borrow::Cow;

/// What nobody can see or type: the controls of C0 and C1 but for line feed and tab, of which PostgreSQL takes no NUL and
/// XML none of the others; spaces without width, and marks that turn the direction of what follows (Unicode UAX #9), with
/// which a text reads as what it is not. The joiners stay, for scripts and pictures are made of them.
fn is_hidden(c: char) -> bool {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    let narrow = matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    turns || narrow || (c.is_control() && !matches!(c, '\n' | '\t'))
}

/// A text without characters that nobody can see or type. Line ends of every kind become one line feed.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.chars().filter(|c| !is_hidden(*c)).collect())
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
        assert_eq!(clean("\u{202e}\u{200b}\u{2066}\u{feff}"), "");
        assert_eq!(clean("通道\u{202e}堵塞"), "通道堵塞");
        assert_eq!(clean("👨\u{200d}🔧"), "👨\u{200d}🔧");
        assert!(matches!(clean("原样"), Cow::Borrowed(_)));
    }
}
