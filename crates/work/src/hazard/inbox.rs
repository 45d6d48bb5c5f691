//! 待办: what waits for this viewer, in the order in which it is due.

use super::Looker;
use super::list::{Listed, Page, read_page};
use super::query::Query;
use super::view::Lookups;
use crate::{App, Problem};
use domain::hazard::{Awaits, Duty};
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

/// How much waits, counted no further than 1000: counting takes the longer the more there is, and whoever has that much
/// to do need not know exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// In all; 1000 stands for more than 999.
    pub total: i64,
    /// Of it, due and past; 1000 stands for more than 999.
    pub late: i64,
}

/// As far as is counted.
const MOST: usize = 1_000;

/// A range of one index, in the order of `h.due_at` and the hazard's id, in which everything waits for the viewer.
struct Range {
    /// After `from`.
    rows: String,
    /// The column with the hazard's id.
    hazard: &'static str,
    /// How often one hazard can be in it.
    times: usize,
}

impl Range {
    /// The first rows, each `id` and `t`.
    fn first(&self, query: &mut Query, after: &str, hazards: usize) -> String {
        let limit = query.mark((hazards * self.times) as i64);
        let after = after.replace("h.id", self.hazard);
        let Self { rows, hazard, .. } = self;
        format!(
            "select * from (select {hazard} as id, h.due_at as t from {rows}{after} \
             order by h.due_at, {hazard} limit {limit}) b"
        )
    }
}

/// What waits for the viewer by the stage of a hazard, and what is owed beside it.
fn ranges(query: &mut Query, actor: &Actor) -> Vec<Range> {
    let Some(staff) = actor.staff() else { return Vec::new() };
    let owners = [query.mark(staff.unit), query.mark(staff.person), query.mark(Uuid::nil())];
    let mut all = Vec::new();
    for awaits in Awaits::of(staff) {
        let mark = query.mark(awaits as i64);
        let mut stage = |condition: String| {
            let rows = format!("hazards h where h.district = $1 and {condition}");
            all.push(Range { rows, hazard: "h.id", times: 1 });
        };
        if matches!(awaits, Awaits::Unit | Awaits::Inspectors | Awaits::Recheckers) {
            stage(format!("h.awaits = {mark} and h.awaits <> 0 and h.awaits_unit = {}", owners[0]));
        } else {
            // No unit is awaited by name here. Said, because only then one index gives both the rows and their order.
            // `<> 0` names the partial index; `> 0` would be taken for the range to search, and all that waits for
            // anybody would be read.
            stage(format!("h.awaits = {mark} and h.awaits <> 0 and h.awaits_unit is null"));
            stage(format!("h.awaits_too = {mark} and h.awaits_too <> 0"));
        }
        for owner in &owners {
            let rows =
                format!("hazard_owed h where h.district = $1 and h.awaits = {mark} and h.owner = {owner}");
            all.push(Range { rows, hazard: "h.hazard", times: Duty::ALL.len() });
        }
    }
    all
}

/// A page: from each range as much as a page could take. A hazard that waits for two reasons comes once a page, by the
/// first of them; when the second is due much later, it comes there again.
fn compose(actor: &Actor, district: i64, cursor: Option<(i64, Uuid)>, rows: usize) -> Option<Query> {
    let mut query = Query::of(district);
    let ranges = ranges(&mut query, actor);
    let after = match cursor {
        Some((t, i)) => {
            let (t, i) = (query.mark(t), query.mark(i));
            format!(" and (h.due_at, h.id) > ({t}, {i})")
        }
        None => String::new(),
    };
    let parts: Vec<String> = ranges.iter().map(|range| range.first(&mut query, &after, rows)).collect();
    let limit = query.mark(rows as i64);
    // A cross join: SQLite keeps its order. Left to itself it reads the whole district and looks into the page.
    query.text = format!(
        "select u.id, u.t, h.state, e.words, p.name from \
         (select v.id as id, min(v.t) as t from ({}) v group by v.id order by min(v.t), v.id limit {limit}) u \
         cross join hazards h \
         left join events e on e.district = $1 and e.stream = u.id and e.sequence = 1 \
         left join places p on p.district = $1 and p.id = h.place \
         where h.district = $1 and h.id = u.id order by u.t, u.id",
        parts.join(" union all ")
    );
    (!parts.is_empty()).then_some(query)
}

/// How much waits, or how much of that was due before a moment.
fn count(actor: &Actor, district: i64, before: Option<i64>) -> Option<Query> {
    let mut query = Query::of(district);
    let ranges = ranges(&mut query, actor);
    let due = before.map(|now| format!(" and h.due_at < {}", query.mark(now))).unwrap_or_default();
    let parts: Vec<String> = ranges.iter().map(|range| range.first(&mut query, &due, MOST)).collect();
    let most = query.mark(MOST as i64);
    query.text = format!(
        "select count(*) from (select distinct v.id from ({}) v limit {most}) u",
        parts.join(" union all ")
    );
    (!parts.is_empty()).then_some(query)
}

/// What waits for this viewer.
pub async fn inbox(app: &App, actor: &Actor, page: Page) -> Result<Inbox, Problem> {
    may(actor, Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let (rows, cursor) = (page.rows(), page.cursor()?);
    let now = app.store().surroundings().now();
    let district = app.district().0;
    let nothing =
        Inbox { page: Listed { items: Vec::new(), next: None }, counts: Counts { total: 0, late: 0 } };
    let (Some(query), Some(total), Some(late)) = (
        compose(actor, district, cursor, rows + 1),
        count(actor, district, None),
        count(actor, district, Some(now.0)),
    ) else {
        return Ok(nothing);
    };
    let lookups = Lookups::of(app);
    let looker = Looker::of(actor, lookups.names().registers);
    let staff = actor.staff().cloned();
    let inbox = app.store().read(move |c| {
        let page =
            read_page(c, &query, rows, &lookups, now, &|h, said| Some(looker.seen(h, said)), staff.as_ref())?;
        let mut counted =
            |query: &Query| c.query(&query.text, &query.parameters)?.first().map_or(Ok(0), |row| row.int(0));
        let counts = Counts { total: counted(&total)?, late: counted(&late)? };
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
    pages.chain(count(&actor, 1, None)).chain(count(&actor, 1, Some(0))).map(|q| q.text).collect()
}
