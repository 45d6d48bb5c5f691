//! 并案建议: which live hazards this one may be a repetition of.

use super::Looker;
use super::list::state;
use super::view::{Lookups, Summary, may_see, summary, words};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Hazard;
use domain::hazard::duplicates::{DuplicateRule, Likeness, Trace, likeness};
use domain::ids::HazardId;
use domain::people::Actor;
use serde::Serialize;
use store::{Connection, EngineError, queries};

/// How far back hazards at the same place are looked at.
const SAME_PLACE: i64 = 30 * Instant::DAY;

/// A hazard that may be the same.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Duplicate)]
pub struct Near {
    /// The other one.
    #[serde(flatten)]
    pub summary: Summary,
    /// Whether both come from the same place.
    pub same_place: bool,
    /// Metres between them, if both have a position.
    pub distance_m: Option<u32>,
    /// Minutes between the two reports.
    pub minutes_apart: i64,
    /// Its photos, for looking at both side by side.
    pub photos: Vec<uuid::Uuid>,
}

/// Suggests hazards into which this one might be merged, the likeliest first.
pub async fn duplicates(app: &App, actor: &Actor, id: HazardId, lang: Lang) -> Result<Vec<Near>, Problem> {
    let (district, actor) = (app.district(), actor.clone());
    let now = app.store().surroundings().now();
    let lookups = Lookups::of(app, lang);
    let looker = Looker::of(&actor, lookups.names().registers);
    let found = app.store().read(move |c| {
        let rows = c.query(queries::hazard::STATE, &[district.into(), id.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let hazard = state(row.text(0)?)?;
        if !may_see(&actor, &hazard) || !looker.may_know_of(&hazard) {
            return Ok(None);
        }
        // What is like it follows from how it was reported. Not refused: that would tell that somebody did.
        if looker.is_kept_from(&hazard) {
            return Ok(Some(Vec::new()));
        }
        let rule = DuplicateRule::default();
        let trace = Trace::of(&hazard);
        let mut near = Vec::new();
        for other in candidates(c, district.0, &hazard, &rule)? {
            if other.id == hazard.id
                || !other.stage.code().is_open()
                || !may_see(&actor, &other)
                || looker.is_kept_from(&other)
            {
                continue;
            }
            let Some(why) = likeness(&trace, &Trace::of(&other), &rule) else { continue };
            let said = c.query(queries::hazard::REPORT_WORDS, &[district.into(), other.id.into()])?;
            let said = words(said.first().map(|r| r.opt_text(0)).transpose()?.flatten());
            let (other, said) = looker.seen(other, said);
            near.push(Near {
                same_place: why == Likeness::SamePlace,
                distance_m: hazard.position.zip(other.position).map(|(a, b)| a.distance_m(b).round() as u32),
                minutes_apart: hazard.reported_at.since(other.reported_at).abs() / Instant::MINUTE,
                photos: other.photos.iter().map(|p| p.file.0).collect(),
                summary: summary(&other, &said, None, &lookups.names(), now),
            });
        }
        near.sort_by_key(|n| (!n.same_place, n.distance_m.unwrap_or(u32::MAX), n.minutes_apart));
        near.truncate(10);
        Ok(Some(near))
    });
    found.await?.ok_or_else(Problem::not_found)
}

/// Hazards at the same place and in the nine cells around.
fn candidates(
    connection: &mut dyn Connection,
    district: i64,
    hazard: &Hazard,
    rule: &DuplicateRule,
) -> Result<Vec<Hazard>, EngineError> {
    let mut all: Vec<Hazard> = Vec::new();
    let mut add = |rows: Vec<store::Row>| -> Result<(), EngineError> {
        for row in rows {
            let other = state(row.text(1)?)?;
            if !all.iter().any(|h| h.id == other.id) {
                all.push(other);
            }
        }
        Ok(())
    };
    if let Some(place) = &hazard.place {
        let since = hazard.reported_at.plus(-SAME_PLACE);
        add(connection
            .query(queries::hazard::AT_PLACE, &[district.into(), place.place.into(), since.into()])?)?;
    }
    if let Some(position) = hazard.position {
        let since = hazard.reported_at.plus(-Instant::HOUR * i64::from(rule.hours));
        let middle = store::nouns::cell(position);
        for lat in -1..=1i64 {
            for lon in -1..=1i64 {
                let cell = middle + (lat << 32) + lon;
                add(connection
                    .query(queries::hazard::IN_CELL, &[district.into(), cell.into(), since.into()])?)?;
            }
        }
    }
    Ok(all)
}
