//! Crockford's base32: written for people, forgiving when read back.

/// The 32 symbols: digits and letters without I, L, O, U.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The symbol of the low five bits of `value`.
pub(crate) fn symbol(value: u8) -> char {
    char::from(SYMBOLS[usize::from(value & 31)])
}

/// The value of a symbol, read as people write it: lower case, full width, O for 0, I and L for 1.
pub(crate) fn value(c: char) -> Option<u8> {
    let c = match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xFEE0)?,
        c => c,
    };
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    SYMBOLS.iter().position(|&s| char::from(s) == c).map(|at| at as u8)
}

/// The values in `text` without spaces and dashes; `None` at any other character or beyond `max` values.
pub(crate) fn values(text: &str, max: usize) -> Option<Vec<u8>> {
    let mut values = Vec::with_capacity(max);
    for c in text.chars() {
        if c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–' | '—' | '－' | '_') {
            continue;
        }
        if values.len() == max {
            return None;
        }
        values.push(value(c)?);
    }
    Some(values)
}

/// The first `symbols` × 5 bits of `bytes`, most significant first, padded with zero bits at the end.
pub(crate) fn encode(bytes: &[u8], symbols: usize) -> String {
    (0..symbols)
        .map(|i| {
            let bit = i * 5;
            let window = u16::from(*bytes.get(bit / 8).unwrap_or(&0)) << 8
                | u16::from(*bytes.get(bit / 8 + 1).unwrap_or(&0));
            symbol((window >> (11 - bit % 8)) as u8)
        })
        .collect()
}

/// Undoes [`encode`]: `None` if the values do not fill exactly `N` bytes or the padding bits are not zero.
pub(crate) fn decode<const N: usize>(values: &[u8]) -> Option<[u8; N]> {
    if values.len() != (N * 8).div_ceil(5) {
        return None;
    }
    let (mut bytes, mut filled) = ([0; N], 0);
    let (mut window, mut bits) = (0u16, 0);
    for &value in values {
        window = window << 5 | u16::from(value & 31);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            *bytes.get_mut(filled)? = (window >> bits) as u8;
            filled += 1;
            window &= (1 << bits) - 1;
        }
    }
    (window == 0 && filled == N).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_may_write_it_their_way() {
        assert_eq!(values(" 0o-Oi lL１ａ－Ａ", 20), Some(vec![0, 0, 0, 1, 1, 1, 1, 10, 10]));
        assert_eq!(values("U", 20), None);
        assert_eq!(values("0*", 20), None);
        assert_eq!(values("000", 2), None);
    }

    #[test]
    fn known_bytes_give_known_text() {
        assert_eq!(encode(&[0xff; 16], 26), "ZZZZZZZZZZZZZZZZZZZZZZZZZW");
        assert_eq!(encode(b"foobar", 10), "CSQPYRK1E8");
    }

    #[test]
    fn spare_bits_must_be_zero_so_that_a_token_has_one_text() {
        assert_eq!(decode::<16>(&[31; 26]), None);
        assert_eq!(decode::<16>(&[31; 25]), None);
        assert!(decode::<16>(&values("ZZZZZZZZZZZZZZZZZZZZZZZZZW", 26).unwrap()).is_some());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn bytes_survive_their_text(bytes in any::<[u8; 16]>(), short in any::<[u8; 15]>()) {
            prop_assert_eq!(decode(&values(&encode(&bytes, 26), 26).unwrap()), Some(bytes));
            prop_assert_eq!(decode(&values(&encode(&short, 24), 24).unwrap()), Some(short));
        }
    }
}
