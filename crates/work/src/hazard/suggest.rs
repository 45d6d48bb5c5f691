//! 派遣建议: whom grid, category and party say that a hazard should go to. Nobody is sent anything by it.

use super::Looker;
use super::list::state;
use super::view::{Named, may_see};
use crate::problem::word;
use crate::{App, Problem, Registers};
use domain::calendar::Instant;
use domain::hazard::Hazard;
use domain::hazard::catalogue::FilingStandard;
use domain::hazard::suggest::{Circumstances, Suggested, suggest};
use domain::ids::{District, HazardId, UnitId};
use domain::people::{Act, Actor, Resource, Unit, UnitKind, may};
use domain::place::{Grid, GridKind, Place};
use serde::Serialize;
use store::{Connection, EngineError, queries};
use uuid::Uuid;

/// 派遣建议; without a lead when nobody is known to answer for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = DispatchSuggestion)]
pub struct Suggestion {
    /// 主办单位.
    pub lead: Option<SuggestedUnit>,
    /// 协办单位.
    pub co: Vec<SuggestedUnit>,
    /// 网格 in which it lies.
    pub grid: Option<String>,
    /// 以往办理: who closed most of this kind in this street, for those who may read figures of all units.
    pub practised: Vec<Practised>,
}

/// 以往办理.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Practised {
    /// 单位.
    pub unit: Named,
    /// 办结件数 of the same kind in the same street.
    pub n: i64,
}

/// So many are named.
const PRACTISED: usize = 3;
/// From so many on, what was done before is a reason.
const HABIT: i64 = 3;

/// A unit with the reason for which it is suggested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SuggestedUnit {
    /// 单位.
    pub unit: Named,
    /// Why.
    #[schema(value_type = crate::names::SuggestionReason)]
    pub reason: String,
}

/// The unit that a standard names: by its name or code, or by a part of the name that no other unit has.
fn named(registers: &Registers, text: &str, now: Instant) -> Option<UnitId> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let acting = || registers.units().into_iter().filter(move |u| u.acts_at(now));
    if let Some(unit) = acting().find(|u| u.name == text || u.code == text) {
        return Some(unit.id);
    }
    let mut close = acting().filter(|u| u.name.contains(text) || text.contains(u.name.as_str()));
    let (first, second) = (close.next(), close.next());
    first.filter(|_| second.is_none()).map(|u| u.id)
}

/// 所属网格: the one that the place names, else the one in which the position lies, a 责任网格 first.
fn grid_of<'a>(grids: &'a [Grid], hazard: &Hazard, place: Option<&Place>, now: Instant) -> Option<&'a Grid> {
    let held = || grids.iter().filter(|g| g.holds_at(now));
    let code = place.and_then(|p| p.grid.as_deref());
    let by_code = code.and_then(|code| held().find(|g| g.code == code));
    by_code.or_else(|| {
        let at = hazard.position?;
        let around = held().filter(|g| g.boundary.as_ref().is_some_and(|b| b.contains(at)));
        around.min_by_key(|g| g.kind != GridKind::Duty)
    })
}

/// What is known of a case. Units that do not act now are as if nobody were named.
fn circumstances(
    app: &App,
    hazard: &Hazard,
    place: Option<&Place>,
    grid: Option<&Grid>,
    practised: &[(UnitId, i64)],
    now: Instant,
) -> Circumstances {
    let registers = app.registers();
    let acts = |id: UnitId| registers.unit(id).is_some_and(|u| u.acts_at(now));
    let acting = |unit: Option<UnitId>| unit.filter(|id| acts(*id));
    let filing = hazard.filing.as_ref();
    let book = app.catalogue_book();
    let standard = filing.and_then(|f| {
        let minor = book.minor(&f.category, f.at)?;
        minor.standards.iter().find(|s| s.id == f.standard)
    });
    let says = |text: fn(&FilingStandard) -> &String| standard.and_then(|s| named(&registers, text(s), now));
    let office = |u: &&Unit| u.kind == UnitKind::Street && u.area == hazard.street && u.acts_at(now);
    let street = hazard.street.as_ref().and_then(|_| registers.units().into_iter().find(office));
    Circumstances {
        party: filing.map(|f| (f.party, acting(f.party_unit))),
        place_party: acting(place.and_then(|p| p.party_unit)),
        handler: says(|s| &s.handler),
        regulator: says(|s| &s.regulator),
        place_regulator: acting(place.and_then(|p| p.regulator_unit)),
        grid: acting(grid.and_then(|g| g.unit)),
        territory: acting(place.and_then(|p| p.territorial_unit)),
        street: street.map(|u| u.id),
        practice: practised.iter().find(|(unit, n)| *n >= HABIT && acts(*unit)).map(|(unit, _)| *unit),
    }
}

/// Which units closed how many of the same kind in the same street, most first. A range of the tallies' key.
fn practised(
    connection: &mut dyn Connection,
    district: District,
    hazard: &Hazard,
) -> Result<Vec<(UnitId, i64)>, EngineError> {
    let category = hazard.filing.as_ref().map(|f| f.category.as_str()).or(hazard.kind.as_deref());
    let (Some(street), Some(category)) = (hazard.street.as_deref(), category) else { return Ok(Vec::new()) };
    let begins = format!("{street}/{category}/");
    let of = |unit: Uuid| format!("{begins}{}", UnitId(unit));
    let key = [district.into(), of(Uuid::nil()).into(), of(Uuid::max()).into()];
    let mut all = Vec::new();
    for row in connection.query(queries::ledger::TALLY_PRACTICE, &key)? {
        let unit = row.text(0)?.strip_prefix(&begins).and_then(|unit| unit.parse().ok());
        let n = row.int(1)?;
        all.extend(unit.filter(|_| n > 0).map(|unit| (unit, n)));
    }
    all.sort_by_key(|(unit, n): &(UnitId, i64)| (-n, *unit));
    Ok(all)
}

/// Whom a hazard that this viewer sees should go to, with reasons.
pub async fn suggestion(app: &App, actor: &Actor, id: HazardId) -> Result<Suggestion, Problem> {
    let (district, viewer) = (app.district(), actor.clone());
    let looker = Looker::of(actor, &app.registers());
    let found = app.store().read(move |c| {
        let rows = c.query(queries::hazard::STATE, &[district.into(), id.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let hazard = state(row.text(0)?)?;
        if !may_see(&viewer, &hazard) || !looker.may_know_of(&hazard) {
            return Ok(None);
        }
        let place = match &hazard.place {
            Some(at) => c.query(queries::place::PLACE, &[district.into(), at.place.into()])?,
            None => Vec::new(),
        };
        let place = place.first().map(|row| {
            serde_json::from_str::<Place>(row.text(0)?)
                .map_err(|e| EngineError::Other(format!("state of a place: {e}")))
        });
        let practised = practised(c, district, &hazard)?;
        Ok(Some((hazard, place.transpose()?, crate::grid::load(c, district)?, practised)))
    });
    let (hazard, place, grids, practised) = found.await?.ok_or_else(Problem::not_found)?;
    let now = app.store().surroundings().now();
    let grid = grid_of(&grids, &hazard, place.as_ref(), now);
    let known = circumstances(app, &hazard, place.as_ref(), grid, &practised, now);
    let grid = grid.map(|g| g.name.clone());
    let registers = app.registers();
    let unit = |id: UnitId| Named { id: id.to_string(), name: registers.unit_name(id) };
    let acts = |id: UnitId| registers.unit(id).is_some_and(|u| u.acts_at(now));
    let told = may(actor, Act::Read, Resource::Statistics).is_ok();
    let practised = practised.into_iter().filter(|(id, _)| told && acts(*id)).take(PRACTISED);
    let practised = practised.map(|(id, n)| Practised { unit: unit(id), n }).collect();
    let Some((lead, co)) = suggest(&known) else {
        return Ok(Suggestion { grid, practised, ..Suggestion::default() });
    };
    let view = |(id, reason): Suggested| SuggestedUnit { unit: unit(id), reason: word(&reason) };
    Ok(Suggestion { lead: Some(view(lead)), co: co.into_iter().map(view).collect(), grid, practised })
}
