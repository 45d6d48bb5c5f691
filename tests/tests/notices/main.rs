//! 通知: who is told what, when, and only once: over restarts, two servers, channels that fail and channels that
//! break in the middle.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

mod interrupted;
mod out;
mod reporters;
mod stories;
mod taken_over;
mod whatever_happens;

use channels::{Address, Answered, Channel, Failure, Message, Recorder};
use domain::calendar::Instant;
use domain::hazard::{Action, Grade, Phrase};
use domain::ids::HazardId;
use domain::ledger::Recorded;
use domain::people::{Actor, Person, Staff};
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use store::{Command, Halt, Tx};
use town::{DISTRICT, Engine, Town, story};
use work::App;
use work::hazard::{ListOrder, NewReport, Page};
use work::notice::{self, Contacts, HookInput, Notice, Outlets, Preferences, Quiet, Route, Way};
use work::words::Lang;

const PHONE: &str = "13900001234";
const MAIL: &str = "builder@example.org";

/// Everybody of the town in the register.
struct Registered(Vec<Staff>);

impl Command for Registered {
    type Output = ();
    type Refusal = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<()>> {
        for staff in &self.0 {
            let now = Person {
                id: staff.person,
                unit: staff.unit,
                area: staff.area.clone(),
                roles: staff.roles.clone(),
                disabled_at: None,
                consent: None,
            };
            let event = Recorded::Registered { now };
            tx.record::<Person>(staff.person.0, &event, &domain::hazard::Words::none())?;
        }
        Ok(())
    }
}

fn registered(town: &Town) {
    let all = town.actors.all().iter().map(|(_, staff)| staff.clone()).collect();
    town.app.store().execute_blocking(DISTRICT, Actor::System, None, Registered(all)).unwrap();
    town.app.refresh_registers().unwrap();
}

/// Notices of what the log has numbered by now.
fn follow(town: &Town, app: &App) {
    assert!(app.store().settle(Duration::from_secs(20)).unwrap());
    while town.block_on(notice::follow_once(app, app.store().holder())).unwrap() > 0 {}
}

/// Sends whatever is ready, until nothing is.
fn send(town: &Town, app: &App) {
    for route in Route::ALL {
        while town.block_on(notice::send_once(app, route)).unwrap().delivered > 0 {}
    }
}

fn wants(town: &Town, who: &str, preferences: Preferences) {
    let contacts = Contacts { mail: Some(MAIL.into()), phone: Some(PHONE.into()) };
    let actor = town.officer(who).actor();
    let version = town.block_on(notice::settings(&town.app, &actor)).unwrap().version;
    town.block_on(notice::change_settings(&town.app, actor, None, version, preferences, contacts)).unwrap();
}

fn loud() -> Preferences {
    Preferences { mail: Way::Each, sms: Way::Each, ..Preferences::default() }
}

fn told(town: &Town, who: &str) -> Vec<Notice> {
    let page = Page { after: None, limit: 200, order: ListOrder::Newest };
    let actor = town.officer(who).actor();
    town.block_on(notice::notices(&town.app, &actor, page, Lang::Zh)).unwrap().items
}

fn dispatched(town: &Town, life_danger: bool) -> HazardId {
    let address = "解放路 12 号门前".to_owned();
    let report = NewReport { text: "路面塌陷".into(), address, life_danger, ..NewReport::default() };
    let id = town.resident().sends(report, None).unwrap().id;
    town.officer("acceptor").accepts(id);
    town.officer("acceptor").files(id, Grade::General);
    town.officer("dispatcher").dispatches(id, "building");
    id
}
