use crate::dates::narrow;

/// Cents (分) of an amount such as `1,200`, `5万元` or `3.5 元`; `ten_thousands` where the header says 万元.
/// `None` for words such as 自筹, for a negative amount, and beyond 10^13 yuan.
pub(crate) fn cents(text: &str, ten_thousands: bool) -> Option<i64> {
    let compact: String = text
        .chars()
        .map(narrow)
        .filter(|character| !character.is_whitespace() && !matches!(character, ',' | '，'))
        .collect();
    let bare = compact.trim_start_matches(['¥', '￥']).trim_end_matches("人民币").trim_end_matches('元');
    let (digits, scale) = match bare.strip_suffix('万') {
        Some(digits) => (digits, 10_000.0),
        None if ten_thousands && !compact.ends_with('元') => (bare, 10_000.0),
        None => (bare, 1.0),
    };
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let yuan = plain.then(|| digits.parse::<f64>().ok()).flatten()? * scale;
    (yuan < 1e13).then_some((yuan * 100.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        assert_eq!(cents("1,200", false), Some(120_000));
        assert_eq!(cents("5万元", false), Some(5_000_000));
        assert_eq!(cents("１，２００．５元", false), Some(120_050));
        assert_eq!(cents("0.35", true), Some(350_000));
        assert_eq!(cents("800元", true), Some(80_000));
        for words in ["自筹", "", "-5", "1e300", "NaN"] {
            assert_eq!(cents(words, false), None, "{words}");
        }
    }
}
