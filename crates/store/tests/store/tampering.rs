//! Somebody changes the database past the product: `verify` names the first thing that does not fit.

use crate::base::{Base, DISTRICT, on_both};
use crate::town::*;
use crate::writing::state;
use domain::hazard::{Action, ActionKind};
use domain::ids::HazardId;
use domain::people::Role;
use store::verify::{Fault, Report, What};
use store::{Database, Store, Value};

/// Three hazards; the second one has four events, two units with a part in it, and words.
fn lived(base: &Base) -> Vec<HazardId> {
    let store: Store = base.store();
    let hazards: Vec<_> = (1..=3).map(|n| send(&store, n)).collect();
    let lead = staff(4, STREET, &[Role::ShiftLead]);
    act(&store, lead.clone(), hazards[1], Action::Accept);
    for kind in [ActionKind::File, ActionKind::Dispatch] {
        let hazard = state(&store, hazards[1]);
        act(&store, lead.clone(), hazards[1], action(kind, &hazard, hazards[0], hazard.updated_at));
    }
    assert_eq!(base.settled(&store).events, 6);
    store.close();
    hazards
}

fn fault(hazard: HazardId, sequence: u32, what: What) -> Fault {
    let sequence = (sequence > 0).then_some(sequence);
    Fault {
        district: DISTRICT.0,
        noun: Some(domain::ledger::Noun::Hazard),
        stream: Some(hazard.0),
        sequence,
        what,
    }
}

fn whole(what: What) -> Fault {
    Fault { district: DISTRICT.0, noun: None, stream: None, sequence: None, what }
}

/// Makes the change, expects the fault, and puts everything back.
#[track_caller]
fn finds(base: &Base, change: &str, parameters: &[Value], expected: Fault) {
    let tables = [
        "events",
        "hazards",
        "log",
        "tiles",
        "checkpoints",
        "tallies",
        "hazard_parties",
        "hazard_grams",
        "hazard_numbers",
        "photo_bands",
        "map_cells",
        "outbox",
    ];
    let mut connection = base.connection();
    for table in tables {
        connection.script(&format!("create table kept_{table} as select * from {table}")).unwrap();
    }
    let touched = base.change(change, parameters);
    assert!(touched > 0, "{change} changed nothing");
    let report = base.verify();
    assert_eq!(report.first.as_ref(), Some(&expected), "{change}");
    assert!(report.faults > 0);
    for table in tables {
        let undo = format!(
            "delete from {table}; insert into {table} select * from kept_{table}; drop table kept_{table}"
        );
        connection.script(&undo).unwrap();
    }
}

const OF: &str = "where district = 430406 and stream = $1 and sequence = $2";

fn every_column_of_an_event(base: &Base) {
    let hazards = lived(base);
    let second = hazards[1];
    let key = |sequence: i64| [second.into(), Value::Int(sequence)];
    let content = [
        "noun = 2",
        "noun = 99",
        "at = at + 1",
        "recorded_at = recorded_at - 1",
        "origin = 2",
        "origin = 9",
        "actor = 'system'",
        "kind = 'rejected'",
        "body = body || ' '",
        "body = 'no json'",
        "words_digest = hash",
    ];
    for change in content {
        for sequence in [1, 3, 4] {
            let expected = fault(second, sequence as u32, What::Content);
            finds(base, &format!("update events set {change} {OF}"), &key(sequence), expected);
        }
    }
    let cases = [
        ("previous = words_digest", 3, What::Link),
        ("hash = words_digest", 3, What::Content),
        ("words_digest = null", 3, What::Content),
        ("words = '{\"text\":\"另一句\"}'", 3, What::Words),
        ("salt = substring(salt from 1 for 15)", 3, What::Content),
        ("salt = null", 3, What::Words),
        ("words = null", 3, What::Words),
        // Nobody said that they were erased.
        ("words = null, salt = null", 3, What::Words),
    ];
    for (change, sequence, what) in cases {
        // SQLite spells it another way; the meaning is the same.
        let change = if base.database.is_shared() {
            change.to_owned()
        } else {
            change.replace("substring(salt from 1 for 15)", "substr(salt, 1, 15)")
        };
        let expected = fault(second, sequence, what);
        finds(base, &format!("update events set {change} {OF}"), &key(i64::from(sequence)), expected);
    }
    for change in ["district = 430407", "sequence = 9", "stream = hash"] {
        finds(base, &format!("update events set {change} {OF}"), &key(2), fault(second, 3, What::Gap));
    }
}

fn events_that_go_or_come(base: &Base) {
    let hazards = lived(base);
    let key = |n: usize, sequence: i64| [hazards[n].into(), Value::Int(sequence)];
    let gone = format!("delete from events {OF}");
    finds(base, &gone, &key(1, 1), fault(hazards[1], 2, What::Gap));
    finds(base, &gone, &key(1, 3), fault(hazards[1], 4, What::Gap));
    finds(base, &gone, &key(1, 4), fault(hazards[1], 3, What::Head));
    finds(base, &gone, &key(0, 1), fault(hazards[0], 0, What::ExtraState));
    // A forger who knows the rules: the last event is made anew with a hash that fits.
    let columns = "district, noun, at, recorded_at, origin, actor, kind, body, words_digest, previous, hash, words, salt";
    let doubled = format!(
        "insert into events (stream, sequence, {columns}) select stream, 5, {columns} from events {OF}"
    );
    finds(base, &doubled, &key(1, 4), fault(hazards[1], 5, What::Link));
}

/// The forger computes the hash as well, and mends the row: the log remembers.
fn a_forger_who_knows_the_rules(base: &Base) {
    let hazards = lived(base);
    let row = base
        .rows(store::queries::ledger::EVENT, &[DISTRICT.into(), hazards[2].into(), Value::Int(1)])
        .remove(0);
    let (mut event, _) = store::verify::envelope(&row).unwrap();
    event.at = event.at.plus(60_000);
    event.recorded_at = event.at;
    let event = event.sealed();
    let state: domain::hazard::Hazard = {
        let body: domain::hazard::Event = serde_json::from_str(&event.body).unwrap();
        domain::hazard::Hazard::begin(hazards[2], &body, event.at).unwrap()
    };
    base.change(
        "update events set at = $1, recorded_at = $1, hash = $2 where stream = $3",
        &[event.at.into(), event.hash.into(), hazards[2].into()],
    );
    base.change(
        "update hazards set head = $1, state = $2, reported_at = $3, told_at = $3, updated_at = $3 where id = $4",
        &[
            event.hash.into(),
            serde_json::to_string(&state).unwrap().into(),
            event.at.into(),
            hazards[2].into(),
        ],
    );
    let pieces = "update hazard_grams set reported_at = $1 where hazard = $2";
    base.change(pieces, &[event.at.into(), hazards[2].into()]);
    assert_eq!(base.verify().first, Some(fault(hazards[2], 1, What::LogHash)));
}

fn every_column_of_a_state_row(base: &Base) {
    let hazards = lived(base);
    let second = hazards[1];
    let id = [Value::from(second)];
    let table = &store::tables::HAZARDS;
    for column in &table.columns[2..] {
        let value = match *column {
            "version" => "version + 1",
            "head" => "id",
            "state" => "replace(state, '430406001', '430406002')",
            "awaits_owner" | "lead_unit" | "place" | "verified_by" => "head",
            "street" | "category" | "source" | "receipt" | "number" => "'another'",
            "closed_at" | "wake_at" => "7",
            _ => "coalesce(WHAT, 0) + 1",
        };
        let value = value.replace("WHAT", column);
        let what = match *column {
            "version" | "head" => What::Head,
            "state" => What::State,
            _ => What::Columns,
        };
        let change = format!("update hazards set {column} = {value} where id = $1");
        finds(base, &change, &id, fault(second, 4, what));
    }
    finds(base, "update hazards set state = '{' where id = $1", &id, fault(second, 4, What::State));
    finds(base, "delete from hazards where id = $1", &id, fault(second, 1, What::MissingState));
    let elsewhere = Fault { district: 430_407, ..fault(second, 0, What::ExtraState) };
    finds(base, "update hazards set district = 430407 where id = $1", &id, elsewhere);
    let renamed = "update hazards set id = $2 where id = $1";
    let other = HazardId(uuid::Uuid::from_u128(1));
    finds(base, renamed, &[second.into(), other.into()], fault(other, 0, What::ExtraState));
}

fn what_follows_from_all_of_them(base: &Base) {
    let hazards = lived(base);
    let second = fault(hazards[1], 0, What::Links);
    for change in ["part = 5", "party = hazard", "told_at = told_at + 1", "stage = 99", "due_at = 5"] {
        finds(base, &format!("update hazard_parties set {change} where part = 3"), &[], second.clone());
    }
    finds(base, "delete from hazard_parties where part = 1", &[], second.clone());
    let copied = "insert into hazard_parties (district, party, part, told_at, hazard, stage, due_at) \
                  select district, party, part, told_at, $1, stage, due_at from hazard_parties where part = 1";
    finds(base, copied, &[hazards[0].into()], fault(hazards[0], 0, What::Links));
    let piece = "where hazard = $1 and gram = (select min(gram) from hazard_grams where hazard = $1)";
    let (id, links) = ([hazards[1].into()], second.clone());
    for change in ["gram = 7", "reported_at = 0"] {
        finds(base, &format!("update hazard_grams set {change} {piece}"), &id, links.clone());
    }
    finds(base, &format!("delete from hazard_grams {piece}"), &id, links);
    let invented = "insert into hazard_numbers (district, number, hazard) values (430406, 'X', $1)";
    finds(base, invented, &id, second);
    for change in ["n = n + 1", "day = day + 1", "dimension = 9", "value = 'another'", "measure = 9"] {
        let change = format!("update tallies set {change} where dimension = 1 and measure = 1");
        finds(base, &change, &[], whole(What::Tally));
    }
    finds(base, "delete from tallies where dimension = 1 and measure = 1", &[], whole(What::Tally));
    let elsewhere = Fault { district: 430_406, ..whole(What::Tally) };
    finds(base, "update tallies set district = 430407 where dimension = 1 and measure = 1", &[], elsewhere);
    for change in
        ["n = n + 1", "north = north + 1", "month = month + 1", "lat = lat + 1", "stages = stages + 10"]
    {
        let change = format!("update map_cells set {change} where series = 2 and n > 0");
        finds(base, &change, &[], whole(What::MapCells));
    }
    finds(base, "delete from map_cells where series = 1 and n > 0", &[], whole(What::MapCells));
    // Which writer counted does not matter; only the sum does.
    base.change("update map_cells set shard = shard + 100 where series = 1", &[]);
    base.change("update tallies set shard = shard + 100 where dimension = 1 and measure = 1", &[]);
    assert_eq!(base.verify().first, None);
}

fn every_column_of_the_log(base: &Base) {
    let hazards = lived(base);
    let order: Vec<(HazardId, u32)> = base
        .rows("select stream, sequence from log order by idx", &[])
        .iter()
        .map(|r| (HazardId(r.id(0).unwrap()), r.int(1).unwrap() as u32))
        .collect();
    let at = |index: usize, what| fault(order[index].0, order[index].1, what);
    let log = |change: &str| format!("update log set {change} where idx = 2");
    let strange = |noun, stream: HazardId, sequence| Fault { noun, ..fault(stream, sequence, What::LogHash) };
    finds(base, &log("noun = 2"), &[], strange(Some(domain::ledger::Noun::Unit), order[2].0, order[2].1));
    finds(base, &log("sequence = 9"), &[], strange(Some(domain::ledger::Noun::Hazard), order[2].0, 9));
    let renamed = HazardId(uuid::Uuid::from_u128(1));
    finds(
        base,
        "update log set stream = $1 where idx = 2",
        &[renamed.into()],
        strange(Some(domain::ledger::Noun::Hazard), renamed, order[2].1),
    );
    finds(base, &log("idx = 77"), &[], at(3, What::LogHash));
    finds(base, &log("district = 430407"), &[], at(3, What::LogHash));
    finds(base, "delete from log where idx = 2", &[], at(3, What::LogHash));
    finds(base, "delete from log where idx = 5", &[], whole(What::LogRoot));
    assert_eq!(hazards.len(), 3);
}

fn every_column_of_tiles_and_checkpoints(base: &Base) {
    lived(base);
    let order: Vec<(HazardId, u32)> = base
        .rows("select stream, sequence from log order by idx", &[])
        .iter()
        .map(|r| (HazardId(r.id(0).unwrap()), r.int(1).unwrap() as u32))
        .collect();
    let at = |index: usize, what| fault(order[index].0, order[index].1, what);
    let hashes = base.rows("select hashes from tiles", &[])[0].bytes(0).unwrap().to_vec();
    let mut flipped = hashes.clone();
    flipped[4 * 32 + 5] ^= 1;
    finds(base, "update tiles set hashes = $1", &[flipped.into()], at(4, What::LogHash));
    finds(base, "update tiles set hashes = $1", &[hashes[..5 * 32].into()], at(5, What::LogHash));
    finds(
        base,
        "update tiles set hashes = $1",
        &[[&hashes[..], &[0; 32]].concat().into()],
        whole(What::Tile),
    );
    for change in ["level = 1", "idx = 1"] {
        finds(base, &format!("update tiles set {change}"), &[], at(0, What::LogHash));
    }
    let size = base.number("select max(size) from checkpoints");
    let last = order.len() - 1;
    let of = |change: &str| format!("update checkpoints set {change} where size = {size}");
    finds(base, &of("root = $1"), &[[1u8; 32].into()], at(last, What::LogRoot));
    finds(base, &of("at = at + 1"), &[], at(last, What::Signature));
    finds(base, &of("signature = 'AAAA'"), &[], at(last, What::Signature));
    finds(base, &of("size = size + 1"), &[], whole(What::LogRoot));
    finds(base, &format!("delete from checkpoints where size = {size}"), &[], whole(What::LogRoot));
    let report = base.verify();
    assert_eq!((report.first, report.logged), (None, 6), "everything was put back");
}

fn what_waits_for_the_log_is_the_event(base: &Base) {
    let hazards = lived(base);
    let waits = "insert into outbox (district, id, noun, stream, sequence, hash) \
                 select district, stream, noun, stream, sequence, previous from events where stream = $1 and sequence = 1";
    finds(base, waits, &[hazards[0].into()], fault(hazards[0], 1, What::Outbox));
}

/// An event more, with everything that belongs to it, except that the log never heard of it.
fn an_event_that_the_log_never_heard_of(base: &Base) {
    let hazards = lived(base);
    let row = base
        .rows(store::queries::ledger::EVENT, &[DISTRICT.into(), hazards[0].into(), Value::Int(1)])
        .remove(0);
    let (first, _) = store::verify::envelope(&row).unwrap();
    let mut hazard: domain::hazard::Hazard = serde_json::from_str(
        base.rows("select state from hazards where id = $1", &[hazards[0].into()])[0].text(0).unwrap(),
    )
    .unwrap();
    let urged = domain::hazard::Event::Urged { again: first.at, due: None };
    hazard.apply(&urged, first.at);
    let next = domain::ledger::Envelope {
        sequence: 2,
        kind: "urged".into(),
        body: serde_json::to_string(&urged).unwrap(),
        words_digest: None,
        previous: first.hash,
        ..first
    }
    .sealed();
    let columns = "district, stream, noun, at, recorded_at, origin, actor";
    base.change(
        &format!(
            "insert into events ({columns}, sequence, kind, body, previous, hash) \
             select {columns}, 2, 'urged', $1, hash, $2 from events where stream = $3 and sequence = 1"
        ),
        &[next.body.as_str().into(), next.hash.into(), hazards[0].into()],
    );
    base.change(
        "update hazards set version = 2, head = $1, state = $2 where id = $3",
        &[next.hash.into(), serde_json::to_string(&hazard).unwrap().into(), hazards[0].into()],
    );
    let report = base.verify();
    assert_eq!((report.first, report.faults), (Some(fault(hazards[0], 2, What::Unlogged)), 1));
}

fn erased_words_are_counted_and_nothing_else(base: &Base) {
    let hazards = lived(base);
    let store = base.store();
    let lead = staff(4, STREET, &[Role::ShiftLead]);
    let erase = Action::EraseWords { sequence: 1, text: "含有个人信息".into() };
    act(&store, lead, hazards[1], erase);
    let report = base.settled(&store);
    assert_eq!(report.erased_words, 1);
    let kept = "select count(*) from events where stream = $1 and sequence = 1 and words is not null";
    assert_eq!(base.rows(kept, &[hazards[1].into()])[0].int(0), Ok(0));
    let found = "select count(*) from hazard_grams where hazard = $1";
    assert_eq!(base.rows(found, &[hazards[1].into()])[0].int(0), Ok(0), "nothing leads to erased words");
    assert!(base.rows(found, &[hazards[0].into()])[0].int(0).unwrap() > 0);
    store.close();
}

/// What the database does by itself is nothing that this program told it to.
fn what_somebody_else_put_into_the_database_is_found(base: &Base) {
    lived(base);
    assert_eq!(base.verify().faults, 0);
    base.connection().script("create view busy as select * from tallies").unwrap();
    let stranger = Some(Fault { district: 0, ..whole(What::Stranger) });
    assert_eq!(base.verify().first, stranger);
    base.connection().script("drop view busy").unwrap();
    assert_eq!(base.verify().faults, 0);
    for (made, undone) in [
        ("create table zz (a bigint)", "drop table zz"),
        ("alter table views add column zz bigint", "alter table views drop column zz"),
        ("create unique index zz on events (district) where sequence > 643", "drop index zz"),
    ] {
        base.connection().script(made).unwrap();
        assert_eq!(base.verify().first, stranger, "{made}");
        base.connection().script(undone).unwrap();
        assert_eq!(base.verify().faults, 0, "{undone}");
    }
    if base.database.is_shared() {
        // What an operator installed to watch the database is no stranger.
        base.connection().script("create extension pg_buffercache").unwrap();
        assert_eq!(base.verify().faults, 0);
        base.connection().script("drop extension pg_buffercache").unwrap();
    }
    match &base.database {
        Database::Sqlite(_) => base
            .connection()
            .script("create trigger quiet after insert on notices begin delete from notices where 1 = 0; end")
            .unwrap(),
        Database::Postgres(_) => {
            base.connection()
                .script("create rule quiet as on insert to notices do also delete from notices where 1 = 0")
                .unwrap();
            base.connection()
                .script(
                    "create function nothing() returns trigger language plpgsql as $$ begin return new; end $$; \
                     create trigger loud before insert on notices for each row execute function nothing()",
                )
                .unwrap();
        }
    }
    let report = base.verify();
    let strangers = if base.database.is_shared() { 2 } else { 1 };
    assert_eq!((report.first, report.faults), (stranger, strangers));
    // A schema is dropped with what is in it; the file with its folder.
}

fn what_somebody_took_out_of_the_database_is_found(base: &Base) {
    lived(base);
    for gone in ["drop index hazards_by_receipt", "drop table idempotency", "drop table sessions"] {
        let before = base.verify().faults;
        base.connection().script(gone).unwrap();
        let report = base.verify();
        assert_eq!(report.first, Some(Fault { district: 0, ..whole(What::Shape) }), "{gone}");
        assert!(report.faults > before, "{gone}");
    }
}

/// What the engine cannot even read was altered, too: it is found and not an error of the check.
fn what_has_another_shape_was_altered(base: &Base) {
    let hazards = lived(base);
    assert_eq!(base.verify().faults, 0);
    base.connection().script("alter table tallies rename to elsewhere").unwrap();
    let report = base.verify();
    assert_eq!((report.first, report.faults), (Some(Fault { district: 0, ..whole(What::Shape) }), 1));
    assert!(report.events > 0, "what came before it was checked");
    base.connection().script("alter table elsewhere rename to tallies").unwrap();
    assert_eq!(base.verify().faults, 0);
    base.connection().script("alter table events rename to elsewhere").unwrap();
    assert_eq!(base.verify().first.map(|fault| fault.what), Some(What::Shape));
    base.connection().script("alter table elsewhere rename to events").unwrap();
    // Only the embedded engine keeps a number's bytes where text belongs.
    if base
        .connection()
        .execute("update hazards set state = x'00' where id = $1", &[hazards[0].into()])
        .is_ok()
    {
        let report = base.verify();
        assert_eq!(
            report.first.map(|fault| (fault.stream, fault.what)),
            Some((Some(hazards[0].0), What::State))
        );
    }
}

fn nothing_at_all_fits(base: &Base) {
    base.store().close();
    assert_eq!(base.verify(), store::verify::Report::default());
}

on_both![
    every_column_of_an_event,
    events_that_go_or_come,
    a_forger_who_knows_the_rules,
    every_column_of_a_state_row,
    what_follows_from_all_of_them,
    every_column_of_the_log,
    every_column_of_tiles_and_checkpoints,
    what_waits_for_the_log_is_the_event,
    an_event_that_the_log_never_heard_of,
    erased_words_are_counted_and_nothing_else,
    what_somebody_else_put_into_the_database_is_found,
    what_somebody_took_out_of_the_database_is_found,
    what_has_another_shape_was_altered,
    nothing_at_all_fits,
];

/// Two indexes of one shape that change places: every event fits, and lists that read them lack what they ask for.
#[test]
fn an_index_that_lacks_rows_is_damage_of_the_file() {
    let base = Base::sqlite();
    lived(&base);
    let mut report = base.verify();
    store::verify::pages(base.connection().as_mut(), &mut report).unwrap();
    assert_eq!(report.first, None);
    let root = |name: &str| format!("(select rootpage from sqlite_schema where name = '{name}')");
    let script = format!(
        "create table one (a integer); create table two (a integer); create index first on one (a);
         create index second on two (a); insert into one values (1);
         pragma writable_schema = on;
         update sqlite_schema set rootpage = case name when 'first' then {} else {} end
             where name in ('first', 'second')",
        root("second"),
        root("first"),
    );
    base.connection().script(&script).unwrap();
    // That they are not the program's is seen as well, and no event speaks of either.
    assert_eq!(base.verify().first.map(|fault| fault.what), Some(What::Stranger));
    let mut report = Report::default();
    store::verify::pages(base.connection().as_mut(), &mut report).unwrap();
    assert_eq!(report.first.map(|fault| fault.what), Some(What::Damaged));
}
