use std::fmt;

/// A data row that was not taken, and why. Words for the reader are chosen at the edge from code and params.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Sheet name.
    pub sheet: String,
    /// Row as the spreadsheet program numbers it, from 1.
    pub row: u32,
    /// The column at fault, if one is.
    pub column: Option<ColumnName>,
    /// Why.
    pub code: Code,
    /// Facts for the message, by name.
    pub params: Vec<(&'static str, String)>,
    /// The offending text, at most 80 characters; empty for columns that hold personal data.
    pub shown: String,
}

/// How a column is called in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnName {
    /// Letters, as the spreadsheet program shows them.
    pub letter: String,
    /// The header's path, such as `整改责任单位/施工`; empty if the column has none.
    pub header: String,
}

/// Why a row was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// A field that the mapping requires is empty (param `field`).
    Missing,
    /// A date that could not be read, or one without a year where none is known.
    UnreadableDate,
    /// The hazard was finished or closed before it was found.
    FinishedBeforeFound,
    /// A word that no list of status words has.
    UnknownStatus,
    /// A word that no list of grades has.
    UnknownGrade,
    /// The kind column and the grade column name different grades.
    GradesDisagree,
    /// Longitude or latitude is no finite number.
    CoordinatesNotNumbers,
    /// Only one of longitude and latitude is there.
    CoordinatesIncomplete,
    /// Out of range, and in range if swapped.
    CoordinatesSwapped,
    /// Out of range.
    CoordinatesOutOfRange,
    /// Longer than the mapping allows (params `chars`, `limit`).
    TooLong,
    /// An error value of the spreadsheet, such as `#REF!`.
    CellError,
    /// Another row of the file has the same source id (params `id`, `sheet`, `row`).
    DuplicateId,
}

impl Code {
    /// The code as machines read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::UnreadableDate => "unreadable_date",
            Self::FinishedBeforeFound => "finished_before_found",
            Self::UnknownStatus => "unknown_status",
            Self::UnknownGrade => "unknown_grade",
            Self::GradesDisagree => "grades_disagree",
            Self::CoordinatesNotNumbers => "coordinates_not_numbers",
            Self::CoordinatesIncomplete => "coordinates_incomplete",
            Self::CoordinatesSwapped => "coordinates_swapped",
            Self::CoordinatesOutOfRange => "coordinates_out_of_range",
            Self::TooLong => "too_long",
            Self::CellError => "cell_error",
            Self::DuplicateId => "duplicate_id",
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} row {}", self.sheet, self.row)?;
        if let Some(column) = &self.column {
            write!(out, " column {} {}", column.letter, column.header)?;
        }
        write!(out, ": {}", self.code.as_str())?;
        if !self.shown.is_empty() {
            write!(out, " ({})", self.shown)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}
