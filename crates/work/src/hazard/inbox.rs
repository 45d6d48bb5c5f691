//! 待办: what waits for this viewer, in the order in which it is due.

use super::Looker;
use super::colleagues::{Colleagues, HELPERS, is_of_a_unit};
use super::list::{Listed, Page, read_page};
use super::query::Query;
use super::view::Lookups;
use crate::words::Lang;
use crate::{App, Problem};
use domain::hazard::{Awaits, Duty, Hazard, StageMove, owners};
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
        // Where nobody at all is free it stays with those who are called, so that somebody knows of it.
        let barred = |query: &mut Query, which: StageMove| match colleagues.barred(query, awaits, staff, which, "h.id") {
            Some(all) => format!(" and ({} or ({all}))", free(&(which as i64).to_string(), "h.id")),
            None => format!(" and {}", free(&(which as i64).to_string(), "h.id")),
        };
        // Nothing that the desk is asked for bars anybody, and nobody's inbox is longer.
        let [first, second] = StageMove::ALL
            .map(|which| if awaits == Awaits::Desk { String::new() } else { barred(query, which) });
        let mut stage = |condition: String| {
            let rows = format!("hazards h where h.district = $1 and {condition}");
            all.push(Range { rows, hazard: "h.id", times: 1 });
            by_stage.push(format!("({})", condition.replace("h.", "s.")));
        };
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
            stage(format!("h.awaits_too = {mark} and h.awaits_too <> 0{second}"));
        }
        for owner in &owners {
            let rows = format!(
                "hazard_owed h where h.district = $1 and h.awaits = {mark} and h.owner = {owner} and {}",
                free("h.duty", "h.hazard")
            );
            all.push(Range { rows, hazard: "h.hazard", times: Duty::ALL.len() });
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

/// How much waits, and how much of that was due before a moment; both may be more than [`MOST`].
fn count((actor, colleagues): (&Actor, &Colleagues), district: i64, now: i64) -> Option<Query> {
    let mut query = Query::of(district);
    let ranges = waiting(&mut query, actor, colleagues).ranges;
    let parts: Vec<String> = ranges.iter().map(|range| range.first(&mut query, "", MOST)).collect();
    let now = query.mark(now);
    query.text = format!(
        "select count(*), count(case when u.t < {now} then 1 end) \
         from (select v.id as id, min(v.t) as t from ({}) v group by v.id) u",
        parts.join(" union all ")
    );
    (!parts.is_empty()).then_some(query)
}

/// What waits for this viewer.
pub async fn inbox(app: &App, actor: &Actor, page: Page, lang: Lang) -> Result<Inbox, Problem> {
    may(actor, Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    let (rows, cursor) = (page.rows(), page.cursor(app)?);
    let now = app.store().surroundings().now();
    let district = app.district().0;
    let nothing =
        Inbox { page: Listed { items: Vec::new(), next: None }, counts: Counts { total: 0, late: 0 } };
    let lookups = Lookups::of(app, lang);
    let colleagues = Colleagues::of(lookups.names().registers);
    let who = (actor, &colleagues);
    let (Some(query), Some(counting)) =
        (compose(who, district, cursor, rows + 1), count(who, district, now.0))
    else {
        return Ok(nothing);
    };
    let looker = Looker::of(actor, lookups.names().registers);
    let staff = actor.staff().cloned();
    let inbox = app.store().read(move |c| {
        let seen = |h: Hazard, said| looker.may_know_of(&h).then(|| looker.seen(h, said));
        let page = read_page(c, &query, rows, &lookups, now, &seen, staff.as_ref())?;
        let counted = c.query(&counting.text, &counting.parameters)?;
        let number = |column| counted.first().map_or(Ok(0), |row| row.int(column));
        let counts = Counts { total: number(0)?.min(MOST as i64), late: number(1)?.min(MOST as i64) };
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
    let colleagues = Colleagues(actor.staff().into_iter().cloned().collect());
    let who = (&actor, &colleagues);
    let pages = cursors.into_iter().filter_map(|c| compose(who, 1, c, 50));
    pages.chain(count(who, 1, 0)).map(|q| q.text).collect()
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
    const VERIFIER: Uuid = Uuid::from_u128(0x505);

    /// What an inbox is read from, of one hazard: whom it awaits, with which deadline, and what is owed beside it.
    #[derive(Clone, Debug)]
    struct Case {
        awaits: (Awaits, Option<Uuid>, Option<Awaits>),
        due: i64,
        owed: Vec<(Awaits, Uuid, i64, Duty)>,
        barred: Vec<(i64, Uuid)>,
    }

    /// The viewer, another leader and a verifier of another unit.
    fn colleagues() -> Colleagues {
        let staff = |person: Uuid, unit: Uuid, roles: &[Role]| Staff {
            person: PersonId(person),
            unit: UnitId(unit),
            area: None,
            roles: roles.to_vec(),
        };
        let viewer = [Role::Handler, Role::CommitteeOffice, Role::Leader, Role::Acceptor];
        Colleagues(vec![
            staff(PERSON, UNIT, &viewer),
            staff(Uuid::from_u128(0x404), OTHER, &[Role::Leader]),
            staff(VERIFIER, OTHER, &[Role::Verifier]),
        ])
    }

    fn duty_number() -> impl Strategy<Value = i64> {
        prop_oneof![Just(Duty::InstructionReply as i64), Just(Duty::LookBack as i64)]
    }

    fn case() -> impl Strategy<Value = Case> {
        let unit = prop_oneof![Just(UNIT), Just(OTHER)];
        let awaits = prop_oneof![
            Just((Awaits::Nobody, None)),
            Just((Awaits::Desk, None)),
            Just((Awaits::Desk, Some(PERSON))),
            Just((Awaits::Desk, Some(OTHER))),
            Just((Awaits::Leaders, None)),
            Just((Awaits::Verifiers, None)),
            unit.prop_map(|unit| (Awaits::Unit, Some(unit))),
        ];
        let too = prop_oneof![3 => Just(None), 1 => Just(Some(Awaits::CommitteeOffice))];
        let who = prop_oneof![Just(Awaits::Unit), Just(Awaits::CommitteeOffice), Just(Awaits::Leaders)];
        let owner = prop_oneof![Just(UNIT), Just(PERSON), Just(Uuid::nil()), Just(OTHER)];
        let moves = prop_oneof![Just(StageMove::First as i64), Just(StageMove::Second as i64)];
        let bars = prop_oneof![moves, duty_number()];
        let part = prop_oneof![4 => owner.clone(), 1 => Just(VERIFIER)];
        let duty = prop_oneof![Just(Duty::InstructionReply), Just(Duty::LookBack)];
        let owed = prop::collection::vec((who, owner.clone(), 0i64..6, duty.clone()), 0..4);
        let barred = prop::collection::vec((bars, part), 0..4);
        (awaits, too, 0i64..6, owed, barred).prop_map(|((awaits, unit), too, due, owed, barred)| Case {
            awaits: (awaits, unit, too),
            due,
            owed,
            barred,
        })
    }

    impl Case {
        fn bars(&self, what: i64, staff: &Staff) -> bool {
            let own = [staff.unit.0, staff.person.0];
            self.barred.iter().any(|(barred, who)| *barred == what && own.contains(who))
        }

        /// Whether everybody who is called to a move is barred from it.
        fn nobody_is_left(&self, awaits: Awaits, unit: Option<Uuid>, which: StageMove) -> bool {
            let Colleagues(all) = colleagues();
            let mut called = all.iter().filter(|staff| Awaits::of(staff).contains(&awaits)).peekable();
            let of_unit = |staff: &&Staff| unit.is_none_or(|unit| unit == staff.unit.0);
            called.peek().is_some() && called.filter(of_unit).all(|staff| self.bars(which as i64, staff))
        }

        /// When it is due for the first of the colleagues.
        fn due_for(&self, viewer: &Staff) -> Option<i64> {
            let (first, unit, second) = self.awaits;
            let roles = Awaits::of(viewer);
            let mine = if first == Awaits::Desk { PERSON } else { UNIT };
            let has = |awaits: Awaits, of: Option<Uuid>, which: StageMove| {
                let nobody = self.nobody_is_left(awaits, of, which);
                let turn = roles.contains(&awaits)
                    && (awaits == Awaits::Desk || nobody || !self.bars(which as i64, viewer));
                // An office that can name somebody else has what nobody may do.
                turn || (nobody && of.is_none() && ![Awaits::Desk, Awaits::Nobody].contains(&awaits))
            };
            let by_stage = unit.is_none_or(|unit| unit == mine) && has(first, unit, StageMove::First)
                || second.is_some_and(|second| has(second, None, StageMove::Second));
            let mine = |owner: &Uuid| [UNIT, PERSON, Uuid::nil()].contains(owner);
            let owed = self.owed.iter().filter(|(who, owner, _, duty)| {
                roles.contains(who) && mine(owner) && !self.bars(*duty as i64, viewer)
            });
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
                let row = vec![1i64.into(), id.into(), (*duty).into(), (*who).into()];
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
            let query = compose((actor, &colleagues()), 1, cursor, rows + 1).unwrap();
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
        let viewer = colleagues().0.remove(0);
        let actor = Actor::Staff(viewer.clone());
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
                cases.iter().enumerate().filter_map(|(n, c)| Some((id(n), c.due_for(&viewer)?))).collect();
            let mut expected: Vec<(i64, Uuid)> = due.iter().map(|(id, t)| (*t, *id)).collect();
            expected.sort_unstable();
            prop_assert_eq!(&paged(connection.as_mut(), &actor, rows, |_| ()), &expected);
            let counting = count((&actor, &colleagues()), 1, 3).unwrap();
            let counted = connection.query(&counting.text, &counting.parameters).unwrap();
            let late = expected.iter().filter(|(due, _)| *due < 3).count();
            prop_assert_eq!(&counted[0].0, &[Value::from(expected.len() as i64), Value::from(late as i64)]);

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
