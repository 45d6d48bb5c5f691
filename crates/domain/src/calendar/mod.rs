//! 时限与工作日历: moments, limits and the deadlines that follow from them.
//!
//! A [`Limit`] is so many of a unit. A [`Calendar`] knows when the offices work. A [`Run`] is a limit from a start,
//! around [`Pause`]s, in the hours of a unit; [`Calendar::due`] says when it ends and [`Calendar::deadline`] says
//! why, step by step. Nothing here knows what time it is.

mod day;
mod holidays;
mod import;
mod instant;
mod limit;
mod office;
mod pause;
mod step;
mod walk;

pub use day::{Day, MonthDay, ParseDayError, TimeOfDay};
pub use holidays::{DayKind, DaySpan, Holiday, HolidayYear, Holidays, HolidaysError};
pub use import::ImportError;
pub use instant::{Instant, ParseInstantError};
pub use limit::{Length, Limit, LimitUnit, Pace};
pub use office::{Hours, OfficeBook, OfficeHours, OfficeHoursError, Season, Slot};
pub use pause::{Pause, PauseCause};
pub use step::{Deadline, Step, Word, WordKind};
pub use walk::{Calendar, Due, Run};
