//! 检查计划: made, changed, ended, listed.

use super::find::{street, unit};
use crate::hazard::{Looker, Named};
use crate::problem::word;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ids::{PlaceId, PlanId, UnitId};
use domain::ledger::{Noun, Recorded};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{Every, Place, PlaceKind, Plan};
use serde::{Deserialize, Serialize};
use store::{Command, EngineError, Halt, Key, Needs, Tx, queries};
use uuid::Uuid;

/// The most single places of a plan.
const PLACES: usize = 500;

/// How a plan is to be.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = PlanInput)]
#[serde(deny_unknown_fields)]
pub struct PlanEntry {
    /// The version that the author saw, for a change.
    #[serde(default)]
    pub version: Option<u32>,
    /// 名称.
    pub name: String,
    /// 场所类别; all of them if none is named.
    #[serde(default)]
    #[schema(value_type = Vec<crate::names::PlaceKind>)]
    pub kinds: Vec<PlaceKind>,
    /// 街道 area codes; the whole district if none is named.
    #[serde(default)]
    pub streets: Vec<String>,
    /// Single places beside them; alone if neither kinds nor streets are named.
    #[serde(default)]
    pub places: Vec<Uuid>,
    /// 周期.
    #[schema(value_type = crate::names::Every)]
    pub every: Every,
    /// 检查单位; none: the street on whose ground the place lies.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitId>,
    /// From when on; now if nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub from: Option<Instant>,
    /// 停止执行.
    #[serde(default)]
    pub ended: bool,
}

/// 检查计划, for staff.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = InspectionPlan)]
pub struct PlanView {
    /// Its id.
    pub id: Uuid,
    /// Its version: a change names it.
    pub version: u32,
    /// 名称.
    pub name: String,
    /// 场所类别.
    #[schema(value_type = Vec<crate::names::PlaceKind>)]
    pub kinds: Vec<String>,
    /// 街道.
    pub streets: Vec<Named>,
    /// Single places.
    pub places: Vec<Named>,
    /// 周期.
    #[schema(value_type = crate::names::Every)]
    pub every: String,
    /// 检查单位; none: the street's own.
    pub unit: Option<Named>,
    /// From when on.
    #[schema(value_type = String, format = DateTime)]
    pub from: Instant,
    /// 停止执行.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
}

struct SavePlan {
    id: PlanId,
    /// The version that the author saw and the one that stands, for a change.
    seen: Option<(u32, u32)>,
    /// As it stood when its version was read.
    before: Option<Plan>,
    plan: Plan,
}

impl Command for SavePlan {
    type Output = PlanId;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Plan, self.id.0);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<PlanId, Halt<Problem>> {
        for place in &self.plan.places {
            if tx.get::<Place>(place.0)?.is_none() {
                return Err(Halt::Refused(Problem::invalid("places", "unknown")));
            }
        }
        let now = self.plan.clone();
        let event = match self.seen {
            None => Recorded::Registered { now },
            Some((seen, version)) if seen != version => {
                return Err(Halt::Refused(
                    Problem::new(409, "stale").with("expected", seen).with("actual", version),
                ));
            }
            Some(_) if tx.get::<Plan>(self.id.0)? != self.before => {
                // Somebody changed it between our reading and our turn.
                return Err(Halt::Refused(Problem::new(409, "stale")));
            }
            Some(_) => Recorded::Changed { now },
        };
        tx.record::<Plan>(self.id.0, &event, &Words::none())?;
        Ok(self.id)
    }
}

pub(super) fn state(text: &str) -> Result<Plan, EngineError> {
    serde_json::from_str(text).map_err(|e| EngineError::Other(format!("state of a plan: {e}")))
}

fn plan_of(app: &App, entry: PlanEntry, before: Option<&Plan>) -> Result<Plan, Problem> {
    let name = super::entry::line("name", &entry.name, 100)?;
    if name.is_empty() {
        return Err(Problem::invalid("name", "required"));
    }
    let registers = app.registers();
    if entry.streets.iter().any(|s| registers.street_name(s).is_none()) {
        return Err(Problem::invalid("streets", "unknown"));
    }
    if entry.unit.is_some_and(|u| registers.unit(u).is_none()) {
        return Err(Problem::invalid("unit", "unknown"));
    }
    if entry.places.len() > PLACES {
        return Err(Problem::invalid("places", "too_many"));
    }
    let now = app.store().surroundings().now();
    let mut kinds = entry.kinds;
    kinds.sort();
    kinds.dedup();
    let mut streets = entry.streets;
    streets.sort();
    streets.dedup();
    let mut places: Vec<PlaceId> = entry.places.into_iter().map(PlaceId).collect();
    places.sort();
    places.dedup();
    let from = entry.from.or(before.map(|b| b.from)).unwrap_or(now);
    let ended_at = entry.ended.then(|| before.and_then(|b| b.ended_at).unwrap_or(now));
    Ok(Plan { name, kinds, streets, places, every: entry.every, unit: entry.unit, from, ended_at })
}

/// Makes a plan; gives back its id.
pub async fn make_plan(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    entry: PlanEntry,
) -> Result<PlanId, Problem> {
    may(&actor, Act::Manage, Resource::Plans).map_err(|_| Problem::forbidden())?;
    let plan = plan_of(app, entry, None)?;
    let id = PlanId(app.store().surroundings().new_id());
    let command = SavePlan { id, seen: None, before: None, plan };
    app.store().execute(app.district(), actor, key, command).await.map_err(Problem::from)
}

/// Changes or ends a plan.
pub async fn change_plan(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    id: PlanId,
    entry: PlanEntry,
) -> Result<(), Problem> {
    may(&actor, Act::Manage, Resource::Plans).map_err(|_| Problem::forbidden())?;
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::PLAN, &[district.into(), id.0.into()])?;
        rows.first().map(|row| Ok((state(row.text(0)?)?, row.int(1)? as u32))).transpose()
    });
    let (before, version) = found.await?.ok_or_else(Problem::not_found)?;
    let seen = entry.version.ok_or_else(|| Problem::invalid("version", "required"))?;
    let plan = plan_of(app, entry, Some(&before))?;
    let command = SavePlan { id, seen: Some((seen, version)), before: Some(before), plan };
    app.store().execute(district, actor, key, command).await.map(drop).map_err(Problem::from)
}

/// Offices read plans and what follows from them; a company that did would know when it is inspected next.
pub(super) fn plans_are_open_to(app: &App, actor: &Actor) -> Result<(), Problem> {
    may(actor, Act::Read, Resource::Plans).map_err(|_| Problem::forbidden())?;
    if Looker::of(actor, &app.registers()).is_private() { Err(Problem::forbidden()) } else { Ok(()) }
}

/// Every plan, those that run first.
pub async fn plans(app: &App, actor: &Actor) -> Result<Vec<PlanView>, Problem> {
    plans_are_open_to(app, actor)?;
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::PLANS, &[district.into()])?;
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            let plan = state(row.text(1)?)?;
            let mut places = Vec::with_capacity(plan.places.len());
            for place in &plan.places {
                let name = c.query(queries::place::NAME, &[district.into(), (*place).into()])?;
                let name = name.first().map_or(Ok(""), |row| row.text(0))?.to_owned();
                places.push(Named { id: place.to_string(), name });
            }
            all.push((row.id(0)?, row.int(2)? as u32, plan, places));
        }
        Ok(all)
    });
    let registers = app.registers();
    let view = |(id, version, plan, places): (Uuid, u32, Plan, Vec<Named>)| PlanView {
        id,
        version,
        name: plan.name,
        kinds: plan.kinds.iter().map(word).collect(),
        streets: plan.streets.iter().map(|s| street(&registers, s)).collect(),
        places,
        every: word(&plan.every),
        unit: plan.unit.map(|u| unit(&registers, u)),
        from: plan.from,
        ended_at: plan.ended_at,
    };
    Ok(found.await?.into_iter().map(view).collect())
}
