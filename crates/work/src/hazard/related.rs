//! 关联与复发: what was reported at the same place before and since. The same kind again is a repetition, and counts.

use super::Looker;
use super::bulk::load;
use super::list::state;
use super::view::{Lookups, Summary, may_see, summary};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Hazard;
use domain::ids::{District, HazardId};
use domain::people::Actor;
use serde::Serialize;
use std::collections::BTreeMap;
use store::{Connection, EngineError, queries};
use uuid::Uuid;

/// How far back and ahead is looked.
const YEAR: i64 = 365 * Instant::DAY;
/// What is as good as the same place, in metres: as far as a repetition may be (并案 ≤ 50 m).
const NEAR: f64 = 50.0;
/// Rows that are shown.
const SHOWN: usize = 50;

/// 30、90、365 日内的件数.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RelatedCounts)]
pub struct Within {
    /// Within 30 days.
    pub days30: u32,
    /// Within 90 days.
    pub days90: u32,
    /// Within a year.
    pub days365: u32,
}

impl Within {
    fn add(&mut self, apart: i64) {
        self.days30 += u32::from(apart <= 30 * Instant::DAY);
        self.days90 += u32::from(apart <= 90 * Instant::DAY);
        self.days365 += 1;
    }
}

/// A hazard at the same place.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = RelatedHazard)]
pub struct Kin {
    /// The other one.
    #[serde(flatten)]
    pub summary: Summary,
    /// Whether both are of the same place in the register.
    pub same_place: bool,
    /// Whether both are of the same kind.
    pub same_kind: bool,
    /// Metres between them, if both have a position.
    pub distance_m: Option<u32>,
    /// Days between the two reports.
    pub days_apart: u32,
    /// Whether it was reported after the one that is looked at.
    pub later: bool,
}

/// What was reported at the same place within the year before, and since.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Related {
    /// At the place, before.
    pub place: Within,
    /// Of the same kind at the place before: repetitions.
    pub kind: Within,
    /// At the place since, within a year.
    pub later: u32,
    /// The nearest in time, before and since.
    pub items: Vec<Kin>,
}

fn kind(hazard: &Hazard) -> Option<&str> {
    hazard.filing.as_ref().map(|f| f.category.as_str()).or(hazard.kind.as_deref())
}

/// What was reported at the same place within the year before this one and since, as far as the viewer may see it.
pub async fn related(app: &App, actor: &Actor, id: HazardId, lang: Lang) -> Result<Related, Problem> {
    let (district, actor, lookups) = (app.district(), actor.clone(), Lookups::of(app, lang));
    let looker = Looker::of(&actor, lookups.names().registers);
    let now = app.store().surroundings().now();
    let found = app.store().read(move |c| {
        let Some((hazard, _, _)) = load(c, district, id.0)? else { return Ok(None) };
        if !may_see(&actor, &hazard) || !looker.may_know_of(&hazard) {
            return Ok(None);
        }
        let (place, kinds) = (Within::default(), Within::default());
        let mut related = Related { place, kind: kinds, later: 0, items: Vec::new() };
        // When it was reported is kept from this viewer, and so is what came before.
        if looker.is_kept_from(&hazard) {
            return Ok(Some(related));
        }
        let mut kin: Vec<(i64, Hazard)> = around(c, district, &hazard)?
            .into_values()
            .filter(|other| other.id != hazard.id && may_see(&actor, other) && !looker.is_kept_from(other))
            .map(|other| (hazard.reported_at.since(other.reported_at), other))
            .collect();
        kin.sort_by_key(|(apart, other)| (apart.abs(), other.id));
        for (apart, other) in kin {
            let same_kind = kind(&hazard).is_some() && kind(&hazard) == kind(&other);
            match (apart < 0, same_kind) {
                (true, _) => related.later += 1,
                (false, same_kind) => {
                    related.place.add(apart);
                    if same_kind {
                        related.kind.add(apart);
                    }
                }
            }
            if related.items.len() == SHOWN {
                continue;
            }
            let Some((other, said, place)) = load(c, district, other.id.0)? else { continue };
            let (other, said) = looker.seen(other, said);
            let places = (hazard.place.as_ref().map(|p| p.place), other.place.as_ref().map(|p| p.place));
            related.items.push(Kin {
                same_place: places.0.is_some() && places.0 == places.1,
                same_kind,
                distance_m: hazard.position.zip(other.position).map(|(a, b)| a.distance_m(b).round() as u32),
                days_apart: (apart / Instant::DAY).unsigned_abs() as u32,
                later: apart < 0,
                summary: summary(&other, &said, place.as_deref(), &lookups.names(), now),
            });
        }
        Ok(Some(related))
    });
    found.await?.ok_or_else(Problem::not_found)
}

/// Hazards of the year before and of the year since at the same place or as near as that. What was reported at the very
/// same moment, as the rows of a ledger that knows days only, counts as before.
fn around(
    connection: &mut dyn Connection,
    district: District,
    hazard: &Hazard,
) -> Result<BTreeMap<Uuid, Hazard>, EngineError> {
    let next = hazard.reported_at.plus(1);
    // Each side by itself: the statements stop after so many rows, and many since must not hide those before.
    let spans = [(hazard.reported_at.plus(-YEAR), next), (next, hazard.reported_at.plus(YEAR))];
    let mut all = BTreeMap::new();
    let mut ask = |sql: &str, at: store::Value, near: bool| -> Result<(), EngineError> {
        for (from, to) in spans {
            for row in connection.query(sql, &[district.into(), at.clone(), from.into(), to.into()])? {
                let other = state(row.text(1)?)?;
                let apart = hazard.position.zip(other.position).map(|(a, b)| a.distance_m(b));
                if !near || apart.is_some_and(|metres| metres <= NEAR) {
                    all.insert(other.id.0, other);
                }
            }
        }
        Ok(())
    };
    if let Some(place) = &hazard.place {
        ask(queries::hazard::AT_PLACE_BETWEEN, place.place.into(), false)?;
    }
    if let Some(position) = hazard.position {
        let middle = store::nouns::cell(position);
        for lat in -1..=1i64 {
            for lon in -1..=1i64 {
                ask(queries::hazard::IN_CELL_BETWEEN, (middle + (lat << 32) + lon).into(), true)?;
            }
        }
    }
    Ok(all)
}
