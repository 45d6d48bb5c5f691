//! Findings that are announced by a word before them.

use super::{Finding, FindingKind};

/// Words after which a person says who they are. Longer ones first.
const SELF: [&str; 8] = ["本人名叫", "我的名字叫", "我的名字是", "我名叫", "本人是", "我姓", "我叫", "我是"];

/// What follows 我是 and 我叫 when no introduction follows.
const NOT_SELF: [&str; 29] = [
    "觉得", "认为", "说", "看", "听", "因", "想", "怕", "不", "否", "要", "为", "被", "第", "昨", "今",
    "路过", "刚", "了", "过", "他", "她", "它", "你", "谁", "真", "很", "已", "才",
];

/// Words after which a person's name stands. Longer ones first where one begins another.
const NAMED: [&str; 12] = [
    "联系人姓名",
    "报告人姓名",
    "举报人姓名",
    "反映人姓名",
    "联系人",
    "举报人",
    "报告人",
    "反映人",
    "投诉人",
    "报修人",
    "上报人",
    "姓名",
];

/// What may stand between such a word and the name.
const LINKS: [char; 8] = [':', '：', '是', '为', '叫', ' ', '\u{3000}', '='];

/// What follows them when no name follows.
const NOT_NAMED: [&str; 20] = [
    "电话", "手机", "方式", "号码", "不", "没", "未", "无", "已", "可", "要", "的", "和", "及", "与", "或",
    "在", "说", "信息", "称",
];

/// Words after which a chat account stands, in lower case.
const CHAT: [&str; 10] = ["微信号", "微信", "企鹅号", "威信", "薇信", "wechat", "weixin", "qq", "wx", "vx"];

/// Words that announce a telephone number, in lower case.
const PHONE: [&str; 9] = ["电话", "手机", "座机", "固话", "号码", "联系方式", "tel", "phone", "致电"];

/// Longest thing said about oneself, and longest name, in characters.
const LONGEST_INTRODUCTION: usize = 20;
const LONGEST_NAME: usize = 6;
/// How far before a local number the word for it may begin, in characters.
const NEAR: usize = 12;

pub(super) fn find(text: &str, found: &mut Vec<Finding>) {
    after(
        text,
        &SELF,
        |rest| {
            if NOT_SELF.iter().any(|word| rest.starts_with(word)) {
                return None;
            }
            Some((FindingKind::SelfIntroduction, 0, take(rest, LONGEST_INTRODUCTION, says_more)))
        },
        found,
    );
    after(
        text,
        &NAMED,
        |rest| {
            let name = rest.trim_start_matches(LINKS);
            if NOT_NAMED.iter().any(|word| name.starts_with(word)) {
                return None;
            }
            Some((FindingKind::NamedContact, rest.len() - name.len(), take(name, LONGEST_NAME, in_name)))
        },
        found,
    );
    let lower = text.to_ascii_lowercase();
    after(
        &lower,
        &CHAT,
        |rest| {
            let account = rest.trim_start_matches(LINKS).trim_start_matches(['号', '码', '同']);
            let account = account.trim_start_matches(LINKS);
            let length = take(account, 32, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
            (length >= 5).then_some((FindingKind::ChatAccount, rest.len() - account.len(), length))
        },
        found,
    );
}

/// Whether the text before a number says that a telephone number comes.
pub(super) fn announces_phone(before: &str) -> bool {
    // Only the last characters, lest a text full of digits be read again for each of them.
    let near = before.char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at);
    let said = before[near..].trim_end_matches(LINKS).to_ascii_lowercase();
    PHONE.iter().any(|word| said.ends_with(word))
}

/// Looks behind every occurrence of the words; `judge` answers kind, bytes to skip and bytes to take.
fn after(
    text: &str,
    words: &[&str],
    judge: impl Fn(&str) -> Option<(FindingKind, usize, usize)>,
    found: &mut Vec<Finding>,
) {
    let mut at = 0;
    while at < text.len() {
        let Some(word) = words.iter().find(|word| text[at..].starts_with(**word)) else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        at += word.len();
        if let Some((kind, skip, length)) = judge(&text[at..]).filter(|(_, _, length)| *length > 0) {
            found.push(Finding { kind, range: at + skip..at + skip + length });
            at += skip + length;
        }
    }
}

/// Bytes of the first `most` characters for which `belongs` holds; a number or Latin word is not cut.
fn take(text: &str, most: usize, belongs: impl Fn(char) -> bool) -> usize {
    let more = |(at, c): &(usize, char)| belongs(*c) && (*at < most || c.is_ascii_alphanumeric());
    text.chars().enumerate().take_while(more).map(|(_, c)| c.len_utf8()).sum()
}

fn says_more(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '－' | '·' | '#')
}

fn in_name(c: char) -> bool {
    c.is_alphabetic() || c == '·'
}
