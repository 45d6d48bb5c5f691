use std::borrow::Cow;

use jiff::civil::DateTime;

/// What one cell of a sheet holds. A formula is never evaluated: its last saved value stands for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or only a format.
    #[default]
    Empty,
    /// Text as typed, with its line breaks.
    Text(String),
    /// A number without a date format.
    Number(f64),
    /// A number that the workbook shows as a date; wall-clock time, no zone.
    Moment(DateTime),
    /// A truth value.
    Bool(bool),
    /// An error value such as `#REF!`.
    Fault(&'static str),
    /// Text longer than the reader's limit: only its length in characters was kept.
    TooLong(usize),
}

impl Cell {
    /// Whether the cell shows nothing: empty, or white space only.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The cell as a reader would see it, trimmed. Whole numbers carry no decimal point; a date at midnight
    /// shows as a date only.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text.trim()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Moment(at) if at.time() == jiff::civil::Time::midnight() => {
                Cow::Owned(at.date().to_string())
            }
            Self::Moment(at) => Cow::Owned(at.strftime("%Y-%m-%d %H:%M").to_string()),
            Self::Bool(value) => Cow::Borrowed(if *value { "TRUE" } else { "FALSE" }),
            Self::Fault(name) => Cow::Borrowed(name),
            Self::TooLong(chars) => Cow::Owned(format!("({chars} characters)")),
        }
    }
}
