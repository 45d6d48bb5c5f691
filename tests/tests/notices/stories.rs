//! Who is told, when, and by what.

use super::*;

story!(
    /// The lead unit's people are told, those of others are not, nobody twice, and not the one who did it.
    whoever_must_act_is_told_once,
    |town| {
        registered(&town);
        let recorder = Recorder::new(true);
        town.app.set_outlets(Outlets::recorded(&recorder));
        wants(&town, "builder", loud());
        let id = dispatched(&town, false);
        follow(&town, &town.app.clone());
        let notices = told(&town, "builder");
        assert_eq!(notices.len(), 1, "{notices:?}");
        assert_eq!((notices[0].hazard, notices[0].urgent, notices[0].read_at), (Some(id.0), false, None));
        assert!(notices[0].title.starts_with("待签收："), "{notices:?}");
        assert!(notices[0].text.contains("期限："), "{notices:?}");
        assert_eq!(told(&town, "second builder").len(), 1);
        assert!(told(&town, "road worker").is_empty() && told(&town, "dispatcher").len() == 1);

        // Followed again from the beginning, by another server too, everything is there once.
        let other = town.second_server();
        other.set_outlets(Outlets::recorded(&recorder));
        follow(&town, &other);
        town.wait(2 * Instant::MINUTE);
        send(&town, &town.app.clone());
        send(&town, &other);
        other.store().close();
        town.restart();
        town.app.set_outlets(Outlets::recorded(&recorder));
        follow(&town, &town.app.clone());
        send(&town, &town.app.clone());
        assert_eq!(told(&town, "builder").len(), 1);
        let taken: Vec<Address> = recorder.told().taken.iter().map(|m| m.to.clone()).collect();
        assert_eq!(taken.len(), 2, "one mail and one short message");
        assert!(taken.contains(&Address::Mail(MAIL.into())) && taken.contains(&Address::Phone(PHONE.into())));

        // Read is read, and only by its own reader.
        let actor = town.officer("builder").actor();
        let stranger = town.officer("road worker").actor();
        let one = told(&town, "builder")[0].id;
        town.block_on(notice::read_one(&town.app, &stranger, one)).unwrap();
        assert_eq!(town.block_on(notice::unread(&town.app, &actor, 5, Lang::Zh)).unwrap().count, 1);
        town.block_on(notice::read_about(&town.app, &actor, id.0)).unwrap();
        assert_eq!(town.block_on(notice::unread(&town.app, &actor, 5, Lang::Zh)).unwrap().count, 0);
        town.is_sound();
    }
);

story!(
    /// At night only danger to life rings; the rest comes in the morning, together.
    at_night_only_danger_to_life_rings,
    |town| {
        registered(&town);
        let recorder = Recorder::new(true);
        town.app.set_outlets(Outlets::recorded(&recorder));
        wants(&town, "builder", Preferences { mail: Way::Off, ..loud() });
        town.wait(14 * Instant::HOUR);
        assert!(Quiet::USUAL.holds(town.app.store().surroundings().now()));
        dispatched(&town, false);
        dispatched(&town, false);
        follow(&town, &town.app.clone());
        town.wait(10 * Instant::MINUTE);
        send(&town, &town.app.clone());
        assert!(recorder.texts().is_empty(), "{:?}", recorder.texts());
        dispatched(&town, true);
        follow(&town, &town.app.clone());
        send(&town, &town.app.clone());
        let texts = recorder.texts();
        assert_eq!(texts.len(), 1, "{texts:?}");
        assert!(texts[0].contains("【危及生命】") && !texts[0].contains("塌陷"), "{texts:?}");
        town.wait(9 * Instant::HOUR);
        send(&town, &town.app.clone());
        let texts = recorder.texts();
        assert_eq!(texts.len(), 2, "the two others together: {texts:?}");
        assert!(texts[1].contains("2条通知"), "{texts:?}");
    }
);

story!(
    /// What fails is tried again with growing pauses, given up in the end, seen by an administrator and tried again.
    what_fails_is_tried_again_and_given_up_visibly,
    |town| {
        registered(&town);
        let recorder = Recorder::new(true);
        town.app.set_outlets(Outlets { mail: None, ..Outlets::recorded(&recorder) });
        wants(&town, "builder", loud());
        dispatched(&town, true);
        follow(&town, &town.app.clone());
        let app = town.app.clone();
        let admin = town.officer("system administrator").actor();
        for _ in 0..10 {
            recorder.told().answers.push_back(Answered::Fails(Failure::Later("busy")));
        }
        let mut tries = 0;
        while tries < 10 {
            tries += town.block_on(notice::send_once(&app, Route::Sms)).unwrap().failed;
            assert_eq!(
                town.block_on(notice::send_once(&app, Route::Sms)).unwrap().failed,
                0,
                "it pauses before the next attempt"
            );
            town.wait(Instant::HOUR);
        }
        assert!(recorder.texts().is_empty());
        let failed = town.block_on(notice::failed(&app, &admin)).unwrap();
        assert_eq!(failed.len(), 1, "{failed:?}");
        assert_eq!((failed[0].route, failed[0].attempts, failed[0].unknown), (Route::Sms, 10, false));
        assert_eq!(failed[0].reason, "busy");
        let leader = town.officer("leader").actor();
        assert_eq!(town.block_on(notice::retry(&app, &leader, failed[0].id)).unwrap_err().status, 403);
        town.block_on(notice::retry(&app, &admin, failed[0].id)).unwrap();
        send(&town, &app);
        assert_eq!(recorder.texts().len(), 1);
        assert!(town.block_on(notice::failed(&app, &admin)).unwrap().is_empty());
        let overview = town.block_on(notice::overview(&app, &admin)).unwrap();
        let sms = overview.routes.iter().find(|r| r.route == Route::Sms).unwrap();
        assert_eq!((sms.on, sms.delivered, sms.failed), (true, 1, 0));
    }
);

story!(
    /// Another system is told of the hazards of its unit, signed, without a word of anybody.
    another_system_is_told_of_its_own,
    |town| {
        registered(&town);
        let recorder = Recorder::new(true);
        town.app.set_outlets(Outlets::recorded(&recorder));
        let keys = town.officer("security administrator").actor();
        let hook = |unit: &str| HookInput {
            name: format!("{unit}的系统"),
            unit: town.unit(unit),
            url: "https://system.example/hook".into(),
        };
        let stranger = town.officer("system administrator").actor();
        let refused = town.block_on(notice::keep_hook(&town.app, stranger, hook("building")));
        assert_eq!(refused.err().unwrap().status, 403);
        let admin = town.officer("system administrator").actor();
        let is_on = || {
            let overview = town.block_on(notice::overview(&town.app, &admin)).unwrap();
            overview.routes.iter().find(|r| r.route == Route::Webhook).unwrap().on
        };
        assert!(!is_on(), "nobody wants to be told");
        let kept = town.block_on(notice::keep_hook(&town.app, keys.clone(), hook("building"))).unwrap();
        assert!(is_on());
        assert!(kept.secret.starts_with("whsec_"));
        town.block_on(notice::keep_hook(&town.app, keys.clone(), hook("roads"))).unwrap();
        let id = dispatched(&town, false);
        follow(&town, &town.app.clone());
        send(&town, &town.app.clone());
        let taken = recorder.told().taken.clone();
        let said: Vec<serde_json::Value> =
            taken.iter().map(|m| serde_json::from_str(&m.text).unwrap()).collect();
        assert_eq!(said.len(), 1, "the unit had no part before it was dispatched: {said:?}");
        assert_eq!(said[0]["type"], "hazard.dispatched");
        assert_eq!(said[0]["data"]["hazard"], id.to_string());
        assert!(!taken[0].text.contains("塌陷"));
        assert!(matches!(&taken[0].to, Address::Hook(hook) if hook.secret.len() == 32));
        // Nobody is shown the secret again, and after it is dropped nothing is sent.
        let listed = town.block_on(notice::hooks(&town.app, &keys)).unwrap();
        assert_eq!(listed.len(), 2);
        town.block_on(notice::drop_hook(&town.app, keys.clone(), kept.id)).unwrap();
        town.officer("builder").signs(id);
        follow(&town, &town.app.clone());
        send(&town, &town.app.clone());
        assert_eq!(recorder.told().taken.len(), 1);
        town.is_sound();
    }
);

story!(
    /// 批示: a tap by a leader, an answer by the owner, taken as enough by somebody else; everybody sees why.
    a_leaders_instruction_is_a_task,
    |town| {
        registered(&town);
        let id = dispatched(&town, false);
        let instruct = || Action::Instruct { unit: None, phrase: Some(Phrase::Hasten), text: String::new(), photos: Vec::new() };
        assert_eq!(town.officer("shift lead").tries(id, instruct()).unwrap_err().status, 403);
        town.officer("leader").does(id, instruct());
        let owner = town.officer("builder").actor();
        let page = || Page { after: None, limit: 50, order: ListOrder::Due };
        let inbox = town.block_on(work::hazard::inbox(&town.app, &owner, page(), Lang::Zh)).unwrap();
        assert_eq!((inbox.page.items.len(), inbox.counts.total), (1, 1), "once, though there are two things to do");
        let what: Vec<&str> = inbox.page.items[0].why.iter().map(|w| w.what.name()).collect();
        assert_eq!(what.len(), 2, "{what:?}");
        assert!(what.contains(&"sign") && what.contains(&"reply_instruction"));
        let answer = |text: &str| Action::ReplyInstruction { text: text.into(), photos: Vec::new() };
        assert_eq!(town.officer("road worker").tries(id, answer("x")).unwrap_err().status, 404);
        town.officer("builder").does(id, answer("已派人到场"));

        // The leader who said it and the committee office see it; nobody decides on an own answer.
        for who in ["leader", "committee office"] {
            let actor = town.officer(who).actor();
            let inbox = town.block_on(work::hazard::inbox(&town.app, &actor, page(), Lang::Zh)).unwrap();
            let why = &inbox.page.items[0].why[0];
            assert_eq!((why.what.name(), why.mine), ("settle_instruction", who == "leader"), "{who}");
        }
        let settle = |accept: bool| Action::SettleInstruction { accept, text: "请补充照片".into() };
        town.officer("leader").does(id, settle(false));
        let hazard = town.hazard(id);
        assert!(hazard.instructions[0].replied.is_none() && hazard.instructions[0].returns == 1);
        town.officer("builder").does(id, answer("已补充"));
        town.officer("committee office").does(id, settle(true));
        assert!(town.hazard(id).open_instruction().is_none());
        follow(&town, &town.app.clone());
        let titles: Vec<String> = told(&town, "builder").into_iter().map(|n| n.title).collect();
        let count = |start: &str| titles.iter().filter(|t| t.starts_with(start)).count();
        assert_eq!(
            (count("待签收"), count("领导批示"), count("批示反馈退回"), count("批示办结")),
            (1, 1, 1, 1),
            "{titles:?}"
        );
        town.is_sound();
    }
);

#[test]
fn settings_are_ones_own_and_checked() {
    let town = Town::on(Engine::Sqlite);
    registered(&town);
    let actor = town.officer("builder").actor();
    let change = |contacts: Contacts, version: u32| {
        let change = notice::change_settings(
            &town.app,
            actor.clone(),
            None,
            version,
            Preferences::default(),
            contacts,
        );
        town.block_on(change)
    };
    let mail = |text: &str| Contacts { mail: Some(text.into()), phone: None };
    for bad in ["nobody", "a b@example.org", "a@example.org\r\nbcc: b@example.org"] {
        assert_eq!(change(mail(bad), 0).unwrap_err().status, 422, "{bad}");
    }
    assert_eq!(change(Contacts { mail: None, phone: Some("12".into()) }, 0).unwrap_err().status, 422);
    assert_eq!(change(mail(MAIL), 0).unwrap(), 1);
    assert_eq!(change(mail(MAIL), 0).unwrap_err().code, "stale");
    let own = town.block_on(notice::settings(&town.app, &actor)).unwrap();
    assert_eq!((own.contacts.mail.as_deref(), own.version), (Some(MAIL), 1));
    let other = town.block_on(notice::settings(&town.app, &town.officer("second builder").actor())).unwrap();
    assert_eq!(other.contacts, Contacts::default());
}
