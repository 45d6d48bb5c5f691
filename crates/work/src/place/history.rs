//! 场所履历: what became of a place and its plates, by office.

use super::find::unit;
use crate::hazard::Named;
use crate::problem::word;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::PlaceId;
use domain::ledger::{ActorRef, Recorded};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CodeRecord, CodeState, Inspection, Place};
use serde::Serialize;
use serde_json::Value;
use store::{EngineError, Row, queries};
use uuid::Uuid;

/// How many inspections are looked at.
const INSPECTIONS: i64 = 200;

/// One step in the history of a place.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PlaceStep {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// `registered`, `changed`, `code_made`, `code_activated`, `plate_checked`, `code_revoked` or `inspected`.
    pub what: String,
    /// Which office.
    pub office: Option<Named>,
    /// Fields that changed, by name.
    pub fields: Vec<String>,
    /// The plate, by the beginning of its code.
    pub code: Option<String>,
    /// What belongs to it: nearness, condition, reason or result.
    pub told: Option<String>,
    /// Metres, for an activation.
    pub distance_m: Option<u32>,
}

struct Event {
    at: Instant,
    actor: ActorRef,
    body: String,
}

fn event(row: &Row) -> Result<Event, EngineError> {
    Ok(Event {
        at: Instant(row.int(1)?),
        actor: ActorRef(row.text(2)?.to_owned()),
        body: row.text(4)?.to_owned(),
    })
}

fn body<T: serde::de::DeserializeOwned>(event: &Event) -> Option<Recorded<T>> {
    serde_json::from_str(&event.body).ok()
}

/// The names of the fields in which two states differ.
fn differing(before: &Place, after: &Place) -> Vec<String> {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return Vec::new();
    };
    let mut names: Vec<String> = after
        .iter()
        .filter(|(name, value)| before.get(*name) != Some(value))
        .map(|(name, _)| name.clone())
        .collect();
    // What a photo is made of follows the photo.
    names.retain(|n| n != "photo_kept");
    // The value as given follows the position.
    if names.iter().any(|n| n == "position") {
        names.retain(|n| n != "survey");
    }
    names
}

struct Telling<'a> {
    app: &'a App,
    steps: Vec<PlaceStep>,
}

impl Telling<'_> {
    fn tell(&mut self, event: &Event, what: &str) -> &mut PlaceStep {
        let registers = self.app.registers();
        let office = event.actor.unit().map(|u| unit(&registers, u));
        self.steps.push(PlaceStep {
            at: event.at,
            what: what.to_owned(),
            office,
            fields: Vec::new(),
            code: None,
            told: None,
            distance_m: None,
        });
        let last = self.steps.len() - 1;
        &mut self.steps[last]
    }

    fn place(&mut self, events: &[Event]) {
        let mut before: Option<Place> = None;
        for event in events {
            let Some(recorded) = body::<Place>(event) else { continue };
            let now = recorded.now().clone();
            match &before {
                None => {
                    self.tell(event, "registered");
                }
                Some(before) => self.tell(event, "changed").fields = differing(before, &now),
            }
            before = Some(now);
        }
    }

    fn code(&mut self, events: &[Event]) {
        let mut before: Option<CodeRecord> = None;
        for event in events {
            let Some(recorded) = body::<CodeRecord>(event) else { continue };
            let now = recorded.now().clone();
            let (what, told, distance_m) = match (&before, &now.state) {
                (None, _) => ("code_made", None, None),
                (Some(before), CodeState::Active { mounted, .. }) if before.state != now.state => {
                    ("code_activated", Some(word(&mounted.nearness())), mounted.distance_m)
                }
                (Some(before), CodeState::Revoked { reason, .. }) if before.state != now.state => {
                    ("code_revoked", Some(word(reason)), None)
                }
                _ => ("plate_checked", now.checked.map(|c| word(&c.condition)), None),
            };
            let step = self.tell(event, what);
            step.code = now.stem.get(..4).map(str::to_owned);
            step.told = told;
            step.distance_m = distance_m;
            before = Some(now);
        }
    }
}

/// The history of a place: register, plates and inspections, newest first. Offices act here, not persons.
pub async fn history(app: &App, actor: &Actor, place: PlaceId) -> Result<Vec<PlaceStep>, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    let sees_codes = may(actor, Act::Read, Resource::Codes).is_ok();
    let district = app.district();
    let found = app.store().read(move |c| {
        let key = [district.into(), place.into()];
        let events = |c: &mut dyn store::Connection, id: Uuid| {
            let rows = c.query(queries::place::HISTORY, &[district.into(), id.into()])?;
            rows.iter().map(event).collect::<Result<Vec<_>, EngineError>>()
        };
        let own = events(c, place.0)?;
        let mut plates = Vec::new();
        if sees_codes {
            for row in c.query(queries::place::CODES_OF, &key)? {
                plates.push(events(c, row.id(0)?)?);
            }
        }
        let rows =
            c.query(queries::place::INSPECTIONS_OF, &[district.into(), place.into(), INSPECTIONS.into()])?;
        let looks = rows.iter().map(|row| {
            serde_json::from_str::<Inspection>(row.text(1)?)
                .map_err(|e| EngineError::Other(format!("state of an inspection: {e}")))
        });
        Ok((own, plates, looks.collect::<Result<Vec<_>, EngineError>>()?))
    });
    let (own, plates, looks) = found.await?;
    if own.is_empty() {
        return Err(Problem::not_found());
    }
    let mut telling = Telling { app, steps: Vec::new() };
    telling.place(&own);
    for plate in &plates {
        telling.code(plate);
    }
    let registers = app.registers();
    telling.steps.extend(looks.into_iter().map(|look| PlaceStep {
        at: look.at,
        what: "inspected".to_owned(),
        office: Some(unit(&registers, look.unit)),
        fields: Vec::new(),
        code: None,
        told: Some(word(&look.result)),
        distance_m: None,
    }));
    // Of what happened at the same moment, the later stands first.
    telling.steps.reverse();
    telling.steps.sort_by_key(|step| std::cmp::Reverse(step.at));
    Ok(telling.steps)
}
