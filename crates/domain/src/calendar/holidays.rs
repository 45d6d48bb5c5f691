//! 节假日: statutory days off and make-up days, year by year, as the State Council's office publishes them
//! (全国年节及纪念日放假办法, revised 2024-11-10).

use super::{Day, Instant, ParseDayError};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// 一年的放假安排: one notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayYear {
    /// The year that the notice is about; it may name days of the weeks around New Year too.
    pub year: i32,
    /// 文号 of the notice, or whatever else says where the dates come from.
    pub notice: String,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Day>,
    /// 节日, in order.
    pub holidays: Vec<Holiday>,
}

/// 节日.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// 名称, for example 春节.
    pub name: String,
    /// 放假.
    #[serde(default)]
    pub off: Vec<DaySpan>,
    /// 补班: days of a weekend on which the offices work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub work: Vec<Day>,
}

/// From a day to a day, both included. Travels as `2026-02-15/2026-02-23` (ISO 8601), one day as itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySpan {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl DaySpan {
    /// One day.
    pub fn one(day: Day) -> Self {
        Self { from: day, to: day }
    }

    fn days(self) -> impl Iterator<Item = Day> {
        (0..=self.to.since(self.from)).map(move |n| self.from.plus(n))
    }
}

impl fmt::Display for DaySpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from == self.to {
            true => write!(f, "{}", self.from),
            false => write!(f, "{}/{}", self.from, self.to),
        }
    }
}

impl std::str::FromStr for DaySpan {
    type Err = ParseDayError;
    fn from_str(text: &str) -> Result<Self, ParseDayError> {
        match text.split_once('/') {
            Some((from, to)) => Ok(Self { from: from.parse()?, to: to.parse()? }),
            None => Ok(Self::one(text.parse()?)),
        }
    }
}

impl Serialize for DaySpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DaySpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Why holidays are not usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HolidaysError {
    /// A year outside of 2000 to 2100.
    #[error("the year {0} is out of range")]
    Year(i32),
    /// Two notices for one year.
    #[error("the year {0} stands there twice")]
    Twice(i32),
    /// A notice without a source.
    #[error("the year {0} does not say where it comes from")]
    NoNotice(i32),
    /// A year in which nothing is off.
    #[error("the year {0} has no holidays")]
    Empty(i32),
    /// More holidays than a year can have.
    #[error("the year {0} has too many holidays")]
    TooMany(i32),
    /// A holiday without a name, or with one of more than 40 characters.
    #[error("a holiday of {0} has no usable name")]
    Name(i32),
    /// A span that ends before it begins, or is longer than a month.
    #[error("the days off {0} are no span")]
    Span(DaySpan),
    /// A day that is too far from the notice's year.
    #[error("{0} does not belong to the year")]
    Elsewhere(Day),
    /// A make-up day that is a working day anyway.
    #[error("{0} is no weekend, so nothing is made up for")]
    NoWeekend(Day),
    /// A day that stands there twice.
    #[error("{0} stands there twice")]
    TwiceDay(Day),
}

/// What a notice says of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    day: Day,
    off: bool,
    /// Which year and which holiday in it.
    named: (u16, u16),
}

/// 节假日 of all years that are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<HolidayYear>", into = "Vec<HolidayYear>")]
pub struct Holidays {
    years: Vec<HolidayYear>,
    marks: Vec<Mark>,
}

/// What kind of day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// 工作日.
    Working,
    /// 补班: a day of a weekend that works, with the holiday that it makes up for.
    MadeUp(&'a str),
    /// 周末.
    Weekend,
    /// 节假日, with its name.
    Holiday(&'a str),
}

impl DayKind<'_> {
    /// Whether the offices work.
    pub fn works(self) -> bool {
        matches!(self, DayKind::Working | DayKind::MadeUp(_))
    }
}

/// A notice may move days of the last week of the year before.
const EARLIEST: (u8, u8) = (12, 25);
/// From this month on, the next year's notice is due: it is published in October to December.
const DUE_FROM: u8 = 10;
/// The longest span of days off.
const SPAN: i32 = 31;
/// The most holidays of a year.
const HOLIDAYS: usize = 40;
/// The most spans and days that they name.
const DAYS: usize = 200;

impl TryFrom<Vec<HolidayYear>> for Holidays {
    type Error = HolidaysError;
    fn try_from(years: Vec<HolidayYear>) -> Result<Self, HolidaysError> {
        Self::new(years)
    }
}

impl From<Holidays> for Vec<HolidayYear> {
    fn from(holidays: Holidays) -> Self {
        holidays.years
    }
}

impl Holidays {
    /// Years that contradict neither each other nor the calendar.
    pub fn new(mut years: Vec<HolidayYear>) -> Result<Self, HolidaysError> {
        years.sort_by_key(|y| y.year);
        if let Some(w) = years.windows(2).find(|w| w[0].year == w[1].year) {
            return Err(HolidaysError::Twice(w[0].year));
        }
        let mut marks = Vec::new();
        for (index, year) in years.iter().enumerate() {
            marks.extend(marks_of(year, index as u16)?);
        }
        // What two notices say of a day of the weeks around New Year is one thing said twice; the later one holds.
        marks.sort_by_key(|m: &Mark| (m.day, std::cmp::Reverse(m.named.0)));
        marks.dedup_by_key(|m| m.day);
        Ok(Self { years, marks })
    }

    /// The years that ship with the product: 2023 to 2026.
    #[allow(clippy::expect_used, reason = "the file is part of the program and read by a test")]
    pub fn shipped() -> Self {
        serde_json::from_str(include_str!("data/holidays.json"))
            .expect("the holidays that ship are well-formed")
    }

    /// The years, in order.
    pub fn years(&self) -> &[HolidayYear] {
        &self.years
    }

    /// These with another year, or with another notice for a year that is there.
    pub fn with(&self, year: HolidayYear) -> Result<Self, HolidaysError> {
        let mut years = self.years.clone();
        years.retain(|y| y.year != year.year);
        years.push(year);
        Self::new(years)
    }

    /// What kind of day it is; by the weekday where no notice says otherwise.
    pub fn kind(&self, day: Day) -> DayKind<'_> {
        match self.marks.binary_search_by_key(&day, |m| m.day) {
            Ok(found) => {
                let Mark { off, named, .. } = self.marks[found];
                let name = self.years[usize::from(named.0)].holidays[usize::from(named.1)].name.as_str();
                if off { DayKind::Holiday(name) } else { DayKind::MadeUp(name) }
            }
            Err(_) if day.is_weekend() => DayKind::Weekend,
            Err(_) => DayKind::Working,
        }
    }

    /// The year whose notice is still missing before anybody can say for certain whether the day works.
    pub fn unsettled(&self, day: Day) -> Option<i32> {
        let (year, month, in_month) = day.civil();
        if !self.knows(year) {
            return Some(year);
        }
        ((month, in_month) >= EARLIEST && !self.knows(year + 1)).then_some(year + 1)
    }

    /// The year whose notice somebody should enter: this year's, or from October on the next one's.
    pub fn missing(&self, now: Instant) -> Option<i32> {
        let (year, month, _) = Day::of(now).civil();
        if !self.knows(year) {
            return Some(year);
        }
        (month >= DUE_FROM && !self.knows(year + 1)).then_some(year + 1)
    }

    fn knows(&self, year: i32) -> bool {
        self.years.binary_search_by_key(&year, |y| y.year).is_ok()
    }
}

fn marks_of(year: &HolidayYear, index: u16) -> Result<Vec<Mark>, HolidaysError> {
    let number = year.year;
    if !(2000..=2100).contains(&number) {
        return Err(HolidaysError::Year(number));
    }
    if year.notice.trim().is_empty() || year.notice.len() > 200 {
        return Err(HolidaysError::NoNotice(number));
    }
    let days = |h: &Holiday| h.off.len() + h.work.len();
    if year.holidays.len() > HOLIDAYS || year.holidays.iter().map(days).sum::<usize>() > DAYS {
        return Err(HolidaysError::TooMany(number));
    }
    let mut marks: Vec<Mark> = Vec::new();
    for (nth, holiday) in year.holidays.iter().enumerate() {
        if holiday.name.trim().is_empty() || holiday.name.chars().count() > 40 {
            return Err(HolidaysError::Name(number));
        }
        let named = (index, nth as u16);
        for span in &holiday.off {
            if !(0..SPAN).contains(&span.to.since(span.from)) {
                return Err(HolidaysError::Span(*span));
            }
            marks.extend(span.days().map(|day| Mark { day, off: true, named }));
        }
        for day in &holiday.work {
            if !day.is_weekend() {
                return Err(HolidaysError::NoWeekend(*day));
            }
            marks.push(Mark { day: *day, off: false, named });
        }
    }
    if !marks.iter().any(|m| m.off) {
        return Err(HolidaysError::Empty(number));
    }
    for mark in &marks {
        let (y, m, d) = mark.day.civil();
        if !(y == number || y == number - 1 && (m, d) >= EARLIEST) {
            return Err(HolidaysError::Elsewhere(mark.day));
        }
    }
    marks.sort_by_key(|m| m.day);
    match marks.windows(2).find(|w| w[0].day == w[1].day) {
        Some(w) => Err(HolidaysError::TwiceDay(w[0].day)),
        None => Ok(marks),
    }
}
