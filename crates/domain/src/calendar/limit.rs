//! How long something may take.

use super::Instant;
use serde::{Deserialize, Serialize};

/// 时限单位.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// 紧急分钟: minutes around the clock, every day of the year.
    UrgentMinute,
    /// 紧急工作时: hours around the clock, every day of the year.
    UrgentHour,
    /// 工作时: hours of the office's own time.
    WorkingHour,
    /// 工作日, day count: the first day does not count, ends at 24:00 of the last working day (民法典 §200–204).
    WorkingDay,
    /// 工作日, by slots: eight hours of the office's own time.
    WorkingDaySlots,
    /// 自然日: days of 24 hours.
    NaturalDay,
}

impl LimitUnit {
    /// Every unit.
    pub const ALL: [LimitUnit; 6] = [
        LimitUnit::UrgentMinute,
        LimitUnit::UrgentHour,
        LimitUnit::WorkingHour,
        LimitUnit::WorkingDay,
        LimitUnit::WorkingDaySlots,
        LimitUnit::NaturalDay,
    ];

    /// Whether time runs on when the offices are closed.
    pub fn is_around_the_clock(self) -> bool {
        matches!(self, LimitUnit::UrgentMinute | LimitUnit::UrgentHour | LimitUnit::NaturalDay)
    }
}

/// 时限: an amount of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How many units.
    pub amount: u32,
    /// Of which unit.
    pub unit: LimitUnit,
    /// 期间末日顺延 (民法典 §203): a period in natural days is counted as the code counts it, the first day left out,
    /// up to 24:00 of its last day, and when that is a statutory rest day, of the first day after that is none.
    #[serde(default, skip_serializing_if = "is_false")]
    pub rest_day_moves: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// How the time of a limit passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Around the clock.
    Clock,
    /// In office hours.
    Office,
    /// In whole working days.
    WorkingDays,
    /// In whole natural days.
    NaturalDays,
}

/// A length on a pace: what a limit comes to, or what is left of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Length {
    /// How its time passes.
    pub pace: Pace,
    /// Milliseconds; whole days where the pace counts days. Never negative.
    pub amount: i64,
}

impl Length {
    /// A length of nothing.
    pub fn is_zero(self) -> bool {
        self.amount <= 0
    }
}

/// A working day by slots is so many hours of the office's own time, however long its days are.
const SLOT_HOURS: i64 = 8;

impl Limit {
    /// So many of a unit.
    pub const fn new(amount: u32, unit: LimitUnit) -> Self {
        Self { amount, unit, rest_day_moves: false }
    }

    /// So many minutes around the clock.
    pub const fn minutes(amount: u32) -> Self {
        Self::new(amount, LimitUnit::UrgentMinute)
    }

    /// So many hours around the clock.
    pub const fn hours(amount: u32) -> Self {
        Self::new(amount, LimitUnit::UrgentHour)
    }

    /// So many natural days.
    pub const fn days(amount: u32) -> Self {
        Self::new(amount, LimitUnit::NaturalDay)
    }

    /// So many hours of office time.
    pub const fn working_hours(amount: u32) -> Self {
        Self::new(amount, LimitUnit::WorkingHour)
    }

    /// So many working days by day count.
    pub const fn working_days(amount: u32) -> Self {
        Self::new(amount, LimitUnit::WorkingDay)
    }

    /// Whether it runs on at night, on weekends and on holidays and ends there too: what danger to life needs.
    pub fn is_around_the_clock(self) -> bool {
        self.unit.is_around_the_clock() && !self.rest_day_moves
    }

    /// What it comes to.
    pub fn length(self) -> Length {
        let (pace, unit) = match self.unit {
            LimitUnit::UrgentMinute => (Pace::Clock, Instant::MINUTE),
            LimitUnit::UrgentHour => (Pace::Clock, Instant::HOUR),
            LimitUnit::NaturalDay if self.rest_day_moves => (Pace::NaturalDays, 1),
            LimitUnit::NaturalDay => (Pace::Clock, Instant::DAY),
            LimitUnit::WorkingHour => (Pace::Office, Instant::HOUR),
            LimitUnit::WorkingDaySlots => (Pace::Office, SLOT_HOURS * Instant::HOUR),
            LimitUnit::WorkingDay => (Pace::WorkingDays, 1),
        };
        Length { pace, amount: unit.saturating_mul(i64::from(self.amount)) }
    }

    /// The shortest time that it can take around the clock, in milliseconds: for comparing limits of different
    /// units, and for nothing else.
    pub fn at_least(self) -> i64 {
        let Length { pace, amount } = self.length();
        match pace {
            Pace::Clock | Pace::Office => amount,
            Pace::WorkingDays | Pace::NaturalDays => amount.saturating_mul(Instant::DAY),
        }
    }
}
