//! 待办: what waits for this viewer, in the order in which it is due.

use super::Looker;
use super::list::{Listed, Page, read_page};
use super::query::Query;
use super::view::Lookups;
use crate::{App, Problem};
use domain::hazard::{Awaits, Duty, Hazard, owners};
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

fn waiting(query: &mut Query, actor: &Actor) -> Waiting {
    let Some(staff) = actor.staff() else { return Waiting::default() };
    let owners: Vec<String> = owners(staff).into_iter().map(|owner| query.mark(owner)).collect();
    let (unit, person) = (query.mark(staff.unit), query.mark(staff.person));
    let free = |owed: &str, hazard: &str| {
        format!(
            "not exists (select 1 from hazard_barred x where x.district = $1 and x.hazard = {hazard} \
             and x.duty = {owed}.duty and x.who in ({unit}, {person}))"
        )
    };
    let (mut all, mut by_stage, mut awaited) = (Vec::new(), Vec::new(), Vec::new());
    for awaits in Awaits::of(staff) {
        let mark = query.mark(awaits as i64);
        let mut stage = |condition: String| {
            let rows = format!("hazards h where h.district = $1 and {condition}");
            all.push(Range { rows, hazard: "h.id", times: 1 });
            by_stage.push(format!("({})", condition.replace("h.", "s.")));
        };
        if matches!(awaits, Awaits::Unit | Awaits::Inspectors | Awaits::Recheckers) {
            stage(format!("h.awaits = {mark} and h.awaits <> 0 and h.awaits_owner = {unit}"));
        } else {
            // No unit is awaited by name here. Said, because only then one index gives both the rows and their order.
            // `<> 0` names the partial index; `> 0` would be taken for the range to search, and all that waits for
            // anybody would be read.
            stage(format!("h.awaits = {mark} and h.awaits <> 0 and h.awaits_owner is null"));
            if awaits == Awaits::Desk {
                stage(format!("h.awaits = {mark} and h.awaits <> 0 and h.awaits_owner = {person}"));
            }
            stage(format!("h.awaits_too = {mark} and h.awaits_too <> 0"));
        }
        for owner in &owners {
            let rows = format!(
                "hazard_owed h where h.district = $1 and h.awaits = {mark} and h.owner = {owner} and {}",
                free("h", "h.hazard")
            );
            all.push(Range { rows, hazard: "h.hazard", times: Duty::ALL.len() });
        }
        awaited.push(mark);
    }
    let (awaited, owners) = (awaited.join(", "), owners.join(", "));
    let owed = format!("o.awaits in ({awaited}) and o.owner in ({owners}) and {}", free("o", "o.hazard"));
    Waiting { ranges: all, by_stage: by_stage.join(" or "), owed }
}

/// A page: from each range as much as a page could take. A hazard that waits for several reasons comes once, where the
/// first of them is due.
fn compose(actor: &Actor, district: i64, cursor: Option<(i64, Uuid)>, rows: usize) -> Option<Query> {
    let mut query = Query::of(district);
    let waiting = waiting(&mut query, actor);
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

/// How much waits, or how much of that was due before a moment.
fn count(actor: &Actor, district: i64, before: Option<i64>) -> Option<Query> {
    let mut query = Query::of(district);
    let ranges = waiting(&mut query, actor).ranges;
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
    let (rows, cursor) = (page.rows(), page.cursor(app)?);
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
        let seen = |h: Hazard, said| looker.may_know_of(&h).then(|| looker.seen(h, said));
        let page = read_page(c, &query, rows, &lookups, now, &seen, staff.as_ref())?;
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
        area: Some("a".into()),
        roles: Role::ALL.to_vec(),
    });
    let cursors: [Option<(i64, Uuid)>; 2] = [None, Some((0, Uuid::nil()))];
    let pages = cursors.into_iter().filter_map(|c| compose(&actor, 1, c, 50));
    pages.chain(count(&actor, 1, None)).chain(count(&actor, 1, Some(0))).map(|q| q.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{PersonId, UnitId};
    use domain::people::{Role, Staff};
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use store::tables::{self, Table};
    use store::{Connection, Database, Value};

    const UNIT: Uuid = Uuid::from_u128(0x101);
    const PERSON: Uuid = Uuid::from_u128(0x202);
    const OTHER: Uuid = Uuid::from_u128(0x303);

    /// What an inbox is read from, of one hazard: whom it awaits, with which deadline, and what is owed beside it.
    #[derive(Clone, Debug)]
    struct Case {
        awaits: (Awaits, Option<Uuid>, Option<Awaits>),
        due: i64,
        owed: Vec<(Awaits, Uuid, i64, Duty)>,
        barred: Vec<(Duty, Uuid)>,
    }

    fn case() -> impl Strategy<Value = Case> {
        let unit = prop_oneof![Just(UNIT), Just(OTHER)];
        let awaits = prop_oneof![
            Just((Awaits::Nobody, None)),
            Just((Awaits::Desk, None)),
            Just((Awaits::Desk, Some(PERSON))),
            Just((Awaits::Desk, Some(OTHER))),
            Just((Awaits::Leaders, None)),
            unit.prop_map(|unit| (Awaits::Unit, Some(unit))),
        ];
        let too = prop_oneof![3 => Just(None), 1 => Just(Some(Awaits::CommitteeOffice))];
        let who = prop_oneof![Just(Awaits::Unit), Just(Awaits::CommitteeOffice), Just(Awaits::Leaders)];
        let owner = prop_oneof![Just(UNIT), Just(PERSON), Just(Uuid::nil()), Just(OTHER)];
        let duty = prop_oneof![Just(Duty::InstructionReply), Just(Duty::LookBack)];
        let owed = prop::collection::vec((who, owner.clone(), 0i64..6, duty.clone()), 0..4);
        let barred = prop::collection::vec((duty, owner), 0..2);
        (awaits, too, 0i64..6, owed, barred).prop_map(|((awaits, unit), too, due, owed, barred)| Case {
            awaits: (awaits, unit, too),
            due,
            owed,
            barred,
        })
    }

    impl Case {
        /// When it is due for somebody with these parts in the district.
        fn due_for(&self, roles: &[Awaits]) -> Option<i64> {
            let (first, unit, second) = self.awaits;
            let mine = if first == Awaits::Desk { PERSON } else { UNIT };
            let by_stage = roles.contains(&first) && unit.is_none_or(|unit| unit == mine)
                || second.is_some_and(|second| roles.contains(&second));
            let mine = |owner: &Uuid| [UNIT, PERSON, Uuid::nil()].contains(owner);
            let barred =
                |duty: Duty| self.barred.iter().any(|(d, who)| *d == duty && [UNIT, PERSON].contains(who));
            let owed = self.owed.iter();
            let owed =
                owed.filter(|(who, owner, _, duty)| roles.contains(who) && mine(owner) && !barred(*duty));
            owed.map(|(_, _, due, _)| *due).chain(by_stage.then_some(self.due)).min()
        }

        fn write(&self, connection: &mut dyn Connection, id: Uuid) {
            connection.execute("delete from hazards where district = 1 and id = $1", &[id.into()]).unwrap();
            connection
                .execute("delete from hazard_owed where district = 1 and hazard = $1", &[id.into()])
                .unwrap();
            connection
                .execute("delete from hazard_barred where district = 1 and hazard = $1", &[id.into()])
                .unwrap();
            let (first, unit, second) = self.awaits;
            let known = [
                ("id", id.into()),
                ("head", [0u8; 32].into()),
                ("receipt", id.to_string().into()),
                ("due_at", self.due.into()),
                ("awaits", (first as i64).into()),
                ("awaits_owner", unit.into()),
                ("awaits_too", second.map_or(0, |second| second as i64).into()),
            ];
            connection.write(&tables::HAZARDS, &[row(&tables::HAZARDS, &known)]).unwrap();
            for (who, owner, due, duty) in &self.owed {
                let row = vec![
                    1i64.into(),
                    (*who as i64).into(),
                    (*owner).into(),
                    (*due).into(),
                    id.into(),
                    (*duty as i64).into(),
                ];
                connection.write(&tables::HAZARD_OWED, &[row]).unwrap();
            }
            for (duty, who) in &self.barred {
                let row = vec![1i64.into(), id.into(), (*duty as i64).into(), (*who).into()];
                connection.write(&tables::HAZARD_BARRED, &[row]).unwrap();
            }
        }
    }

    /// A row with what is known, and something harmless elsewhere.
    fn row(table: &Table, known: &[(&str, Value)]) -> Vec<Value> {
        let or_else = |column: &str| match column {
            "state" | "source" => Value::Text("{}".into()),
            "street" | "category" | "grade" | "number" | "place" | "lon_e7" | "lat_e7" | "cell" | "risk"
            | "closed_at" | "wake_at" | "lead_unit" | "verified_by" => Value::Null,
            _ => Value::Int(1),
        };
        let value = |column: &&str| {
            let known = known.iter().find(|(name, _)| name == column);
            known.map_or_else(|| or_else(column), |(_, value)| value.clone())
        };
        table.columns.iter().map(value).collect()
    }

    fn id(n: usize) -> Uuid {
        // Ids that do not follow the order of the deadlines.
        Uuid::from_u128(((n * 7 % 16) as u128) << 8 | n as u128)
    }

    /// Pages through the inbox, while others change hazards between the pages; ids with the time at which they stand.
    fn paged(
        connection: &mut dyn Connection,
        actor: &Actor,
        rows: usize,
        mut between: impl FnMut(&mut dyn Connection),
    ) -> Vec<(i64, Uuid)> {
        let (mut all, mut cursor) = (Vec::new(), None);
        loop {
            let query = compose(actor, 1, cursor, rows + 1).unwrap();
            let found = connection.query(&query.text, &query.parameters).unwrap();
            let page = found.iter().take(rows).map(|row| (row.int(1).unwrap(), row.id(0).unwrap()));
            all.extend(page);
            cursor = all.last().copied();
            if found.len() <= rows {
                return all;
            }
            between(connection);
        }
    }

    fn whoever_pages_sees_each_once(mut connection: Box<dyn Connection>) {
        store::copy::create_schema(connection.as_mut()).unwrap();
        let connection = RefCell::new(connection);
        let staff = Staff {
            person: PersonId(PERSON),
            unit: UnitId(UNIT),
            area: None,
            roles: vec![Role::Handler, Role::CommitteeOffice, Role::Leader, Role::Acceptor],
        };
        let roles = Awaits::of(&staff);
        let actor = Actor::Staff(staff);
        let changes = prop::collection::vec((0usize..16, case()), 0..8);
        let cases = (prop::collection::vec(case(), 1..16), changes, 1usize..5);
        let config = ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() };
        let ran = TestRunner::new(config).run(&cases, |(cases, changes, rows)| {
            let mut connection = connection.borrow_mut();
            connection.rollback();
            connection.begin().unwrap();
            for (n, case) in cases.iter().enumerate() {
                case.write(connection.as_mut(), id(n));
            }
            let due: BTreeMap<Uuid, i64> =
                cases.iter().enumerate().filter_map(|(n, c)| Some((id(n), c.due_for(&roles)?))).collect();
            let mut expected: Vec<(i64, Uuid)> = due.iter().map(|(id, t)| (*t, *id)).collect();
            expected.sort_unstable();
            prop_assert_eq!(&paged(connection.as_mut(), &actor, rows, |_| ()), &expected);

            let mut left = changes.iter();
            let found = paged(connection.as_mut(), &actor, rows, |connection| {
                if let Some((n, case)) = left.next() {
                    case.write(connection, id(n % cases.len()));
                }
            });
            prop_assert!(found.is_sorted(), "{:?}", found);
            let changed: Vec<Uuid> = changes.iter().map(|(n, _)| id(n % cases.len())).collect();
            for (n, _) in cases.iter().enumerate().filter(|(n, _)| !changed.contains(&id(*n))) {
                let times = found.iter().filter(|(_, found)| *found == id(n)).count();
                prop_assert_eq!(times, usize::from(due.contains_key(&id(n))), "{:?}", id(n));
            }
            connection.rollback();
            Ok(())
        });
        ran.unwrap();
    }

    #[test]
    fn whoever_pages_sees_each_hazard_once() {
        let folder = std::env::temp_dir().join(format!("mashang-inbox-{}", std::process::id()));
        whoever_pages_sees_each_once(Database::Sqlite(folder.join("test.db")).connect(true).unwrap());
        let _ = std::fs::remove_dir_all(folder);
    }
}
