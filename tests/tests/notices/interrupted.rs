//! A server that ends in the middle of an attempt.

use super::*;

/// Takes a message and does not come back before it is told to: what a process that is killed in the middle leaves.
#[derive(Clone, Default)]
struct Hanging {
    taken: Arc<Mutex<Vec<Message>>>,
    gate: Arc<(Mutex<bool>, Condvar)>,
    repeats: bool,
}

impl Hanging {
    fn wait_for(&self, n: usize) {
        while self.taken.lock().unwrap().len() < n {
            std::thread::yield_now();
        }
    }

    fn open(&self) {
        *self.gate.0.lock().unwrap() = true;
        self.gate.1.notify_all();
    }
}

impl Channel for Hanging {
    fn send(&self, message: &Message) -> Result<(), Failure> {
        self.taken.lock().unwrap().push(message.clone());
        let open = self.gate.0.lock().unwrap();
        drop(self.gate.1.wait_while(open, |open| !*open).unwrap());
        Err(Failure::Unknown("broken"))
    }

    fn takes_repetition(&self) -> bool {
        self.repeats
    }
}

fn interrupted(town: &mut Town, repeats: bool) -> (Vec<Message>, Vec<Message>) {
    registered(town);
    let hanging = Hanging { repeats, ..Hanging::default() };
    let channel: Arc<dyn Channel> = Arc::new(hanging.clone());
    town.app.set_outlets(Outlets { sms: Some(channel), ..Outlets::default() });
    wants(town, "builder", loud());
    dispatched(town, true);
    follow(town, &town.app.clone());
    let app = town.app.clone();
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| town.block_on(notice::send_once(&app, Route::Sms)));
        hanging.wait_for(1);
        // As if killed: nothing of what becomes of it reaches the database any more.
        app.store().close();
        hanging.open();
        let _ = sending.join().unwrap();
    });
    town.restart();
    let recorder = Recorder::new(repeats);
    town.app.set_outlets(Outlets { mail: None, ..Outlets::recorded(&recorder) });
    follow(town, &town.app.clone());
    send(town, &town.app.clone());
    assert!(recorder.texts().is_empty(), "somebody may still be at it");
    town.wait(5 * Instant::MINUTE);
    send(town, &town.app.clone());
    let first = hanging.taken.lock().unwrap().clone();
    let second = recorder.told().taken.clone();
    (first, second)
}

story!(
    /// A channel that cannot tell a repetition gets none: an administrator sees that nobody knows.
    killed_in_the_middle_nobody_gets_two,
    |town| {
        let (first, second) = interrupted(&mut town, false);
        assert_eq!((first.len(), second.len()), (1, 0));
        let admin = town.officer("system administrator").actor();
        let failed = town.block_on(notice::failed(&town.app, &admin)).unwrap();
        assert_eq!(failed.len(), 1);
        assert!(failed[0].unknown && failed[0].urgent && failed[0].reason == "interrupted", "{failed:?}");
    }
);

story!(
    /// A channel that tells a repetition by its id gets the same message with the same id.
    killed_in_the_middle_the_same_id_goes_again,
    |town| {
        let (first, second) = interrupted(&mut town, true);
        assert_eq!((first.len(), second.len()), (1, 1));
        assert_eq!((&first[0].id, &first[0].text), (&second[0].id, &second[0].text));
    }
);
