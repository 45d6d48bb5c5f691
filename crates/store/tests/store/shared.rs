//! Two stores on one PostgreSQL, and what a lost connection does.

use crate::base::{Base, DISTRICT};
use crate::town::*;
use domain::hazard::Action;
use domain::people::Actor;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::{Failure, Key, Store};

#[test]
fn two_nodes_write_the_same_streams_and_nobody_is_lost() {
    let base = Base::postgres();
    let nodes = [base.store(), base.store()];
    let hazards: Vec<_> = (1..=4).map(|n| send(&nodes[0], n)).collect();
    let add = |n: usize| {
        let hazard = hazards[n % hazards.len()];
        let by = Actor::ReceiptHolder { hazard };
        let action = Action::Supplement { text: format!("第{n}次"), photos: Vec::new() };
        nodes[n % 2].submit(DISTRICT, by, None, Act::on(hazard, action)).unwrap()
    };
    let waiting: Vec<_> = (0..200).map(add).collect();
    for answer in waiting {
        answer.blocking_recv().unwrap().unwrap();
    }
    let report = base.settled(&nodes[0]);
    assert_eq!(report.events, 204);
    assert_eq!(base.number("select cast(sum(version) as bigint) from hazards"), 204);
    nodes.iter().for_each(Store::close);
}

#[test]
fn counters_of_two_nodes_have_no_gaps_and_no_doubles() {
    let base = Base::postgres();
    let nodes = [base.store(), base.store()];
    let kinds = [Then::OnlyCount, Then::Refuse, Then::Succeed];
    let waiting: Vec<_> = (0..150)
        .map(|n| nodes[n % 2].submit(DISTRICT, Actor::System, None, odd(kinds[n % 3])).unwrap())
        .collect();
    let mut numbers: Vec<i64> = waiting.into_iter().filter_map(|a| a.blocking_recv().unwrap().ok()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=100).collect::<Vec<_>>());
    nodes.iter().for_each(Store::close);
}

#[test]
fn one_key_on_two_nodes_at_once_is_done_once() {
    let base = Base::postgres();
    let nodes = [base.store(), base.store()];
    for round in 0..20u128 {
        let key = || Some(Key::new("test", &round.to_string(), b"body"));
        let waiting: Vec<_> = (0..4)
            .map(|n| {
                let command = Send::new(round * 10 + n);
                nodes[n as usize % 2].submit(DISTRICT, Actor::Public, key(), command).unwrap()
            })
            .collect();
        let answers: Vec<_> = waiting.into_iter().map(|a| a.blocking_recv().unwrap().unwrap()).collect();
        assert!(answers.iter().all(|a| *a == answers[0]));
    }
    assert_eq!(base.settled(&nodes[0]).events, 20);
    nodes.iter().for_each(Store::close);
}

#[test]
fn who_follows_hears_what_another_node_wrote() {
    let base = Base::postgres();
    let nodes = [base.store(), base.store()];
    let mut heard = nodes[1].follow();
    let hazard = send(&nodes[0], 1);
    let deadline = std::time::Instant::now() + Duration::from_secs(10);
    let entry = loop {
        match heard.try_recv() {
            Ok(entry) => break entry,
            Err(_) if std::time::Instant::now() < deadline => std::thread::sleep(Duration::from_millis(10)),
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!((entry.stream, entry.sequence, entry.index), (hazard.0, 1, 0));
    nodes.iter().for_each(Store::close);
}

/// Connections are cut all the time, in the middle of commits too. Whoever has a key learns the truth.
#[test]
fn with_a_key_a_lost_connection_loses_nothing_and_doubles_nothing() {
    let base = Base::postgres();
    let store = base.store();
    let done = AtomicBool::new(false);
    let acknowledged = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut connection = base.connection();
            while !done.load(Ordering::SeqCst) {
                let cut = "select cast(count(pg_terminate_backend(pid)) as bigint) from pg_stat_activity \
                           where application_name = current_setting('application_name') and pid <> pg_backend_pid() \
                           and query like '%events%'";
                let _ = connection.query(cut, &[]);
                std::thread::sleep(Duration::from_millis(15));
            }
        });
        let mut acknowledged = 0;
        for n in 0..400u128 {
            let key = || Some(Key::new("test", &n.to_string(), b"body"));
            let mut attempt = 0;
            loop {
                match store.execute_blocking(DISTRICT, Actor::Public, key(), Send::new(n * 100 + attempt)) {
                    Ok(_) => break acknowledged += 1,
                    Err(Failure::Unavailable(_)) if attempt < 50 => attempt += 1,
                    Err(other) => panic!("{other:?}"),
                }
            }
        }
        done.store(true, Ordering::SeqCst);
        acknowledged
    });
    assert_eq!(acknowledged, 400);
    assert_eq!(base.settled(&store).events, 400, "each once");
    assert!(base.fatal.lock().unwrap().is_empty());
    store.close();
}

#[test]
fn the_pool_recovers_when_the_server_cut_every_connection() {
    let base = Base::postgres();
    let store = base.store();
    let read = || store.read_blocking(|c| c.query("select n from counters", &[]));
    read().unwrap();
    let schema_only = "select cast(count(pg_terminate_backend(pid)) as bigint) from pg_stat_activity \
                       where application_name = current_setting('application_name') and pid <> pg_backend_pid() and query like '%n from counters%'";
    base.rows(schema_only, &[]);
    std::thread::sleep(Duration::from_millis(50));
    assert!((0..2).any(|_| read().is_ok()), "the second attempt gets a new connection");
    assert_eq!(store.execute_blocking(DISTRICT, Actor::System, None, odd(Then::Succeed)), Ok(1));
    store.close();
}
