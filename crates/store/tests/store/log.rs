//! The Merkle log: numbers, proofs, checkpoints, who follows.

use crate::base::{Base, DISTRICT, on_both};
use crate::town::*;
use domain::hazard::Action;
use domain::ids::District;
use domain::ledger::{Hash, leaf_hash, verify_consistency, verify_inclusion};
use domain::people::Actor;
use std::time::Duration;
use store::{consistency, inclusion, latest_checkpoint};

/// Everybody was answered, and well.
fn all<T, R: std::fmt::Debug>(waiting: Vec<tokio::sync::oneshot::Receiver<Result<T, store::Failure<R>>>>) {
    for answer in waiting {
        answer.blocking_recv().unwrap().unwrap();
    }
}

/// More than one tile, more than one round, and every proof holds for whoever checks it from outside.
fn every_event_has_a_proof(base: &Base) {
    let store = base.store();
    let waiting: Vec<_> =
        (0..700).map(|n| store.submit(DISTRICT, Actor::Public, None, Send::new(n)).unwrap()).collect();
    all(waiting);
    for n in 0..20 {
        act(&store, acceptor(), Send::new(n).id(), Action::Accept);
    }
    let report = base.settled(&store);
    assert_eq!((report.events, report.logged), (720, 720));
    let events = base.rows("select stream, sequence, hash from events order by stream, sequence", &[]);
    let mut connection = base.connection();
    let mut indexes = Vec::new();
    for event in &events {
        let (stream, sequence) = (event.id(0).unwrap(), event.int(1).unwrap() as u32);
        let proof = inclusion(connection.as_mut(), DISTRICT, stream, sequence).unwrap().unwrap();
        let checkpoint = &proof.checkpoint.checkpoint;
        proof.checkpoint.verify(&Base::public_key()).unwrap();
        let leaf = leaf_hash(&event.hash(2).unwrap().0);
        verify_inclusion(leaf, proof.index, checkpoint.size, &proof.path, checkpoint.root).unwrap();
        indexes.push(proof.index);
    }
    indexes.sort_unstable();
    assert_eq!(indexes, (0..720).collect::<Vec<_>>());
    let checkpoints: Vec<(u64, Hash)> = base
        .rows("select size, root from checkpoints order by size", &[])
        .iter()
        .map(|r| (r.int(0).unwrap() as u64, r.hash(1).unwrap()))
        .collect();
    assert!(checkpoints.len() >= 2, "numbered in rounds");
    for pair in checkpoints.windows(2) {
        let [(old, old_root), (new, new_root)] = [pair[0], pair[1]];
        let proof = consistency(connection.as_mut(), DISTRICT, old, new).unwrap();
        verify_consistency(old, new, &proof, old_root, new_root).unwrap();
    }
    store.close();
}

fn events_of_a_stream_are_numbered_in_their_order(base: &Base) {
    let store = base.store();
    // The clock stands still, so that times say nothing about the order.
    let hazards: Vec<_> = (1..=10).map(|n| send(&store, n)).collect();
    let waiting: Vec<_> = (0..300)
        .map(|n| {
            let hazard = hazards[n % hazards.len()];
            let add = Act::on(hazard, Action::Supplement { text: format!("{n}"), photos: Vec::new() });
            store.submit(DISTRICT, Actor::ReceiptHolder { hazard }, None, add).unwrap()
        })
        .collect();
    all(waiting);
    base.settled(&store);
    let mut last = std::collections::HashMap::new();
    for row in base.rows("select stream, sequence from log order by idx", &[]) {
        let before = last.insert(row.id(0).unwrap(), row.int(1).unwrap()).unwrap_or(0);
        assert_eq!(row.int(1).unwrap(), before + 1);
    }
    store.close();
}

fn followers_hear_every_entry_after_it_is_committed(base: &Base) {
    let store = base.store();
    let mut heard = store.follow();
    let waiting: Vec<_> =
        (0..50).map(|n| store.submit(DISTRICT, Actor::Public, None, Send::new(n)).unwrap()).collect();
    all(waiting);
    for index in 0..50 {
        let entry = heard.blocking_recv().unwrap();
        assert_eq!(entry.index, index);
        let kept = store
            .read_blocking(|c| inclusion(c, entry.district, entry.stream, entry.sequence))
            .unwrap()
            .expect("it is in the log when it is heard of");
        assert_eq!(kept.index, index);
    }
    store.close();
}

fn each_district_has_its_own_log(base: &Base) {
    let store = base.store();
    for (n, district) in [(1, 430_406), (2, 430_405), (3, 430_406)] {
        store.execute_blocking(District(district), Actor::Public, None, Send::new(n)).unwrap();
    }
    base.settled(&store);
    let mut connection = base.connection();
    let size = |c: &mut dyn store::Connection, district| {
        latest_checkpoint(c, District(district)).unwrap().map(|c| (c.checkpoint.size, c.checkpoint.origin))
    };
    assert_eq!(size(connection.as_mut(), 430_406), Some((2, "mashang/430406".into())));
    assert_eq!(size(connection.as_mut(), 430_405), Some((1, "mashang/430405".into())));
    assert_eq!(size(connection.as_mut(), 430_404), None);
    store.close();
}

fn closing_numbers_what_is_left(base: &Base) {
    let store = base.store();
    let waiting: Vec<_> =
        (0..600).map(|n| store.submit(DISTRICT, Actor::Public, None, Send::new(n)).unwrap()).collect();
    store.close();
    for answer in waiting {
        answer.blocking_recv().unwrap().unwrap();
    }
    let report = base.verify();
    assert_eq!((report.first, report.events, report.logged), (None, 600, 600));
    assert_eq!(base.number("select count(*) from outbox"), 0);
    assert!(store.settle(Duration::ZERO).is_ok(), "reading goes on");
}

on_both![
    every_event_has_a_proof,
    events_of_a_stream_are_numbered_in_their_order,
    followers_hear_every_entry_after_it_is_committed,
    each_district_has_its_own_log,
    closing_numbers_what_is_left,
];
