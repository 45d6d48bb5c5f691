//! Commands in batches: what is written, what is refused, what goes wrong.

use crate::base::{Base, DISTRICT, on_both};
use crate::town::*;
use domain::hazard::{Action, Refusal};
use domain::people::{Actor, Role};
use std::sync::mpsc;
use store::{Command, Failure, Halt, Store, Tx};

/// Holds a writer until the gate opens, so that what is queued meanwhile shares a batch.
struct Gate {
    entered: mpsc::Sender<()>,
    opened: std::sync::Mutex<mpsc::Receiver<()>>,
}

impl Command for Gate {
    type Output = ();
    type Refusal = Refused;
    fn run(&self, _: &mut Tx<'_>) -> Result<(), Halt<Refused>> {
        let _ = self.entered.send(());
        let _ = self.opened.lock().unwrap().recv();
        Ok(())
    }
}

/// Stops every writer; dropping it lets them go on.
pub struct Held(Vec<mpsc::Sender<()>>);

pub fn hold(base: &Base, store: &Store) -> Held {
    let gates = (0..base.database.writers()).map(|_| {
        let ((entered, inside), (open, opened)) = (mpsc::channel(), mpsc::channel());
        let gate = Gate { entered, opened: opened.into() };
        drop(store.submit(DISTRICT, Actor::System, None, gate).unwrap());
        // One gate for each writer: each takes one and waits in it.
        inside.recv().unwrap();
        open
    });
    Held(gates.collect())
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.drain(..).for_each(drop);
    }
}

fn a_report_is_written_with_everything_that_belongs_to_it(base: &Base) {
    let store = base.store();
    let hazard = send(&store, 1);
    act(&store, acceptor(), hazard, Action::Accept);
    for (table, rows) in [("events", 2), ("hazards", 1), ("idempotency", 0)] {
        assert_eq!(base.number(&format!("select count(*) from {table}")), rows, "{table}");
    }
    assert_eq!(base.settled(&store).events, 2);
    assert_eq!(base.number("select count(*) from outbox"), 0);
    assert_eq!(base.number("select count(*) from log"), 2);
    store.close();
}

fn many_share_a_commit_and_see_each_other(base: &Base) {
    let store = base.store();
    let hazard = send(&store, 1);
    let held = hold(base, &store);
    let first = store.submit(DISTRICT, acceptor(), None, Act::on(hazard, Action::Accept)).unwrap();
    let again = store.submit(DISTRICT, acceptor(), None, Act::on(hazard, Action::Accept)).unwrap();
    let others: Vec<_> =
        (2..200).map(|n| store.submit(DISTRICT, Actor::Public, None, Send::new(n)).unwrap()).collect();
    drop(held);
    // Several writers may take them in either order, but only one of them can accept it.
    let mut answers = [first.blocking_recv().unwrap(), again.blocking_recv().unwrap()];
    answers.sort_by_key(Result::is_err);
    assert_eq!(answers[0], Ok(2));
    assert!(matches!(answers[1], Err(Failure::Refused(Refusal::Forbidden { .. }))), "{answers:?}");
    for answer in others {
        answer.blocking_recv().unwrap().unwrap();
    }
    assert_eq!(base.settled(&store).events, 200);
    store.close();
}

fn in_a_rush_what_words_are_found_by_comes_after(base: &Base) {
    let store = base.store();
    let alone = send(&store, 1);
    let found =
        |id| base.rows("select count(*) from hazard_grams where hazard = $1", &[id])[0].int(0).unwrap();
    let pieces = found(alone.into());
    assert!(pieces > 10, "who writes alone is found at once");
    let held = hold(base, &store);
    let crowd: Vec<_> =
        (2..120).map(|n| store.submit(DISTRICT, Actor::Public, None, Send::new(n)).unwrap()).collect();
    drop(held);
    for answer in crowd {
        answer.blocking_recv().unwrap().unwrap();
    }
    // Whatever waits is neither missing nor too much.
    assert_eq!(base.verify().faults, 0);
    let erased = Send::new(60).id();
    let lead = staff(4, STREET, &[Role::ShiftLead]);
    act(&store, lead, erased, Action::EraseWords { sequence: 1, text: "含有个人信息".into() });
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while base.number("select count(*) from later") > 0 {
        assert!(std::time::Instant::now() < deadline, "what was put off never took its place");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(base.number("select count(*) from hazard_grams"), 118 * pieces);
    assert_eq!(found(erased.into()), 0, "nothing leads to erased words");
    assert_eq!(base.settled(&store).events, 120);
    store.close();
}

fn what_is_refused_leaves_nothing(base: &Base) {
    let store = base.store();
    let refused = store.execute_blocking(DISTRICT, Actor::System, None, odd(Then::Refuse));
    assert_eq!(refused, Err(Failure::Refused(Refused)));
    for table in ["photos", "counters", "events", "outbox", "tallies", "idempotency"] {
        assert_eq!(base.number(&format!("select count(*) from {table}")), 0, "{table}");
    }
    store.close();
}

fn counters_have_no_gaps(base: &Base) {
    let store = base.store();
    let held = hold(base, &store);
    let kinds = [Then::Succeed, Then::Refuse, Then::OnlyCount, Then::Succeed, Then::Refuse];
    let answers: Vec<_> = (0..100)
        .map(|n| store.submit(DISTRICT, Actor::System, None, odd(kinds[n % kinds.len()])).unwrap())
        .collect();
    drop(held);
    let mut numbers: Vec<i64> = answers.into_iter().filter_map(|a| a.blocking_recv().unwrap().ok()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=60).collect::<Vec<_>>());
    assert_eq!(base.number("select n from counters"), 60);
    store.close();
}

fn a_defect_in_one_command_is_not_the_others_trouble(base: &Base) {
    let store = base.store();
    for bad in [Then::Panic, Then::Fail, Then::BreakTheWriting] {
        let held = hold(base, &store);
        let before = store.submit(DISTRICT, Actor::System, None, odd(Then::Succeed)).unwrap();
        let broken = store.submit(DISTRICT, Actor::System, None, odd(bad)).unwrap();
        let after = store.submit(DISTRICT, Actor::System, None, odd(Then::Succeed)).unwrap();
        drop(held);
        let (before, after) = (before.blocking_recv().unwrap(), after.blocking_recv().unwrap());
        assert!(before.is_ok() && after.is_ok(), "{before:?} {after:?}");
        let broken = broken.blocking_recv().unwrap();
        assert!(matches!(broken, Err(Failure::Unavailable(_))), "{broken:?}");
    }
    assert_eq!(base.number("select n from counters"), 6, "nothing of what failed stayed");
    assert_eq!(base.number("select count(*) from photos"), 6);
    assert!(base.fatal.lock().unwrap().is_empty());
    store.close();
}

/// Two commands of one batch that insert the same row: the second is decided again, alone, and gives up.
fn two_rows_for_one_key_are_never_merged(base: &Base) {
    let store = base.store();
    let held = hold(base, &store);
    let answers: Vec<_> =
        (0..3).map(|_| store.submit(DISTRICT, Actor::System, None, odd(Then::WriteTwice)).unwrap()).collect();
    drop(held);
    let fine = answers.into_iter().map(|a| a.blocking_recv().unwrap()).filter(Result::is_ok).count();
    assert_eq!(fine, 1);
    assert_eq!(base.number("select count(*) from imports"), 1);
    store.close();
}

fn links_follow_the_last_change_in_a_batch(base: &Base) {
    let store = base.store();
    let lead = crate::town::staff(4, STREET, &[domain::people::Role::ShiftLead]);
    let hazard = send(&store, 1);
    act(&store, lead.clone(), hazard, Action::Accept);
    let file = |store: &Store| {
        let hazard: domain::hazard::Hazard = state(store, hazard);
        action(domain::hazard::ActionKind::File, &hazard, hazard.id, hazard.updated_at)
    };
    act(&store, lead.clone(), hazard, file(&store));
    let held = hold(base, &store);
    let dispatch = |unit, copies| Action::Dispatch { lead: unit, co: vec![], copies, text: String::new() };
    let answers: Vec<_> = [dispatch(BUREAU, vec![OTHER]), dispatch(OTHER, vec![]), dispatch(BUREAU, vec![])]
        .into_iter()
        .map(|action| store.submit(DISTRICT, lead.clone(), None, Act::on(hazard, action)).unwrap())
        .collect();
    drop(held);
    for answer in answers {
        answer.blocking_recv().unwrap().unwrap();
    }
    base.settled(&store);
    store.close();
}

pub fn state(store: &Store, hazard: domain::ids::HazardId) -> domain::hazard::Hazard {
    let rows = store
        .read_blocking(|c| c.query(store::queries::hazard::STATE, &[DISTRICT.into(), hazard.into()]))
        .unwrap();
    serde_json::from_str(rows[0].text(0).unwrap()).unwrap()
}

fn too_many_are_turned_away_and_nobody_else_is_hurt(base: &Base) {
    let store = base.store_with_queue(8);
    let held = hold(base, &store);
    let mut taken = Vec::new();
    let mut turned_away = 0;
    for n in 1..=50 {
        match store.submit(DISTRICT, Actor::Public, None, Send::new(n)) {
            Ok(answer) => taken.push(answer),
            Err(Failure::Overloaded) => turned_away += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(taken.len() <= 8 && turned_away >= 42, "{} taken", taken.len());
    drop(held);
    let taken: Vec<_> = taken.into_iter().map(|a| a.blocking_recv().unwrap().unwrap()).collect();
    assert_eq!(base.number("select count(*) from events"), taken.len() as i64);
    store.close();
}

fn imported_history_keeps_its_own_times(base: &Base) {
    struct Import;
    impl Command for Import {
        type Output = ();
        type Refusal = Refused;
        fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Refused>> {
            let then = tx.now().plus(-400 * domain::calendar::Instant::DAY);
            let sent = Send::new(1);
            let rules = domain::hazard::LimitRules::default_2026();
            let context = domain::hazard::Context {
                now: then,
                actor: &Actor::Public,
                rules: &rules,
                supervision: &domain::hazard::SupervisionBook::shipped(),
                calendar: &domain::calendar::Calendar::shipped(),
                catalogue: None,
                expected: None,
                other: None,
                evidence: Default::default(),
            };
            let draft = domain::hazard::report(&sent.report, &context).map_err(|_| Halt::Refused(Refused))?;
            tx.record_imported::<domain::hazard::Hazard>(draft.hazard.0, &draft.event, &draft.words, then)?;
            Ok(())
        }
    }
    let store = base.store();
    store.execute_blocking(DISTRICT, Actor::Import, None, Import).unwrap();
    let row = base.rows("select at, recorded_at, origin from events", &[]).remove(0);
    assert_eq!(row.int(1).unwrap() - row.int(0).unwrap(), 400 * domain::calendar::Instant::DAY);
    assert_eq!(row.int(2).unwrap(), 2);
    let hazard = state(&store, Send::new(1).id());
    assert_eq!(hazard.reported_at.0, row.int(0).unwrap());
    base.settled(&store);
    store.close();
}

on_both![
    a_report_is_written_with_everything_that_belongs_to_it,
    many_share_a_commit_and_see_each_other,
    in_a_rush_what_words_are_found_by_comes_after,
    what_is_refused_leaves_nothing,
    counters_have_no_gaps,
    a_defect_in_one_command_is_not_the_others_trouble,
    two_rows_for_one_key_are_never_merged,
    links_follow_the_last_change_in_a_batch,
    too_many_are_turned_away_and_nobody_else_is_hurt,
    imported_history_keeps_its_own_times,
];
