//! 导入节假日: a year's days as people have them, from JSON or from a text table.

use super::holidays::{DaySpan, Holiday, HolidayYear};
use super::{Day, ParseDayError};
use serde::Deserialize;

/// Why a year's holidays could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Neither of the two shapes of JSON.
    #[error("neither a holiday year nor a list of days: {0}")]
    Json(String),
    /// A line without a date, a kind and a name.
    #[error("line {0} is not date,kind,name")]
    Line(usize),
    /// A kind that is neither `off` (放假) nor `work` (补班).
    #[error("line {0}: the kind is neither off nor work")]
    Kind(usize),
    /// A date that no calendar has.
    #[error("line {line}: {error}")]
    Date {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        error: ParseDayError,
    },
}

/// The shape in which holidays are commonly published for machines: a flat list of days.
#[derive(Deserialize)]
struct Flat {
    year: i32,
    #[serde(default)]
    papers: Vec<String>,
    days: Vec<FlatDay>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FlatDay {
    name: String,
    date: Day,
    is_off_day: bool,
}

impl HolidayYear {
    /// A year from JSON: in our own shape, or as a flat list `{year, papers, days: [{name, date, isOffDay}]}`.
    pub fn from_json(text: &str) -> Result<Self, ImportError> {
        let bad = |e: serde_json::Error| ImportError::Json(e.to_string());
        let value: serde_json::Value = serde_json::from_str(text).map_err(bad)?;
        if value.get("days").is_none() {
            return serde_json::from_value(value).map_err(bad);
        }
        let flat: Flat = serde_json::from_value(value).map_err(bad)?;
        let days = flat.days.into_iter().map(|d| (d.date, d.is_off_day, d.name));
        Ok(Self { year: flat.year, notice: flat.papers.join(" "), published: None, holidays: gathered(days) })
    }

    /// A year from lines `date,kind,name`, with or without a first line of headings; kinds are `off` or `放假`,
    /// `work` or `补班`.
    pub fn from_csv(year: i32, notice: &str, text: &str) -> Result<Self, ImportError> {
        let mut days = Vec::new();
        let lines = text.trim_start_matches('\u{feff}').lines();
        for (index, line) in lines.enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let number = index + 1;
            let mut cells = line.splitn(3, ',').map(|c| c.trim().trim_matches('"'));
            let (Some(date), Some(kind), Some(name)) = (cells.next(), cells.next(), cells.next()) else {
                return Err(ImportError::Line(number));
            };
            if index == 0 && !date.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let day = date.parse().map_err(|error| ImportError::Date { line: number, error })?;
            let off = match kind {
                "off" | "放假" | "休" => true,
                "work" | "补班" | "上班" | "班" => false,
                _ => return Err(ImportError::Kind(number)),
            };
            days.push((day, off, name.to_owned()));
        }
        Ok(Self { year, notice: notice.to_owned(), published: None, holidays: gathered(days) })
    }
}

/// Days by holiday, with days off that follow each other as spans.
fn gathered(days: impl IntoIterator<Item = (Day, bool, String)>) -> Vec<Holiday> {
    let mut days: Vec<_> = days.into_iter().collect();
    days.sort_by_key(|(day, ..)| *day);
    let mut holidays: Vec<Holiday> = Vec::new();
    for (day, off, name) in days {
        let known = holidays.iter().position(|h| h.name == name).unwrap_or_else(|| {
            holidays.push(Holiday { name, off: Vec::new(), work: Vec::new() });
            holidays.len() - 1
        });
        let holiday = &mut holidays[known];
        match holiday.off.last_mut() {
            _ if !off => holiday.work.push(day),
            Some(span) if span.to.plus(1) == day => span.to = day,
            _ => holiday.off.push(DaySpan::one(day)),
        }
    }
    holidays
}

#[cfg(test)]
mod tests {
    use super::super::Holidays;
    use super::*;

    #[test]
    fn every_shape_says_the_same() {
        let lines = "\u{feff}date,kind,name\r\n2026-09-25,off,中秋节\r\n2026-09-26,off,中秋节\r\n\r\n2026-09-20,补班,国庆节\r\n\
                     2026-10-01,放假,国庆节\r\n2026-10-02,off,国庆节\r\n";
        let csv = HolidayYear::from_csv(2026, "试", lines).unwrap();
        let flat = HolidayYear::from_json(
            r#"{"$schema": "x", "year": 2026, "papers": ["试"], "days": [
                {"name": "国庆节", "date": "2026-09-20", "isOffDay": false},
                {"name": "中秋节", "date": "2026-09-25", "isOffDay": true},
                {"name": "中秋节", "date": "2026-09-26", "isOffDay": true},
                {"name": "国庆节", "date": "2026-10-02", "isOffDay": true},
                {"name": "国庆节", "date": "2026-10-01", "isOffDay": true}]}"#,
        )
        .unwrap();
        assert_eq!(csv, flat);
        let own = serde_json::to_string(&csv).unwrap();
        assert_eq!(HolidayYear::from_json(&own).unwrap(), csv);
        assert!(own.contains("2026-10-01/2026-10-02"));
        assert!(Holidays::new(vec![csv]).is_ok());
    }

    #[test]
    fn says_which_line_is_wrong() {
        let read = |text: &str| HolidayYear::from_csv(2026, "x", text).unwrap_err();
        assert_eq!(read("2026-01-01,off,元旦\n2026-01-02"), ImportError::Line(2));
        assert_eq!(read("2026-01-01,maybe,元旦"), ImportError::Kind(1));
        assert!(matches!(read("2026-02-30,off,元旦"), ImportError::Date { line: 1, .. }));
        assert!(matches!(HolidayYear::from_json("[1]"), Err(ImportError::Json(_))));
        assert!(matches!(HolidayYear::from_json(r#"{"year": 1, "days": 3}"#), Err(ImportError::Json(_))));
    }
}
