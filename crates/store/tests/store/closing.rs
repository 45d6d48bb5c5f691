//! Closing: whoever was told that it is written finds it again; nobody waits for ever.

use crate::base::{Base, DISTRICT, on_both};
use crate::town::*;
use domain::people::Actor;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Failure, Store};

fn closing_in_the_middle_of_load_loses_nothing(base: &Base) {
    for round in 0..3u128 {
        let store = base.store();
        let acknowledged = AtomicU64::new(0);
        let before = base.number("select count(*) from events");
        std::thread::scope(|scope| {
            for thread in 0..8u128 {
                let (store, acknowledged) = (store.clone(), &acknowledged);
                scope.spawn(move || {
                    for n in 0.. {
                        let command = Send::new(round * 1_000_000 + thread * 100_000 + n);
                        match store.execute_blocking(DISTRICT, Actor::Public, None, command) {
                            Ok(_) => acknowledged.fetch_add(1, Ordering::SeqCst),
                            Err(Failure::Unavailable(_)) => return,
                            Err(other) => panic!("{other:?}"),
                        };
                    }
                });
            }
            while acknowledged.load(Ordering::SeqCst) < 50 {
                std::thread::yield_now();
            }
            store.close();
        });
        let written = base.number("select count(*) from events") - before;
        assert_eq!(written as u64, acknowledged.load(Ordering::SeqCst), "nothing lost, nothing unheard of");
        let late = store.execute_blocking(DISTRICT, Actor::Public, None, Send::new(99_999_999));
        assert!(matches!(late, Err(Failure::Unavailable(_))), "{late:?}");
        assert!(!store.is_up());
    }
    let report = base.verify();
    assert_eq!((report.first, report.logged), (None, report.events));
}

fn closing_twice_or_never_is_fine(base: &Base) {
    let store = base.store();
    let twin = store.clone();
    send(&store, 1);
    store.close();
    twin.close();
    let dropped: Store = base.store();
    send(&dropped, 2);
    drop(dropped);
    // Who did not close has not given up the log's lease: it runs out.
    base.clock.advance(60_000);
    let store = base.store();
    assert_eq!(base.settled(&store).events, 2);
    store.close();
}

/// What comes in while the store closes is let in and answered, or turned away: something in the queue that nobody
/// takes out is waited for for ever.
fn whoever_was_let_in_is_answered(base: &Base) {
    for round in 0..12u128 {
        let store = base.store_with_queue(64);
        let mut answers = std::thread::scope(|scope| {
            let senders: Vec<_> = (0..4u128)
                .map(|thread| {
                    let store = store.clone();
                    scope.spawn(move || {
                        let mut answers = Vec::new();
                        for n in 0.. {
                            let command = Send::new(round * 100_000_000 + thread * 10_000_000 + n);
                            match store.submit(DISTRICT, Actor::Public, None, command) {
                                Ok(answer) => answers.push(answer),
                                Err(Failure::Overloaded) => std::thread::yield_now(),
                                Err(_) => break,
                            }
                        }
                        answers
                    })
                })
                .collect();
            while store.waiting() < 32 {
                std::thread::yield_now();
            }
            store.close();
            senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect::<Vec<_>>()
        });
        let unheard = answers.iter_mut().map(|answer| answer.try_recv()).filter(Result::is_err).count();
        assert_eq!(unheard, 0, "round {round}, of {}", answers.len());
    }
}

on_both![
    whoever_was_let_in_is_answered,
    closing_in_the_middle_of_load_loses_nothing,
    closing_twice_or_never_is_fine,
];
