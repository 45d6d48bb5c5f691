//! 待办: what waits for this viewer, in the order in which it is due.

use super::Looker;
use super::list::{Listed, Page, read_page};
use super::query::Query;
use super::view::Lookups;
use crate::{App, Problem};
use domain::hazard::Awaits;
use domain::people::{Act, Actor, Resource, may};
use serde::Serialize;
use uuid::Uuid;

/// What waits, a page of it, and how much in all.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Inbox {
    /// The page.
    #[serde(flatten)]
    pub page: Listed,
    /// How much waits.
    pub counts: Counts,
}

/// How much waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// In all.
    pub total: i64,
    /// Of it, due and past.
    pub late: i64,
}

fn branches(query: &mut Query, actor: &Actor) -> Vec<String> {
    let Some(staff) = actor.staff() else { return Vec::new() };
    let mut all = Vec::new();
    for awaits in Awaits::of(staff) {
        let mark = query.mark(awaits as i64);
        if matches!(awaits, Awaits::Unit | Awaits::Inspectors | Awaits::Recheckers) {
            let unit = query.mark(staff.unit);
            all.push(format!("h.awaits = {mark} and h.awaits <> 0 and h.awaits_unit = {unit}"));
        } else {
            // No unit is awaited by name here. Said, because only then one index gives both the rows and their order.
            // `<> 0` names the partial index; `> 0` would be taken for the range to search, and all that waits for
            // anybody would be read.
            all.push(format!("h.awaits = {mark} and h.awaits <> 0 and h.awaits_unit is null"));
            let mark = query.mark(awaits as i64);
            all.push(format!("h.awaits_too = {mark} and h.awaits_too <> 0"));
        }
    }
    all
}

/// What is owed beside the stage, for what the other branches do not bring: one row a hazard, by its first deadline.
fn owed(query: &mut Query, actor: &Actor, elsewhere: &[String]) -> Option<String> {
    let staff = actor.staff()?;
    let awaits = query.marks(Awaits::of(staff).into_iter().map(|a| a as i64));
    let (unit, person, anybody) = (query.mark(staff.unit), query.mark(staff.person), query.mark(Uuid::nil()));
    let brought: Vec<String> = elsewhere.iter().map(|condition| format!(" and not ({condition})")).collect();
    Some(format!(
        "select o.hazard as id, min(o.due_at) as t from hazard_owed o join hazards h on h.district = o.district \
         and h.id = o.hazard where o.district = $1 and o.awaits in ({awaits}) \
         and o.owner in ({unit}, {person}, {anybody}){} group by o.hazard",
        brought.concat()
    ))
}

fn compose(actor: &Actor, district: i64, cursor: Option<(i64, Uuid)>, rows: usize) -> Option<Query> {
    let mut query = Query::default();
    query.mark(district);
    let conditions = branches(&mut query, actor);
    if conditions.is_empty() {
        return None;
    }
    let after = match cursor {
        Some((t, i)) => {
            let (t, i) = (query.mark(t), query.mark(i));
            format!(" and (h.due_at, h.id) > ({t}, {i})")
        }
        None => String::new(),
    };
    let beside = owed(&mut query, actor, &conditions).map(|owed| {
        let after = after.replace("h.due_at, h.id", "w.t, w.id");
        format!("select * from ({owed}) w where 1 = 1{after}")
    });
    let limit = query.mark(rows as i64);
    let parts: Vec<String> = conditions
        .iter()
        .map(|condition| {
            format!(
                "select * from (select h.id as id, h.due_at as t from hazards h where h.district = $1 \
                 and {condition}{after} order by h.due_at, h.id limit {limit}) b"
            )
        })
        .chain(beside)
        .collect();
    query.text = format!(
        "select u.id, u.t, h.state, e.words, p.name from ({}) u \
         join hazards h on h.district = $1 and h.id = u.id \
         left join events e on e.district = $1 and e.stream = u.id and e.sequence = 1 \
         left join places p on p.district = $1 and p.id = h.place order by u.t, u.id limit {limit}",
        parts.join(" union ")
    );
    Some(query)
}

fn count(actor: &Actor, district: i64, now: i64) -> Option<Query> {
    let mut query = Query::default();
    query.mark(district);
    let now = query.mark(now);
    let conditions = branches(&mut query, actor);
    if conditions.is_empty() {
        return None;
    }
    let beside = owed(&mut query, actor, &conditions);
    let parts: Vec<String> = conditions
        .iter()
        .map(|c| format!("select h.id as id, h.due_at as t from hazards h where h.district = $1 and {c}"))
        .chain(beside)
        .collect();
    query.text = format!(
        "select count(*), coalesce(cast(sum(case when t < {now} then 1 else 0 end) as bigint), 0) from ({}) u",
        parts.join(" union ")
    );
    Some(query)
}

/// What waits for this viewer.
pub async fn inbox(app: &App, actor: &Actor, page: Page) -> Result<Inbox, Problem> {
    may(actor, Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let (rows, cursor) = (page.rows(), page.cursor()?);
    let now = app.store().surroundings().now();
    let district = app.district().0;
    let nothing =
        Inbox { page: Listed { items: Vec::new(), next: None }, counts: Counts { total: 0, late: 0 } };
    let (Some(query), Some(count)) =
        (compose(actor, district, cursor, rows + 1), count(actor, district, now.0))
    else {
        return Ok(nothing);
    };
    let lookups = Lookups::of(app);
    let looker = Looker::of(actor, lookups.names().registers);
    let staff = actor.staff().cloned();
    let inbox = app.store().read(move |c| {
        let page =
            read_page(c, &query, rows, &lookups, now, &|h, said| Some(looker.seen(h, said)), staff.as_ref())?;
        let counted = c.query(&count.text, &count.parameters)?;
        let counts = match counted.first() {
            Some(row) => Counts { total: row.int(0)?, late: row.int(1)? },
            None => Counts { total: 0, late: 0 },
        };
        Ok(Inbox { page, counts })
    });
    Ok(inbox.await?)
}

/// Every shape of statement that an inbox can have.
pub(super) fn statements() -> Vec<String> {
    use domain::people::{Role, Staff};
    let actor = Actor::Staff(Staff {
        person: domain::ids::PersonId(Uuid::nil()),
        unit: domain::ids::UnitId(Uuid::nil()),
        area: None,
        roles: Role::ALL.to_vec(),
    });
    let cursors: [Option<(i64, Uuid)>; 2] = [None, Some((0, Uuid::nil()))];
    let pages = cursors.into_iter().filter_map(|c| compose(&actor, 1, c, 50));
    pages.chain(count(&actor, 1, 0)).map(|q| q.text).collect()
}
