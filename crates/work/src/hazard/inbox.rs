//! 待办: what waits for this viewer, in the order in which it is due.

use super::Looker;
use super::colleagues::{Colleagues, HELPERS, is_of_a_unit};
use super::filter::Filter;
use super::list::{Listed, Page, Reading};
use super::query::Query;
use super::view::Lookups;
use crate::words::Lang;
use crate::{App, Problem};
use domain::hazard::{Awaits, StageMove, owners};
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
pub(super) struct Range {
    /// After `from`.
    pub(super) rows: String,
    /// The column with the hazard's id.
    pub(super) hazard: &'static str,
    /// How often one hazard can be in it.
    pub(super) times: usize,
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
#[derive(Default)]
struct Waiting {
    ranges: Vec<Range>,
    /// What holds for a hazard `s` that waits by its stage.
    by_stage: String,
    /// What holds for something owed, `o`.
    owed: String,
}

impl Waiting {
    /// For a hazard of a range that begins after `t` and `i`: nothing else that waits for the viewer was due by then, or
    /// it stood on an earlier page because of that.
    fn not_before(&self, range: &Range, (t, i): (&str, &str)) -> String {
        let (hazard, Self { by_stage, owed, .. }) = (range.hazard, self);
        let mut all = format!(
            " and not exists (select 1 from hazard_owed o where o.district = $1 and o.hazard = {hazard} \
             and {owed} and (o.due_at, o.hazard) <= ({t}, {i}))"
        );
        // By its stage a hazard waits with one deadline only.
        if hazard != "h.id" {
            all.push_str(&format!(
                " and not exists (select 1 from hazards s where s.district = $1 and s.id = {hazard} \
                 and ({by_stage}) and (s.due_at, s.id) <= ({t}, {i}))"
            ));
        }
        all
    }
}

fn waiting(query: &mut Query, actor: &Actor, colleagues: &Colleagues) -> Waiting {
    let Some(staff) = actor.staff() else { return Waiting::default() };
    let owners: Vec<String> = owners(staff).into_iter().map(|owner| query.mark(owner)).collect();
    let (unit, person) = (query.mark(staff.unit), query.mark(staff.person));
    let free = |duty: &str, hazard: &str| {
        format!(
            "not exists (select 1 from hazard_barred x where x.district = $1 and x.hazard = {hazard} \
             and x.duty = {duty} and x.who in ({unit}, {person}))"
        )
    };
    let (mut all, mut by_stage, mut awaited) = (Vec::new(), Vec::new(), Vec::new());
    for awaits in Awaits::of(staff) {
        let mark = query.mark(awaits as i64);
        let barred = |query: &mut Query, which: StageMove| {
            let free = free(&(which as i64).to_string(), "h.id");
            // Nothing that the desk is asked for bars anybody, and nobody's inbox is longer.
            if awaits == Awaits::Desk {
                return String::new();
            }
            match colleagues.barred(query, awaits, staff, which, "h.id") {
                // Where nobody at all is free it stays with those who are called, so that somebody knows of it.
                Some(all) => format!(" and ({free} or ({all}))"),
                None => format!(" and {free}"),
            }
        };
        let mut stage = |condition: String| {
            let rows = format!("hazards h where h.district = $1 and {condition}");
            all.push(Range { rows, hazard: "h.id", times: 1 });
            by_stage.push(format!("({})", condition.replace("h.", "s.")));
        };
        let first = barred(query, StageMove::First);
        if is_of_a_unit(awaits) {
            stage(format!("h.awaits = {mark} and h.awaits <> 0 and h.awaits_owner = {unit}{first}"));
        } else {
            // No unit is awaited by name here. Said, because only then one index gives both the rows and their order.
            // `<> 0` names the partial index; `> 0` would be taken for the range to search, and all that waits for
            // anybody would be read.
            stage(format!("h.awaits = {mark} and h.awaits <> 0 and h.awaits_owner is null{first}"));
            if awaits == Awaits::Desk {
                stage(format!("h.awaits = {mark} and h.awaits <> 0 and h.awaits_owner = {person}"));
            }
            let second = barred(query, StageMove::Second);
            stage(format!("h.awaits_too = {mark} and h.awaits_too <> 0{second}"));
        }
        for owner in &owners {
            // What else is owed of a hazard by the same follows the first of it.
            let rows = format!(
                "hazard_owed h where h.district = $1 and h.awaits = {mark} and h.owner = {owner} and {} \
                 and not exists (select 1 from hazard_owed f where f.district = $1 and f.hazard = h.hazard \
                 and f.awaits = {mark} and f.owner = {owner} and (f.due_at, f.duty) < (h.due_at, h.duty) and {})",
                free("h.duty", "h.hazard"),
                free("f.duty", "f.hazard")
            );
            all.push(Range { rows, hazard: "h.hazard", times: 1 });
        }
        awaited.push(mark);
    }
    if HELPERS.iter().any(|role| staff.has(*role)) {
        colleagues.stranded(query, &mut all, &mut by_stage);
    }
    let (awaited, owners) = (awaited.join(", "), owners.join(", "));
    let owed =
        format!("o.awaits in ({awaited}) and o.owner in ({owners}) and {}", free("o.duty", "o.hazard"));
    Waiting { ranges: all, by_stage: by_stage.join(" or "), owed }
}

/// A page: from each range as much as a page could take. A hazard that waits for several reasons comes once, where the
/// first of them is due.
fn compose(
    (actor, colleagues): (&Actor, &Colleagues),
    district: i64,
    cursor: Option<(i64, Uuid)>,
    rows: usize,
) -> Option<Query> {
    let mut query = Query::of(district);
    let waiting = waiting(&mut query, actor, colleagues);
    let cursor = cursor.map(|(t, i)| (query.mark(t), query.mark(i)));
    let parts: Vec<String> = waiting
        .ranges
        .iter()
        .map(|range| {
            let after = cursor.as_ref().map(|(t, i)| {
                let before = waiting.not_before(range, (t, i));
                format!(" and (h.due_at, h.id) > ({t}, {i}){before}")
            });
            range.first(&mut query, &after.unwrap_or_default(), rows)
        })
        .collect();
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

/// How much waits, and how much of that was due before a moment; neither is more than [`MOST`]. Each is counted by itself:
/// SQLite then reads no further than to that many, wherever they stand.
fn count((actor, colleagues): (&Actor, &Colleagues), district: i64, now: i64) -> Option<Query> {
    let mut query = Query::of(district);
    let ranges = waiting(&mut query, actor, colleagues).ranges;
    let late = format!(" and h.due_at < {}", query.mark(now));
    let most = query.mark(MOST as i64);
    let counts = ["", &late].map(|after| {
        let parts: Vec<String> = ranges.iter().map(|range| range.first(&mut query, after, MOST)).collect();
        format!(
            "(select count(*) from (select distinct v.id from ({}) v limit {most}) u)",
            parts.join(" union all ")
        )
    });
    query.text = format!("select {}", counts.join(", "));
    (!ranges.is_empty()).then_some(query)
}

/// What waits for this viewer.
pub async fn inbox(app: &App, actor: &Actor, page: Page, lang: Lang) -> Result<Inbox, Problem> {
    may(actor, Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let (rows, cursor) = (page.rows(), page.cursor(app)?);
    let now = app.store().surroundings().now();
    let district = app.district();
    let nothing =
        Inbox { page: Listed { items: Vec::new(), next: None }, counts: Counts { total: 0, late: 0 } };
    let lookups = Lookups::of(app, lang);
    let colleagues = Colleagues::of(lookups.names().registers);
    let who = (actor, &colleagues);
    let (Some(query), Some(counting)) =
        (compose(who, district.0, cursor, rows + 1), count(who, district.0, now.0))
    else {
        return Ok(nothing);
    };
    let looker = Looker::of(actor, lookups.names().registers);
    let staff = actor.staff().cloned();
    let inbox = app.store().read(move |c| {
        let (filter, lookups) = (&Filter::default(), &lookups);
        let reading = Reading { district, looker, lookups, now, filter, sought: None };
        let page = reading.page(c, &query, rows, staff.as_ref())?;
        let counted = c.query(&counting.text, &counting.parameters)?;
        let number = |column| counted.first().map_or(Ok(0), |row| row.int(column));
        let counts = Counts { total: number(0)?, late: number(1)? };
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
        area: Some("a".into()),
        roles: Role::ALL.to_vec(),
    });
    let cursors: [Option<(i64, Uuid)>; 2] = [None, Some((0, Uuid::nil()))];
    let colleagues = Colleagues::all(actor.staff().cloned());
    let who = (&actor, &colleagues);
    let pages = cursors.into_iter().filter_map(|c| compose(who, 1, c, 50));
    pages.chain(count(who, 1, 0)).map(|q| q.text).collect()
}

#[cfg(test)]
mod tests;
