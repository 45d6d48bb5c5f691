//! 免打扰时段: between which hours of the day nothing rings.

use domain::calendar::Instant;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// 时刻: a time of the day in Beijing, to the minute. Travels as `22:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

/// Minutes of a day.
const DAY: u16 = 24 * 60;

impl TimeOfDay {
    /// So many minutes after midnight; nothing from 1440 on.
    pub const fn minutes(minutes: u16) -> Option<Self> {
        if minutes < DAY { Some(Self(minutes)) } else { None }
    }

    /// The time of the day at a moment, seconds left out.
    pub fn of(at: Instant) -> Self {
        Self((beijing(at).rem_euclid(Instant::DAY) / Instant::MINUTE) as u16)
    }

    /// When it is this time next, from `at` on.
    pub fn next(self, at: Instant) -> Instant {
        let here = beijing(at).div_euclid(Instant::DAY) * Instant::DAY + i64::from(self.0) * Instant::MINUTE;
        let here = if here < beijing(at) { here + Instant::DAY } else { here };
        Instant(here - EAST)
    }
}

/// 北京时间 is so far ahead of UTC.
const EAST: i64 = 8 * Instant::HOUR;

fn beijing(at: Instant) -> i64 {
    at.0 + EAST
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl std::str::FromStr for TimeOfDay {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (hours, minutes) = text.split_once(':').ok_or(())?;
        let plain = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        if !plain(hours) || !plain(minutes) {
            return Err(());
        }
        let (hours, minutes): (u16, u16) = (hours.parse().map_err(drop)?, minutes.parse().map_err(drop)?);
        if minutes < 60 { Self::minutes(hours * 60 + minutes).ok_or(()) } else { Err(()) }
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|()| serde::de::Error::custom("not a time of the day"))
    }
}

/// 免打扰时段, from a time of the day to another, the second one no longer part of it; past midnight if it is
/// earlier. From a time to the same one: never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// From, for example `22:00`.
    #[schema(value_type = String)]
    pub from: TimeOfDay,
    /// To, for example `07:00`.
    #[schema(value_type = String)]
    pub to: TimeOfDay,
}

impl Quiet {
    /// 22:00 to 07:00, where neither person nor unit says otherwise.
    pub const USUAL: Quiet = Quiet { from: TimeOfDay(22 * 60), to: TimeOfDay(7 * 60) };

    /// Whether it is quiet at a moment.
    pub fn holds(&self, at: Instant) -> bool {
        let now = TimeOfDay::of(at);
        if self.from <= self.to {
            self.from <= now && now < self.to
        } else {
            now >= self.from || now < self.to
        }
    }

    /// `at`, or the end of the quiet time that it falls into.
    pub fn after(&self, at: Instant) -> Instant {
        if self.holds(at) { self.to.next(at) } else { at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        format!("2026-03-02T{text}+08:00").parse().unwrap()
    }

    #[test]
    fn the_night_goes_past_midnight() {
        let night = Quiet::USUAL;
        for (time, quiet) in [
            ("21:59:59", false),
            ("22:00:00", true),
            ("23:59:59", true),
            ("00:00:00", true),
            ("06:59:59", true),
            ("07:00:00", false),
            ("12:00:00", false),
        ] {
            assert_eq!(night.holds(at(time)), quiet, "{time}");
        }
        assert_eq!(night.after(at("22:30:00")), at("07:00:00").plus(Instant::DAY));
        assert_eq!(night.after(at("05:00:00")), at("07:00:00"));
        assert_eq!(night.after(at("12:34:56")), at("12:34:56"));
        let noon = Quiet { from: "12:00".parse().unwrap(), to: "14:00".parse().unwrap() };
        assert!(noon.holds(at("13:59:00")) && !noon.holds(at("14:00:00")));
        let never = Quiet { from: "12:00".parse().unwrap(), to: "12:00".parse().unwrap() };
        assert!(!never.holds(at("12:00:00")));
    }

    #[test]
    fn a_time_of_the_day_is_written_with_four_digits() {
        for bad in ["24:00", "7:00", "07:60", "07-00", "", "+1:00", "0７:00"] {
            assert_eq!(bad.parse::<TimeOfDay>(), Err(()), "{bad}");
        }
        let time: TimeOfDay = "07:05".parse().unwrap();
        assert_eq!(time.to_string(), "07:05");
        assert_eq!(time.next(at("07:05:00")), at("07:05:00"));
        assert_eq!(time.next(at("07:05:01")), at("07:05:00").plus(Instant::DAY));
    }
}
