//! 工作日历: holidays and office hours as the district keeps them, in versions, and what follows from a change.

mod change;
mod read;
mod settle;

pub use change::{HolidayImport, HolidaysInput, OfficeHoursInput, change_holidays, change_office_hours};
pub use read::{CalendarView, HolidaysView, OfficeHoursView, Today, read_calendar};
pub(crate) use settle::settle;

use domain::calendar::{Calendar, Holidays, OfficeBook};
use domain::ids::District;
use serde::de::DeserializeOwned;
use store::nouns::RuleSet;
use store::{Connection, EngineError, Row, queries};

/// What holidays are kept under.
const HOLIDAYS: &str = "holidays";
/// What office hours are kept under.
const OFFICE_HOURS: &str = "office_hours";
/// The version of what ships with the product.
const SHIPPED: &str = "0";

/// A calendar with the versions of its two parts.
#[derive(Clone, Debug)]
pub struct CalendarBook {
    /// 节假日 and 办公时间.
    pub(crate) calendar: std::sync::Arc<Calendar>,
    pub(crate) holidays_version: String,
    pub(crate) office_hours_version: String,
}

impl CalendarBook {
    /// What ships with the product.
    pub(crate) fn shipped() -> Self {
        Self {
            calendar: std::sync::Arc::new(Calendar::shipped()),
            holidays_version: SHIPPED.to_owned(),
            office_hours_version: SHIPPED.to_owned(),
        }
    }
}

/// The newest version of a subject, of all its rows.
fn newest(rows: &[Row]) -> Result<Option<RuleSet>, EngineError> {
    let Some(row) = rows.last() else { return Ok(None) };
    let rules = serde_json::from_str(row.text(1)?);
    rules.map(Some).map_err(|e| EngineError::Other(format!("rules: {e}")))
}

fn part<T: DeserializeOwned>(
    connection: &mut dyn Connection,
    district: District,
    subject: &str,
    shipped: T,
) -> Result<(T, String), EngineError> {
    let rows = connection.query(queries::admin::RULES_OF, &[district.into(), subject.into()])?;
    let Some(rules) = newest(&rows)? else { return Ok((shipped, SHIPPED.to_owned())) };
    let body =
        serde_json::from_value(rules.body).map_err(|e| EngineError::Other(format!("{subject}: {e}")))?;
    Ok((body, rules.version))
}

/// Reads the newest versions; what nobody changed is as it ships.
pub(crate) fn load(connection: &mut dyn Connection, district: District) -> Result<CalendarBook, EngineError> {
    let (holidays, holidays_version) = part(connection, district, HOLIDAYS, Holidays::shipped())?;
    let (office, office_hours_version) = part(connection, district, OFFICE_HOURS, OfficeBook::shipped())?;
    let calendar = std::sync::Arc::new(Calendar { holidays, office });
    Ok(CalendarBook { calendar, holidays_version, office_hours_version })
}
