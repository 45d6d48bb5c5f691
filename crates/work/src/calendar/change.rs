//! 修改工作日历: holidays and office hours by the system administrator, in versions. What was given stays given; what
//! was provisional is settled, and never moves earlier.

use super::{HOLIDAYS, OFFICE_HOURS, SHIPPED, newest};
use crate::rulebook::{following, stale};
use crate::{App, Problem};
use domain::calendar::{
    HolidayYear, Holidays, HolidaysError, ImportError, OfficeBook, OfficeHours, OfficeHoursError,
};
use domain::hazard::Words;
use domain::ledger::Recorded;
use domain::people::{Act, Actor, Resource, may};
use serde::{Deserialize, Serialize};
use store::nouns::RuleSet;
use store::{Command, Halt, Key, Tx, queries};
use uuid::Uuid;

/// Holidays as they shall be: all years, or one more year from a text.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidaysInput {
    /// The version that was changed.
    pub upon: String,
    /// All years.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Object>>)]
    pub years: Option<Vec<HolidayYear>>,
    /// One year more, or another notice for a year that is there.
    #[serde(default)]
    pub import: Option<HolidayImport>,
}

/// A year's holidays as a text: JSON (our own shape, or a flat list of days as it is commonly published) or lines
/// `date,kind,name` with `off` or `work` for the kind.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidayImport {
    /// The text.
    pub text: String,
    /// The year, where the text does not say.
    #[serde(default)]
    pub year: Option<i32>,
    /// 文号 of the notice, where the text does not say.
    #[serde(default)]
    pub notice: Option<String>,
}

/// Office hours as they shall be, of the district and of units.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficeHoursInput {
    /// The version that was changed.
    pub upon: String,
    /// All of them.
    #[schema(value_type = Vec<Object>)]
    pub timetables: Vec<OfficeHours>,
}

fn allowed(actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Manage, Resource::Configuration).map_err(|_| Problem::forbidden())
}

/// What is wrong with a calendar, and where.
fn unusable(reason: &str, at: impl ToString) -> Problem {
    Problem::new(422, "calendar_refused").with("reason", reason).with("at", at.to_string())
}

fn no_holidays(error: HolidaysError) -> Problem {
    use HolidaysError as E;
    match error {
        E::Year(year) => unusable("year", year),
        E::Twice(year) => unusable("twice", year),
        E::NoNotice(year) => unusable("no_notice", year),
        E::Empty(year) => unusable("empty", year),
        E::TooMany(year) => unusable("too_many", year),
        E::Name(year) => unusable("name", year),
        E::Span(span) => unusable("span", span),
        E::Elsewhere(day) => unusable("elsewhere", day),
        E::NoWeekend(day) => unusable("no_weekend", day),
        E::TwiceDay(day) => unusable("twice", day),
    }
}

fn no_hours(error: OfficeHoursError) -> Problem {
    use OfficeHoursError as E;
    match error {
        E::NoDistrict => unusable("no_district", 0),
        E::Twice(day) => unusable("twice", day),
        E::TooMany => unusable("too_many", 500),
        E::NoSeason(day) => unusable("no_season", day),
        E::SeasonTwice(day) => unusable("twice", day),
        E::NoSlots(day) => unusable("no_slots", day),
        E::Slots(day) => unusable("slots", day),
    }
}

fn unreadable(error: ImportError) -> Problem {
    match error {
        ImportError::Json(what) => unusable("json", what),
        ImportError::Line(line) => unusable("line", line),
        ImportError::Kind(line) => unusable("kind", line),
        ImportError::Date { line, error } => unusable("date", format!("{line}: {}", error.0)),
    }
}

fn imported(import: &HolidayImport) -> Result<HolidayYear, Problem> {
    let text = import.text.trim_start_matches('\u{feff}').trim_start();
    let mut year = match text.starts_with('{') {
        true => HolidayYear::from_json(text),
        false => {
            let year = import.year.ok_or_else(|| Problem::invalid("year", "required"))?;
            HolidayYear::from_csv(year, "", text)
        }
    }
    .map_err(unreadable)?;
    if let Some(notice) = import.notice.as_ref().filter(|n| !n.trim().is_empty()) {
        year.notice = notice.trim().to_owned();
    }
    Ok(year)
}

/// Changes the holidays, and settles deadlines that waited for them.
pub async fn change_holidays(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    new: HolidaysInput,
) -> Result<(), Problem> {
    allowed(&actor)?;
    let mut holidays = match new.years {
        Some(years) => Holidays::new(years).map_err(no_holidays)?,
        None => {
            if app.calendar_book().holidays_version != new.upon {
                // Another node may have published it just now.
                crate::people::refresh(app).await?;
            }
            let book = app.calendar_book();
            if book.holidays_version != new.upon {
                return Err(stale(&new.upon, &book.holidays_version));
            }
            book.calendar.holidays.clone()
        }
    };
    if let Some(import) = &new.import {
        holidays = holidays.with(imported(import)?).map_err(no_holidays)?;
    }
    publish(app, actor, key, HOLIDAYS, new.upon, &holidays).await?;
    super::settle(app).await?;
    Ok(())
}

/// Changes the office hours. Deadlines that were given by others stay.
pub async fn change_office_hours(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    new: OfficeHoursInput,
) -> Result<(), Problem> {
    allowed(&actor)?;
    let book = OfficeBook::new(new.timetables).map_err(no_hours)?;
    let registers = app.registers();
    let stranger = book.versions().iter().filter_map(|h| h.unit).find(|u| registers.unit(*u).is_none());
    if stranger.is_some() {
        return Err(Problem::invalid("unit", "unknown"));
    }
    publish(app, actor, key, OFFICE_HOURS, new.upon, &book).await
}

async fn publish<T: Serialize>(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    subject: &'static str,
    upon: String,
    body: &T,
) -> Result<(), Problem> {
    let body = serde_json::to_value(body).map_err(|_| Problem::internal())?;
    let command = Publish { id: following(app.district(), subject, &upon), subject, upon, body };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)?;
    crate::people::refresh(app).await
}

struct Publish {
    id: Uuid,
    subject: &'static str,
    upon: String,
    body: serde_json::Value,
}

impl Command for Publish {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        if let Some(faster) = tx.get::<RuleSet>(self.id)? {
            return Err(Halt::Refused(stale(&self.upon, &faster.version)));
        }
        let district = tx.district();
        let key = [district.into(), self.subject.into()];
        let known = newest(&tx.query(queries::admin::RULES_OF, &key)?)?;
        let (version, latest) = match &known {
            Some(known) => (known.version.as_str(), known.effective_at),
            None => (SHIPPED, domain::calendar::Instant(i64::MIN)),
        };
        if version != self.upon {
            return Err(Halt::Refused(stale(&self.upon, version)));
        }
        let next = version.parse::<u32>().unwrap_or(0).saturating_add(1);
        let rules = RuleSet {
            subject: self.subject.to_owned(),
            version: next.to_string(),
            // The newest is found by this moment, so it is never that of the one before.
            effective_at: tx.now().max(latest.plus(1)),
            body: self.body.clone(),
        };
        tx.record::<RuleSet>(self.id, &Recorded::Registered { now: rules }, &Words::default())?;
        Ok(())
    }
}
