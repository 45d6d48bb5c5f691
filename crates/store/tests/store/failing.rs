//! A disk that is full, and a disk that is broken.

use crate::base::{Base, DISTRICT, on_both};
use crate::town::*;
use crate::writing::hold;
use domain::people::Actor;
use store::{Command, Failure, Halt, Tx};

/// Lets the embedded database grow to so many pages and no further, as a full disk would.
struct Limit(i64);

impl Command for Limit {
    type Output = ();
    type Refusal = Refused;
    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Refused>> {
        tx.query(&format!("pragma max_page_count = {}", self.0), &[])?;
        Ok(())
    }
}

#[test]
fn a_full_disk_refuses_the_batch_and_nothing_else() {
    let base = Base::sqlite();
    let store = base.store();
    send(&store, 1);
    store.execute_blocking(DISTRICT, Actor::System, None, Limit(1)).unwrap();
    let mut written = 1;
    let mut full = 0;
    for n in 2..3_000 {
        match store.execute_blocking(DISTRICT, Actor::Public, None, Send::new(n)) {
            Ok(_) => written += 1,
            Err(Failure::Full) => full += 1,
            Err(other) => panic!("{other:?}"),
        }
        if full > 3 {
            break;
        }
    }
    assert!(full > 3, "{written} written before it was full");
    assert_eq!(base.number("select count(*) from events"), written, "reads go on, nothing is half-written");
    assert!(store.is_up() && base.fatal.lock().unwrap().is_empty());
    store.execute_blocking(DISTRICT, Actor::System, None, Limit(1 << 30)).unwrap();
    send(&store, 5_000);
    assert_eq!(base.settled(&store).events as i64, written + 1, "when there is space again, it goes on");
    store.close();
}

fn a_broken_disk_ends_it(base: &Base) {
    let store = base.store();
    assert_eq!(store.execute_blocking(DISTRICT, Actor::System, None, odd(Then::Succeed)), Ok(1));
    let held = hold(base, &store);
    let kinds = [Then::Succeed, Then::FindTheDiskBroken, Then::Succeed, Then::Refuse];
    let waiting: Vec<_> = kinds
        .map(|then| store.submit(DISTRICT, Actor::System, None, odd(then)).unwrap())
        .into_iter()
        .collect();
    drop(held);
    let answers: Vec<_> = waiting.into_iter().map(|a| a.blocking_recv().unwrap()).collect();
    assert!(matches!(answers[1], Err(Failure::Unavailable(_))), "{answers:?}");
    let acknowledged = 1 + answers.iter().filter(|a| a.is_ok()).count() as i64;
    while store.is_up() {
        std::thread::yield_now();
    }
    let later = store.execute_blocking(DISTRICT, Actor::System, None, odd(Then::Succeed));
    assert!(matches!(later, Err(Failure::Unavailable(_))), "nothing more is accepted");
    assert_eq!(base.fatal.lock().unwrap().len(), 1, "whoever started it hears of it once");
    store.close();
    assert_eq!(base.number("select count(*) from photos"), acknowledged);
}

on_both![a_broken_disk_ends_it];
