//! Whoever pages through an inbox sees what waits, once each.

use super::*;
use domain::hazard::Duty;
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
fn colleagues() -> Vec<Staff> {
    let staff = |person: Uuid, unit: Uuid, roles: &[Role]| Staff {
        person: PersonId(person),
        unit: UnitId(unit),
        area: None,
        roles: roles.to_vec(),
    };
    let viewer = [Role::Handler, Role::CommitteeOffice, Role::Leader, Role::Acceptor];
    vec![
        staff(PERSON, UNIT, &viewer),
        staff(Uuid::from_u128(0x404), OTHER, &[Role::Leader]),
        staff(VERIFIER, OTHER, &[Role::Verifier]),
    ]
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
        let all = colleagues();
        let of_unit = |staff: &&Staff| unit.is_none_or(|unit| unit == staff.unit.0);
        let called = all.iter().filter(|staff| Awaits::of(staff).contains(&awaits)).filter(of_unit);
        let called: Vec<&Staff> = called.collect();
        !called.is_empty() && called.iter().all(|staff| self.bars(which as i64, staff))
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
        let query = compose((actor, &Colleagues::all(colleagues())), 1, cursor, rows + 1).unwrap();
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
    let viewer = colleagues().remove(0);
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
        let counting = count((&actor, &Colleagues::all(colleagues())), 1, 3).unwrap();
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

/// However many hazards wait for others, or of however many somebody is barred, only what is shown is read.
#[test]
fn every_range_of_an_inbox_is_one_of_an_index() {
    let folder = std::env::temp_dir().join(format!("mashang-inbox-plan-{}", std::process::id()));
    let mut connection = Database::Sqlite(folder.join("test.db")).connect(true).unwrap();
    store::copy::create_schema(connection.as_mut()).unwrap();
    let viewer = colleagues().remove(0);
    let actor = Actor::Staff(Staff { roles: Role::ALL.to_vec(), ..viewer });
    let known = Colleagues::all(actor.staff().cloned().into_iter().chain(colleagues()));
    let who = (&actor, &known);
    let pages = [None, Some((5, Uuid::nil()))].map(|cursor| compose(who, 1, cursor, 50));
    for query in pages.into_iter().flatten().chain(count(who, 1, 9)) {
        let sql = format!("explain query plan {}", query.text);
        let rows = connection.query(&sql, &query.parameters).unwrap();
        let steps: Vec<&str> = rows.iter().map(|row| row.text(3).unwrap()).collect();
        let scans = ["SCAN h", "SCAN r", "SCAN f", "SCAN o", "SCAN s", "SCAN x"];
        let scanned = steps.iter().filter(|step| scans.iter().any(|scan| step.starts_with(scan)));
        assert_eq!(scanned.count(), 0, "{steps:#?}");
        let by = |start: &str| steps.iter().filter(|step| step.starts_with(start)).count();
        let awaited = "SEARCH h USING INDEX hazards_by_awaits (district=? AND awaits=? AND awaits_owner";
        let covering = awaited.replace("INDEX", "COVERING INDEX");
        assert!(by(awaited) + by(&covering) >= Awaits::of(actor.staff().unwrap()).len(), "{steps:#?}");
        assert!(by("SEARCH r USING COVERING INDEX hazard_barred_by_who") > 0, "{steps:#?}");
        assert!(
            by("SEARCH f USING COVERING INDEX hazard_owed_by_hazard (district=? AND hazard=?") > 0,
            "{steps:#?}"
        );
        assert_eq!(by("SEARCH f USING PRIMARY KEY"), 0, "{steps:#?}");
    }
    drop(connection);
    let _ = std::fs::remove_dir_all(folder);
}
