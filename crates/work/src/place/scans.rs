//! 扫码统计: how often the codes of a place are scanned on a day. Counted in memory and written together now and then,
//! so that a scan writes nothing; never who and never the moment. A crash loses the counts of some seconds.

use crate::hazard::Looker;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::PlaceId;
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Mutex;
use store::{Command, Halt, Tx, queries, tables};

/// How far back a place's scans are shown, in days.
const SHOWN: i64 = 90;

/// Scans that are not written yet, by place and day.
#[derive(Default)]
pub(crate) struct ScanCounts(Mutex<HashMap<(PlaceId, i64), i64>>);

/// The day of a moment in Beijing, as days since 1970-01-01.
pub(crate) fn day(at: Instant) -> i64 {
    (at.0 + 8 * Instant::HOUR).div_euclid(Instant::DAY)
}

/// Counts one scan of a place. Writes nothing.
pub fn count_scan(app: &App, place: PlaceId) {
    let today = day(app.store().surroundings().now());
    let mut counts = app.inner().scans.0.lock().unwrap_or_else(|p| p.into_inner());
    *counts.entry((place, today)).or_insert(0) += 1;
}

struct AddScans(Vec<((PlaceId, i64), i64)>);

impl Command for AddScans {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        for ((place, day), n) in &self.0 {
            let row = vec![tx.district().into(), (*place).into(), (*day).into(), (*n).into()];
            tx.write(&tables::SCANS, row);
        }
        Ok(())
    }
}

/// Writes what was counted since the last time; gives back how many scans that were.
pub async fn write_scans(app: &App) -> Result<i64, Problem> {
    let mut counted: Vec<_> = {
        let mut counts = app.inner().scans.0.lock().unwrap_or_else(|p| p.into_inner());
        counts.drain().collect()
    };
    if counted.is_empty() {
        return Ok(0);
    }
    counted.sort();
    let total = counted.iter().map(|(_, n)| n).sum();
    let command = AddScans(counted.clone());
    let written = app.store().execute(app.district(), Actor::System, None, command).await;
    if let Err(failure) = written {
        // Kept for the next time.
        let mut counts = app.inner().scans.0.lock().unwrap_or_else(|p| p.into_inner());
        for (key, n) in counted {
            *counts.entry(key).or_insert(0) += n;
        }
        return Err(failure.into());
    }
    Ok(total)
}

/// 扫码次数 of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DayScans {
    /// The day, as `2026-11-22`.
    pub day: String,
    /// Scans of any code of the place.
    pub n: i64,
}

/// 扫码统计 of a place: the days of the last three months on which anybody scanned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlaceScans {
    /// The first day that is looked at.
    pub from: String,
    /// Days with scans, oldest first.
    pub days: Vec<DayScans>,
    /// All of them.
    pub total: i64,
}

/// A day in words of numbers.
pub(crate) fn date(day: i64) -> String {
    Instant(day * Instant::DAY - 8 * Instant::HOUR).beijing().date().to_string()
}

/// Whether somebody may know when plates were scanned: on which day the one at the gate was is what an employer would like
/// to know.
pub(crate) fn scans_are_open_to(app: &App, actor: &Actor) -> bool {
    !Looker::of(actor, &app.registers()).is_private()
}

/// How often the codes of a place were scanned lately.
pub async fn scans(app: &App, actor: &Actor, place: PlaceId) -> Result<PlaceScans, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    if !scans_are_open_to(app, actor) {
        return Err(Problem::forbidden());
    }
    let district = app.district();
    let from = day(app.store().surroundings().now()) - SHOWN + 1;
    let found = app.store().read(move |c| {
        if c.query(queries::place::NAME, &[district.into(), place.into()])?.is_empty() {
            return Ok(None);
        }
        let rows = c.query(queries::place::SCANS_OF, &[district.into(), place.into(), from.into()])?;
        let days = rows.iter().map(|row| Ok(DayScans { day: date(row.int(0)?), n: row.int(1)? }));
        days.collect::<Result<Vec<_>, store::EngineError>>().map(Some)
    });
    let days = found.await?.ok_or_else(Problem::not_found)?;
    Ok(PlaceScans { from: date(from), total: days.iter().map(|d| d.n).sum(), days })
}
