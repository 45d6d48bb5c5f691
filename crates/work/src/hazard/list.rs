//! 台账: lists of hazards that the viewer may see, by filter, in an order that an index serves, page by page.
//!
//! A viewer who sees everything reads `hazards`; anybody else reads the union of why something is seen, each
//! branch with an index of its own, so that a page costs the same in a district of any size.

use super::Looker;
use super::filter::{Filter, parts, visible};
use super::order::{ListOrder, Order};
use super::query::Query;
use super::search::{self, Search, Sought};
use super::view::{Lookups, Summary, summary, why_me, words};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Grade, Hazard, Source, StageCode, Words};
use domain::people::{Act, Actor, Reason, Resource, Scope, Staff, may};
use serde::Serialize;
use store::{Connection, EngineError};
use uuid::Uuid;

/// Which page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where the last page ended; nothing for the first.
    pub after: Option<String>,
    /// How many rows, 200 at most.
    pub limit: u32,
    /// In which order; what is looked for by words is always newest first.
    pub order: ListOrder,
}

impl Page {
    /// The most rows of a page.
    pub const MOST: u32 = 200;

    pub(crate) fn rows(&self) -> usize {
        self.limit.clamp(1, Self::MOST) as usize
    }

    /// The time and id after which the page begins.
    pub(crate) fn cursor(&self) -> Result<Option<(i64, Uuid)>, Problem> {
        let Some(text) = &self.after else { return Ok(None) };
        let bad = || Problem::invalid("after", "malformed");
        let (time, id) = text.split_once('_').ok_or_else(bad)?;
        Ok(Some((time.parse().map_err(|_| bad())?, id.parse().map_err(|_| bad())?)))
    }

    pub(crate) fn mark(time: i64, id: Uuid) -> String {
        format!("{time}_{}", id.simple())
    }
}

/// One page.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = HazardList)]
pub struct Listed {
    /// The rows.
    pub items: Vec<Summary>,
    /// Where the next page begins; nothing at the end.
    pub next: Option<String>,
}

/// Whose hazards a branch reads.
#[derive(Clone, Copy)]
enum Seen<'a> {
    All,
    For(&'a Reason),
    Allowed(&'a Scope),
}

/// One branch: a table with a condition, filtered, in order, cut to a page.
fn branch(
    query: &mut Query,
    seen: Seen<'_>,
    (filter, order): (&Filter, ListOrder),
    cursor: Option<(i64, Uuid)>,
    rows: usize,
    at: (i64, Instant),
) -> String {
    let (district, now) = at;
    let Order { column, descending } = order.of(filter);
    let district = query.mark(district);
    let reason = match seen {
        Seen::For(reason) => Some(reason),
        Seen::All | Seen::Allowed(_) => None,
    };
    let (from, time, id) = match reason.and_then(parts) {
        Some((party, parts)) => {
            let party = query.mark(party);
            let parts = query.marks(parts.iter().map(|p| *p as i64));
            let time = if column == "due_at" { "h.due_at" } else { "p.reported_at" };
            let from = format!(
                "hazard_parties p join hazards h on h.district = p.district and h.id = p.hazard \
                 where p.district = {district} and p.party = {party} and p.part in ({parts})"
            );
            (from, time.to_owned(), "p.hazard")
        }
        None => {
            let extra = match reason {
                Some(Reason::Street(street)) => {
                    let street = query.mark(street.as_str());
                    format!(" and h.street = {street}")
                }
                Some(Reason::Submitted) => {
                    let stages = query.marks(Reason::VERIFIER_STAGES.iter().map(|s| *s as i64));
                    format!(" and h.stage in ({stages})")
                }
                _ => String::new(),
            };
            let extra = match seen {
                Seen::Allowed(scope) => visible(query, scope).unwrap_or_else(|| " and 1 = 0".to_owned()),
                Seen::All | Seen::For(_) => extra,
            };
            // Said, so that an index of only those that have it may be used.
            let has = if column == "due_at" { " and h.due_at is not null" } else { "" };
            (format!("hazards h where h.district = {district}{has}{extra}"), format!("h.{column}"), "h.id")
        }
    };
    let after = match cursor {
        Some((t, i)) => {
            let (t, i) = (query.mark(t), query.mark(i));
            format!(" and ({time}, {id}) {} ({t}, {i})", if descending { "<" } else { ">" })
        }
        None => String::new(),
    };
    let filters = filter.conditions(query, now);
    let direction = if descending { "desc" } else { "asc" };
    let rows = query.mark(rows as i64);
    format!(
        "select * from (select {id} as id, {time} as t from {from}{after}{filters} \
         order by {time} {direction}, {id} {direction} limit {rows}) b"
    )
}

/// The statement for a page: ids and times, in order.
fn compose(
    scope: &Scope,
    (filter, order): (&Filter, ListOrder),
    cursor: Option<(i64, Uuid)>,
    rows: usize,
    at: (i64, Instant),
) -> Option<Query> {
    let mut query = Query::default();
    let asked = (filter, order);
    let branches = match scope {
        Scope::None | Scope::One(_) => return None,
        Scope::All => vec![branch(&mut query, Seen::All, asked, cursor, rows, at)],
        // What has a deadline is what is open, and little: it is walked in order, past what may not be seen.
        Scope::Any(_) if order == ListOrder::Due && !filter.late => {
            vec![branch(&mut query, Seen::Allowed(scope), asked, cursor, rows, at)]
        }
        Scope::Any(reasons) => {
            reasons.iter().map(|r| branch(&mut query, Seen::For(r), asked, cursor, rows, at)).collect()
        }
    };
    let direction = order.of(filter).direction();
    let limit = query.mark(rows as i64);
    // A cross join: SQLite keeps its order. Left to itself it may read the whole district and look into the page.
    query.text = format!(
        "select u.id, u.t, h.state, e.words, p.name from ({}) u cross join hazards h \
         left join events e on e.district = {d} and e.stream = u.id and e.sequence = 1 \
         left join places p on p.district = {d} and p.id = h.place where h.district = {d} and h.id = u.id \
         order by u.t {direction}, u.id {direction} limit {limit}",
        branches.join(" union "),
        d = "$1",
    );
    Some(query)
}

/// Every shape of statement that a list can have, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let filters = [
        Filter::default(),
        Filter { late: true, ..Filter::default() },
        Filter {
            stages: vec![StageCode::Filed, StageCode::Dispatched],
            street: Some("a".into()),
            category: Some("b".into()),
            grade: Some(Grade::Major),
            unit: Some(Uuid::nil()),
            place: Some(Uuid::nil()),
            source: Some(Source::Resident),
            late: true,
            supervised: true,
            from: Some(Instant(0)),
            to: Some(Instant(1)),
            number: Some("x".into()),
            q: None,
        },
    ];
    let unit = domain::ids::UnitId(Uuid::nil());
    let person = domain::ids::PersonId(Uuid::nil());
    let scopes = [
        Scope::All,
        Scope::Any(vec![
            Reason::Unit(unit),
            Reason::Asked(unit),
            Reason::Street("a".into()),
            Reason::Finder(person),
            Reason::Submitted,
            Reason::VerifiedBy(person),
        ]),
    ];
    let mut all = Vec::new();
    for filter in &filters {
        for scope in &scopes {
            for cursor in [None, Some((0, Uuid::nil()))] {
                for order in [ListOrder::Newest, ListOrder::Oldest, ListOrder::Due] {
                    let asked = (filter, order);
                    all.extend(compose(scope, asked, cursor, 50, (1, Instant(0))).map(|q| q.text));
                }
            }
            all.extend(search::statements(scope, filter));
            all.extend(super::export::statements(scope, filter));
        }
    }
    all.extend(super::inbox::statements());
    all
}

/// A page of what the viewer may see.
pub async fn list(app: &App, actor: &Actor, filter: Filter, page: Page) -> Result<Listed, Problem> {
    may(actor, Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let (rows, cursor, order) = (page.rows(), page.cursor()?, page.order);
    let now = app.store().surroundings().now();
    let filter = filter.tidied()?;
    if let Some(text) = &filter.q {
        let sought = Sought::of(text)?;
        return searched(app, actor, filter, sought, (cursor, rows)).await;
    }
    let scope = Scope::of(actor);
    let Some(query) = compose(&scope, (&filter, order), cursor, rows + 1, (app.district().0, now)) else {
        return Ok(Listed { items: Vec::new(), next: None });
    };
    let lookups = Lookups::of(app);
    let looker = Looker::of(actor, lookups.names().registers);
    // Whoever asks by time or source would learn from the answer what the rows do not say.
    let probing = filter.probes();
    let seen = move |hazard: Hazard, said| {
        (!probing || !looker.is_kept_from(&hazard)).then(|| looker.seen(hazard, said))
    };
    Ok(app.store().read(move |c| read_page(c, &query, rows, &lookups, now, &seen, None)).await?)
}

async fn searched(
    app: &App,
    actor: &Actor,
    filter: Filter,
    sought: Sought,
    (cursor, rows): (Option<(i64, Uuid)>, usize),
) -> Result<Listed, Problem> {
    let (actor, district) = (actor.clone(), app.district());
    let now = app.store().surroundings().now();
    let lookups = Lookups::of(app);
    let looker = Looker::of(&actor, lookups.names().registers);
    let found = app.store().read(move |c| {
        let search = Search {
            district,
            actor: &actor,
            filter: &filter,
            sought: &sought,
            lookups: &lookups,
            looker,
            now,
        };
        search.page(c, cursor, rows)
    });
    Ok(found.await?)
}

pub(super) fn read_page(
    connection: &mut dyn Connection,
    query: &Query,
    rows: usize,
    lookups: &Lookups,
    now: Instant,
    seen: &dyn Fn(Hazard, Words) -> Option<(Hazard, Words)>,
    for_whom: Option<&Staff>,
) -> Result<Listed, EngineError> {
    let found = connection.query(&query.text, &query.parameters)?;
    let mut items = Vec::with_capacity(found.len().min(rows));
    let mut last = None;
    for row in found.iter().take(rows) {
        let hazard = state(row.text(2)?)?;
        last = Some(Page::mark(row.int(1)?, row.id(0)?));
        let why = why_me(&hazard, for_whom);
        let Some((hazard, said)) = seen(hazard, words(row.opt_text(3)?)) else { continue };
        items.push(Summary { why, ..summary(&hazard, &said, row.opt_text(4)?, &lookups.names(), now) });
    }
    Ok(Listed { next: last.filter(|_| found.len() > rows), items })
}

/// A hazard from its kept state.
pub(crate) fn state(json: &str) -> Result<Hazard, EngineError> {
    serde_json::from_str(json).map_err(|e| EngineError::Other(format!("state of a hazard: {e}")))
}
