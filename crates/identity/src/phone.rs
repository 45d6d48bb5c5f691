//! Telephone numbers as people write them: one form to compare, one form to show.

use zeroize::Zeroizing;

/// The digits of a Chinese number without country code, spaces and dashes (`0` kept before an area code), or
/// `+` and the digits of a foreign one. `None` if it is not a telephone number.
pub fn normalise(written: &str) -> Option<Zeroizing<String>> {
    let mut digits = Zeroizing::new(String::with_capacity(written.len()));
    let mut international = false;
    for c in written.trim().chars() {
        match c {
            '0'..='9' => digits.push(c),
            '０'..='９' => digits.push(char::from(b'0' + (c as u32 - '０' as u32) as u8)),
            '+' | '＋' if digits.is_empty() && !international => international = true,
            ' ' | '\u{3000}' | '\u{a0}' | '\t' | '-' | '‐' | '‑' | '–' | '—' | '－' | '.' | '·' | '/' =>
                {}
            '(' | ')' | '（' | '）' => {}
            _ => return None,
        }
    }
    if let Some(rest) = digits.strip_prefix("00") {
        digits = Zeroizing::new(rest.to_owned());
        international = true;
    }
    let after_86 = digits.strip_prefix("86").map(|rest| Zeroizing::new(rest.to_owned()));
    if let Some(rest) = after_86.filter(|rest| international || is_mobile(rest)) {
        let domestic = is_mobile(&rest) || rest.starts_with(['0', '4', '9']) || rest.len() < 9;
        digits = if domestic { rest } else { Zeroizing::new(format!("0{}", *rest)) };
        international = false;
    }
    if !(5..=15).contains(&digits.len()) {
        return None;
    }
    Some(if international { Zeroizing::new(format!("+{}", *digits)) } else { digits })
}

/// Whether these digits are a mainland mobile number: eleven, from 13 to 19.
pub fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11
        && bytes[0] == b'1'
        && (b'3'..=b'9').contains(&bytes[1])
        && bytes.iter().all(u8::is_ascii_digit)
}

/// The number with its middle hidden, `138****5678`; of short ones only the last two digits stay, of what is
/// no number nothing.
pub fn mask(written: &str) -> String {
    let Some(number) = normalise(written) else { return "****".into() };
    if number.len() >= 10 {
        format!("{}****{}", &number[..3], &number[number.len() - 4..])
    } else {
        format!("****{}", &number[number.len() - 2..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_number_has_one_form() {
        for written in [
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "+86 138 1234 5678",
            "+8613812345678",
            "＋86－138－1234－5678",
            "0086 13812345678",
            "8613812345678",
            "１３８１２３４５６７８",
            "(138)1234.5678",
        ] {
            assert_eq!(normalise(written).unwrap().as_str(), "13812345678", "{written}");
        }
        for written in ["0734-8123456", "(0734) 812 3456", "+86 734 8123456", "+86-0734-8123456"] {
            assert_eq!(normalise(written).unwrap().as_str(), "07348123456", "{written}");
        }
        assert_eq!(normalise("+86 400 123 4567").unwrap().as_str(), "4001234567");
        assert_eq!(normalise("+1 (212) 555-0100").unwrap().as_str(), "+12125550100");
        assert_eq!(normalise("001 212 555 0100").unwrap().as_str(), "+12125550100");
    }

    #[test]
    fn what_is_no_number_has_no_form() {
        for written in
            ["", "-", "1234", "abc", "138x12345678", "1234567890123456", "++8613812345678", "一三八"]
        {
            assert_eq!(normalise(written), None, "{written}");
        }
    }

    #[test]
    fn masks_keep_what_a_call_back_needs_to_recognise() {
        assert_eq!(mask("+86 138-1234-5678"), "138****5678");
        assert_eq!(mask("0734-8123456"), "073****3456");
        assert_eq!(mask("8123456"), "****56");
        assert_eq!(mask("my number"), "****");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_form_is_its_own_form_and_masks_hide_at_least_three_digits(text in "[+＋０-９0-9 （）—-]{0,24}|\\PC{0,20}") {
            if let Some(form) = normalise(&text) {
                prop_assert_eq!(normalise(&form), Some(form.clone()));
                let shown = mask(&text).chars().filter(|c| *c != '*').count();
                prop_assert!(shown + 3 <= form.len());
            }
        }
    }
}
