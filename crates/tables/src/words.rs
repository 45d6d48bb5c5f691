use serde::Deserialize;

/// Grade of a hazard (安全生产法 §41; the middle grade is a local practice).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 一般
    General,
    /// 较大
    Serious,
    /// 重大
    Major,
}

/// How far the source says that the hazard has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 待整改: known, nothing done yet.
    Open,
    /// 整改中
    Rectifying,
    /// 挂账: suspended with control measures.
    Suspended,
    /// 已整改: the responsible party says done; not said to be accepted.
    Rectified,
    /// 现场处置, 即查即改: fixed on the spot while the finder was there.
    FixedOnSpot,
    /// 已销号, 已闭环: accepted and struck off.
    Closed,
    /// 移交: handed to another body.
    Referred,
    /// 撤销, 不属实: taken back or found groundless.
    Cancelled,
}

impl Status {
    /// Whether nothing remains to be done for the source: closed, handed over or taken back.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Referred | Self::Cancelled)
    }
}

const STATUS_WORDS: &[(Status, &[&str])] = &[
    (
        Status::Open,
        &[
            "待整改",
            "未整改",
            "未完成",
            "未销号",
            "未闭环",
            "否",
            "未落实",
            "待办",
            "未处理",
            "待处理",
            "未解决",
            "未处置",
            "未治理",
            "未整改到位",
            "未整改完成",
            "待完成",
            "待落实",
            "未复查",
            "未消除",
            "未办结",
            "未关闭",
            "待受理",
            "待补充",
            "现场核实",
            "待派遣",
            "待签收",
            "n",
            "no",
            "×",
            "open",
            "new",
        ],
    ),
    (
        Status::Rectifying,
        &[
            "整改中",
            "正在整改",
            "处理中",
            "办理中",
            "进行中",
            "部分整改",
            "部分完成",
            "持续整改",
            "限期整改",
            "限期整改中",
            "治理中",
            "处置中",
            "正在处理",
            "正在办理",
            "正在治理",
            "推进中",
            "已部分整改",
            "整改推进中",
            "返工",
            "退回返工",
            "in progress",
        ],
    ),
    (Status::Suspended, &["挂账", "已挂账", "缓办", "延期"]),
    (
        Status::Rectified,
        &[
            "已整改",
            "整改完成",
            "已完成",
            "完成",
            "已完成整改",
            "整改完毕",
            "已整改完成",
            "已整改完毕",
            "已落实",
            "已处理",
            "待验收",
            "待复查",
            "待销号",
            "整改到位",
            "已整改到位",
            "已按要求整改",
            "已按期整改",
            "按期整改",
            "按时整改",
            "按期完成",
            "按时完成",
            "按期整改完成",
            "已落实整改",
            "完成整改",
            "已消除",
            "隐患已消除",
            "已排除",
            "隐患已排除",
            "已解决",
            "已处置",
            "已治理",
            "治理完成",
            "处置完成",
            "办理完成",
            "y",
            "yes",
            "done",
            "是",
            "√",
        ],
    ),
    (
        Status::FixedOnSpot,
        &[
            "现场处置",
            "现场整改",
            "立行立改",
            "已立行立改",
            "即查即改",
            "当场整改",
            "已当场整改",
            "已现场整改",
            "立即整改完成",
            "已立即整改",
            "立即整改到位",
            "现场已整改",
            "当场已整改",
            "现场立即整改",
            "现场整改完成",
            "当场整改完成",
            "已现场整改完成",
            "已当场整改完成",
            "现场整改到位",
            "已即查即改",
            "边查边改",
            "立整立改",
            "已立整立改",
        ],
    ),
    (
        Status::Closed,
        &[
            "已销号",
            "销号",
            "已闭环",
            "闭环",
            "已办结",
            "办结",
            "已结案",
            "结案",
            "已验收",
            "验收合格",
            "复查合格",
            "已复查",
            "已闭合",
            "已关闭",
            "关闭",
            "已整改销号",
            "整改销号",
            "已完成销号",
            "已验收销号",
            "已复查销号",
            "已闭环销号",
            "完成销号",
            "完成闭环",
            "已完成闭环",
            "已整改闭环",
            "整改闭环",
            "已销账",
            "合格",
            "已验收合格",
            "已复查合格",
            "复查通过",
            "验收通过",
            "已整改已销号",
            "整改完成已销号",
            "closed",
        ],
    ),
    (Status::Referred, &["移交", "已移交", "移送", "已移送", "转办", "已转办", "referred"]),
    (Status::Cancelled, &["撤销", "已撤销", "作废", "不属实", "取消", "cancelled", "canceled"]),
];

/// The status that a word usually means.
pub(crate) fn status(text: &str) -> Option<Status> {
    let plain = plain(text);
    STATUS_WORDS.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(status, _)| *status)
}

/// The grade that a word usually means: the names themselves, or a level, 1 being the gravest.
pub(crate) fn grade(text: &str) -> Option<Grade> {
    let plain = plain(text);
    let named = plain.trim_end_matches("隐患").trim_end_matches("事故").trim_end_matches("安全");
    let level = |text: &str| match text.trim_end_matches(['级', '类']).trim_start_matches('第') {
        "1" | "一" | "i" | "ⅰ" => Some(Grade::Major),
        "2" | "二" | "ii" | "ⅱ" => Some(Grade::Serious),
        "3" | "三" | "iii" | "ⅲ" | "4" | "四" | "iv" | "ⅳ" | "5" | "五" => Some(Grade::General),
        _ => None,
    };
    for (name, grade) in [
        ("一般", Grade::General),
        ("轻微", Grade::General),
        ("较大", Grade::Serious),
        ("突出", Grade::Serious),
        ("重大", Grade::Major),
        ("特大", Grade::Major),
    ] {
        if let Some(rest) = named.strip_prefix(name) {
            // "一般3级" states the grade twice; the two must agree.
            return (rest.is_empty() || level(rest) == Some(grade)).then_some(grade);
        }
    }
    match named {
        "general" | "minor" => Some(Grade::General),
        "serious" => Some(Grade::Serious),
        "major" => Some(Grade::Major),
        other => level(other),
    }
}

/// Words in a 整改期限 that mean the day on which the hazard was found.
pub(crate) fn means_at_once(text: &str) -> bool {
    matches!(
        plain(text).trim_end_matches("整改").trim_end_matches("完成"),
        "立即" | "立行立改" | "即时" | "当场" | "现场" | "当日" | "当天" | "即查即改" | "马上"
    )
}

fn plain(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '０'..='９' => char::from(b'0' + (u32::from(character) - u32::from('０')) as u8),
            other => other,
        })
        .filter(|character| !matches!(character, '。' | '．' | '；' | ';' | '，' | ',' | '、'))
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_by_name_and_by_level() {
        for (word, expected) in [
            ("一般", Some(Grade::General)),
            ("一般隐患", Some(Grade::General)),
            ("3", Some(Grade::General)),
            ("3级", Some(Grade::General)),
            ("５级", Some(Grade::General)),
            ("一般3级", Some(Grade::General)),
            ("一般1级", None),
            ("Ⅱ级", Some(Grade::Serious)),
            ("重大事故隐患", Some(Grade::Major)),
            ("一级", Some(Grade::Major)),
            ("6", None),
            ("", None),
        ] {
            assert_eq!(grade(word), expected, "{word}");
        }
    }

    #[test]
    fn status_words() {
        assert_eq!(status(" 已整改。"), Some(Status::Rectified));
        assert_eq!(status("Closed"), Some(Status::Closed));
        assert_eq!(status("In  Progress"), Some(Status::Rectifying));
        assert_eq!(status("看情况"), None);
        assert!(means_at_once("立即整改") && means_at_once("立行立改") && !means_at_once("整改"));
    }
}
