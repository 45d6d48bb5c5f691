//! Idempotency keys: the same request again gets the same answer and does nothing twice.

use crate::base::{Base, DISTRICT, on_both};
use crate::town::*;
use crate::writing::hold;
use domain::ids::District;
use domain::people::Actor;
use store::{Failure, Key};

fn key(name: &str, content: &str) -> Option<Key> {
    Some(Key::new("test", name, content.as_bytes()))
}

fn the_same_again_is_answered_and_not_done(base: &Base) {
    let store = base.store();
    let first = store.execute_blocking(DISTRICT, Actor::Public, key("a", "body"), Send::new(1)).unwrap();
    // The repetition carries another id, as a server that made one would; it must not matter.
    let again = store.execute_blocking(DISTRICT, Actor::Public, key("a", "body"), Send::new(2)).unwrap();
    assert_eq!(first, again);
    store.close();
    let store = base.store();
    let later = store.execute_blocking(DISTRICT, Actor::Public, key("a", "body"), Send::new(3)).unwrap();
    assert_eq!(first, later, "after a restart as well");
    assert_eq!(base.settled(&store).events, 1);
    store.close();
}

fn a_key_belongs_to_one_request(base: &Base) {
    let store = base.store();
    store.execute_blocking(DISTRICT, Actor::Public, key("a", "body"), Send::new(1)).unwrap();
    let other = store.execute_blocking(DISTRICT, Actor::Public, key("a", "another body"), Send::new(2));
    assert_eq!(other, Err(Failure::KeyReused));
    let elsewhere =
        store.execute_blocking(District(430_407), Actor::Public, key("a", "another"), Send::new(3));
    assert!(elsewhere.is_ok(), "each district has its own");
    assert_eq!(base.settled(&store).events, 2);
    store.close();
}

fn repetitions_that_wait_together_are_done_once(base: &Base) {
    let store = base.store();
    let held = hold(base, &store);
    let submit = |n, content| store.submit(DISTRICT, Actor::Public, key("a", content), Send::new(n)).unwrap();
    let same: Vec<_> = (1..=5).map(|n| submit(n, "body")).collect();
    drop(held);
    let answers: Vec<_> = same.into_iter().map(|a| a.blocking_recv().unwrap().unwrap()).collect();
    assert!(answers.iter().all(|a| *a == answers[0]));
    let held = hold(base, &store);
    let (other, same) = (submit(8, "another body"), submit(9, "body"));
    drop(held);
    assert_eq!(other.blocking_recv().unwrap(), Err(Failure::KeyReused));
    assert_eq!(same.blocking_recv().unwrap(), Ok(answers[0]));
    assert_eq!(base.settled(&store).events, 1);
    store.close();
}

fn what_was_refused_may_be_tried_again_with_the_same_key(base: &Base) {
    let store = base.store();
    let refused = store.execute_blocking(DISTRICT, Actor::Public, key("a", ""), odd(Then::Refuse));
    assert_eq!(refused, Err(Failure::Refused(Refused)));
    let done = store.execute_blocking(DISTRICT, Actor::Public, key("a", ""), odd(Then::Succeed));
    assert_eq!(done, Ok(1));
    store.close();
}

on_both![
    the_same_again_is_answered_and_not_done,
    a_key_belongs_to_one_request,
    repetitions_that_wait_together_are_done_once,
    what_was_refused_may_be_tried_again_with_the_same_key,
];
