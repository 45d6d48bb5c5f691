//! 台账: lists of hazards that the viewer may see, by filter, newest first, page by page.
//!
//! A viewer who sees everything reads `hazards`; anybody else reads the union of why something is seen, each
//! branch with an index of its own, so that a page costs the same in a district of any size.

use super::view::{Lookups, Summary, summary, words};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Grade, Hazard, StageCode};
use domain::people::{Act, Actor, Reason, Resource, Scope, may};
use serde::Serialize;
use store::nouns::Part;
use store::{Connection, EngineError, Value};
use uuid::Uuid;

/// What to show.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// 环节; empty for all.
    pub stages: Vec<StageCode>,
    /// 街道.
    pub street: Option<String>,
    /// 类别.
    pub category: Option<String>,
    /// 等级.
    pub grade: Option<Grade>,
    /// 主办单位.
    pub unit: Option<Uuid>,
    /// 场所.
    pub place: Option<Uuid>,
    /// 来源, by its name.
    pub source: Option<String>,
    /// 超期: due and past; ordered by due time.
    pub late: bool,
    /// Reported from then on.
    pub from: Option<Instant>,
    /// Reported before then.
    pub to: Option<Instant>,
    /// 回执编号 or 案号, whole.
    pub number: Option<String>,
}

/// Which page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where the last page ended; nothing for the first.
    pub after: Option<String>,
    /// How many rows, 200 at most.
    pub limit: u32,
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

/// A statement under construction: text with numbered parameters.
#[derive(Default)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) parameters: Vec<Value>,
}

impl Query {
    /// The mark of a new parameter.
    pub(super) fn mark(&mut self, value: impl Into<Value>) -> String {
        self.parameters.push(value.into());
        format!("${}", self.parameters.len())
    }

    fn marks<T: Into<Value>>(&mut self, values: impl IntoIterator<Item = T>) -> String {
        let marks: Vec<String> = values.into_iter().map(|v| self.mark(v)).collect();
        marks.join(", ")
    }
}

/// The order of a list: newest first, or what is due longest first.
#[derive(Clone, Copy)]
struct Order {
    column: &'static str,
    descending: bool,
}

fn order(filter: &Filter) -> Order {
    if filter.late {
        Order { column: "due_at", descending: false }
    } else {
        Order { column: "reported_at", descending: true }
    }
}

fn conditions(query: &mut Query, filter: &Filter, now: Instant) -> String {
    let mut all = Vec::new();
    if !filter.stages.is_empty() {
        let marks = query.marks(filter.stages.iter().map(|s| *s as i64));
        all.push(format!("h.stage in ({marks})"));
    }
    let equal: [(&str, Option<Value>); 6] = [
        ("street", filter.street.clone().map(Value::from)),
        ("category", filter.category.clone().map(Value::from)),
        ("grade", filter.grade.map(|g| Value::Int(g as i64))),
        ("lead_unit", filter.unit.map(Value::from)),
        ("place", filter.place.map(Value::from)),
        ("source", filter.source.clone().map(Value::from)),
    ];
    for (column, value) in equal {
        if let Some(value) = value {
            let mark = query.mark(value);
            all.push(format!("h.{column} = {mark}"));
        }
    }
    if let Some(from) = filter.from {
        let mark = query.mark(from);
        all.push(format!("h.reported_at >= {mark}"));
    }
    if let Some(to) = filter.to {
        let mark = query.mark(to);
        all.push(format!("h.reported_at < {mark}"));
    }
    if filter.late {
        let mark = query.mark(now);
        let open = StageCode::ALL.into_iter().filter(|s| s.is_open()).map(|s| s as i64);
        let open = query.marks(open);
        all.push(format!("h.due_at < {mark} and h.stage in ({open})"));
    }
    if let Some(number) = &filter.number {
        let (receipt, case) = (query.mark(normalised(number)), query.mark(number.trim()));
        all.push(format!("(h.receipt = {receipt} or h.number = {case})"));
    }
    all.iter().map(|c| format!(" and {c}")).collect()
}

fn normalised(number: &str) -> String {
    identity::receipt::ReceiptNumber::parse(number)
        .map_or_else(|_| number.trim().to_owned(), |n| n.as_str().to_owned())
}

/// The numbers of the parts that make a hazard visible for a reason; nothing when the reason is another column.
fn parts(reason: &Reason) -> Option<(Uuid, &'static [Part])> {
    match reason {
        Reason::Unit(unit) => Some((unit.0, &[Part::Lead, Part::Co, Part::Copy, Part::Past, Part::Party])),
        Reason::Asked(unit) => Some((unit.0, &[Part::Inspects])),
        Reason::Finder(person) => Some((person.0, &[Part::Finder])),
        Reason::VerifiedBy(person) => Some((person.0, &[Part::Verifier])),
        Reason::Street(_) | Reason::Submitted => None,
    }
}

/// One branch: a table with a condition, filtered, in order, cut to a page.
fn branch(
    query: &mut Query,
    reason: Option<&Reason>,
    filter: &Filter,
    cursor: Option<(i64, Uuid)>,
    rows: usize,
    at: (i64, Instant),
) -> String {
    let (district, now) = at;
    let Order { column, descending } = order(filter);
    let district = query.mark(district);
    let (from, time, id) = match reason.and_then(parts) {
        Some((party, parts)) => {
            let party = query.mark(party);
            let parts = query.marks(parts.iter().map(|p| *p as i64));
            let time = if filter.late { "h.due_at" } else { "p.reported_at" };
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
            (format!("hazards h where h.district = {district}{extra}"), format!("h.{column}"), "h.id")
        }
    };
    let after = match cursor {
        Some((t, i)) => {
            let (t, i) = (query.mark(t), query.mark(i));
            format!(" and ({time}, {id}) {} ({t}, {i})", if descending { "<" } else { ">" })
        }
        None => String::new(),
    };
    let filters = conditions(query, filter, now);
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
    filter: &Filter,
    cursor: Option<(i64, Uuid)>,
    rows: usize,
    at: (i64, Instant),
) -> Option<Query> {
    let mut query = Query::default();
    let branches = match scope {
        Scope::None | Scope::One(_) => return None,
        Scope::All => vec![branch(&mut query, None, filter, cursor, rows, at)],
        Scope::Any(reasons) => {
            reasons.iter().map(|r| branch(&mut query, Some(r), filter, cursor, rows, at)).collect()
        }
    };
    let direction = if order(filter).descending { "desc" } else { "asc" };
    let limit = query.mark(rows as i64);
    query.text = format!(
        "select u.id, u.t, h.state, e.words, p.name from ({}) u \
         join hazards h on h.district = {d} and h.id = u.id \
         left join events e on e.district = {d} and e.stream = u.id and e.sequence = 1 \
         left join places p on p.district = {d} and p.id = h.place \
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
            source: Some("resident".into()),
            late: true,
            from: Some(Instant(0)),
            to: Some(Instant(1)),
            number: Some("x".into()),
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
                all.extend(compose(scope, filter, cursor, 50, (1, Instant(0))).map(|q| q.text));
            }
        }
    }
    all.extend(super::inbox::statements());
    all
}

/// A page of what the viewer may see.
pub async fn list(app: &App, actor: &Actor, filter: Filter, page: Page) -> Result<Listed, Problem> {
    may(actor, Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let (rows, cursor) = (page.rows(), page.cursor()?);
    let now = app.store().surroundings().now();
    let scope = Scope::of(actor);
    let Some(query) = compose(&scope, &filter, cursor, rows + 1, (app.district().0, now)) else {
        return Ok(Listed { items: Vec::new(), next: None });
    };
    let lookups = Lookups::of(app);
    Ok(app.store().read(move |c| read_page(c, &query, rows, &lookups, now)).await?)
}

pub(super) fn read_page(
    connection: &mut dyn Connection,
    query: &Query,
    rows: usize,
    lookups: &Lookups,
    now: Instant,
) -> Result<Listed, EngineError> {
    let found = connection.query(&query.text, &query.parameters)?;
    let mut items = Vec::with_capacity(found.len().min(rows));
    let mut last = None;
    for row in found.iter().take(rows) {
        let hazard = state(row.text(2)?)?;
        last = Some(Page::mark(row.int(1)?, row.id(0)?));
        items.push(summary(&hazard, &words(row.opt_text(3)?), row.opt_text(4)?, &lookups.names(), now));
    }
    Ok(Listed { next: last.filter(|_| found.len() > rows), items })
}

/// A hazard from its kept state.
pub(crate) fn state(json: &str) -> Result<Hazard, EngineError> {
    serde_json::from_str(json).map_err(|e| EngineError::Other(format!("state of a hazard: {e}")))
}
