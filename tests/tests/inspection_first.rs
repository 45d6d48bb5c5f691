//! 员工举报先核查后立案: what the company learns of a report by somebody who works there, and when. On both engines.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::{Action, Finding, Grade, PartyKind, PhotoRole, Source};
use domain::ids::{HazardId, PersonId, PlaceId};
use domain::people::{Actor, Role, Staff};
use domain::place::{Position, System};
use geo::Bounds;
use town::{Town, story};
use work::Problem;
use work::hazard::{Filter, ListOrder, NewReport, Page, Slip};
use work::map::{HazardsAsked, View, hazards};
use work::words::Lang;

const SAID: &str = "我在二车间看见冲压机光栅被短接";
const SEEN: &str = "检查发现冲压机安全光栅失效";

fn mill(town: &Town) -> PlaceId {
    let keeper = town.officer("system administrator").actor();
    let entry = work::place::PlaceEntry {
        name: "示例纺织厂".into(),
        kind: domain::place::PlaceKind::Factory,
        address: "解放路 9 号".into(),
        street: Some("430406001".into()),
        party_unit: Some(town.unit("mill")),
        ..Default::default()
    };
    town.block_on(work::place::register(&town.app, keeper, None, entry)).unwrap()
}

fn whistle(town: &Town) -> HazardId {
    let photos = vec![town.photo(PhotoRole::Before)];
    let place = Some(mill(town));
    let position = Position::from_degrees(112.61, 26.89, System::Cgcs2000).ok();
    let report =
        NewReport { text: SAID.into(), place, position, photos, whistleblower: true, ..NewReport::default() };
    town.resident().sends(report, None).unwrap().id
}

fn file(town: &Town, words: &str) -> Action {
    let minor = town.app.catalogue().majors()[0].minors[0].clone();
    Action::File {
        number: String::new(),
        category: minor.code.clone(),
        grade: Grade::General,
        standard: minor.standards[0].id.clone(),
        party: PartyKind::Company,
        party_unit: Some(town.unit("mill")),
        clause: None,
        clauses: vec![],
        text: words.into(),
    }
}

fn refused(tried: Result<work::hazard::Acted, Problem>) -> (u16, String) {
    let problem = tried.unwrap_err();
    (problem.status, problem.params.get("rule").cloned().unwrap_or_default())
}

fn detail(town: &Town, actor: &Actor, id: HazardId) -> Result<work::hazard::Detail, Problem> {
    town.block_on(work::hazard::detail(&town.app, actor, id, Lang::Zh))
}

fn slip(town: &Town, actor: &Actor, id: HazardId) -> Result<Slip, Problem> {
    town.block_on(work::hazard::read_slip(&town.app, actor, id, Lang::Zh))
}

/// So much of the earth that a map adds up cells.
fn from_far() -> View {
    let bounds = Bounds::parse("112.0,26.0,113.5,27.5", System::Cgcs2000).unwrap();
    View { bounds, zoom: 8, fine: false, system: System::Cgcs2000 }
}

fn page() -> Page {
    Page { after: None, limit: 200, order: ListOrder::Newest }
}

fn listed(town: &Town, actor: &Actor) -> Vec<uuid::Uuid> {
    let all =
        town.block_on(work::hazard::list(&town.app, actor, Filter::default(), page(), Lang::Zh)).unwrap();
    all.items.iter().map(|item| item.id).collect()
}

story!(
    /// 立案: refused with how to go on until an office has looked, and the company knows of nothing.
    nothing_is_filed_before_an_office_has_looked,
    |town| {
        let id = whistle(&town);
        let desk = town.officer("acceptor");
        desk.accepts(id);
        assert_eq!(refused(desk.tries(id, file(&town, SEEN))), (409, "inspect_first".into()));
        let told = desk.tries(id, file(&town, SEEN)).unwrap_err();
        let words = |lang| work::words::say(lang, &told).1;
        assert!(words(Lang::Zh).contains("先到现场核查，再立案") && words(Lang::En).contains("inspected"));
        let seen = detail(&town, &desk.actor(), id).unwrap();
        assert!(seen.inspect_first);
        assert!(seen.allowed.iter().any(|kind| kind.name() == "order_inspection"));
        assert!(!seen.allowed.iter().any(|kind| kind.name() == "file"));
        assert_eq!(seen.summary.why[0].what.name(), "order_inspection");
        // Not by the party, nor by any other company.
        let mill = Action::OrderInspection { unit: town.unit("mill"), text: String::new() };
        assert_eq!(desk.tries(id, mill).unwrap_err().status, 422);
        // Whoever of the company goes round the street for it hears of nothing before it is filed.
        let walker = Actor::Staff(Staff {
            person: PersonId(uuid::Uuid::from_u128(0x77)),
            unit: town.unit("mill"),
            area: Some("430406001".into()),
            roles: vec![Role::Inspector, Role::Handler],
        });
        let manager = town.officer("mill manager").actor();
        let unknown = |actor: &Actor| {
            assert_eq!(detail(&town, actor, id).unwrap_err().status, 404);
            assert_eq!(slip(&town, actor, id).unwrap_err().status, 404);
            assert!(!listed(&town, actor).contains(&id.0));
            let photo = town.hazard(id).photos[0].file;
            let suggested = work::hazard::suggestion(&town.app, actor, id);
            assert_eq!(town.block_on(suggested).unwrap_err().status, 404);
            let hints = work::judging::read_hints(&town.app, actor, id, None, Lang::Zh);
            assert_eq!(town.block_on(hints).unwrap_err().status, 404);
            let looked = serde_json::json!({"result": "found", "hazards": [id]});
            let looked = serde_json::from_value(looked).unwrap();
            let place = town.hazard(id).place.unwrap().place;
            let looked = work::place::inspect(&town.app, actor.clone(), None, place, looked);
            assert_eq!(town.block_on(looked).unwrap_err().errors, [("hazards".to_owned(), "unknown".to_owned())]);
            let counted = town.block_on(hazards(&town.app, actor, from_far(), HazardsAsked::default())).unwrap();
            assert_eq!((counted.total, counted.clusters.len()), (0, 0), "nor is it counted on the map");
            let fetched = work::photo::fetch(&town.app, actor, photo.0, work::photo::Size::Thumb);
            assert_eq!(town.block_on(fetched).unwrap_err().status, 404);
            let fix = Action::FixOnSpot { text: "已整改".into(), photos: vec![] };
            let tried = work::hazard::act(&town.app, actor.clone(), None, id, None, fix);
            assert_eq!(town.block_on(tried).unwrap_err().status, 404);
        };
        unknown(&walker);
        unknown(&manager);
        desk.sends_inspectors(id, "south");
        unknown(&walker);
        town.officer("south inspector").finds(id, Finding::Founded);
        unknown(&walker);
        unknown(&manager);
        assert!(!detail(&town, &desk.actor(), id).unwrap().inspect_first);
        desk.does(id, file(&town, SEEN));
        assert!(listed(&town, &manager).contains(&id.0));
        town.is_sound();
    }
);

story!(
    /// What the company reads then does not tell that somebody reported it: it begins as what the offices found.
    the_inspection_gives_nobody_away,
    |town| {
        let id = whistle(&town);
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").sends_inspectors(id, "south");
        let seen = Action::Inspect {
            finding: Finding::Founded,
            text: "经核实，举报属实，与反映一致".into(),
            photos: vec![town.photo(PhotoRole::Inspection)],
        };
        town.wait(Instant::HOUR);
        town.officer("south inspector").does(id, seen);
        let inspected = town.hazard(id).photos[1].file;
        town.officer("acceptor").does(id, file(&town, "员工举报属实"));
        town.officer("dispatcher").dispatches(id, "mill");
        let manager = town.officer("mill manager").actor();
        let told = detail(&town, &manager, id).unwrap();
        let text = serde_json::to_string(&told).unwrap();
        for hint in ["举报", "反映", "核实", "founded", "\"inspected\"", "inspection", "whistle", "anonymous", SAID] {
            assert!(!text.contains(hint), "{hint} in {text}");
        }
        assert_eq!((told.protection.as_deref(), told.has_reporter, told.inspect_first), (None, false, false));
        assert_eq!(Some(&told.summary.receipt), told.summary.number.as_ref());
        assert_eq!(told.description, "");
        assert_eq!(told.photos.iter().map(|p| (p.file, p.role.as_str())).collect::<Vec<_>>(), [(inspected.0, "before")]);
        assert_eq!(told.timeline.first().map(|step| step.kind.as_str()), Some("filed"));
        let paper = serde_json::to_value(slip(&town, &manager, id).unwrap()).unwrap();
        assert_eq!((&paper["withheld"], &paper["finding"]), (&serde_json::json!([]), &serde_json::Value::Null));
        // The desk is told what was left out, and writes it anew by filing words of its own the next time.
        let desk = town.officer("shift lead").actor();
        let paper = serde_json::to_value(slip(&town, &desk, id).unwrap()).unwrap();
        assert_eq!(paper["withheld"], serde_json::json!(["finding"]));

        let plain = whistle(&town);
        town.officer("acceptor").accepts(plain);
        town.is_inspected_first(plain);
        town.officer("acceptor").does(plain, file(&town, SEEN));
        assert_eq!(detail(&town, &manager, plain).unwrap().description, SEEN);
    }
);

story!(
    /// 回执号, 举报人: shown to the company with no case that others reported, so that none stands out.
    a_company_sees_no_receipt_and_no_reporter_of_anybody,
    |town| {
        let manager = town.officer("mill manager").actor();
        let resident = town.resident().reports("车间门口堆放纸箱").id;
        let own = NewReport {
            text: "配电箱门缺失".into(),
            address: "二车间".into(),
            source: Some(Source::SelfCheck),
            ..NewReport::default()
        };
        let own = town.block_on(work::hazard::report(&town.app, manager.clone(), None, own)).unwrap();
        let secret = whistle(&town);
        for id in [resident, own.id, secret] {
            town.officer("acceptor").accepts(id);
            town.is_inspected_first(id);
            town.officer("acceptor").does(id, file(&town, SEEN));
            town.officer("dispatcher").dispatches(id, "mill");
            let told = detail(&town, &manager, id).unwrap();
            assert_eq!(told.protection, None);
            let shown = told.summary.receipt;
            assert_eq!(shown == town.hazard(id).receipt, id == own.id, "one's own report has its number");
            let full = detail(&town, &town.officer("dispatcher").actor(), id).unwrap();
            assert_eq!(full.summary.receipt, town.hazard(id).receipt);
            assert!(full.protection.is_some());
        }
        // Nor where it stands beside another case, or is found by its number.
        let place = Some(mill(&town));
        let [one, other] = ["货架遮挡消火栓", "应急灯不亮"].map(|text| {
            let report = NewReport { text: text.into(), place, ..NewReport::default() };
            let id = town.resident().sends(report, None).unwrap().id;
            town.officer("acceptor").accepts(id);
            town.officer("acceptor").does(id, file(&town, SEEN));
            town.officer("dispatcher").dispatches(id, "mill");
            id
        });
        let case = town.hazard(other).filing.unwrap().number;
        let app = &town.app;
        let shown = town.block_on(async {
            let related = work::hazard::related(app, &manager, one, Lang::Zh).await.unwrap().items;
            let same = work::hazard::duplicates(app, &manager, one, Lang::Zh).await.unwrap();
            let found = work::hazard::lookup(app, &manager, &case, Lang::Zh).await.unwrap().found;
            let sought = Filter { q: Some(case.clone()), ..Filter::default() };
            let sought = work::hazard::list(app, &manager, sought, page(), Lang::Zh).await.unwrap().items;
            let beside = related.into_iter().map(|kin| kin.summary).chain(same.into_iter().map(|near| near.summary));
            beside.chain(found.into_iter().map(|found| found.hazard)).chain(sought).collect::<Vec<_>>()
        });
        let receipts: Vec<_> = shown.iter().filter(|s| s.id == other.0).map(|s| s.receipt.as_str()).collect();
        assert_eq!(receipts, [case.as_str(); 4]);
    }
);
