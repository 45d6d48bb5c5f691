//! 查账: who did what, when, to what. The newest first; a search that finds little looks through a bounded part of the
//! ledger at a time and says where to go on.

use super::called;
use crate::hazard::Named;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::{District, PersonId};
use domain::ledger::{ActorRef, Hash, Noun};
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use store::{Connection, EngineError, Row, queries};
use uuid::Uuid;

/// Events that are read in one go.
const SLICE: i64 = 1_000;
/// Events that are looked at for one page.
const LOOKED: i64 = 20_000;
/// The longest page.
const MOST: usize = 200;
/// How long an event may wait for its number in the log, at the outside.
const NUMBERED: i64 = 10 * Instant::MINUTE;

/// What is searched for; everything that is left out fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who did it.
    pub person: Option<PersonId>,
    /// What it was done to.
    pub noun: Option<Noun>,
    /// What was done, by the name that the ledger keeps.
    pub kind: Option<String>,
    /// The stream: one hazard, one unit, one person …
    pub stream: Option<Uuid>,
    /// Recorded at or after.
    pub from: Option<Instant>,
    /// Recorded before.
    pub to: Option<Instant>,
    /// 查看举报人信息: only openings of the vault.
    pub openings: bool,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AuditActor)]
pub struct Acted {
    /// `staff`, `client`, `public`, `receipt`, `system`, `import`.
    pub kind: String,
    /// The person, if it was a member of staff: who acted, or who brought what was imported.
    pub person: Option<Named>,
    /// The office.
    pub unit: Option<Named>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = AuditEvent)]
pub struct Audited {
    /// Its number in the log.
    pub index: u64,
    /// What it was done to.
    pub noun: String,
    /// The stream.
    pub stream: Uuid,
    /// How that is called: a receipt's number, a unit's name …
    pub called: Option<String>,
    /// Its number in the stream.
    pub sequence: u32,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Instant,
    /// Whether it came from a ledger kept elsewhere.
    pub imported: bool,
    /// What was done.
    pub kind: String,
    /// The same in words.
    pub words: String,
    /// Who.
    pub by: Acted,
    /// The event's own fields.
    #[schema(value_type = Object)]
    pub facts: serde_json::Value,
    /// Its hash.
    #[schema(value_type = String)]
    pub hash: Hash,
}

/// A page of a search.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = AuditPage)]
pub struct Found {
    /// The events, the newest first.
    pub items: Vec<Audited>,
    /// Where to go on, even if this page is empty; nothing at the end.
    pub next: Option<u64>,
    /// When the oldest event that was looked at was recorded, while there is more.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub looked_back_to: Option<Instant>,
}

/// Searches the ledger from a number downward.
pub async fn search(
    app: &App,
    actor: &Actor,
    filter: Filter,
    before: Option<u64>,
    limit: u32,
    lang: crate::words::Lang,
) -> Result<Found, Problem> {
    may(actor, Act::Read, Resource::Ledger).map_err(|_| Problem::forbidden())?;
    let limit = (limit as usize).clamp(1, MOST);
    let (district, registers) = (app.district(), app.registers());
    let before = before.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    let found = app.store().read(move |c| {
        let mut page = look(c, district, &filter, before, limit)?;
        for item in &mut page.items {
            item.called = called::name(c, district, &registers, item, lang)?;
            item.words = called::words(lang, &item.noun, &item.kind);
            if let Some(person) = &mut item.by.person {
                person.name = person
                    .id
                    .parse()
                    .ok()
                    .and_then(|id| registers.person_name(id))
                    .unwrap_or_default()
                    .to_owned();
            }
            if let Some(unit) = &mut item.by.unit {
                unit.name = unit.id.parse().map_or_else(|_| unit.id.clone(), |id| registers.unit_name(id));
            }
        }
        Ok(page)
    });
    Ok(found.await?)
}

pub(super) fn look(
    c: &mut dyn Connection,
    district: District,
    filter: &Filter,
    before: Option<i64>,
    limit: usize,
) -> Result<Found, EngineError> {
    let mut page = Found { items: Vec::new(), next: None, looked_back_to: None };
    if let Some(stream) = filter.stream {
        let key = [district.into(), stream.into(), before.unwrap_or(i64::MAX).into(), (LOOKED).into()];
        for row in c.query(queries::admin::AUDIT_OF_STREAM, &key)? {
            let item = event(&row)?;
            if !fits(filter, &item) {
                continue;
            }
            if page.items.len() == limit {
                page.next = page.items.last().map(|i| i.index);
                break;
            }
            page.items.push(item);
        }
        return Ok(page);
    }
    let (floor, mut high) = bounds(c, district, filter, before)?;
    let mut left = LOOKED;
    while high > floor {
        let low = (high - SLICE.min(left)).max(floor);
        for row in c.query(queries::admin::AUDIT_BEFORE, &[district.into(), high.into(), low.into()])? {
            let item = event(&row)?;
            page.looked_back_to = Some(item.recorded_at);
            if !fits(filter, &item) {
                continue;
            }
            page.items.push(item);
            if page.items.len() == limit {
                page.next = page.items.last().map(|i| i.index).filter(|index| *index as i64 > floor);
                return Ok(page);
            }
        }
        left -= high - low;
        high = low;
        if left <= 0 {
            page.next = Some(high as u64).filter(|_| high > floor);
            return Ok(page);
        }
    }
    page.looked_back_to = None;
    Ok(page)
}

/// Between which numbers of the log the search has to look: what a checkpoint from before `from` covers was recorded
/// before `from`, and what the first one long enough after `to` does not cover was recorded after `to`.
fn bounds(
    c: &mut dyn Connection,
    district: District,
    filter: &Filter,
    before: Option<i64>,
) -> Result<(i64, i64), EngineError> {
    let mut one = |sql: &str, parameters: &[store::Value]| -> Result<Option<i64>, EngineError> {
        c.query(sql, parameters)?.first().map_or(Ok(None), |row| row.opt_int(0))
    };
    let floor = match filter.from {
        Some(from) => one(queries::admin::LOG_SIZE_BEFORE, &[district.into(), from.into()])?.unwrap_or(0),
        None => 0,
    };
    let size = one(queries::ledger::LOG_SIZE, &[district.into()])?.unwrap_or(0);
    let ceiling = match filter.to {
        Some(to) => {
            one(queries::admin::LOG_SIZE_AFTER, &[district.into(), to.plus(NUMBERED).into()])?.unwrap_or(size)
        }
        None => size,
    };
    Ok((floor, before.map_or(ceiling, |b| b.min(ceiling))))
}

fn fits(filter: &Filter, item: &Audited) -> bool {
    let person = filter.person.map(|p| p.to_string());
    filter.noun.is_none_or(|n| crate::problem::word(&n) == item.noun)
        && filter.kind.as_ref().is_none_or(|k| *k == item.kind)
        && filter.from.is_none_or(|from| item.recorded_at >= from)
        && filter.to.is_none_or(|to| item.recorded_at < to)
        && person.is_none_or(|p| item.by.person.as_ref().is_some_and(|by| by.id == p))
        && (!filter.openings || item.kind == "reporter_opened")
}

fn event(row: &Row) -> Result<Audited, EngineError> {
    let noun = Noun::from_number(row.int(1)?).map(|n| crate::problem::word(&n)).unwrap_or_default();
    let actor = ActorRef(row.text(7)?.to_owned());
    let brought = actor.brought_by();
    let person = actor.person().or(brought.map(|(person, _)| person));
    let unit = actor.unit().or(brought.map(|(_, unit)| unit));
    let bare = |id: String| Named { id, name: String::new() };
    Ok(Audited {
        index: row.int(0)? as u64,
        noun,
        stream: row.id(2)?,
        called: None,
        sequence: row.int(3)? as u32,
        at: Instant(row.int(4)?),
        recorded_at: Instant(row.int(5)?),
        imported: row.int(6)? == 2,
        kind: row.text(8)?.to_owned(),
        words: String::new(),
        by: Acted {
            kind: actor.0.split(':').next().unwrap_or_default().to_owned(),
            person: person.map(|p| bare(p.to_string())),
            unit: unit.map(|u| bare(u.to_string())),
        },
        facts: serde_json::from_str(row.text(9)?).unwrap_or_default(),
        hash: row.hash(10)?,
    })
}
