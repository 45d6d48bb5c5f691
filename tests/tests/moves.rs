//! 待办: what stands in an inbox is what its owner can do something about. On both engines.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::{Action, ActionKind, Grade, PhotoRole, SupervisionLevel, VerifyMethod};
use domain::ids::HazardId;
use domain::people::Actor;
use town::{Town, story};
use work::hazard::{Inbox, ListOrder, NewReport, Page, inbox, sweep};

fn waiting(town: &Town, called: &str) -> Inbox {
    waiting_for(town, &town.officer(called).actor())
}

fn waiting_for(town: &Town, actor: &Actor) -> Inbox {
    let page = Page { after: None, limit: 200, order: ListOrder::default() };
    town.block_on(inbox(&town.app, actor, page, work::words::Lang::Zh)).unwrap()
}

fn asked(inbox: &Inbox, id: HazardId) -> Vec<ActionKind> {
    let found = inbox.page.items.iter().filter(|item| item.id == id.0);
    found.flat_map(|item| item.why.iter().map(|why| why.what)).collect()
}

fn holds(inbox: &Inbox, id: HazardId) -> bool {
    inbox.page.items.iter().any(|item| item.id == id.0)
}

story!(
    /// 受理: what one of the desk accepted is gone from the inboxes of the others, and from their counts.
    what_was_accepted_is_its_acceptors,
    |town| {
        let (first, second) = (town.resident().reports("井盖破损").id, town.resident().reports("电线裸露").id);
        for who in ["acceptor", "second acceptor"] {
            let inbox = waiting(&town, who);
            assert_eq!((inbox.counts.total, asked(&inbox, first)), (2, vec![ActionKind::Accept]), "{who}");
        }
        town.officer("acceptor").accepts(first);
        let inbox = waiting(&town, "acceptor");
        assert_eq!((inbox.counts.total, asked(&inbox, first)), (2, vec![ActionKind::File]));
        let inbox = waiting(&town, "second acceptor");
        assert_eq!((inbox.counts.total, holds(&inbox, first), holds(&inbox, second)), (1, false, true));
        // Taken over, it changes hands.
        town.officer("shift lead").accepts(first);
        assert!(!holds(&waiting(&town, "acceptor"), first));
        // Figures of what is late know the desk, and no persons.
        town.wait(3 * Instant::DAY);
        let leader = town.officer("leader").actor();
        let overview = work::overview::overview(&town.app, &leader, work::words::Lang::Zh);
        let late = town.block_on(overview).unwrap().late.by;
        let desk: Vec<_> = late.iter().filter(|by| by.awaits == "desk").collect();
        assert_eq!(desk.iter().map(|by| (by.n, by.unit.is_some())).collect::<Vec<_>>(), [(2, false)]);
        town.is_sound();
    }
);

story!(
    /// 督办: a letter to the dispatcher is the dispatcher's to answer.
    a_letter_is_asked_of_its_addressee,
    |town| {
        let id = town.resident().reports("井盖破损").id;
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::General);
        let letter = Action::Supervise { level: SupervisionLevel::Letter, text: "请尽快派遣".into() };
        town.officer("leader").does(id, letter);
        for (called, _) in town.actors.all().iter().filter(|(_, staff)| !staff.roles.iter().any(|r| r.is_administrator())) {
            let asked = asked(&waiting(&town, called), id);
            let reply = asked.contains(&ActionKind::ReplySupervision);
            assert_eq!(reply, *called == "dispatcher", "{called}: {asked:?}");
        }
    }
);

story!(
    /// 回头看: in the inbox of everybody who may, the inspectors of the street among them, and of nobody who may not.
    a_look_back_waits_for_whoever_may_look,
    |town| {
        let keeper = town.officer("system administrator").actor();
        let entry = work::place::PlaceEntry {
            name: "示例商场".into(),
            kind: domain::place::PlaceKind::Factory,
            address: "解放路 9 号".into(),
            street: Some("430406001".into()),
            ..Default::default()
        };
        let place = town.block_on(work::place::register(&town.app, keeper, None, entry)).unwrap();
        let report = NewReport { text: "消防通道被堵".into(), place: Some(place), ..NewReport::default() };
        let id = town.resident().sends(report, None).unwrap().id;
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::Larger);
        town.officer("dispatcher").dispatches(id, "roads");
        town.officer("road worker").signs(id);
        town.officer("road worker").submits(id);
        town.officer("verifier").verifies(id, VerifyMethod::OnSite);
        town.officer("shift lead").approves(id);
        town.wait(31 * Instant::DAY);
        town.block_on(sweep(&town.app)).unwrap();
        for (called, staff) in town.actors.all() {
            if staff.roles.iter().any(|role| role.is_administrator()) {
                continue;
            }
            let asked = asked(&waiting(&town, called), id);
            let may = *called == "south inspector";
            assert_eq!(asked.contains(&ActionKind::LookBack), may, "{called}: {asked:?}");
        }
        let inbox = waiting(&town, "verifier");
        assert!(!holds(&inbox, id) && inbox.counts.total == 0, "who verified it may not look again");
        let look = Action::LookBack {
            found: false,
            text: "未见堵塞".into(),
            photos: vec![town.photo(PhotoRole::Verification)],
        };
        town.officer("south inspector").does(id, look);
        assert!(!holds(&waiting(&town, "south inspector"), id));
        town.is_sound();
    }
);
