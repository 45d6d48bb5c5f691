use serde::Deserialize;

use crate::usual_headers::USUAL_HEADERS;

/// What a column of a hazard ledger means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 序号: the number of the row in this list; no lasting name of the hazard.
    RowNumber,
    /// 编号: the hazard's own number where it comes from.
    SourceId,
    /// 检查时间, 发现时间.
    FoundAt,
    /// 检查单位: the body that found it.
    FinderUnit,
    /// 检查人: names; personal.
    Finder,
    /// 检查项目: the project or campaign that was inspected.
    Project,
    /// 被检查单位, 企业名称: the inspected party.
    Party,
    /// 隐患部位, 工点: the spot in words.
    Place,
    /// 地址.
    Address,
    /// 经度, degrees.
    Longitude,
    /// 纬度, degrees.
    Latitude,
    /// 经纬度 in one cell, longitude first.
    LonLat,
    /// 隐患描述, 存在问题.
    Description,
    /// 隐患类型.
    Kind,
    /// 隐患等级: 一般, 较大, 重大.
    Grade,
    /// 整改措施, 整改要求.
    Measures,
    /// 整改期限.
    DueAt,
    /// 整改责任单位; a sub-column names the unit's part (建设, 设计, 施工, 监理).
    ResponsibleUnit,
    /// 整改责任人: a name; personal.
    ResponsiblePerson,
    /// 联系电话 of the responsible person; personal.
    ResponsiblePhone,
    /// 整改资金, yuan unless the header or the cell says 万元.
    Funds,
    /// 应急预案.
    EmergencyPlan,
    /// 整改完成日期.
    FinishedAt,
    /// 整改情况, 是否销号.
    Status,
    /// 验收人, 复查人: names; personal.
    Verifier,
    /// 验收日期, 销号日期.
    ClosedAt,
    /// 举报人: a name; personal.
    Reporter,
    /// 举报人电话; personal.
    ReporterPhone,
    /// 备注.
    Remarks,
}

use Field::*;

/// Words in a header without a field of its own that show that the column holds personal data.
const PERSONAL_WORDS: &[&str] = &[
    "姓名",
    "电话",
    "手机",
    "身份证",
    "联系方式",
    "联系人",
    "住址",
    "签字",
    "签名",
    "微信",
    "邮箱",
    "身份号码",
    "phone",
    "email",
];

impl Field {
    /// The field that a header usually means.
    pub(crate) fn from_header(header: &str) -> Option<Self> {
        let plain = plain_header(header);
        USUAL_HEADERS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(field, _)| *field)
    }

    /// The field as a mapping file calls it: `found_at`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.extend(letter.to_lowercase());
        }
        name
    }

    /// Whether the field names a living person: it may never enter an event.
    pub fn is_personal(self) -> bool {
        matches!(self, Finder | ResponsiblePerson | ResponsiblePhone | Verifier | Reporter | ReporterPhone)
    }

    /// Headers that usually mean the field, the most usual first.
    pub fn usual_headers(self) -> &'static [&'static str] {
        USUAL_HEADERS.iter().find(|(field, _)| *field == self).map_or(&[], |(_, names)| names)
    }

    /// Whether several columns may fill the field together; of the others the first column counts.
    pub(crate) fn takes_several(self) -> bool {
        matches!(self, Description | Measures | Remarks | Place | Address | ResponsibleUnit | Party | Project)
    }
}

/// Whether a header without a field announces personal data.
pub(crate) fn names_personal_data(header: &str) -> bool {
    let (plain, bare) = (header.to_lowercase(), plain_header(header));
    // 记录人, 包保人员: whoever it is, it is somebody.
    PERSONAL_WORDS.iter().any(|word| plain.contains(word)) || bare.ends_with('人') || bare.ends_with("人员")
}

/// A header without white space, brackets and what they hold, colons and asterisks, in lower case.
pub(crate) fn plain_header(header: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::with_capacity(header.len());
    for character in header.chars() {
        match character {
            '(' | '（' | '[' | '【' | '〔' => depth += 1,
            ')' | '）' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            '*' | '＊' | ':' | '：' | '、' | '，' | ',' | '/' | '\u{feff}' => {}
            character if depth > 0 || character.is_whitespace() => {}
            character => plain.extend(character.to_lowercase()),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_headers_are_known_with_their_ornaments() {
        for (header, field) in [
            ("隐患问题描述", Description),
            (" 整改要求\n（措施）", Measures),
            ("* 整改 期限：", DueAt),
            ("存在问题及隐患", Description),
            ("治理资金（万元）", Funds),
            ("ID", SourceId),
            ("问题", Description),
            ("存在的隐患、问题", Description),
            ("责任部门/单位", ResponsibleUnit),
        ] {
            assert_eq!(Field::from_header(header), Some(field), "{header}");
        }
        assert_eq!(Field::from_header("天气"), None);
    }

    #[test]
    fn names_are_those_of_mapping_files() {
        use serde::de::IntoDeserializer;
        for (field, _) in USUAL_HEADERS {
            let name = field.name();
            let word: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
                name.as_str().into_deserializer();
            assert_eq!(Field::deserialize(word), Ok(*field));
        }
    }

    #[test]
    fn no_header_means_two_fields() {
        let mut seen = std::collections::HashMap::new();
        for (field, names) in USUAL_HEADERS {
            for name in *names {
                assert_eq!(seen.insert(name, field), None, "{name}");
            }
        }
    }

    #[test]
    fn every_synonym_is_found_as_written() {
        for (field, names) in USUAL_HEADERS {
            for name in *names {
                assert_eq!(Field::from_header(name), Some(*field), "{name}");
            }
        }
    }
}
