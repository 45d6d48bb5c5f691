//! The desk: words are found by whoever may see them and by nobody else, and figures add up, on both engines.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::hazard::{Action, Grade, Source};
use domain::people::Actor;
use town::{Town, story};
use work::hazard::{ExportFormat, Filter, ListOrder, NewReport, Page, Target, Wanted, Which, list};
use work::words::Lang;

fn found(town: &Town, actor: &Actor, filter: Filter) -> Vec<uuid::Uuid> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = Page { after, limit: 2, order: ListOrder::Newest };
        let listed = town.block_on(list(&town.app, actor, filter.clone(), page, Lang::Zh)).unwrap();
        all.extend(listed.items.iter().map(|item| item.id));
        match listed.next {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
}

fn words(q: &str) -> Filter {
    Filter { q: Some(q.into()), ..Filter::default() }
}

/// A file of everything that fits, with these columns.
fn wanted(filter: Filter) -> Wanted {
    Wanted {
        filter,
        format: ExportFormat::Csv,
        columns: vec!["text".into(), "due_at".into()],
        reason: "备查".into(),
    }
}

story!(
    /// 检索: everybody finds exactly those of their own hazards that hold the words; what is erased is not found.
    words_are_found_by_whom_they_concern,
    |town| {
        let texts = ["路面塌陷", "井盖缺失，路面开裂", "路面积水", "电线脱落", "路灯不亮", "路面塌陷又来"];
        let ids: Vec<_> = texts
            .iter()
            .map(|text| {
                town.wait(60_000);
                town.resident().reports(text).id
            })
            .collect();
        for id in &ids[..3] {
            town.officer("acceptor").accepts(*id);
            town.officer("acceptor").files(*id, Grade::General);
        }
        town.officer("dispatcher").dispatches(ids[0], "roads");
        town.officer("dispatcher").dispatches(ids[1], "building");
        for (called, _) in town.actors.all() {
            let actor = town.officer(called).actor();
            if domain::people::may(&actor, domain::people::Act::Read, domain::people::Resource::Hazards).is_err() {
                continue;
            }
            let all = found(&town, &actor, Filter::default());
            for q in ["路面", "塌陷", "路面 塌陷", "解放路", "缺失 路灯", "井盖"] {
                let holds = |text: &str| q.split(' ').all(|t| text.contains(t) || "解放路 12 号门前".contains(t));
                let wanted: Vec<_> = all
                    .iter()
                    .copied()
                    .filter(|id| holds(texts[ids.iter().position(|i| i.0 == *id).unwrap()]))
                    .collect();
                assert_eq!(found(&town, &actor, words(q)), wanted, "{called}: {q}");
            }
        }
        let lead = town.officer("shift lead").actor();
        let mut narrow = words("路面");
        narrow.unit = Some(town.unit("roads").0);
        assert_eq!(found(&town, &lead, narrow), [ids[0].0]);
        town.officer("shift lead").does(ids[0], Action::EraseWords { sequence: 1, text: "含个人信息".into() });
        assert_eq!(found(&town, &lead, words("塌陷")), [ids[5].0]);
        town.is_sound();
    }
);

story!(
    /// 外部编号: the number of another system leads to its hazard.
    numbers_of_other_systems_are_found,
    |town| {
        let external = vec![("12345".to_owned(), "sq-2026-000777".to_owned())];
        let report = NewReport { text: "井盖缺失".into(), address: "南街".into(), external, source: Some(Source::Hotline), ..NewReport::default() };
        let id = town.resident().sends(report, None).unwrap().id;
        let desk = town.officer("acceptor").actor();
        assert_eq!(found(&town, &desk, words("SQ-2026-000777")), [id.0]);
        let pasted = town.block_on(work::hazard::lookup(&town.app, &desk, "工单 ＳＱ-2026-000777，已转", Lang::Zh)).unwrap();
        assert_eq!(pasted.found.len(), 1);
        let stranger = town.officer("builder").actor();
        assert!(found(&town, &stranger, words("SQ-2026-000777")).is_empty());
        town.is_sound();
    }
);

story!(
    /// 批量 and 晨报: many are taken on at once, and the morning page says so; a file holds what its checksum says.
    many_at_once_and_the_morning_after,
    |town| {
        let ids: Vec<_> = (0..5).map(|n| town.resident().reports(&format!("第{n}处路面塌陷")).id.0).collect();
        let acceptor = town.officer("acceptor").actor();
        let fields = || serde_json::json!({"action": "accept"}).as_object().unwrap().clone();
        let which = Which::Filter(Box::new(words("塌陷")));
        let seen = town
            .block_on(work::hazard::preview(&town.app, &acceptor, which, fields(), Lang::Zh))
            .unwrap();
        assert!(seen.items.len() == 5 && seen.items.iter().all(|item| item.allowed));
        let targets: Vec<_> = ids.iter().map(|id| Target { id: *id, version: 1 }).collect();
        let key = |part: &str, content: &[u8]| store::Key::new("desk", part, content);
        for _ in 0..2 {
            let done = town.block_on(work::hazard::bulk(
                &town.app,
                acceptor.clone(),
                Some(key),
                targets.clone(),
                fields(),
                Lang::Zh,
            ));
            assert!(done.unwrap().iter().all(|one| one.done && one.version == Some(2)));
        }
        let lead = town.officer("shift lead").actor();
        town.wait(6 * 24 * 3_600_000);
        let page = town.block_on(work::overview::overview(&town.app, &lead, Lang::Zh)).unwrap();
        assert_eq!((page.open, page.late.total, page.today.reported, page.week.now.reported), (5, 5, 0, 5));
        assert_eq!(page.days[83].figures.reported, 5);
        let asked = town
            .block_on(work::hazard::ask(&town.app, lead.clone(), None, wanted(words("塌陷"))))
            .unwrap();
        let made = town.block_on(work::hazard::make(&town.app, lead, asked.id, Lang::Zh)).unwrap();
        assert_eq!((asked.count, made.rows), (5, 5));
        let mut text = String::new();
        std::io::Read::read_to_string(&mut { made.file }, &mut text).unwrap();
        assert!(text.starts_with("\u{feff}描述,本环节期限\r\n"), "{text}");
        town.is_sound();
    }
);
