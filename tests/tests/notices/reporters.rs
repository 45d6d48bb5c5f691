//! What a reporter wrote and left goes nowhere.

use super::*;

/// 举报人保护: what a reporter wrote and left is in no notice, on no way, in no settings of anybody.
#[test]
fn nothing_of_a_reporter_leaves_the_house() {
    let town = Town::on(Engine::Sqlite);
    registered(&town);
    let recorder = Recorder::new(true);
    town.app.set_outlets(Outlets::recorded(&recorder));
    for (who, _) in town.actors.all() {
        wants(&town, who, loud());
    }
    let keys = town.officer("security administrator").actor();
    for unit in ["desk", "building", "mill"] {
        let input = HookInput { name: unit.into(), unit: town.unit(unit), url: "https://x.example/".into() };
        town.block_on(notice::keep_hook(&town.app, keys.clone(), input)).unwrap();
    }
    let planted = ["欧阳举报", "13612345678", "我在三车间看见电线冒火花", "三车间东头"];
    let report = NewReport {
        whistleblower: true,
        text: planted[2].into(),
        address: planted[3].into(),
        life_danger: true,
        reporter: Some(identity::vault::Reporter {
            name: Some(planted[0].into()),
            phone: Some(planted[1].into()),
            contact: None,
            note: None,
        }),
        ..NewReport::default()
    };
    let id = town.resident().sends(report, None).unwrap().id;
    town.officer("acceptor").accepts(id);
    town.is_inspected_first(id);
    town.officer("acceptor").files(id, Grade::General);
    town.officer("dispatcher").dispatches(id, "mill");
    town.officer("leader").does(
        id,
        Action::Instruct {
            unit: None,
            phrase: Some(Phrase::MakeSafe),
            text: "请先断电".into(),
            photos: Vec::new(),
        },
    );
    follow(&town, &town.app.clone());
    town.wait(2 * Instant::MINUTE);
    send(&town, &town.app.clone());
    let receipt = town.hazard(id).receipt;
    let mut said: Vec<String> =
        recorder.told().taken.iter().map(|m| format!("{} {}", m.subject, m.text)).collect();
    assert!(said.len() > 5, "{said:?}");
    for (who, _) in town.actors.all() {
        said.extend(told(&town, who).into_iter().map(|n| format!("{} {}", n.title, n.text)));
    }
    for words in planted.iter().chain(&["断电"]) {
        assert!(said.iter().all(|text| !text.contains(words)), "{words} in {said:?}");
    }
    // The party responsible does not even learn under which number it was reported.
    let party: Vec<String> = told(&town, "mill manager").into_iter().map(|n| n.title + &n.text).collect();
    assert!(!party.is_empty() && party.iter().all(|text| !text.contains(&receipt)), "{party:?}");
    // Addresses of staff are sealed in the database.
    let file = std::fs::read(town.folder().join("town.db")).unwrap();
    let wal = std::fs::read(town.folder().join("town.db-wal")).unwrap_or_default();
    for secret in [PHONE, MAIL] {
        let found =
            [&file, &wal].iter().any(|bytes| bytes.windows(secret.len()).any(|w| w == secret.as_bytes()));
        assert!(!found, "{secret} stands in the database");
    }
}
