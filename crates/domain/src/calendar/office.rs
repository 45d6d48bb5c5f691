//! 办公时间: when offices work, with versions, seasons and units that keep hours of their own.

use super::{Day, MonthDay, ParseDayError, TimeOfDay};
use crate::ids::UnitId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// 时段: from a time of day to a later one. Travels as `08:00-12:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// It begins.
    pub from: TimeOfDay,
    /// It ends.
    pub to: TimeOfDay,
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

impl std::str::FromStr for Slot {
    type Err = ParseDayError;
    fn from_str(text: &str) -> Result<Self, ParseDayError> {
        let (from, to) =
            text.split_once('-').ok_or_else(|| ParseDayError(text.chars().take(20).collect()))?;
        Ok(Self { from: from.parse()?, to: to.parse()? })
    }
}

impl Serialize for Slot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Slot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// 季节作息: the slots from a day of each year on, until the next season begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// The day of the year on which it begins.
    pub from: MonthDay,
    /// The slots of a working day, in order.
    pub slots: Vec<Slot>,
}

/// 办公时间 of the district or of a unit, from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeHours {
    /// The unit that keeps them; nobody in particular for the district's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// From which day on.
    pub effective: Day,
    /// Seasons; a unit without any goes by the district's hours from then on.
    pub seasons: Vec<Season>,
    /// 依据.
    #[serde(default)]
    pub basis: String,
    /// The same in English, where somebody wrote it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis_en: String,
}

/// Why office hours are not usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfficeHoursError {
    /// There are none for the district itself.
    #[error("no office hours for the district")]
    NoDistrict,
    /// Two from the same day on, for the same unit.
    #[error("two office hours from {0} on")]
    Twice(Day),
    /// More than 500 in all, or more than 12 seasons or slots.
    #[error("too many office hours")]
    TooMany,
    /// The district's hours have no season.
    #[error("the office hours from {0} on have no season")]
    NoSeason(Day),
    /// Two seasons begin on the same day.
    #[error("two seasons begin on {0}")]
    SeasonTwice(MonthDay),
    /// A season without slots: the offices would never open.
    #[error("the season from {0} on has no slots")]
    NoSlots(MonthDay),
    /// Slots that end before they begin, overlap, or are out of order.
    #[error("the slots of the season from {0} on overlap")]
    Slots(MonthDay),
}

/// 办公时间 of everybody, in all versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<OfficeHours>", into = "Vec<OfficeHours>")]
pub struct OfficeBook {
    /// By unit, the district first, and by day.
    versions: Vec<OfficeHours>,
}

impl TryFrom<Vec<OfficeHours>> for OfficeBook {
    type Error = OfficeHoursError;
    fn try_from(versions: Vec<OfficeHours>) -> Result<Self, OfficeHoursError> {
        Self::new(versions)
    }
}

impl From<OfficeBook> for Vec<OfficeHours> {
    fn from(book: OfficeBook) -> Self {
        book.versions
    }
}

/// The most versions of all units together.
const VERSIONS: usize = 500;
/// The most seasons of a version, and slots of a season.
const PARTS: usize = 12;

impl OfficeBook {
    /// Hours that are never empty and never overlap.
    pub fn new(mut versions: Vec<OfficeHours>) -> Result<Self, OfficeHoursError> {
        if versions.len() > VERSIONS {
            return Err(OfficeHoursError::TooMany);
        }
        for version in &mut versions {
            check(version)?;
        }
        versions.sort_by_key(|v| (v.unit, v.effective));
        if let Some(w) =
            versions.windows(2).find(|w| (w[0].unit, w[0].effective) == (w[1].unit, w[1].effective))
        {
            return Err(OfficeHoursError::Twice(w[0].effective));
        }
        if versions.first().is_none_or(|v| v.unit.is_some()) {
            return Err(OfficeHoursError::NoDistrict);
        }
        Ok(Self { versions })
    }

    /// The hours that ship with the product: 08:00–12:00 and 14:00–18:00 all year.
    #[allow(clippy::expect_used, reason = "the file is part of the program and read by a test")]
    pub fn shipped() -> Self {
        serde_json::from_str(include_str!("data/office-hours.json"))
            .expect("the hours that ship are well-formed")
    }

    /// Every version: the district's, then the units'.
    pub fn versions(&self) -> &[OfficeHours] {
        &self.versions
    }

    /// The hours that a unit keeps; of a unit without hours of its own, and of nobody in particular, the district's.
    pub fn of(&self, unit: Option<UnitId>) -> Hours<'_> {
        let part = |unit: Option<UnitId>| {
            let from = self.versions.partition_point(|v| v.unit < unit);
            let to = self.versions.partition_point(|v| v.unit <= unit);
            &self.versions[from..to]
        };
        Hours { district: part(None), own: if unit.is_some() { part(unit) } else { &[] } }
    }
}

fn check(hours: &mut OfficeHours) -> Result<(), OfficeHoursError> {
    if hours.seasons.len() > PARTS || hours.seasons.iter().any(|s| s.slots.len() > PARTS) {
        return Err(OfficeHoursError::TooMany);
    }
    if hours.unit.is_none() && hours.seasons.is_empty() {
        return Err(OfficeHoursError::NoSeason(hours.effective));
    }
    hours.seasons.sort_by_key(|s| s.from);
    if let Some(w) = hours.seasons.windows(2).find(|w| w[0].from == w[1].from) {
        return Err(OfficeHoursError::SeasonTwice(w[0].from));
    }
    for season in &hours.seasons {
        if season.slots.is_empty() {
            return Err(OfficeHoursError::NoSlots(season.from));
        }
        let apart = season.slots.windows(2).all(|w| w[0].to <= w[1].from);
        if !apart || season.slots.iter().any(|s| s.from >= s.to) {
            return Err(OfficeHoursError::Slots(season.from));
        }
    }
    Ok(())
}

/// The hours that one unit keeps, in all versions.
#[derive(Clone, Copy, Debug)]
pub struct Hours<'a> {
    own: &'a [OfficeHours],
    district: &'a [OfficeHours],
}

impl<'a> Hours<'a> {
    /// The slots of that day, if it is a working day; before the first version, the first holds.
    pub fn on(self, day: Day) -> &'a [Slot] {
        let own = in_force(self.own, day).filter(|h| !h.seasons.is_empty());
        let hours = own.or_else(|| in_force(self.district, day).or(self.district.first()));
        let seasons = hours.map_or(&[][..], |h| &h.seasons);
        if let [only] = seasons {
            return &only.slots;
        }
        let today = MonthDay::of(day);
        let begun = seasons.iter().rfind(|s| s.from <= today);
        // Before the first season of a year, the last one of the year before goes on.
        begun.or(seasons.last()).map_or(&[], |s| &s.slots)
    }
}

fn in_force(versions: &[OfficeHours], day: Day) -> Option<&OfficeHours> {
    versions[..versions.partition_point(|v| v.effective <= day)].last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn hours(text: &str) -> Result<OfficeBook, String> {
        serde_json::from_str(text).map_err(|e| e.to_string())
    }

    fn slots(book: &OfficeBook, unit: Option<UnitId>, day: &str) -> String {
        let all: Vec<String> =
            book.of(unit).on(day.parse().unwrap()).iter().map(ToString::to_string).collect();
        all.join(" ")
    }

    #[test]
    fn seasons_versions_and_units_each_have_their_hours() {
        let street = UnitId(Uuid::from_u128(7));
        let book = hours(&format!(
            r#"[
            {{"effective": "2025-01-01", "seasons": [
                {{"from": "05-01", "slots": ["08:00-12:00", "15:00-18:00"]}},
                {{"from": "10-01", "slots": ["08:00-12:00", "14:30-17:30"]}}]}},
            {{"effective": "2026-06-01", "seasons": [{{"from": "01-01", "slots": ["09:00-17:00"]}}]}},
            {{"unit": "{street}", "effective": "2026-01-01", "seasons": [{{"from": "01-01", "slots": ["00:00-24:00"]}}]}},
            {{"unit": "{street}", "effective": "2026-09-01", "seasons": []}}
        ]"#
        ))
        .unwrap();
        assert_eq!(slots(&book, None, "2024-07-01"), "08:00-12:00 15:00-18:00", "before the first version");
        assert_eq!(
            slots(&book, None, "2026-04-30"),
            "08:00-12:00 14:30-17:30",
            "the winter of the year before"
        );
        assert_eq!(slots(&book, None, "2026-05-01"), "08:00-12:00 15:00-18:00");
        assert_eq!(slots(&book, None, "2026-06-01"), "09:00-17:00");
        assert_eq!(slots(&book, Some(street), "2025-12-31"), "08:00-12:00 14:30-17:30");
        assert_eq!(slots(&book, Some(street), "2026-01-01"), "00:00-24:00");
        assert_eq!(slots(&book, Some(street), "2026-09-01"), "09:00-17:00", "back to the district's");
        assert_eq!(slots(&book, Some(UnitId(Uuid::nil())), "2026-06-01"), "09:00-17:00");
        let text = serde_json::to_string(&book).unwrap();
        assert_eq!(serde_json::from_str::<OfficeBook>(&text).unwrap(), book);
    }

    #[test]
    fn refuses_hours_that_never_open_or_overlap() {
        let one = |slots: &str| {
            hours(&format!(
                r#"[{{"effective": "2026-01-01", "seasons": [{{"from": "01-01", "slots": {slots}}}]}}]"#
            ))
        };
        assert!(one(r#"["08:00-12:00", "12:00-18:00"]"#).is_ok());
        for bad in ["[]", r#"["12:00-08:00"]"#, r#"["08:00-08:00"]"#, r#"["08:00-12:00", "11:59-18:00"]"#] {
            assert!(one(bad).is_err(), "{bad}");
        }
        assert!(hours("[]").unwrap_err().contains("district"));
        assert!(hours(r#"[{"effective": "2026-01-01", "seasons": []}]"#).is_err());
        let twice =
            r#"{"effective": "2026-01-01", "seasons": [{"from": "01-01", "slots": ["08:00-12:00"]}]}"#;
        assert!(hours(&format!("[{twice}, {twice}]")).unwrap_err().contains("two"));
    }
}
