//! 检查计划: which places are looked at how often, by which unit. What is due follows from the calendar and from the
//! last inspection of the place; nobody's way there is kept.

use super::PlaceKind;
use crate::calendar::Instant;
use crate::ids::{PlaceId, UnitId};
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// 检查周期: a period of the calendar in Beijing time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// 每周, from Monday.
    Week,
    /// 每月.
    Month,
    /// 每季度.
    Quarter,
    /// 每半年.
    HalfYear,
    /// 每年.
    Year,
}

impl Every {
    /// Every period.
    pub const ALL: [Every; 5] = [Every::Week, Every::Month, Every::Quarter, Every::HalfYear, Every::Year];

    fn months(self) -> Option<i8> {
        match self {
            Every::Week => None,
            Every::Month => Some(1),
            Every::Quarter => Some(3),
            Every::HalfYear => Some(6),
            Every::Year => Some(12),
        }
    }

    /// When the period that a moment lies in began.
    pub fn begins(self, at: Instant) -> Instant {
        let day = at.beijing().date();
        let first = match self.months() {
            None => {
                let back = i64::from(day.weekday().since(Weekday::Monday));
                return midnight(day).plus(-back * Instant::DAY);
            }
            Some(months) => {
                let month = (day.month() - 1) / months * months + 1;
                Date::new(day.year(), month, 1).unwrap_or(day)
            }
        };
        midnight(first)
    }

    /// When the period that a moment lies in ends, and the next one begins.
    pub fn ends(self, at: Instant) -> Instant {
        // The longest period and a day later lies in the next one, whichever it is.
        let longest = match self {
            Every::Week => 7,
            Every::Month => 31,
            Every::Quarter => 92,
            Every::HalfYear => 184,
            Every::Year => 366,
        };
        self.begins(self.begins(at).plus((longest + 1) * Instant::DAY))
    }
}

fn midnight(day: Date) -> Instant {
    Instant::from_beijing(day.to_datetime(jiff::civil::Time::midnight())).unwrap_or(Instant(0))
}

/// 检查计划.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// 名称.
    pub name: String,
    /// 场所类别; all of them if none is named.
    pub kinds: Vec<PlaceKind>,
    /// 街道 area codes; the whole district if none is named.
    pub streets: Vec<String>,
    /// Single places beside those of the kinds and streets. A plan of single places only names no kind and no street.
    pub places: Vec<PlaceId>,
    /// 周期.
    pub every: Every,
    /// 检查单位; none: the street on whose ground the place lies.
    pub unit: Option<UnitId>,
    /// From when on.
    pub from: Instant,
    /// 停止执行.
    pub ended_at: Option<Instant>,
}

/// 检查覆盖: how a place stands under a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 逾期: the last whole period went by without a look.
    Overdue,
    /// 待查: not yet in this period.
    Due,
    /// 已查: in this period.
    Done,
}

impl Plan {
    /// Whether the plan is for such a place.
    pub fn covers(&self, place: PlaceId, kind: PlaceKind, street: Option<&str>) -> bool {
        if self.places.contains(&place) {
            return true;
        }
        let single_places_only = !self.places.is_empty() && self.kinds.is_empty() && self.streets.is_empty();
        !single_places_only
            && (self.kinds.is_empty() || self.kinds.contains(&kind))
            && (self.streets.is_empty() || street.is_some_and(|s| self.streets.iter().any(|one| one == s)))
    }

    /// Whether the plan is carried out at a moment.
    pub fn runs(&self, now: Instant) -> bool {
        self.from <= now && self.ended_at.is_none_or(|end| now < end)
    }

    /// How a place stands that was last inspected then, if ever.
    pub fn standing(&self, last: Option<Instant>, now: Instant) -> Standing {
        let begun = self.every.begins(now);
        if last.is_some_and(|at| at >= begun) {
            return Standing::Done;
        }
        let before = self.every.begins(begun.plus(-1));
        // Only a period that the plan ran through as a whole can have been missed.
        let missed = self.from <= before && last.is_none_or(|at| at < before);
        if missed { Standing::Overdue } else { Standing::Due }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Instant {
        format!("{text}T10:00:00+08:00").parse().unwrap()
    }

    fn day(text: &str) -> Instant {
        format!("{text}T00:00:00+08:00").parse().unwrap()
    }

    #[test]
    fn periods_are_those_of_the_calendar() {
        for (every, begins, ends) in [
            (Every::Week, "2026-11-16", "2026-11-23"),
            (Every::Month, "2026-11-01", "2026-12-01"),
            (Every::Quarter, "2026-10-01", "2027-01-01"),
            (Every::HalfYear, "2026-07-01", "2027-01-01"),
            (Every::Year, "2026-01-01", "2027-01-01"),
        ] {
            let now = at("2026-11-22");
            assert_eq!((every.begins(now), every.ends(now)), (day(begins), day(ends)), "{every:?}");
        }
        // Beijing's day, not that of Greenwich.
        let early: Instant = "2026-11-01T00:30:00+08:00".parse().unwrap();
        assert_eq!(Every::Month.begins(early), day("2026-11-01"));
    }

    fn monthly(from: &str) -> Plan {
        Plan {
            name: "学校每月一查".into(),
            kinds: vec![PlaceKind::School],
            streets: vec![],
            places: vec![],
            every: Every::Month,
            unit: None,
            from: at(from),
            ended_at: None,
        }
    }

    #[test]
    fn a_place_is_overdue_after_a_whole_period_without_a_look() {
        let plan = monthly("2026-01-01");
        let now = at("2026-11-22");
        assert_eq!(plan.standing(Some(at("2026-11-02")), now), Standing::Done);
        assert_eq!(plan.standing(Some(at("2026-10-02")), now), Standing::Due);
        assert_eq!(plan.standing(Some(at("2026-09-30")), now), Standing::Overdue);
        assert_eq!(plan.standing(None, now), Standing::Overdue);
        // A plan that began within the last period gives time until the end of this one.
        assert_eq!(monthly("2026-10-15").standing(None, now), Standing::Due);
    }

    #[test]
    fn a_plan_covers_kinds_in_streets_and_single_places() {
        let place = PlaceId(uuid::Uuid::from_u128(7));
        let mut plan = monthly("2026-01-01");
        assert!(plan.covers(place, PlaceKind::School, None));
        assert!(!plan.covers(place, PlaceKind::Shop, None));
        plan.streets = vec!["430406001".into()];
        assert!(!plan.covers(place, PlaceKind::School, None));
        assert!(plan.covers(place, PlaceKind::School, Some("430406001")));
        plan.places = vec![place];
        assert!(plan.covers(place, PlaceKind::Shop, None));
        plan.kinds.clear();
        plan.streets.clear();
        assert!(!plan.covers(PlaceId(uuid::Uuid::nil()), PlaceKind::School, Some("430406001")));
    }

    proptest! {
        #![proptest_config(crate::place::repeatable())]

        #[test]
        fn periods_follow_on_each_other(days in 0i64..20_000, hour in 0i64..24, nth in 0usize..5) {
            let every = Every::ALL[nth];
            let now = Instant(days * Instant::DAY + hour * Instant::HOUR);
            let (begins, ends) = (every.begins(now), every.ends(now));
            prop_assert!(begins <= now && now < ends);
            prop_assert_eq!(every.begins(ends), ends);
            prop_assert_eq!(every.begins(ends.plus(-1)), begins);
        }
    }
}
