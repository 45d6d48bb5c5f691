//! A reporter nobody can leak: a contact is planted, and looked for everywhere.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::{Action, Event, Grade, OpenPurpose, RejectReason, VerifyMethod};
use domain::people::{Actor, may_see};
use identity::vault::Reporter;
use town::{Town, story};
use work::hazard::{Filter, NewReport, Page, ReceiptView};
use work::words::Lang;

const NAME: &str = "欧阳测试举报人";
const PHONE: &str = "13987654321";
const CONTACT: &str = "wx-planted-reporter";

fn planted(town: &Town) -> domain::ids::HazardId {
    let reporter = Reporter {
        name: Some(NAME.into()),
        phone: Some(PHONE.into()),
        contact: Some(CONTACT.into()),
        note: Some("白天方便".into()),
    };
    let report = NewReport {
        text: "消防栓没有水".into(),
        address: "解放路 12 号".into(),
        reporter: Some(reporter),
        ..NewReport::default()
    };
    town.resident().sends(report, None).unwrap().id
}

fn is_clean(where_: &str, text: &str) {
    for secret in [NAME, PHONE, CONTACT] {
        assert!(!text.contains(secret), "{where_} shows {secret}");
    }
}

fn page() -> Page {
    Page { after: None, limit: 200, order: work::hazard::ListOrder::default() }
}

story!(
    /// Nobody sees the reporter in lists, inboxes, details, suggestions, or on the reporter's own public page.
    a_reporter_is_in_no_answer,
    |town| {
        let id = planted(&town);
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::General);
        town.officer("dispatcher").dispatches(id, "roads");
        town.officer("road worker").signs(id);
        let app = &town.app;
        for (called, staff) in town.actors.all() {
            let actor = Actor::Staff(staff.clone());
            town.block_on(async {
                if let Ok(list) = work::hazard::list(app, &actor, Filter::default(), page(), Lang::Zh).await {
                    is_clean(called, &serde_json::to_string(&list).unwrap());
                }
                if let Ok(inbox) = work::hazard::inbox(app, &actor, page(), Lang::Zh).await {
                    is_clean(called, &serde_json::to_string(&inbox).unwrap());
                }
                match work::hazard::detail(app, &actor, id, Default::default()).await {
                    Ok(detail) => is_clean(called, &serde_json::to_string(&detail).unwrap()),
                    Err(problem) => assert_eq!(problem.status, 404),
                }
                if let Ok(near) = work::hazard::duplicates(app, &actor, id, Lang::Zh).await {
                    is_clean(called, &serde_json::to_string(&near).unwrap());
                }
            });
        }
        let receipt = town.block_on(ReceiptView::of(app, id)).unwrap();
        is_clean("receipt", &serde_json::to_string(&receipt).unwrap());
    }
);

story!(
    /// The contact stands in no event and in no column, in no readable form.
    a_reporter_is_in_no_table,
    |town| {
        planted(&town);
        town.is_sound();
        let tables = store::tables::ALL;
        for table in tables {
            let sql = format!("select {} from {}", table.columns.join(", "), table.name);
            let rows = town.app.store().read_blocking(|c| c.query(&sql, &[])).unwrap();
            for row in rows {
                for value in row.0 {
                    let bytes = match value {
                        store::Value::Text(text) => text.into_bytes(),
                        store::Value::Bytes(bytes) => bytes,
                        _ => continue,
                    };
                    for secret in [NAME, PHONE, CONTACT] {
                        let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
                        assert!(!found, "{} holds {secret}", table.name);
                    }
                }
            }
        }
    }
);

/// Nor do the files of the embedded database, its log of writes included.
#[test]
fn a_reporter_is_in_no_file() {
    let town = Town::on(town::Engine::Sqlite);
    planted(&town);
    let mut files = 0;
    for name in ["town.db", "town.db-wal"] {
        let Ok(bytes) = std::fs::read(town.folder().join(name)) else { continue };
        files += 1;
        // The control: what is no secret is found, so the search works.
        for secret in [NAME, PHONE, CONTACT] {
            assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{name} holds {secret}");
        }
    }
    let wal = std::fs::read(town.folder().join("town.db-wal")).unwrap();
    let told = "消防栓没有水".as_bytes();
    assert!(files > 0 && wal.windows(told.len()).any(|w| w == told));
}

story!(
    /// Opening the contact needs the right office and a purpose, is an event, and the reporter sees it.
    opening_the_vault_leaves_a_trace,
    |town| {
        let id = planted(&town);
        let open = |actor: Actor| {
            let text = "电话核实位置".to_owned();
            town.block_on(work::hazard::open_reporter(&town.app, actor, None, id, OpenPurpose::Clarify, text))
        };
        for (called, staff) in town.actors.all() {
            if !["caller", "shift lead"].contains(called) {
                assert!(open(Actor::Staff(staff.clone())).is_err(), "{called} opened the vault");
            }
        }
        assert!(open(Actor::Public).is_err());
        assert!(open(Actor::ReceiptHolder { hazard: id }).is_err());
        let before = town.hazard(id).version;
        let opened = open(town.officer("caller").actor()).unwrap();
        assert_eq!((opened.name.as_deref(), opened.phone.as_deref()), (Some(NAME), Some(PHONE)));
        assert_eq!(town.hazard(id).version, before + 1);
        let receipt = town.block_on(ReceiptView::of(&town.app, id)).unwrap();
        assert_eq!((receipt.looks.len(), receipt.times_opened()), (1, 1));
        let look = &receipt.looks[0];
        assert_eq!((look.office.as_deref(), look.purpose.as_deref()), (Some("区值守中心"), Some("clarify")));
        town.is_sound();
    }
);

story!(
    /// 删除: the reporter takes the contact back; the chain stays whole.
    a_contact_can_be_taken_back,
    |town| {
        let id = planted(&town);
        town.resident().does(id, Action::EraseReporter { text: String::new() }).unwrap();
        let open = work::hazard::open_reporter(
            &town.app,
            town.officer("caller").actor(),
            None,
            id,
            OpenPurpose::Clarify,
            "核实".into(),
        );
        assert!(town.block_on(open).is_err());
        let rows = town.app.store().read_blocking(|c| c.query("select id from vault", &[])).unwrap();
        assert!(rows.is_empty());
        town.officer("shift lead").does(id, Action::EraseWords { sequence: 1, text: "含个人信息".into() });
        let report = town.verify();
        assert_eq!((report.first, report.erased_words), (None, 1));
    }
);

story!(
    /// 保存期: a year after closing the contact goes by itself; the chain stays whole.
    a_contact_does_not_stay_for_ever,
    |town| {
        let id = planted(&town);
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::General);
        town.officer("dispatcher").dispatches(id, "roads");
        town.officer("road worker").signs(id);
        town.officer("road worker").submits(id);
        town.officer("verifier").verifies(id, VerifyMethod::OnSite);
        town.officer("second acceptor").approves(id);
        town.wait(work::upkeep::CONTACT - Instant::DAY);
        assert_eq!(town.block_on(work::upkeep::tidy(&town.app)).unwrap().contacts, 0);
        town.wait(2 * Instant::DAY);
        assert_eq!(town.block_on(work::upkeep::tidy(&town.app)).unwrap().contacts, 1);
        assert_eq!(town.hazard(id).reporter, None);
        let rows = town.app.store().read_blocking(|c| c.query("select id from vault", &[])).unwrap();
        assert!(rows.is_empty());
        town.is_sound();
    }
);

story!(
    /// 不予受理: who was turned away is not kept for ever either.
    a_contact_of_what_was_turned_away_goes_too,
    |town| {
        let id = planted(&town);
        town.officer("acceptor").accepts(id);
        let (reason, text) = (RejectReason::NotAHazard, "已核实，不属于隐患".into());
        town.officer("acceptor").does(id, Action::Reject { reason, text });
        town.wait(work::upkeep::CONTACT - Instant::DAY);
        assert_eq!(town.block_on(work::upkeep::tidy(&town.app)).unwrap().contacts, 0);
        town.wait(2 * Instant::DAY);
        assert_eq!(town.block_on(work::upkeep::tidy(&town.app)).unwrap().contacts, 1);
        assert_eq!(town.hazard(id).reporter, None);
        town.is_sound();
    }
);

story!(
    /// 越权: what one may not see is not there, in lists as in single reads.
    lists_and_single_reads_agree,
    |town| {
        let ids: Vec<_> = (0..6).map(|n| town.resident().reports(&format!("隐患 {n}")).id).collect();
        for (n, id) in ids.iter().enumerate().skip(1) {
            town.officer("acceptor").accepts(*id);
            town.officer("acceptor").files(*id, Grade::General);
            if n > 1 {
                town.officer("dispatcher").dispatches(*id, ["roads", "building"][n % 2]);
            }
        }
        town.officer("road worker").signs(ids[2]);
        town.officer("road worker").submits(ids[2]);
        for (called, staff) in town.actors.all() {
            let actor = Actor::Staff(staff.clone());
            let listed = town.block_on(work::hazard::list(&town.app, &actor, Filter::default(), page(), Lang::Zh));
            let listed: Vec<_> =
                listed.map(|l| l.items.iter().map(|i| i.id).collect()).unwrap_or_default();
            for id in &ids {
                let visible = may_see(&actor, &town.hazard(*id));
                assert_eq!(listed.contains(&id.0), visible, "{called} and the list");
                let read = town.block_on(work::hazard::detail(&town.app, &actor, *id, Default::default()));
                assert_eq!(read.is_ok(), visible, "{called} and the detail");
            }
        }
        let events = town.app.store().read_blocking(|c| c.query("select body from events", &[])).unwrap();
        for row in events {
            if let Ok(Event::Reported { reporter, .. }) = serde_json::from_str(row.text(0).unwrap()) {
                assert_eq!(reporter, None);
            }
        }
    }
);
