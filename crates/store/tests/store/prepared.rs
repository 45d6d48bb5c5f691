//! The schema and every statement, on both engines.

use crate::base::{Base, on_both};
use store::tables::{self, Onto};
use store::{EngineError, queries};

fn every_statement_is_valid(base: &Base) {
    base.store().close();
    let mut connection = base.connection();
    let mut wrong = Vec::new();
    let mut check = |sql: &str| {
        if let Err(error) = connection.check(sql) {
            wrong.push(format!("{sql}: {error}"));
        }
    };
    queries::all().into_iter().for_each(&mut check);
    queries::open311::statements().iter().for_each(|sql| check(sql));
    for table in tables::ALL {
        check(&format!("select {} from {}", table.columns.join(", "), table.name));
        check(&table.write_sql(1, Onto::Nothing));
        check(&table.write_sql(1, Onto::Whatever));
        check(&table.write_sql(128, Onto::Whatever));
        check(&table.delete_sql());
    }
    assert_eq!(wrong, Vec::<String>::new());
}

fn the_schema_is_brought_up_to_date_once(base: &Base) {
    base.store().close();
    let before = base.rows("select name, digest from migrations order by name", &[]);
    assert!(before.len() >= 2, "the lock and at least one step");
    base.store().close();
    assert_eq!(base.rows("select name, digest from migrations order by name", &[]), before);
}

fn two_that_start_together_on_an_empty_database_both_serve(base: &Base) {
    std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| base.try_store())).collect();
        for start in starts {
            start.join().unwrap().unwrap().close();
        }
    });
}

fn a_database_of_a_newer_or_another_program_is_refused(base: &Base) {
    base.store().close();
    let refusal = |base: &Base| match base.try_store() {
        Err(EngineError::Other(text)) => text,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("opened"),
    };
    base.change("insert into migrations (name, digest) values ('9999_later', $1)", &[[1u8; 32].into()]);
    assert!(refusal(base).contains("9999_later"), "{}", refusal(base));
    base.change("delete from migrations where name = '9999_later'", &[]);
    base.store().close();
    base.change("update migrations set digest = $1 where name = '0001_first'", &[[1u8; 32].into()]);
    assert!(refusal(base).contains("0001_first"), "{}", refusal(base));
}

fn whatever_a_value_is_comes_back(base: &Base) {
    use store::Value;
    base.store().close();
    let mut connection = base.connection();
    connection.script("create table kept (a bigint, b text, c bytea)").unwrap();
    let rows = [
        [Value::Int(i64::MIN), Value::from("码上🚒'\"\\"), Value::Bytes(vec![])],
        [Value::Int(i64::MAX), Value::from("a\0b"), Value::Bytes((0..=255).collect())],
        [Value::Null, Value::Null, Value::Null],
    ];
    for row in &rows {
        connection.execute("insert into kept (a, b, c) values ($1, $2, $3)", row).unwrap();
        let back = connection.query("select a, b, c from kept", &[]).unwrap();
        assert_eq!(back[0].0, row);
        connection.execute("delete from kept", &[]).unwrap();
    }
    assert_eq!(rows[1][1], Value::Text("ab".into()), "nobody means NUL");
}

on_both![
    every_statement_is_valid,
    the_schema_is_brought_up_to_date_once,
    two_that_start_together_on_an_empty_database_both_serve,
    a_database_of_a_newer_or_another_program_is_refused,
    whatever_a_value_is_comes_back,
];

/// An older file that somebody replaced by hand would lose data without a word.
#[test]
fn sqlite_is_durable_as_it_is_opened() {
    let base = Base::sqlite();
    base.store().close();
    let mut connection = base.connection();
    let mut pragma =
        |name: &str| connection.query(&format!("pragma {name}"), &[]).unwrap().remove(0).0.remove(0);
    assert_eq!(pragma("journal_mode"), store::Value::Text("wal".into()));
    assert_eq!(pragma("synchronous"), store::Value::Int(2), "FULL");
}

/// A list of few among many must not read what lies between them: every branch begins where an index has its rows in
/// order, and ends with the page.
#[test]
fn lists_for_everybody_read_no_further_than_their_page() {
    use store::queries::open311::{Shape, requests};
    let base = Base::sqlite();
    base.store().close();
    let everything = Shape { reported: true, ..Shape::default() };
    let changes = Shape { updated: true, ..Shape::default() };
    let cases = [
        (everything, "hazards_shown", 2),
        (Shape { closed: Some(true), ..everything }, "hazards_shown", 1),
        (Shape { boxed: true, ..everything }, "hazards_shown", 2),
        (Shape { services: 9, ..everything }, "hazards_shown", 2),
        (Shape { services: 3, ..everything }, "hazards_shown_by_category", 6),
        (Shape { services: 1, closed: Some(false), ..everything }, "hazards_shown_by_category", 1),
        (changes, "hazards_shown_by_update", 2),
        (Shape { closed: Some(true), ..changes }, "hazards_shown_by_update", 1),
    ];
    for (shape, index, branches) in cases {
        let sql = requests(shape);
        let last = (1..40).rev().find(|n| sql.contains(&format!("${n}"))).unwrap();
        let parameters = vec![store::Value::Int(1); last];
        let rows = base.connection().query(&format!("explain query plan {sql}"), &parameters).unwrap();
        let steps: Vec<String> = rows.iter().map(|row| row.text(3).unwrap().to_owned()).collect();
        let uses = |name: &str| steps.iter().filter(|s| s.contains(&format!(" INDEX {name} ("))).count();
        assert_eq!(uses(index), branches, "{shape:?}: {steps:#?}");
        let others = steps.iter().filter(|s| s.starts_with("SCAN h") || s.contains("hazards_by_"));
        assert_eq!(others.count(), 0, "{shape:?}: {steps:#?}");
        let sorted = steps.iter().filter(|s| s.contains("TEMP B-TREE FOR ORDER BY")).count();
        assert!(sorted <= 2, "the branches are in order already: {steps:#?}");
    }
}

/// What somebody reported, in the order of changes: what changed stands in an index of changes, what was only reported
/// in the one of reports.
#[test]
fn changes_of_ones_own_are_read_in_the_order_of_two_indexes() {
    use store::queries::open311::{Shape, UPDATES, requests};
    let base = Base::sqlite();
    base.store().close();
    let plan = |sql: &str, parameters: usize| {
        let parameters = vec![store::Value::Int(1); parameters];
        let rows = base.connection().query(&format!("explain query plan {sql}"), &parameters).unwrap();
        rows.iter().map(|row| row.text(3).unwrap().to_owned()).collect::<Vec<String>>()
    };
    let by = |steps: &[String], index: &str, column: &str| {
        let search = format!("SEARCH h USING INDEX {index} (district=? AND {column}>?");
        steps.iter().filter(|s| s.starts_with(&search)).count()
    };
    let steps = plan(&requests(Shape { own: true, updated: true, ..Shape::default() }), 7);
    assert_eq!(by(&steps, "hazards_by_update", "updated_at"), 1, "{steps:#?}");
    assert_eq!(by(&steps, "hazards_by_time", "reported_at"), 1, "{steps:#?}");
    let sorted = steps.iter().filter(|s| s.contains("TEMP B-TREE FOR ORDER BY")).count();
    assert!(sorted <= 2, "the branches are in order already: {steps:#?}");
    let steps = plan(UPDATES, 5);
    assert_eq!(by(&steps, "hazards_by_update", "updated_at"), 1, "{steps:#?}");
}

#[test]
fn readers_cannot_write() {
    for base in [Base::sqlite(), Base::postgres()] {
        let store = base.store();
        let written = store.read_blocking(|c| c.execute("delete from photos", &[]));
        assert!(matches!(written, Err(EngineError::Other(_))), "{written:?}");
        store.close();
    }
}
