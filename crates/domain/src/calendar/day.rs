//! 日: calendar days and times of day in the district, which keeps China Standard Time (UTC+8) all year.

use super::Instant;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// China Standard Time is so many milliseconds ahead of UTC, without daylight saving since 1991.
const OFFSET: i64 = 8 * Instant::HOUR;
/// The last day that has a name: 9999-12-31.
const LAST: i32 = 2_932_896;
/// The first one: 0000-01-01.
const FIRST: i32 = -719_528;

/// 日: a day in the district, as the number of days since 1970-01-01. Travels as `2026-02-14`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// The text is no day, month and day, or time of day of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a date or time of day: {0}")]
pub struct ParseDayError(pub String);

impl Day {
    /// The day on which a moment falls; stays at the ends of the calendar.
    pub fn of(at: Instant) -> Self {
        let number = at.0.saturating_add(OFFSET).div_euclid(Instant::DAY);
        Self(number.clamp(i64::from(FIRST), i64::from(LAST)) as i32)
    }

    /// The day with this year, month and day; `None` if there is none.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
            return None;
        }
        // Days since 0000-03-01, with March as the first month, so that a leap day is the last of its year.
        let (shifted, month_index) =
            if month > 2 { (year, i32::from(month) - 3) } else { (year - 1, i32::from(month) + 9) };
        let era = shifted.div_euclid(400);
        let in_era = shifted.rem_euclid(400);
        let in_year = (153 * month_index + 2) / 5 + i32::from(day) - 1;
        let number = era * 146_097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year + FIRST + 60;
        let found = Self(number);
        (found.civil() == (year, month, day)).then_some(found)
    }

    /// Year, month and day.
    pub fn civil(self) -> (i32, u8, u8) {
        let number = self.0 - FIRST - 60;
        let era = number.div_euclid(146_097);
        let in_era = number.rem_euclid(146_097);
        let year_of_era = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
        let in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * in_year + 2) / 153;
        let day = in_year - (153 * month_index + 2) / 5 + 1;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
        let year = era * 400 + year_of_era + i32::from(month <= 2);
        (year, month as u8, day as u8)
    }

    /// 年.
    pub fn year(self) -> i32 {
        self.civil().0
    }

    /// 星期: 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        ((self.0 + 3).rem_euclid(7) + 1) as u8
    }

    /// 周末.
    pub fn is_weekend(self) -> bool {
        self.weekday() >= 6
    }

    /// The day `days` later (earlier when negative); stays at the ends of the calendar.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days).clamp(FIRST, LAST))
    }

    /// How many days from `earlier` to here.
    pub fn since(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }

    /// 0:00.
    pub fn start(self) -> Instant {
        Instant(i64::from(self.0) * Instant::DAY - OFFSET)
    }

    /// 24:00.
    pub fn end(self) -> Instant {
        self.start().plus(Instant::DAY)
    }

    /// The moment on this day at which the clock shows that.
    pub fn at(self, time: TimeOfDay) -> Instant {
        self.start().plus(i64::from(time.0) * Instant::MINUTE)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = ParseDayError;
    fn from_str(text: &str) -> Result<Self, ParseDayError> {
        let parsed = || {
            let [year, month, day] = numbers(text, '-', [4, 2, 2])?;
            Day::new(year as i32, month as u8, day as u8)
        };
        parsed().ok_or_else(|| ParseDayError(text.chars().take(20).collect()))
    }
}

/// Numbers of fixed width with a separator between them, and nothing else.
fn numbers<const N: usize>(text: &str, separator: char, widths: [usize; N]) -> Option<[u16; N]> {
    let mut found = [0; N];
    let mut parts = text.split(separator);
    for (slot, width) in found.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        *slot = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

/// 时刻: minutes after 0:00, up to 24:00. Travels as `08:00`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// So many minutes after 0:00; `None` beyond 24:00.
    pub fn new(minutes: u16) -> Option<Self> {
        (minutes <= 1_440).then_some(Self(minutes))
    }

    /// Minutes after 0:00.
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = ParseDayError;
    fn from_str(text: &str) -> Result<Self, ParseDayError> {
        let parsed = || {
            let [hour, minute] = numbers(text, ':', [2, 2])?;
            (minute < 60 && hour <= 24).then(|| Self::new(hour * 60 + minute))?
        };
        parsed().ok_or_else(|| ParseDayError(text.chars().take(20).collect()))
    }
}

/// 月日: a day of every year, on which a season of office hours begins. Travels as `05-01`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    month: u8,
    day: u8,
}

impl MonthDay {
    /// The month and day of a day.
    pub fn of(day: Day) -> Self {
        let (_, month, day) = day.civil();
        Self { month, day }
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl FromStr for MonthDay {
    type Err = ParseDayError;
    fn from_str(text: &str) -> Result<Self, ParseDayError> {
        let parsed = || {
            let [month, day] = numbers(text, '-', [2, 2])?;
            // A leap year has every day that any year has.
            Day::new(2024, month as u8, day as u8).map(MonthDay::of)
        };
        parsed().ok_or_else(|| ParseDayError(text.chars().take(20).collect()))
    }
}

macro_rules! as_text {
    ($($type:ty),+) => {$(
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}
as_text!(Day, TimeOfDay, MonthDay);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_agree_with_another_calendar_for_four_hundred_years() {
        let epoch = jiff::civil::date(1970, 1, 1);
        let mut date = jiff::civil::date(1899, 12, 31);
        let mut day = Day::new(1899, 12, 31).unwrap();
        assert_eq!(i64::from(day.0), i64::from(epoch.until(date).unwrap().get_days()));
        for _ in 0..146_097 {
            (date, day) = (date.tomorrow().unwrap(), day.plus(1));
            assert_eq!(day.civil(), (i32::from(date.year()), date.month() as u8, date.day() as u8));
            assert_eq!(day.weekday(), date.weekday().to_monday_one_offset() as u8);
            assert_eq!(Day::new(i32::from(date.year()), date.month() as u8, date.day() as u8), Some(day));
        }
    }

    #[test]
    fn a_day_begins_and_ends_at_midnight_in_beijing() {
        let day: Day = "2026-02-14".parse().unwrap();
        assert_eq!(day.start().to_string(), "2026-02-14T00:00:00+08:00");
        assert_eq!(day.end().to_string(), "2026-02-15T00:00:00+08:00");
        assert_eq!(day.at("24:00".parse().unwrap()), day.end());
        assert_eq!(Day::of(day.start()), day);
        assert_eq!(Day::of(day.end().plus(-1)), day);
        assert_eq!(Day::of(day.end()), day.plus(1));
        assert_eq!((Day::of(Instant(i64::MAX)), Day::of(Instant(i64::MIN))), (Day(LAST), Day(FIRST)));
    }

    #[test]
    fn refuses_what_no_calendar_has() {
        for bad in [
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "2026-00-10",
            "26-01-01",
            "2026-01-01T00:00",
            "",
            "-001-01-01",
        ] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
        for bad in ["24:01", "8:00", "08:60", "0800", "08:00:00", "-1:00"] {
            assert!(bad.parse::<TimeOfDay>().is_err(), "{bad}");
        }
        assert!("02-29".parse::<MonthDay>().is_ok());
        assert!("02-30".parse::<MonthDay>().is_err());
    }
}
