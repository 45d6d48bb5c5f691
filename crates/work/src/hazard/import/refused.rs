//! 未导入的行: where, why, in codes for programs and words for people.

use domain::place::CoordinateError;
use serde::Serialize;
use tables::{Refused, Unrecognised};

/// A row that was not taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefusedRow {
    /// 工作表.
    pub sheet: String,
    /// 行, as the spreadsheet program numbers it; 0 when the whole sheet was not understood.
    pub row: u32,
    /// 列, its letters.
    pub column: Option<String>,
    /// The header of the column.
    pub header: Option<String>,
    /// A code for programs.
    pub code: String,
    /// The reason in words.
    pub reason: String,
    /// What stands there; empty where it would show personal data.
    pub shown: String,
}

/// Why a row that was read cannot become a hazard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// No date of finding, so nothing says when the history begins.
    NoDate,
    /// A date that has not come yet.
    InTheFuture,
    /// Coordinates that cannot be.
    Position(CoordinateError),
}

impl Reason {
    fn code(self) -> &'static str {
        match self {
            Reason::NoDate => "missing",
            Reason::InTheFuture => "in_the_future",
            Reason::Position(CoordinateError::NotANumber) => "coordinates_not_numbers",
            Reason::Position(CoordinateError::OutOfRange) => "coordinates_out_of_range",
            Reason::Position(CoordinateError::Swapped) => "coordinates_swapped",
        }
    }
}

/// The words for a code; the operator's language is the district's.
fn words(code: &str) -> &'static str {
    match code {
        "missing" => "必填项为空",
        "unreadable_date" => "日期无法识别",
        "finished_before_found" => "完成日期早于发现日期",
        "unknown_status" => "整改情况用词无法识别",
        "unknown_grade" => "等级用词无法识别",
        "grades_disagree" => "类型列与等级列的等级不一致",
        "coordinates_not_numbers" => "经纬度不是数字",
        "coordinates_incomplete" => "经纬度不完整",
        "coordinates_swapped" => "经纬度颠倒",
        "coordinates_out_of_range" => "经纬度超出范围",
        "too_long" => "文字过长",
        "cell_error" => "单元格是错误值",
        "duplicate_id" => "同一文件中标识重复",
        "in_the_future" => "日期在将来",
        "no_header" => "没有找到表头",
        "no_column" => "缺少必需的列",
        _ => "无法导入",
    }
}

impl RefusedRow {
    pub(super) fn read(refused: &Refused) -> Self {
        let code = refused.code.as_str();
        let facts: Vec<String> =
            refused.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let reason = match facts.is_empty() {
            true => words(code).to_owned(),
            false => format!("{}（{}）", words(code), facts.join("，")),
        };
        Self {
            sheet: refused.sheet.clone(),
            row: refused.row,
            column: refused.column.as_ref().map(|c| c.letter.clone()),
            header: refused.column.as_ref().map(|c| c.header.clone()),
            code: code.to_owned(),
            reason,
            shown: refused.shown.clone(),
        }
    }

    pub(super) fn of(reason: Reason, at: &tables::Location) -> Self {
        Self {
            sheet: at.sheet.clone(),
            row: at.row,
            column: None,
            header: None,
            code: reason.code().to_owned(),
            reason: words(reason.code()).to_owned(),
            shown: String::new(),
        }
    }

    /// A sheet whose columns are not understood: nothing of it is taken in.
    pub(super) fn sheet(sheet: &str, why: &Unrecognised) -> Self {
        let code = match why {
            Unrecognised::NoHeader { .. } => "no_header",
            _ => "no_column",
        };
        Self {
            sheet: sheet.to_owned(),
            row: 0,
            column: None,
            header: None,
            code: code.to_owned(),
            reason: format!("{}（{why}）", words(code)),
            shown: String::new(),
        }
    }
}
