use std::fmt;

use crate::coordinates::Position;
use crate::dates::Moment;
use crate::field::Field;
use crate::refused::ColumnName;
use crate::words::{Grade, Status};

/// One hazard of a ledger, read completely. Texts are trimmed and not empty.
#[derive(Debug, Clone, PartialEq)]
pub struct HazardRow {
    /// The number that the source gives, or a hash over the columns that the mapping names (`sha256:…`): the
    /// same row of the same ledger has the same id in every run.
    pub source_id: String,
    /// Whether the id is the source's own.
    pub id_is_own: bool,
    /// 隐患描述.
    pub description: String,
    /// 隐患类型, as the source words it or as the mapping translates it.
    pub kind: Option<String>,
    /// 隐患等级.
    pub grade: Option<Grade>,
    /// The grade as written, where one is.
    pub grade_text: Option<String>,
    /// 检查项目: project or campaign.
    pub project: Option<String>,
    /// 被检查单位: the inspected party.
    pub party: Option<String>,
    /// 隐患部位: the spot in words.
    pub place_text: Option<String>,
    /// 地址.
    pub address: Option<String>,
    /// Where the source puts it.
    pub position: Option<Position>,
    /// 检查时间. Always there unless the mapping takes it off its `required` list.
    pub found_at: Option<Moment>,
    /// 整改期限. Of a day without a time, the first instant: the limit is the day's end.
    pub due_at: Option<Moment>,
    /// 整改完成日期.
    pub finished_at: Option<Moment>,
    /// 验收日期, 销号日期.
    pub closed_at: Option<Moment>,
    /// What the source says, or what its dates imply where it says nothing.
    pub status: Status,
    /// The status as written, where one is.
    pub status_text: Option<String>,
    /// 检查单位: the finding body.
    pub finder_unit: Option<String>,
    /// 整改责任单位, one per filled sub-column.
    pub responsible_units: Vec<ResponsibleUnit>,
    /// 整改措施.
    pub measures: Option<String>,
    /// 整改资金.
    pub funds: Option<Funds>,
    /// 应急预案.
    pub emergency_plan: Option<String>,
    /// 备注.
    pub remarks: Option<String>,
    /// Filled cells of columns that have no field, by header: nothing is dropped.
    pub extra: Vec<(String, String)>,
    /// Names and numbers of living persons: for the vault, never for an event, a log or an export.
    pub personal: Personal,
    /// Where its dates stand, for whoever has to refuse one.
    pub dated: Vec<(Field, ColumnName)>,
    /// What was read with a doubt; the texts in question stand in `extra`.
    pub doubts: Vec<Doubt>,
    /// Where the row stands.
    pub at: Location,
}

/// A unit that answers for the rectification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponsibleUnit {
    /// The sub-column's header, such as 施工 or 监理, where the header has one.
    pub part: Option<String>,
    /// The unit's name as written.
    pub name: String,
}

/// Money as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funds {
    /// The source's text.
    pub text: String,
    /// Cents (分), if the text is an amount.
    pub cents: Option<i64>,
}

/// Personal data of a row. Shows nothing in debug output, so that it cannot slip into a log.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Personal {
    /// 检查人.
    pub finder: Option<String>,
    /// 整改责任人.
    pub responsible_person: Option<String>,
    /// 责任人电话.
    pub responsible_phone: Option<String>,
    /// 验收人.
    pub verifier: Option<String>,
    /// 举报人.
    pub reporter: Option<String>,
    /// 举报人电话.
    pub reporter_phone: Option<String>,
    /// Columns without a field whose header or content is personal (身份证, a mobile number …), by header.
    pub extra: Vec<(String, String)>,
}

impl Personal {
    /// Whether the row names nobody.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.is_empty() { "Personal(nothing)" } else { "Personal(withheld)" })
    }
}

/// Something that the source put where it does not belong, and how it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What is doubtful.
    pub code: DoubtCode,
    /// Where.
    pub column: ColumnName,
}

/// What is doubtful about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DoubtCode {
    /// A status word stands where a date belongs; read as status if the row has no other.
    StatusInDateColumn,
    /// A date stands where a name belongs; kept in `extra`, used for nothing.
    DateInNameColumn,
    /// A grade stands where the kind belongs; read as grade if the row has no other.
    GradeInKindColumn,
    /// The status is told in sentences without a status word; taken from the dates.
    StatusInSentences,
    /// A date other than that of the finding cannot be read; kept in `extra`, used for nothing.
    UnreadableDate,
    /// Longitude and latitude are both zero; taken as no position.
    ZeroCoordinates,
    /// The deadline lies before the finding; kept in `extra`, used for nothing.
    DueBeforeFound,
    /// It was closed before the work ended; the closing is taken as of the end.
    ClosedBeforeFinished,
}

impl DoubtCode {
    /// The code as machines read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StatusInDateColumn => "status_in_date_column",
            Self::DateInNameColumn => "date_in_name_column",
            Self::GradeInKindColumn => "grade_in_kind_column",
            Self::StatusInSentences => "status_in_sentences",
            Self::UnreadableDate => "unreadable_date",
            Self::ZeroCoordinates => "zero_coordinates",
            Self::DueBeforeFound => "due_before_found",
            Self::ClosedBeforeFinished => "closed_before_finished",
        }
    }
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Location {
    /// Sheet name.
    pub sheet: String,
    /// Row as the spreadsheet program numbers it, from 1.
    pub row: u32,
}
