//! 派遣建议: whom grid, category and party say that a hazard should go to. Nobody is sent anything by it.

use super::list::state;
use super::view::{Named, may_see};
use crate::problem::word;
use crate::{App, Problem, Registers};
use domain::calendar::Instant;
use domain::hazard::Hazard;
use domain::hazard::catalogue::FilingStandard;
use domain::hazard::suggest::{Circumstances, Suggested, suggest};
use domain::ids::{HazardId, UnitId};
use domain::people::{Actor, Unit, UnitKind};
use domain::place::{Grid, GridKind, Place};
use serde::Serialize;
use store::{EngineError, queries};

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
}

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
    }
}

/// Whom a hazard that this viewer sees should go to, with reasons.
pub async fn suggestion(app: &App, actor: &Actor, id: HazardId) -> Result<Suggestion, Problem> {
    let (district, viewer) = (app.district(), actor.clone());
    let found = app.store().read(move |c| {
        let rows = c.query(queries::hazard::STATE, &[district.into(), id.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let hazard = state(row.text(0)?)?;
        if !may_see(&viewer, &hazard) {
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
        Ok(Some((hazard, place.transpose()?, crate::grid::load(c, district)?)))
    });
    let (hazard, place, grids) = found.await?.ok_or_else(Problem::not_found)?;
    let now = app.store().surroundings().now();
    let grid = grid_of(&grids, &hazard, place.as_ref(), now);
    let known = circumstances(app, &hazard, place.as_ref(), grid, now);
    let grid = grid.map(|g| g.name.clone());
    let Some((lead, co)) = suggest(&known) else { return Ok(Suggestion { grid, ..Suggestion::default() }) };
    let registers = app.registers();
    let view = |(unit, reason): Suggested| SuggestedUnit {
        unit: Named { id: unit.to_string(), name: registers.unit_name(unit) },
        reason: word(&reason),
    };
    Ok(Suggestion { lead: Some(view(lead)), co: co.into_iter().map(view).collect(), grid })
}
