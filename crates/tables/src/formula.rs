use std::borrow::Cow;

/// Text that a spreadsheet will show and not run: an apostrophe goes before a leading `=`, `+`, `-`, `@`, tab
/// or carriage return, also in their full-width forms. For every exported cell that holds somebody's words.
///
/// ```
/// assert_eq!(tables::formula_safe("=1+1"), "'=1+1");
/// assert_eq!(tables::formula_safe("井盖缺失"), "井盖缺失");
/// ```
pub fn formula_safe(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            Cow::Owned(format!("'{text}"))
        }
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dangerous_beginnings_change() {
        for text in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(formula_safe(text), format!("'{text}"));
        }
        for text in ["", "1-1", "路面塌陷=危险", " =1"] {
            assert_eq!(formula_safe(text), text);
        }
    }
}
