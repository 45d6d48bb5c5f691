//! 查看工作日历.

use crate::problem::word;
use crate::words::{Lang, deadline};
use crate::{App, Problem};
use domain::calendar::{Day, DayKind, HolidayYear, OfficeHours, Word};
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;

/// 工作日历.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Calendar)]
pub struct CalendarView {
    /// 节假日.
    pub holidays: HolidaysView,
    /// 办公时间.
    pub office_hours: OfficeHoursView,
    /// 待录入年份: the year whose notice should be entered.
    pub missing: Option<i32>,
    /// What kind of day it is.
    pub today: Today,
    /// Whether this viewer may change it.
    pub editable: bool,
}

/// 节假日, in a version.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = CalendarHolidays)]
pub struct HolidaysView {
    /// The version; a change names the one that it was made upon.
    pub version: String,
    /// `{year, notice, published, holidays: [{name, off: ["2026-02-15/2026-02-23"], work: ["2026-02-14"]}]}` of each
    /// year.
    #[schema(value_type = Vec<Object>)]
    pub years: Vec<HolidayYear>,
}

/// 办公时间, in a version.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = CalendarOfficeHours)]
pub struct OfficeHoursView {
    /// The version; a change names the one that it was made upon.
    pub version: String,
    /// `{unit, effective, seasons: [{from: "05-01", slots: ["08:00-12:00"]}], basis}` of the district and of units.
    #[schema(value_type = Vec<Object>)]
    pub timetables: Vec<OfficeHours>,
}

/// What kind of day it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CalendarDay)]
pub struct Today {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub day: Day,
    /// Whether the offices work.
    pub working: bool,
    /// `working`, `made_up`, `weekend` or `holiday`.
    pub kind: String,
    /// The same in words.
    pub text: String,
}

impl Today {
    fn of(day: Day, kind: DayKind<'_>, lang: Lang) -> Self {
        let (working, kind) = (kind.works(), Word::from(kind));
        Self { day, working, text: deadline::day_kind(lang, &kind), kind: word(&kind.kind) }
    }
}

/// The calendar, for anybody who works here.
pub fn read_calendar(app: &App, actor: &Actor, lang: Lang) -> Result<CalendarView, Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())?;
    let book = app.calendar_book();
    let now = app.store().surroundings().now();
    let (calendar, today) = (&book.calendar, Day::of(now));
    Ok(CalendarView {
        holidays: HolidaysView {
            version: book.holidays_version.clone(),
            years: calendar.holidays.years().to_vec(),
        },
        office_hours: OfficeHoursView {
            version: book.office_hours_version.clone(),
            timetables: calendar.office.versions().to_vec(),
        },
        missing: calendar.holidays.missing(now),
        today: Today::of(today, calendar.holidays.kind(today), lang),
        editable: may(actor, Act::Manage, Resource::Configuration).is_ok(),
    })
}
