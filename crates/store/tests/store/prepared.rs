//! The schema and every statement, on both engines.

use crate::base::{Base, on_both};
use store::{EngineError, queries, tables};

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
        check(&table.write_sql(1));
        check(&table.write_sql(128));
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

#[test]
fn readers_cannot_write() {
    for base in [Base::sqlite(), Base::postgres()] {
        let store = base.store();
        let written = store.read_blocking(|c| c.execute("delete from photos", &[]));
        assert!(matches!(written, Err(EngineError::Other(_))), "{written:?}");
        store.close();
    }
}
