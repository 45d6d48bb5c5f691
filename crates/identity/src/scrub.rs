//! Finds what may tell who wrote a free text, before the text reaches the party responsible or the public.
//!
//! A warning for the desk, not a proof of cleanness: people name themselves in more ways than rules know.
//! When in doubt it warns; the desk looks at the places found and decides.

mod words;

use std::ops::Range;

/// What stands in for a finding in [`Scrubbed::masked`].
const MASK: &str = "***";

/// How often the text is looked through at most.
const PASSES: usize = 4;

/// What kind of thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingKind {
    /// Telephone number.
    Phone,
    /// 居民身份证号 with a right check character (GB 11643).
    IdNumber,
    /// E-mail address.
    Email,
    /// WeChat or QQ account.
    ChatAccount,
    /// What follows 我是, 我叫 and the like.
    SelfIntroduction,
    /// The name after 联系人, 举报人 and the like.
    NamedContact,
}

impl FindingKind {
    /// Stable name of this kind.
    pub fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::IdNumber => "id_number",
            Self::Email => "email",
            Self::ChatAccount => "chat_account",
            Self::SelfIntroduction => "self_introduction",
            Self::NamedContact => "named_contact",
        }
    }
}

/// One place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it looks like.
    pub kind: FindingKind,
    /// Where, in bytes of the text; on character boundaries.
    pub range: Range<usize>,
}

/// The result of [`scrub`].
#[derive(Clone, PartialEq, Eq)]
pub struct Scrubbed {
    /// In the order of the text, not overlapping.
    pub findings: Vec<Finding>,
    /// The text with every finding replaced by `***`.
    pub masked: String,
}

impl std::fmt::Debug for Scrubbed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scrubbed").field("findings", &self.findings).finish_non_exhaustive()
    }
}

/// Looks through a free text.
pub fn scrub(text: &str) -> Scrubbed {
    let mut findings = Vec::new();
    let mut rest = text.to_owned();
    // What is found may have hidden something else: look again at what remains.
    for _ in 0..PASSES {
        let found = look(&rest);
        if found.is_empty() {
            break;
        }
        rest = blank(&rest, &found);
        findings.extend(found);
    }
    findings.sort_by_key(|f| f.range.start);
    let masked = mask(text, &findings);
    Scrubbed { findings, masked }
}

/// One look at the text; findings in its order, not overlapping.
fn look(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for run in &digit_runs(text) {
        find_numbers(text, run, &mut found);
    }
    find_emails(text, &mut found);
    words::find(text, &mut found);
    // Where two overlap they become one, of the kind that starts first or is the longer.
    found.sort_by_key(|f| (f.range.start, usize::MAX - f.range.end));
    let mut apart: Vec<Finding> = Vec::with_capacity(found.len());
    for next in found {
        match apart.last_mut() {
            Some(last) if next.range.start < last.range.end => {
                last.range.end = last.range.end.max(next.range.end);
            }
            _ => apart.push(next),
        }
    }
    apart
}

/// The text with every finding overwritten, byte for byte, by a character that belongs to nothing.
fn blank(text: &str, findings: &[Finding]) -> String {
    let (mut blanked, mut at) = (String::with_capacity(text.len()), 0);
    for Finding { range, .. } in findings {
        blanked.push_str(&text[at..range.start]);
        blanked.extend(std::iter::repeat_n('\u{1}', range.len()));
        at = range.end;
    }
    blanked.push_str(&text[at..]);
    blanked
}

fn mask(text: &str, findings: &[Finding]) -> String {
    let (mut masked, mut at) = (String::with_capacity(text.len()), 0);
    for finding in findings {
        masked.push_str(&text[at..finding.range.start]);
        masked.push_str(MASK);
        at = finding.range.end;
    }
    masked.push_str(&text[at..]);
    masked
}

/// A digit with its place and whether it continues a number begun before it. Numerals written as words
/// never do: in 王五13812345678 the 五 belongs to the name.
#[derive(Clone, Copy)]
struct Digit {
    value: u8,
    start: usize,
    end: usize,
    joined: bool,
}

/// 10 is the X at the end of an ID number.
fn digit(c: char) -> Option<u8> {
    Some(match c {
        '0'..='9' => c as u8 - b'0',
        '０'..='９' => (c as u32 - '０' as u32) as u8,
        '〇' | '零' | '洞' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' | '拐' => 7,
        '八' | '捌' => 8,
        '九' | '玖' | '勾' => 9,
        'x' | 'X' | 'ｘ' | 'Ｘ' => 10,
        _ => return None,
    })
}

fn separates(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{a0}' | '\u{3000}' | '-' | '‐' | '‑' | '–' | '—' | '－' | '_' | '.' | '·' | '*'
    ) || matches!(c, '(' | ')' | '（' | '）' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}')
}

/// Runs of digits with at most two separators between neighbours.
fn digit_runs(text: &str) -> Vec<Vec<Digit>> {
    let mut runs: Vec<Vec<Digit>> = Vec::new();
    let (mut gap, mut figure) = (usize::MAX, false);
    for (start, c) in text.char_indices() {
        if let Some(value) = digit(c) {
            let joined = gap == 0 && figure && is_figure(c);
            let new = Digit { value, start, end: start + c.len_utf8(), joined };
            match runs.last_mut() {
                Some(run) if gap <= 2 => run.push(new),
                _ => runs.push(vec![new]),
            }
            // Nothing continues an X: it ends an ID number.
            (gap, figure) = (0, is_figure(c) && value < 10);
        } else if separates(c) {
            gap = gap.saturating_add(1);
        } else {
            gap = usize::MAX;
        }
    }
    runs
}

fn is_figure(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | 'x' | 'X' | 'ｘ' | 'Ｘ')
}

fn find_numbers(text: &str, run: &[Digit], found: &mut Vec<Finding>) {
    let mut at = 0;
    while at < run.len() {
        let own_start = !run[at].joined;
        let rest = &run[at..];
        let ends_alone = |n: usize| rest.get(n).is_none_or(|next| !next.joined || next.value == 10);
        let hit = if own_start && rest.len() >= 18 && ends_alone(18) && is_id(&rest[..18]) {
            Some((FindingKind::IdNumber, 18))
        } else if own_start {
            phone_length(text, rest, ends_alone).map(|n| (FindingKind::Phone, n))
        } else {
            None
        };
        match hit {
            Some((kind, n)) => {
                found.push(Finding { kind, range: rest[0].start..rest[n - 1].end });
                at += n;
            }
            None => at += 1,
        }
    }
}

/// How many digits from here are a telephone number.
fn phone_length(text: &str, rest: &[Digit], ends_alone: impl Fn(usize) -> bool) -> Option<usize> {
    let value = |i: usize| rest.get(i).map_or(99, |d| d.value);
    let plain = |n: usize| rest.len() >= n && rest[..n].iter().all(|d| d.value < 10) && ends_alone(n);
    let mobile = |from: usize| value(from) == 1 && (3..=9).contains(&value(from + 1)) && plain(from + 11);
    let prefix = [(0, [99, 99, 99, 99]), (2, [8, 6, 99, 99]), (4, [0, 0, 8, 6])];
    for (length, digits) in prefix {
        if (0..length).all(|i| value(i) == digits[i]) && mobile(length) {
            return Some(length + 11);
        }
    }
    // Fixed line: area code (010, 02x, or 0 and three digits) and seven or eight digits.
    if value(0) == 0 && (1..=9).contains(&value(1)) {
        let lengths: &[usize] = if value(1) <= 2 { &[11] } else { &[12, 11] };
        if let Some(&n) = lengths.iter().find(|&&n| plain(n)) {
            return Some(n);
        }
    }
    // A local number says what it is.
    let announced = words::announces_phone(&text[..rest.first()?.start]);
    (7..=8).rev().find(|&n| announced && plain(n) && (2..=8).contains(&value(0)))
}

/// GB 11643-1999: seventeen digits, weights 2ⁱ mod 11, check character 0–9 or X.
fn is_id(digits: &[Digit]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    let Some((check, body)) = digits.split_last() else { return false };
    if body.len() != WEIGHTS.len() || body.iter().any(|d| d.value > 9) || body[0].value == 0 {
        return false;
    }
    let sum: u32 = body.iter().zip(WEIGHTS).map(|(d, w)| u32::from(d.value) * w).sum();
    CHECK[(sum % 11) as usize] == check.value
}

fn find_emails(text: &str, found: &mut Vec<Finding>) {
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, '@' | '＠')) {
        let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
        let domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let before = text[..at].chars().rev().take_while(|&c| local(c)).count();
        let after = &text[at + sign.len_utf8()..];
        let length = after.find(|c| !domain(c)).unwrap_or(after.len());
        let Some(dot) = after[..length].trim_end_matches(['.', '-']).rfind('.') else { continue };
        let top = after[dot + 1..].bytes().take_while(u8::is_ascii_alphabetic).count();
        if before > 0 && dot > 0 && top >= 2 {
            let end = at + sign.len_utf8() + dot + 1 + top;
            found.push(Finding { kind: FindingKind::Email, range: at - before..end });
        }
    }
}

#[cfg(test)]
#[path = "scrub_tests.rs"]
mod tests;
