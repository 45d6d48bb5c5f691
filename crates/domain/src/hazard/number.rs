//! 案号.

use crate::ids::District;
use crate::place::check;

/// 案号: region (GB/T 2260, six digits), date (yyyyMMdd), sequence of the day (at least four digits), and a check
/// digit under ISO 7064 MOD 11,10. `None` for a district that is no six-digit code or a year beyond four digits.
pub fn case_number(district: District, date: jiff::civil::Date, sequence: u32) -> Option<String> {
    if !(100_000..=999_999).contains(&district.0) || !(1..=9999).contains(&date.year()) {
        return None;
    }
    let body =
        format!("{:06}{:04}{:02}{:02}{sequence:04}", district.0, date.year(), date.month(), date.day());
    let check = check::check_value(digits(&body), 10);
    Some(format!("{body}{check}"))
}

/// Whether the check digit of a case number fits.
pub fn is_case_number(text: &str) -> bool {
    let Some((body, last)) = text.split_at_checked(text.len().saturating_sub(1)) else { return false };
    body.len() >= 18
        && text.bytes().all(|b| b.is_ascii_digit())
        && digits(last).next() == Some(check::check_value(digits(body), 10))
}

fn digits(text: &str) -> impl Iterator<Item = u32> {
    text.bytes().map(|b| u32::from(b.wrapping_sub(b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_case_number_tells_district_day_and_sequence() {
        let number = case_number(District(430406), date(2026, 11, 5), 27).unwrap();
        assert_eq!(&number[..18], "430406202611050027");
        assert!(is_case_number(&number));
        assert_eq!(case_number(District(430406), date(2026, 11, 5), 12_345).unwrap().len(), 20);
        assert_eq!(case_number(District(4304), date(2026, 11, 5), 1), None);
        assert!(!is_case_number("") && !is_case_number("4304062026110500270x") && !is_case_number("案号"));
    }

    proptest! {
        #![proptest_config(crate::place::repeatable())]

        #[test]
        fn one_wrong_digit_is_noticed(sequence in 0u32..9999, at in 0usize..19, by in 1u8..10) {
            let mut number = case_number(District(430406), date(2026, 11, 5), sequence).unwrap().into_bytes();
            number[at] = b'0' + (number[at] - b'0' + by) % 10;
            prop_assert!(!is_case_number(&String::from_utf8(number).unwrap()));
        }
    }
}
