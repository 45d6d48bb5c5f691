//! Photos that look alike, and the notice for the responsible party, on both engines.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::hazard::{Action, Grade, OpenPurpose, Photo, PhotoRole};
use domain::ids::HazardId;
use domain::people::{Actor, may_see};
use identity::vault::Reporter;
use town::{Town, story};
use work::hazard::{Detail, NewReport, PhotoDoubtKind, PhotoFinding, Withheld, detail, read_slip};
use work::words::Lang;

const PICTURE: i64 = 0x5555_5555_0f0f_0f0f;

fn seen_by(town: &Town, called: &str, id: HazardId) -> Option<Detail> {
    let actor = town.officer(called).actor();
    town.block_on(detail(&town.app, &actor, id, Lang::Zh)).ok()
}

fn findings(town: &Town, called: &str, id: HazardId) -> Option<Vec<PhotoFinding>> {
    seen_by(town, called, id).unwrap().photo_findings
}

/// A case in the hands of its unit, reported with these photos.
fn at_work(town: &Town, photos: Vec<Photo>) -> HazardId {
    let address = "解放路 12 号门前".to_owned();
    let report = NewReport { text: "路面塌陷".into(), address, photos, ..NewReport::default() };
    let id = town.resident().sends(report, None).unwrap().id;
    town.officer("acceptor").accepts(id);
    town.officer("acceptor").files(id, Grade::General);
    town.officer("dispatcher").dispatches(id, "roads");
    town.officer("road worker").signs(id);
    id
}

fn submits(town: &Town, id: HazardId, photo: Photo) {
    let text = "已修复".into();
    town.officer("road worker").does(id, Action::Submit { text, photos: vec![photo], cost_fen: None });
}

story!(
    /// 重复使用: the photo of another case is shown to who verifies, with the other beside it; not to who sent it, and
    /// not in the case that had it first.
    a_photo_that_was_used_before_is_shown_to_the_verifier,
    |town| {
        let first = at_work(&town, vec![]);
        let original = town.photo_like(PhotoRole::After, PICTURE);
        submits(&town, first, original.clone());
        let second = at_work(&town, vec![]);
        assert_eq!(findings(&town, "verifier", first), Some(vec![]));
        submits(&town, second, town.photo_like(PhotoRole::After, PICTURE ^ 0b11_1111));
        let found = findings(&town, "verifier", second).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].doubt, found[0].bits, found[0].further), (PhotoDoubtKind::Reused, Some(6), 0));
        let other = found[0].other.as_ref().unwrap();
        assert_eq!((other.file, other.hazard, other.role.as_str()), (original.file.0, first.0, "after"));
        assert_eq!(findings(&town, "shift lead", second).unwrap(), found);
        assert_eq!(findings(&town, "road worker", second), None, "not to the unit that did the work");
        assert_eq!(findings(&town, "verifier", first), Some(vec![]), "who came first is not in doubt");
        // A third case has it too, and one more that is another picture.
        let third = at_work(&town, vec![town.photo_like(PhotoRole::Before, PICTURE ^ 1)]);
        let found = findings(&town, "shift lead", third).unwrap();
        assert_eq!((found.len(), found[0].further), (1, 1));
        let fourth = at_work(&town, vec![town.photo_like(PhotoRole::Before, PICTURE ^ 0xff00)]);
        assert_eq!(findings(&town, "shift lead", fourth), Some(vec![]));
        town.is_sound();
    }
);

story!(
    /// 另一件不可见: of a case that the viewer may not see only that there is one is said.
    of_a_case_that_may_not_be_seen_nothing_but_the_likeness_is_told,
    |town| {
        let hidden = at_work(&town, vec![town.photo_like(PhotoRole::Before, PICTURE)]);
        let open = at_work(&town, vec![]);
        submits(&town, open, town.photo_like(PhotoRole::After, PICTURE));
        let verifier = town.officer("verifier").actor();
        assert!(!may_see(&verifier, &town.hazard(hidden)) && may_see(&verifier, &town.hazard(open)));
        let found = findings(&town, "verifier", open).unwrap();
        assert_eq!((found.len(), found[0].doubt), (1, PhotoDoubtKind::Reused));
        assert_eq!((&found[0].other, found[0].further), (&None, 0));
        let lead = findings(&town, "shift lead", open).unwrap();
        assert_eq!(lead[0].other.as_ref().map(|o| o.hazard), Some(hidden.0));
        let number = town.hazard(hidden).filing.unwrap().number;
        let told = serde_json::to_string(&seen_by(&town, "verifier", open).unwrap()).unwrap();
        assert!(!told.contains(&hidden.0.to_string()) && !told.contains(&number));
    }
);

story!(
    /// 并案: what was reported twice was photographed once, and nobody is suspected for it.
    merged_cases_share_their_photos,
    |town| {
        let sent = |phash| {
            town.wait(60_000);
            let photos = vec![town.photo_like(PhotoRole::Before, phash)];
            let address = "解放路 12 号门前".to_owned();
            let report = NewReport { text: "井盖缺失".into(), address, photos, ..NewReport::default() };
            town.resident().sends(report, None).unwrap().id
        };
        let (parent, child) = (sent(PICTURE), sent(PICTURE ^ 3));
        assert_eq!(findings(&town, "acceptor", child).unwrap().len(), 1, "a hint that they are one");
        town.officer("acceptor").accepts(parent);
        town.officer("acceptor").does(child, Action::Merge { into: parent, text: "同一处".into() });
        for id in [parent, child] {
            assert_eq!(findings(&town, "acceptor", id), Some(vec![]));
        }
    }
);

story!(
    /// 整改前后相同.
    a_result_that_shows_what_was_reported_is_shown,
    |town| {
        let before = town.photo_like(PhotoRole::Before, PICTURE);
        let id = at_work(&town, vec![before.clone()]);
        submits(&town, id, town.photo_like(PhotoRole::After, PICTURE ^ 0b11));
        let found = findings(&town, "verifier", id).unwrap();
        assert_eq!((found.len(), found[0].doubt, found[0].bits), (1, PhotoDoubtKind::Unchanged, Some(2)));
        assert_eq!(found[0].other.as_ref().map(|o| o.file), Some(before.file.0));
    }
);

const SAID: &str = "我在三号车间上夜班，看见班长把可燃气体报警器拔掉了";
const ADDED: &str = "今天凌晨四点又拔了一次，监控应该拍到";
const ADDRESS: &str = "三号车间东侧配料间";
const SECRETS: [&str; 3] = ["欧阳测试举报人", "13987654321", "wx-planted-reporter"];

fn whistle(town: &Town) -> (HazardId, String, Photo) {
    let [name, phone, contact] = SECRETS.map(|s| Some(s.to_owned()));
    let photo = town.photo_like(PhotoRole::Before, PICTURE);
    let report = NewReport {
        text: SAID.into(),
        address: ADDRESS.into(),
        photos: vec![photo.clone()],
        reporter: Some(Reporter { name, phone, contact, note: None }),
        whistleblower: true,
        ..NewReport::default()
    };
    let receipt = town.resident().sends(report, None).unwrap();
    (receipt.id, receipt.number, photo)
}

/// 立案 and 派遣 with these words.
fn files_and_dispatches(town: &Town, id: HazardId, finding: &str, demand: &str) {
    town.officer("acceptor").accepts(id);
    town.is_inspected_first(id);
    let minor = town.app.catalogue().majors()[0].minors[0].clone();
    town.officer("acceptor").does(
        id,
        Action::File {
            number: String::new(),
            category: minor.code.clone(),
            grade: Grade::General,
            standard: minor.standards[0].id.clone(),
            party: domain::hazard::PartyKind::Company,
            party_unit: Some(town.unit("roads")),
            clause: None,
            clauses: vec![],
            text: finding.into(),
        },
    );
    let lead = town.unit("roads");
    let (co, copies) = (vec![], vec![]);
    town.officer("dispatcher").does(id, Action::Dispatch { lead, co, copies, text: demand.into() });
}

story!(
    /// 整改通知单: whoever reads it learns nothing of who reported, when, how or in which words.
    a_slip_holds_nothing_of_the_reporter,
    |town| {
        let (id, receipt, photo) = whistle(&town);
        town.officer("acceptor").does(id, Action::AskSupplement { text: "何时发生的".into() });
        town.resident().does(id, Action::Supplement { text: ADDED.into(), photos: vec![] }).unwrap();
        town.wait(26 * 60 * 60_000);
        // An office that copies what it was told, with other marks between.
        let finding = format!("据举报：{}。请核查", SAID.replace('，', " "));
        let demand = format!("联系电话 {}，限期整改", SECRETS[1]);
        files_and_dispatches(&town, id, &finding, &demand);
        let hazard = town.hazard(id);
        let open = OpenPurpose::Clarify;
        let caller = town.officer("caller").actor();
        let _ = town.block_on(work::hazard::open_reporter(&town.app, caller, None, id, open, "核实".into()));
        let mut read = 0;
        for (called, staff) in town.actors.all() {
            let actor = Actor::Staff(staff.clone());
            for lang in [Lang::Zh, Lang::En] {
                let slip = town.block_on(read_slip(&town.app, &actor, id, lang));
                assert_eq!(slip.is_ok(), may_see(&actor, &hazard), "{called}");
                let Ok(slip) = slip else { continue };
                read += 1;
                let text = serde_json::to_string(&slip).unwrap();
                let when = hazard.reported_at.to_string();
                let planted = [
                    receipt.as_str(),
                    &when[..13],
                    &photo.file.0.to_string(),
                    &photo.sha256,
                    "报警器",
                    "夜班",
                    "凌晨",
                    "配料间",
                ];
                for secret in SECRETS.iter().copied().chain(planted) {
                    assert!(!text.contains(secret), "{called} reads {secret} in {text}");
                }
                assert!(text.contains(&hazard.filing.as_ref().unwrap().number), "{text}");
            }
        }
        assert!(read > 4);
        let lead = town.officer("shift lead").actor();
        let slip = town.block_on(read_slip(&town.app, &lead, id, Lang::Zh)).unwrap();
        let slip = serde_json::to_value(&slip).unwrap();
        assert_eq!(slip["withheld"], serde_json::to_value([Withheld::Finding, Withheld::Demand]).unwrap());
        assert_eq!((&slip["finding"], &slip["demand"]), (&serde_json::Value::Null, &serde_json::Value::Null));
        assert!(slip["condition"].is_string() && slip["closing"].is_string());
    }
);

story!(
    /// 办理单位的文字: what an office wrote itself stands on the slip, and there is none before the filing.
    an_office_s_own_words_stand_on_the_slip,
    |town| {
        let (id, _, _) = whistle(&town);
        let lead = town.officer("shift lead").actor();
        let read = || town.block_on(read_slip(&town.app, &lead, id, Lang::Zh));
        assert_eq!(read().unwrap_err().status, 404);
        files_and_dispatches(&town, id, "检查发现气体探测设备未投入使用", "立即恢复投用并报送记录");
        let slip = serde_json::to_value(read().unwrap()).unwrap();
        assert_eq!(slip["finding"], "检查发现气体探测设备未投入使用");
        assert_eq!(slip["demand"], "立即恢复投用并报送记录");
        assert_eq!(slip["withheld"], serde_json::json!([]));
        let roads = town.app.registers().unit_name(town.unit("roads"));
        assert_eq!((&slip["to"]["name"], &slip["party"]["name"]), (&roads.clone().into(), &roads.into()));
    }
);
