use crate::sheet::Sheet;

/// A row of words that is no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Row as the spreadsheet program numbers it, from 1.
    pub row: u32,
    /// What the words are.
    pub kind: NoteKind,
    /// The words, at most 200 characters.
    pub text: String,
}

/// What a row of words is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// Above the header.
    Title,
    /// 填表说明, signatures and the like, between or below the data.
    Note,
    /// 合计, 小计: sums.
    Total,
    /// A worked example (例) or the line that numbers the columns.
    Example,
}

const TOTALS: &[&str] = &["合计", "总计", "小计", "共计", "累计", "总数", "总和"];
/// What a sum may be about: 本页合计.
const SUMMED: &[&str] = &["本页", "本表", "本月", "本周", "本季", "本季度", "本年", "全年", "上述", "以上"];
/// What may stand behind the word for a sum: 合计：12项.
const COUNTED: &str = "一二三四五六七八九十百千万零两条项处个件家元人次起户问题隐患数共计";
/// Who filled the table in and answers for it, at the bottom of many tables.
const SIGNED: &[&str] = &[
    "填表",
    "制表",
    "填报",
    "填写",
    "审核",
    "审批",
    "审定",
    "复核",
    "核对",
    "单位负责人",
    "主要负责人",
    "分管领导",
    "负责人签",
    "报送",
    "上报单位",
    "上报人",
    "联系人",
    "联系电话",
    "签字",
    "签名",
    "签收",
    "盖章",
    "公章",
    "经办人",
    "记录人",
    "检查人",
    "检查组",
    "被检查单位负责人",
    "受检单位负责人",
];
/// The same with a colon only: a short hazard may begin so.
const SIGNED_BY_COLON: &[&str] = &["日期", "时间", "注", "备注", "说明", "附件", "地点", "单位"];
const NOTES: &[&str] = &[
    "备注",
    "注：",
    "注:",
    "说明",
    "填表",
    "填写",
    "填报",
    "制表",
    "审核",
    "单位负责人",
    "主要负责人",
    "报送",
    "联系人",
    "签字",
    "签名",
    "盖章",
    "（盖章",
    "日期：",
    "日期:",
    "检查人：",
    "检查人:",
    "检查组",
    "附件",
    "以上",
    "本表",
    "*",
    "※",
];
const EXAMPLES: &[&str] = &["例", "例如", "示例", "样例", "举例", "（例）", "(例)"];

/// What the words of a row without a hazard are; `None` if they look like data.
///
/// `words` are the row's filled cells in order.
pub(crate) fn kind_of(words: &[&str], merged_across: bool) -> Option<NoteKind> {
    let first = words.first()?.trim();
    let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| first.starts_with(beginning));
    let compact: String = first.chars().filter(|character| !character.is_whitespace()).collect();
    if TOTALS.iter().any(|total| compact.starts_with(total)) {
        Some(NoteKind::Total)
    } else if merged_across || begins(NOTES) || words.len() <= 2 {
        Some(NoteKind::Note)
    } else {
        None
    }
}

/// Whether a word is that for a sum, perhaps with the sum behind it: `合 计：`, `本页小计 3 项`.
fn is_sum(word: &str) -> bool {
    let said = |c: &char| {
        !c.is_whitespace() && !matches!(c, ':' | '：' | '(' | ')' | '（' | '）' | '.' | '，' | ',')
    };
    let compact: String = word.chars().take(40).filter(said).collect();
    let bare = SUMMED.iter().find_map(|about| compact.strip_prefix(about)).unwrap_or(&compact);
    TOTALS
        .iter()
        .find_map(|total| bare.strip_prefix(total))
        .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || COUNTED.contains(c)))
}

/// What a row is that tells of no day on which anything was found and yet may have a word in the column of the
/// description: a sum, or who filled the table in. `None` if it may be a hazard.
pub(crate) fn closing(words: &[&str]) -> Option<NoteKind> {
    let first = words.first()?.trim_start_matches(['（', '(']);
    // 填表人：, or the bare word with its name in the next cell; a long sentence that begins so may be a hazard.
    let bare = first.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let colon = bare.contains(['：', ':']);
    let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| bare.starts_with(beginning));
    if words.iter().take(4).any(|word| is_sum(word)) {
        Some(NoteKind::Total)
    } else if (colon || bare.chars().count() <= 7) && begins(SIGNED) || colon && begins(SIGNED_BY_COLON) {
        Some(NoteKind::Note)
    } else {
        None
    }
}

/// Whether the row shows how to fill the table: 示例 in its first cell, or the columns' own numbers.
pub(crate) fn is_example(words: &[&str]) -> bool {
    let counts = |(index, word): (usize, &&str)| {
        let bare = word.trim_matches(['(', ')', '（', '）']);
        bare.parse::<usize>().is_ok_and(|number| number == index + 1)
    };
    words.first().is_some_and(|first| EXAMPLES.contains(first))
        || words.len() > 2 && words.iter().enumerate().all(counts)
}

/// For each row, whether a merge across at least half of the table's columns covers it.
pub(crate) fn rows_merged_across(sheet: &Sheet, columns: u32) -> Vec<bool> {
    let wide = columns.div_ceil(2).max(2);
    // Merges that begin and end, per row: overlapping ones of a hostile file cost no more than others.
    let mut steps = vec![0_i64; sheet.rows.len() + 1];
    for merge in sheet.merges().iter().filter(|merge| merge.width() >= wide && merge.top < sheet.height()) {
        steps[merge.top as usize] += 1;
        steps[(merge.bottom as usize + 1).min(sheet.rows.len())] -= 1;
    }
    let mut open = 0;
    let covered = steps.iter().map(|step| {
        open += step;
        open > 0
    });
    covered.collect()
}

/// The filled cells of a row, each once.
pub(crate) fn words(sheet: &Sheet, row: u32) -> Vec<std::borrow::Cow<'_, str>> {
    let cells = sheet.rows.get(row as usize).map(Vec::as_slice).unwrap_or_default();
    cells.iter().filter(|cell| !cell.is_blank()).map(|cell| cell.text()).collect()
}

/// Words for a report.
pub(crate) fn short(text: &str, chars: usize) -> String {
    let mut cut: String = text.chars().take(chars).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_signatures_are_told_from_hazards() {
        for total in
            ["合计", "合 计：", "总计（12项）", "本页小计 3 项", "共计十二处", "累计隐患 5 个", "合计隐患数"]
        {
            assert_eq!(closing(&[total]), Some(NoteKind::Total), "{total}");
            assert_eq!(closing(&["3", total, "5"]), Some(NoteKind::Total), "{total}");
        }
        for note in [
            "填表人：甲",
            "填表人",
            "审 核 人：",
            "（盖章）",
            "联系电话:0734",
            "注：以上为本月",
            "单位负责人签字",
        ] {
            assert_eq!(closing(&[note, "乙", "日期：2025.3.5"]), Some(NoteKind::Note), "{note}");
        }
        for hazard in [
            "合计三处灭火器过期未更换",
            "小计量器具未检定",
            "检查组现场查看时发现通道堵塞",
            "审核资料不全，未公示",
            "注油孔堵塞",
            "1",
            "路灯不亮",
        ] {
            assert_eq!(closing(&[hazard, "甲单位"]), None, "{hazard}");
        }
    }
}
