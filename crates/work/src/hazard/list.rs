//! 台账: lists of hazards that the viewer may see, by filter, in an order that an index serves, page by page.
//!
//! A viewer who sees everything reads `hazards`; anybody else reads the union of why something is seen, each
//! branch with an index of its own, so that a page costs the same in a district of any size.

use super::Looker;
use super::branch::{Asked, Reads, branches};
use super::filter::Filter;
use super::marks::Marks;
use super::order::ListOrder;
use super::query::Query;
use super::search::{self, Search, Sought};
use super::view::{Lookups, Summary, counted, summary, why_me, words};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Grade, Hazard, RiskColour, Source, StageCode, Words};
use domain::ids::District;
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
    pub(crate) fn cursor(&self, app: &App) -> Result<Option<(i64, Uuid)>, Problem> {
        self.after.as_deref().map(|mark| Marks::of(app).open(mark)).transpose()
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

impl Listed {
    /// No rows.
    pub(super) fn nothing() -> Self {
        Self { items: Vec::new(), next: None }
    }
}

/// The statement for a page: ids and times, in order.
fn compose(
    reads: Reads<'_>,
    (filter, order): (&Filter, ListOrder),
    cursor: Option<(i64, Uuid)>,
    rows: usize,
    at: (i64, Instant),
) -> Option<Query> {
    let (district, now) = at;
    let mut query = Query::of(district);
    let branches = branches(&mut query, reads, &Asked { filter, order, cursor, rows, now });
    if branches.is_empty() {
        return None;
    }
    let direction = order.of(filter).direction();
    let limit = query.mark(rows as i64);
    // A cross join: SQLite keeps its order. Left to itself it may read the whole district and look into the page.
    query.text = format!(
        "select u.id, u.t, h.state, e.words, p.name from (select v.id as id, v.t as t from ({}) v \
         order by v.t {direction}, v.id {direction} limit {limit}) u cross join hazards h \
         left join events e on e.district = $1 and e.stream = u.id and e.sequence = 1 \
         left join places p on p.district = $1 and p.id = h.place where h.district = $1 and h.id = u.id \
         order by u.t {direction}, u.id {direction}",
        branches.join(" union "),
    );
    Some(query)
}

/// Every shape of statement that a list can have, for the test that prepares them on both engines.
pub fn statements() -> Vec<String> {
    let filters = [
        Filter::default(),
        Filter { late: true, ..Filter::default() },
        Filter { stages: vec![StageCode::Filed, StageCode::Closed], ..Filter::default() },
        Filter { from: Some(Instant(0)), ..Filter::default() },
        Filter {
            stages: vec![StageCode::Filed, StageCode::Dispatched],
            street: Some("a".into()),
            category: Some("b".into()),
            grade: Some(Grade::Major),
            risk: Some(RiskColour::Red),
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
                    for looker in Looker::every() {
                        let (reads, asked) = (Reads { scope, looker }, (filter, order));
                        all.extend(compose(reads, asked, cursor, 50, (1, Instant(0))).map(|q| q.text));
                    }
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
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: Filter,
    page: Page,
    lang: Lang,
) -> Result<Listed, Problem> {
    may(actor, Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let (rows, cursor, order) = (page.rows(), page.cursor(app)?, page.order);
    let (district, now) = (app.district(), app.store().surroundings().now());
    let filter = filter.tidied()?;
    let sought = filter.q.as_deref().map(Sought::of).transpose()?;
    let (actor, lookups) = (actor.clone(), Lookups::of(app, lang));
    let looker = Looker::of(&actor, lookups.names().registers);
    let found = app.store().read(move |c| {
        let (filter, lookups) = (&filter, &lookups);
        let reading = Reading { district, looker, lookups, now, filter, sought: sought.as_ref() };
        let scope = Scope::of(&actor);
        let reads = Reads { scope: &scope, looker };
        let asked = if looker.is_private() { filter.without_probes() } else { filter.clone() };
        let query = |cursor| compose(reads, (&asked, order), cursor, rows + 1, (district.0, now));
        let Some(sought) = &sought else {
            return query(cursor)
                .map_or_else(|| Ok(Listed::nothing()), |query| reading.page(c, &query, rows, None));
        };
        let search = Search { district, actor: &actor, filter, sought, lookups, looker, now };
        match looker.is_private() {
            true => search.own(c, &reading, &query, cursor, rows),
            false => search.page(c, cursor, rows),
        }
    });
    Ok(found.await?)
}

/// Rows, and the time and id after which the next page begins.
type Rows = (Vec<Summary>, Option<(i64, Uuid)>);

/// How rows of a page are read for somebody.
pub(super) struct Reading<'a> {
    pub(super) district: District,
    pub(super) looker: Looker,
    pub(super) lookups: &'a Lookups,
    pub(super) now: Instant,
    pub(super) filter: &'a Filter,
    /// Words that must occur in what the viewer reads.
    pub(super) sought: Option<&'a Sought>,
}

impl Reading<'_> {
    pub(super) fn page(
        &self,
        connection: &mut dyn Connection,
        query: &Query,
        rows: usize,
        for_whom: Option<&Staff>,
    ) -> Result<Listed, EngineError> {
        let (items, last) = self.rows(connection, query, rows, for_whom)?;
        Ok(Listed { items, next: last.map(|(t, i)| self.lookups.marks().seal(t, i)) })
    }

    /// The rows that the viewer may know of, and where the next page begins.
    pub(super) fn rows(
        &self,
        connection: &mut dyn Connection,
        query: &Query,
        rows: usize,
        for_whom: Option<&Staff>,
    ) -> Result<Rows, EngineError> {
        let found = connection.query(&query.text, &query.parameters)?;
        let mut items = Vec::with_capacity(found.len().min(rows));
        let mut last = None;
        for row in found.iter().take(rows) {
            let hazard = state(row.text(2)?)?;
            last = Some((row.int(1)?, row.id(0)?));
            // Whoever asks by time or source would learn from the answer what the rows do not say.
            let probed =
                self.filter.probes() && self.looker.is_kept_from(&hazard) && !self.looker.is_private();
            if probed || !self.looker.may_know_of(&hazard) {
                continue;
            }
            let said = self.looker.told(connection, self.district, &hazard, words(row.opt_text(3)?))?;
            let place = row.opt_text(4)?;
            let why = why_me(&hazard, for_whom);
            let (hazard, _) = self.looker.seen(hazard, Words::none());
            // Nor does anybody learn by asking for anything else that the row would not say.
            if !self.filter.is_borne_out(&hazard) || self.sought.is_some_and(|s| !s.is_in(&said, place)) {
                continue;
            }
            let names = self.lookups.names();
            let why = counted(why, &hazard, &names, self.now);
            items.push(Summary { why, ..summary(&hazard, &said, place, &names, self.now) });
        }
        Ok((items, last.filter(|_| found.len() > rows)))
    }
}

/// A hazard from its kept state.
pub(crate) fn state(json: &str) -> Result<Hazard, EngineError> {
    serde_json::from_str(json).map_err(|e| EngineError::Other(format!("state of a hazard: {e}")))
}
