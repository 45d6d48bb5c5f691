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

const TOTALS: &[&str] = &["合计", "总计", "小计", "共计"];
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
