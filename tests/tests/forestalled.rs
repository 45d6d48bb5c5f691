//! 移交执法的保密: whoever answers for a hazard learns of a referral to those who punish when they have filed the case or
//! sent it back, in no answer before.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::{Action, Grade, PartyKind, PhotoRole};
use domain::ids::HazardId;
use domain::people::Actor;
use town::{Town, story};
use work::hazard::{Filter, ListOrder, NewReport, Page, detail, inbox, list, proof, related, sweep};
use work::words::Lang;

const SECRET: &str = "拒不整改建议立案查处";

fn page() -> Page {
    Page { after: None, limit: 200, order: ListOrder::default() }
}

/// A hazard of the mill, which puts it right itself.
fn at_the_mill(town: &Town) -> HazardId {
    let report =
        NewReport {
            text: "车间安全出口上锁".into(), address: "厂区东门".into(), ..NewReport::default()
        };
    let id = town.resident().sends(report, None).unwrap().id;
    town.officer("acceptor").accepts(id);
    let catalogue = town.app.catalogue();
    let minor = catalogue.minors().next().unwrap();
    let file = Action::File {
        number: String::new(),
        category: minor.code.clone(),
        grade: Grade::General,
        standard: minor.standards[0].id.clone(),
        party: PartyKind::Company,
        party_unit: Some(town.unit("mill")),
        clauses: vec![],
        clause: None,
        text: String::new(),
    };
    town.officer("acceptor").does(id, file);
    town.officer("dispatcher").dispatches(id, "mill");
    town.officer("mill manager").signs(id);
    id
}

/// Everything that the party's handler is answered, as one text.
fn answers(town: &Town, actor: &Actor, id: HazardId) -> String {
    let app = &town.app;
    let supervised = Filter { supervised: true, ..Filter::default() };
    let text = |value: serde_json::Value| value.to_string();
    town.block_on(async {
        let seen = detail(app, actor, id, Lang::Zh).await.unwrap();
        let all = [
            serde_json::to_value(&seen),
            serde_json::to_value(list(app, actor, Filter::default(), page(), Lang::Zh).await.unwrap()),
            serde_json::to_value(list(app, actor, supervised, page(), Lang::Zh).await.unwrap()),
            serde_json::to_value(inbox(app, actor, page(), Lang::Zh).await.unwrap()),
            serde_json::to_value(related(app, actor, id, Lang::Zh).await.unwrap()),
            serde_json::to_value(proof(app, actor, id).await.unwrap().events),
        ];
        all.into_iter().map(|value| text(value.unwrap())).collect::<Vec<_>>().join("\n")
    })
}

story!(
    /// Step, clock, letters, photos, times and filters: the party sees none of it, the offices see all of it.
    a_referral_is_not_announced,
    |town| {
        let id = at_the_mill(&town);
        let party = town.officer("mill manager").actor();
        let seen = |actor: &Actor| town.block_on(detail(&town.app, actor, id, Lang::Zh)).unwrap();
        let before = seen(&party).summary.updated_at;
        let unit = town.officer("enforcer").unit();
        let photo = town.photo(PhotoRole::Proof);
        let file = photo.file;
        let refer = Action::ReferEnforcement { unit, text: SECRET.into(), photos: vec![photo] };
        town.officer("shift lead").does(id, refer);
        town.officer("enforcer").does(id, Action::ReceiveEnforcement { text: SECRET.into() });
        let hidden = |what: &str| {
            let said = answers(&town, &party, id);
            // The name of an action that the party might take elsewhere is no news.
            for secret in ["enforcement_", "\"enforcement\"", SECRET, &file.to_string()] {
                assert!(!said.contains(secret), "{what}: {secret} in {said}");
            }
        };
        hidden("referred and received");
        let mine = seen(&party);
        assert_eq!(mine.summary.updated_at, before, "its times say nothing");
        assert!(mine.beside.enforcements.is_empty() && !mine.photos.iter().any(|p| p.file == file.0));
        let look = work::photo::look(&town.app, &party, file.0, work::photo::Size::View);
        assert!(town.block_on(look).is_err(), "nor is its photo shown");
        let office = seen(&town.officer("shift lead").actor());
        assert_eq!(office.beside.enforcements.len(), 1);
        assert!(office.timeline.iter().any(|step| step.kind == "enforcement_referred"));

        // Those who punish do not answer and are pressed: nor is that told.
        town.officer("mill manager").submits(id);
        town.wait(12 * Instant::DAY);
        while town.block_on(sweep(&town.app)).unwrap() > 0 {}
        let letters = town.hazard(id).supervision.letters;
        assert!(letters.iter().any(|letter| letter.to.unit == Some(unit)), "the office has a letter");
        hidden("pressed");
        let supervised = Filter { supervised: true, ..Filter::default() };
        let mine = seen(&party).supervision.map(|s| s.letters.len()).unwrap_or_default();
        let rows = town.block_on(list(&town.app, &party, supervised, page(), Lang::Zh)).unwrap().items;
        assert_eq!(rows.is_empty(), mine == 0, "a filter tells no more than the rows");

        let number = Some("雁应急罚立〔2026〕1号".to_owned());
        let filed = Action::AnswerEnforcement { filed: true, number, text: String::new() };
        town.officer("enforcer").does(id, filed);
        let told = seen(&party);
        assert_eq!(told.beside.enforcements[0].filed, Some(true), "filed, it is no secret any more");
        assert!(told.timeline.iter().any(|step| step.kind == "enforcement_referred"));
        assert!(told.photos.iter().any(|p| p.file == file.0));
        town.is_sound();
    }
);

story!(
    /// What was sent back may be known; the next one is kept back again.
    what_was_sent_back_is_known_and_the_next_one_is_not,
    |town| {
        let id = at_the_mill(&town);
        let party = town.officer("mill manager").actor();
        let unit = town.officer("enforcer").unit();
        let refer = || Action::ReferEnforcement { unit, text: SECRET.into(), photos: vec![] };
        let kinds = || {
            let seen = town.block_on(detail(&town.app, &party, id, Lang::Zh)).unwrap();
            let told = seen.timeline.iter().filter(|step| step.kind.starts_with("enforcement"));
            (told.map(|step| step.kind.clone()).collect::<Vec<_>>(), seen.beside.enforcements.len())
        };
        town.officer("shift lead").does(id, refer());
        assert_eq!(kinds(), (vec![], 0));
        let back = Action::AnswerEnforcement { filed: false, number: None, text: "证据不足".into() };
        town.officer("enforcer").does(id, back);
        let known = vec!["enforcement_referred".to_owned(), "enforcement_answered".to_owned()];
        assert_eq!(kinds(), (known.clone(), 1));
        town.officer("shift lead").does(id, refer());
        assert_eq!(kinds(), (known, 1), "the second one is kept back");
        town.is_sound();
    }
);
