//! How long something may take.

use super::Instant;
use serde::{Deserialize, Serialize};

/// 时限单位. Working hours and working days join with the working calendar; until then every limit runs in
/// natural time, which never gives anybody more time than the law does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// 紧急分钟: minutes around the clock, every day of the year.
    UrgentMinute,
    /// 紧急工作时: hours around the clock, every day of the year.
    UrgentHour,
    /// 自然日: days of 24 hours.
    NaturalDay,
}

/// 时限: an amount of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Limit {
    /// How many units.
    pub amount: u32,
    /// Of which unit.
    pub unit: LimitUnit,
}

impl Limit {
    /// So many minutes around the clock.
    pub const fn minutes(amount: u32) -> Self {
        Self { amount, unit: LimitUnit::UrgentMinute }
    }

    /// So many hours around the clock.
    pub const fn hours(amount: u32) -> Self {
        Self { amount, unit: LimitUnit::UrgentHour }
    }

    /// So many natural days.
    pub const fn days(amount: u32) -> Self {
        Self { amount, unit: LimitUnit::NaturalDay }
    }

    /// The length in milliseconds.
    pub fn milliseconds(self) -> i64 {
        let unit = match self.unit {
            LimitUnit::UrgentMinute => Instant::MINUTE,
            LimitUnit::UrgentHour => Instant::HOUR,
            LimitUnit::NaturalDay => Instant::DAY,
        };
        unit.saturating_mul(i64::from(self.amount))
    }

    /// 到期时刻: when the limit runs out for something that began at `start`.
    pub fn due(self, start: Instant) -> Instant {
        start.plus(self.milliseconds())
    }
}
