//! 检索: what a text is found by. Chinese has no blanks between words, so every two neighbouring characters are one
//! key; of Latin words and numbers every three. Cut here and not by an engine: FTS5's trigrams do not see words of
//! two characters, and both engines must find the same.
//!
//! A key narrows the search down; whether the text really holds what was asked for is compared afterwards
//! ([`holds`]).

use std::collections::BTreeSet;

/// 号码: from so many digits on a number is a telephone's or a person's, and no word of a description. Numbers of
/// hazards have a table of their own.
const LONG_NUMBER: usize = 7;

const TRIGRAM: i64 = 1 << 42;
const WHOLE: i64 = 1 << 43;

/// A text in the form in which it is compared: full-width forms as plain ones, small letters.
pub fn normalised(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    text.chars().map(plain).flat_map(char::to_lowercase).collect()
}

/// 编号 in the form in which it is kept and looked up: full-width forms as plain ones, capitals, without blanks.
pub fn number(text: &str) -> String {
    normalised(text).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// A run of ASCII letters and digits, and whether it may be found.
struct Word {
    letters: Vec<u8>,
    secret: bool,
}

/// The pairs and the Latin words of a normalised text.
fn cut(text: &str) -> (BTreeSet<i64>, Vec<Word>) {
    let (mut pairs, mut words) = (BTreeSet::new(), Vec::<Word>::new());
    let mut open: Option<Word> = None;
    let mut before: Option<char> = None;
    for c in text.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() {
            // Part of an address for mail, most likely.
            let secret = before == Some('@');
            open.get_or_insert(Word { letters: Vec::new(), secret }).letters.push(c as u8);
        } else if let Some(mut word) = open.take() {
            let long = word.letters.len() >= LONG_NUMBER && word.letters.iter().all(u8::is_ascii_digit);
            word.secret |= long || c == '@';
            words.push(word);
        }
        if let Some(b) = before.filter(|b| b.is_alphanumeric())
            && c.is_alphanumeric()
            && !(b.is_ascii() && c.is_ascii())
        {
            pairs.insert((i64::from(u32::from(b)) << 21) | i64::from(u32::from(c)));
        }
        before = Some(c);
    }
    (pairs, words)
}

fn trigrams(word: &Word) -> impl Iterator<Item = i64> {
    word.letters.windows(3).map(|w| w.iter().fold(0, |key, letter| (key << 7) | i64::from(*letter)) | TRIGRAM)
}

/// The key of a word of one or two letters, which is found as a whole only.
fn whole(word: &Word) -> Option<i64> {
    let short = word.letters.len() <= 2;
    short.then(|| word.letters.iter().fold(WHOLE, |key, letter| key + (i64::from(*letter) << 7) * 2))
}

/// Every key of a text. Long numbers and addresses for mail have none: they may be somebody's.
pub fn grams(text: &str) -> BTreeSet<i64> {
    let (mut all, words) = cut(&normalised(text));
    for word in words.iter().filter(|w| !w.secret) {
        all.extend(trigrams(word));
        all.extend(whole(word));
    }
    all
}

/// The keys that a text must have which holds this term; none when the term is too short to be looked for.
pub fn wanted(term: &str) -> BTreeSet<i64> {
    let (mut all, words) = cut(&normalised(term));
    // A part of a longer word may be asked for, so words that are whole here need not be whole there.
    all.extend(words.iter().filter(|w| !w.secret).flat_map(trigrams));
    if all.is_empty() {
        all.extend(words.iter().filter_map(whole));
    }
    all
}

/// Whether one of the normalised texts holds the term.
pub fn holds(texts: &[String], term: &str) -> bool {
    let term = normalised(term);
    texts.iter().any(|text| text.contains(&term))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(text: &str, term: &str) -> bool {
        let (wanted, grams) = (wanted(term), grams(text));
        !wanted.is_empty() && wanted.is_subset(&grams)
    }

    #[test]
    fn words_of_two_characters_are_found() {
        let text = "解放路12号门前路面塌陷，ＬＰＧ气罐漏气";
        for term in ["塌陷", "路面", "解放路", "路面塌陷", "LPG", "lpg气罐", "12", "12号", "号门", "漏气"]
        {
            assert!(finds(text, term), "{term}");
        }
        for term in ["陷落", "面路", "2号楼", "13", "lpx", "前1"] {
            assert!(!finds(text, term), "{term}");
        }
        for term in ["", "路", "，", "？！"] {
            assert!(wanted(term).is_empty(), "{term}");
        }
    }

    #[test]
    fn numbers_of_people_are_no_words() {
        let text = "请联系13800000000或者a.chan@mail.example，身份证430406199001010011，房号1203室";
        for term in ["13800000000", "0000", "138", "430406", "@mail", "mail", "chan"] {
            assert!(!finds(text, term), "{term}");
        }
        assert!(finds(text, "1203") && finds(text, "203室"));
    }

    #[test]
    fn keys_of_different_kinds_differ() {
        let all =
            [grams("ab"), grams("a"), grams("b"), grams("abc"), grams("井盖"), grams("盖井")].concat_len();
        assert_eq!(all, 6);
    }

    trait ConcatLen {
        fn concat_len(self) -> usize;
    }
    impl<const N: usize> ConcatLen for [BTreeSet<i64>; N] {
        fn concat_len(self) -> usize {
            self.into_iter().flatten().collect::<BTreeSet<i64>>().len()
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
        /// Whatever is cut out of a text leads back to it, unless it is a secret or too short.
        #[test]
        fn every_part_of_a_text_is_found(text in "[路面塌陷井盖 ,，a-c1-3Ａ]{1,40}", from in 0usize..40, length in 2usize..8) {
            let part: String = text.chars().skip(from).take(length).collect();
            let keys = wanted(&part);
            let short = !part.chars().any(|c| !c.is_ascii() && c.is_alphanumeric())
                && normalised(&part).split(|c: char| !c.is_ascii_alphanumeric()).all(|w| w.len() < 3);
            let long = normalised(&text).split(|c: char| !c.is_ascii_digit()).any(|w| w.len() >= LONG_NUMBER);
            if !short && !long {
                prop_assert!(keys.is_subset(&grams(&text)), "{part:?} of {text:?}");
            }
        }
    }
}
