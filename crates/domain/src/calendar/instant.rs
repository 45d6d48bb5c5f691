//! A moment, as integer milliseconds since 1970-01-01T00:00:00Z.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A moment in milliseconds since the Unix epoch. Travels as RFC 3339 with the district's offset (+08:00),
/// is kept as the bare integer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// The text is not an RFC 3339 moment with an offset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a moment with time zone: {0}")]
pub struct ParseInstantError(pub String);

impl Instant {
    /// One second, in milliseconds.
    pub const SECOND: i64 = 1_000;
    /// One minute, in milliseconds.
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// One hour, in milliseconds.
    pub const HOUR: i64 = 60 * Self::MINUTE;
    /// One natural day, in milliseconds: Beijing time has had no daylight saving since 1991.
    pub const DAY: i64 = 24 * Self::HOUR;

    /// The moment `milliseconds` later (earlier when negative); stays at the ends of the range.
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// Milliseconds from `earlier` to here; negative when `earlier` is later.
    pub fn since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// 北京时间: the civil date and time in the district, UTC+8 all year.
    pub fn beijing(self) -> jiff::civil::DateTime {
        let seconds = 8 * 3600;
        let zone = jiff::tz::Offset::from_seconds(seconds).map(TimeZone::fixed).unwrap_or(TimeZone::UTC);
        self.timestamp().to_zoned(zone).datetime()
    }

    /// The moment at which a civil date and time falls in Beijing; `None` outside the calendar's range.
    pub fn from_beijing(civil: jiff::civil::DateTime) -> Option<Self> {
        let zone = TimeZone::fixed(jiff::tz::Offset::from_seconds(8 * 3600).ok()?);
        Some(Self(zone.to_timestamp(civil).ok()?.as_millisecond()))
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.beijing();
        let fraction = self.0.rem_euclid(1000);
        write!(f, "{}", civil.strftime("%Y-%m-%dT%H:%M:%S"))?;
        if fraction != 0 {
            write!(f, ".{fraction:03}")?;
        }
        f.write_str("+08:00")
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Instant {
    type Err = ParseInstantError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<Timestamp>()
            .map(|t| Self(t.as_millisecond()))
            .map_err(|_| ParseInstantError(text.to_owned()))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn travels_as_beijing_time_and_comes_back() {
        let moment: Instant = "2026-02-13T17:00:00+08:00".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-02-13T17:00:00+08:00");
        assert_eq!("2026-02-13T09:00:00.250Z".parse::<Instant>().unwrap(), moment.plus(250));
        assert_eq!(moment.plus(250).to_string(), "2026-02-13T17:00:00.250+08:00");
    }

    #[test]
    fn refuses_a_moment_without_a_zone() {
        assert!("2026-02-13T17:00:00".parse::<Instant>().is_err());
    }
}
