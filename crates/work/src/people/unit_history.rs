//! 单位沿革: how a unit came to stand as it does.

use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::UnitId;
use domain::ledger::Recorded;
use domain::people::{Act, Actor, Resource, Unit, may};
use serde::Serialize;
use store::queries;

/// One step in the history of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UnitStep {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// What: `registered`, `changed`, `ended`.
    pub kind: String,
    /// The office by which.
    pub office: Option<String>,
    /// What was different afterwards.
    pub changes: Vec<UnitChange>,
}

/// A field that was different afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UnitChange {
    /// Its name.
    pub field: &'static str,
    /// What stood there.
    pub before: Option<String>,
    /// What stands there since.
    pub after: Option<String>,
}

/// The history of a unit, the newest step first.
pub async fn unit_history(app: &App, actor: &Actor, id: UnitId) -> Result<Vec<UnitStep>, Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())?;
    let registers = app.registers();
    registers.unit(id).ok_or_else(Problem::not_found)?;
    let key = [app.district().into(), id.into()];
    let events = app.store().read(move |c| {
        let rows = c.query(queries::ledger::EVENTS_OF, &key)?;
        rows.iter().map(|row| Ok(store::verify::envelope(row)?.0)).collect::<Result<Vec<_>, _>>()
    });
    let mut before: Option<Unit> = None;
    let mut steps = Vec::new();
    for event in events.await? {
        let Ok(recorded) = serde_json::from_str::<Recorded<Unit>>(&event.body) else { continue };
        let now = recorded.now().clone();
        steps.push(UnitStep {
            at: event.at,
            kind: event.kind,
            office: event.actor.unit().map(|u| registers.unit_name(u)),
            changes: before.as_ref().map_or_else(Vec::new, |b| differences(b, &now, &registers)),
        });
        before = Some(now);
    }
    steps.reverse();
    Ok(steps)
}

fn differences(before: &Unit, now: &Unit, registers: &crate::Registers) -> Vec<UnitChange> {
    let name = |id: Option<UnitId>| id.map(|id| registers.unit_name(id));
    let moment = |at: Option<Instant>| at.map(|at| at.to_string());
    let all = [
        ("name", Some(before.name.clone()), Some(now.name.clone())),
        ("code", Some(before.code.clone()), Some(now.code.clone())),
        ("kind", Some(crate::problem::word(&before.kind)), Some(crate::problem::word(&now.kind))),
        ("parent", name(before.parent), name(now.parent)),
        ("area", before.area.clone(), now.area.clone()),
        ("phone", before.phone.clone(), now.phone.clone()),
        ("since", moment(before.since), moment(now.since)),
        ("ended_at", moment(before.ended_at), moment(now.ended_at)),
    ];
    let differs = all.into_iter().filter(|(_, before, after)| before != after);
    differs.map(|(field, before, after)| UnitChange { field, before, after }).collect()
}
