//! 校验字符: the hybrid check of ISO 7064 (MOD 11,10 and, with the same recursion, other alphabets), and
//! Crockford's base 32, which people can read out and type.

/// Crockford's base 32: no I, L, O and U.
pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The check value for values below `size` under the hybrid system MOD `size`+1,`size` of ISO 7064; `size` is
/// even. One wrong character is always found.
pub(crate) fn check_value(values: impl IntoIterator<Item = u32>, size: u32) -> u32 {
    let mut product = size;
    for value in values {
        let sum = (product + value) % size;
        product = if sum == 0 { size } else { sum } * 2 % (size + 1);
    }
    (size + 1 - product) % size
}

/// The value of a character as people write it: case and width do not matter, O is 0, I and L are 1.
pub(crate) fn value(character: char) -> Option<u8> {
    let character = narrow(character);
    let character = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|a| char::from(*a) == character).and_then(|at| u8::try_from(at).ok())
}

/// 全角 to 半角: what Chinese keyboards give in full-width mode.
fn narrow(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        other => other,
    }
}

/// The values of a text, without the dashes and blanks between groups; or the first character that is none.
/// Reads no further than one beyond `most`.
pub(crate) fn values(text: &str, most: usize) -> Result<Vec<u8>, char> {
    let mut values = Vec::with_capacity(most);
    for character in text.trim().chars() {
        if matches!(narrow(character), '-' | ' ' | '\u{2010}'..='\u{2015}' | '\u{3000}') {
            continue;
        }
        values.push(value(character).ok_or(character)?);
        if values.len() > most {
            break;
        }
    }
    Ok(values)
}

/// The character of a value below 32.
pub(crate) fn character(value: u8) -> char {
    char::from(ALPHABET[usize::from(value % 32)])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of ISO/IEC 7064 for MOD 11,10: 0794 takes the check digit 5.
    #[test]
    fn mod_11_10_as_in_the_standard() {
        assert_eq!(check_value([0, 7, 9, 4], 10), 5);
    }

    #[test]
    fn finds_every_single_wrong_character() {
        let values: Vec<u32> = (0..23).map(|i| i * 7 % 32).collect();
        let right = check_value(values.iter().copied(), 32);
        for at in 0..values.len() {
            for wrong in (0..32).filter(|w| *w != values[at]) {
                let mut typo = values.clone();
                typo[at] = wrong;
                assert_ne!(check_value(typo, 32), right);
            }
        }
    }
}
