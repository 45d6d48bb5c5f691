//! How a district is set up and kept: lists in any order, whom a case should go to, rules of places in versions, where
//! the district lies, which day a screen was last used. The same on both engines.

#![allow(clippy::unwrap_used, clippy::panic, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::{Action, Grade, PartyKind, ReopenCause, RiskColour, VerifyMethod};
use domain::ids::{HazardId, PlaceId, UnitId};
use domain::people::{Actor, UnitKind};
use domain::place::{GridKind, InspectionResult, MarkResult, PlaceKind, System};
use town::{Town, story};
use work::Problem;
use work::grid::{GridInput, register_grid};
use work::hazard::{Filter, ListOrder, NewReport, Page, list, suggestion};
use work::people::{UnitInput, end_unit, register_unit};
use work::place::{
    self, CheckItemInput, CheckListsInput, DistancesInput, GivenPosition, InspectionEntry, MarkEntry,
    PlaceEntry,
};
use work::setup::{ExtentInput, change_extent, setup};
use work::words::Lang;

const DAY: i64 = 86_400_000;

fn keeper(town: &Town) -> Actor {
    town.officer("system administrator").actor()
}

fn at(lon: f64, lat: f64) -> Option<GivenPosition> {
    Some(GivenPosition { lon, lat, system: System::Wgs84, accuracy_m: Some(8.0) })
}

fn market(town: &Town, party: Option<UnitId>, regulator: Option<UnitId>) -> PlaceId {
    let entry = PlaceEntry {
        name: "解放路市场".into(),
        kind: PlaceKind::Shop,
        address: "解放路 3 号".into(),
        street: Some("430406001".into()),
        position: at(112.6154, 26.8894),
        party_unit: party,
        regulator_unit: regulator,
        ..PlaceEntry::default()
    };
    town.block_on(place::register(&town.app, keeper(town), None, entry)).unwrap()
}

/// Every page of a list, two rows at a time.
fn listed(town: &Town, actor: &Actor, filter: &Filter, order: ListOrder) -> Vec<uuid::Uuid> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = Page { after, limit: 2, order };
        let found = town.block_on(list(&town.app, actor, filter.clone(), page, Lang::Zh)).unwrap();
        all.extend(found.items.iter().map(|item| item.id));
        match found.next {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
}

story!(
    /// 排序: newest, oldest, and what is due longest first, page by page, for those who see all and those who see some.
    lists_are_read_in_the_order_that_is_asked_for,
    |town| {
        let acceptor = town.officer("acceptor");
        let ids: Vec<HazardId> = (0..5)
            .map(|n| {
                town.wait(60_000);
                town.resident().reports(&format!("第{n}处路面塌陷")).id
            })
            .collect();
        // The last one moves on first: its next deadline is another one than that of the others.
        for id in ids.iter().rev().take(3) {
            town.wait(60_000);
            acceptor.accepts(*id);
            acceptor.files(*id, Grade::General);
            town.officer("dispatcher").dispatches(*id, "roads");
        }
        let raw: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
        let newest: Vec<uuid::Uuid> = raw.iter().rev().copied().collect();
        let everything = Filter::default();
        let desk = acceptor.actor();
        assert_eq!(listed(&town, &desk, &everything, ListOrder::Newest), newest);
        assert_eq!(listed(&town, &desk, &everything, ListOrder::Oldest), raw);
        let due = |ids: &[uuid::Uuid]| -> Vec<Option<Instant>> {
            ids.iter().map(|id| town.hazard(HazardId(*id)).clock.map(|c| c.due)).collect()
        };
        let by_due = listed(&town, &desk, &everything, ListOrder::Due);
        assert_eq!(by_due.len(), 5, "each of them waits for somebody");
        assert!(due(&by_due).is_sorted(), "{:?}", due(&by_due));
        let unit = town.officer("road worker").actor();
        let own: Vec<uuid::Uuid> = newest.iter().take(3).copied().collect();
        assert_eq!(listed(&town, &unit, &everything, ListOrder::Newest), own);
        let mut oldest = own.clone();
        oldest.reverse();
        assert_eq!(listed(&town, &unit, &everything, ListOrder::Oldest), oldest);
        let by_due = listed(&town, &unit, &everything, ListOrder::Due);
        assert_eq!(by_due.len(), 3, "only what is theirs");
        assert!(due(&by_due).is_sorted());
        let street = Filter { street: Some("430406999".into()), ..Filter::default() };
        assert!(listed(&town, &desk, &street, ListOrder::Due).is_empty());
        town.is_sound();
    }
);

fn files(town: &Town, hazard: HazardId, party: PartyKind, party_unit: Option<UnitId>) {
    let catalogue = town.app.catalogue();
    let minor = catalogue.minors().next().unwrap();
    town.officer("acceptor").does(
        hazard,
        Action::File {
            number: String::new(),
            category: minor.code.clone(),
            grade: Grade::General,
            standard: minor.standards[0].id.clone(),
            party,
            party_unit,
            clause: None,
            clauses: Vec::new(),
            text: String::new(),
        },
    );
}

/// Lead and co-units with their reasons, in words of the program.
fn suggested(town: &Town, hazard: HazardId) -> Vec<(String, String)> {
    let dispatcher = town.officer("dispatcher").actor();
    let found = town.block_on(suggestion(&town.app, &dispatcher, hazard)).unwrap();
    let all = found.lead.into_iter().chain(found.co);
    all.map(|one| (one.unit.id, one.reason)).collect()
}

story!(
    /// 派遣建议: the party leads, trade and grid take part; a unit that ended is not suggested; strangers see nothing.
    a_case_says_whom_it_should_go_to,
    |town| {
        let building = town.unit("building");
        let fresh = UnitInput {
            code: "trade".into(),
            name: "商务局".into(),
            kind: UnitKind::Bureau,
            parent: None,
            area: None,
            phone: None,
            since: None,
        };
        let trade = town.block_on(register_unit(&town.app, keeper(&town), None, fresh)).unwrap();
        let place = market(&town, Some(building), Some(trade));
        let report = NewReport { place: Some(place), text: "货架堵住通道".into(), ..NewReport::default() };
        let id = town.resident().sends(report, None).unwrap().id;
        let street = town.unit("south");
        let of = |unit: UnitId, reason: &str| (unit.to_string(), reason.to_owned());
        assert_eq!(
            suggested(&town, id),
            [of(building, "place_party"), of(trade, "place_regulator"), of(street, "territory")]
        );
        let ring = [[112.61, 26.88], [112.62, 26.88], [112.62, 26.9], [112.61, 26.9], [112.61, 26.88]];
        let grid = GridInput {
            code: "g-1".into(),
            name: "解放路第一网格".into(),
            kind: GridKind::Duty,
            street: None,
            community: None,
            unit: Some(town.unit("office")),
            people: Vec::new(),
            boundary: Some(serde_json::json!({"type": "Polygon", "coordinates": [ring]})),
            since: None,
        };
        town.block_on(register_grid(&town.app, keeper(&town), None, grid)).unwrap();
        town.officer("acceptor").accepts(id);
        files(&town, id, PartyKind::Owner, None);
        assert_eq!(
            suggested(&town, id),
            [of(town.unit("office"), "grid"), of(trade, "place_regulator")],
            "an owner in no register: the ground before the trade"
        );
        town.block_on(end_unit(&town.app, keeper(&town), trade, None)).unwrap();
        assert_eq!(suggested(&town, id), [of(town.unit("office"), "grid")], "a unit that ended takes part in nothing");
        let far = town.officer("road worker").actor();
        let refused = town.block_on(suggestion(&town.app, &far, id)).unwrap_err();
        assert_eq!(refused.status, 404);
        town.is_sound();
    }
);

story!(
    /// 风险颜色 and 以往办理: a list of one colour, and who closed most of a kind in a street as the last of all reasons.
    what_was_graded_is_listed_and_what_was_handled_is_a_reason,
    |town| {
        let place = market(&town, None, None);
        let reported = |text: &str| {
            let report = NewReport { place: Some(place), text: text.into(), ..NewReport::default() };
            town.resident().sends(report, None).unwrap().id
        };
        let closes = |text: &str| {
            let id = reported(text);
            town.officer("acceptor").accepts(id);
            files(&town, id, PartyKind::Government, None);
            town.officer("dispatcher").dispatches(id, "roads");
            let worker = town.officer("road worker");
            worker.signs(id);
            worker.plans(id);
            worker.submits(id);
            town.officer("verifier").verifies(id, VerifyMethod::OnSite);
            town.officer("shift lead").approves(id);
            id
        };
        let ids: Vec<HazardId> = ["一", "二", "三"].iter().map(|n| closes(&format!("第{n}处路面塌陷"))).collect();
        let fresh = reported("路面又塌陷");
        town.officer("acceptor").accepts(fresh);
        files(&town, fresh, PartyKind::Government, None);
        let asks = |name: &str| {
            let actor = town.officer(name).actor();
            town.block_on(suggestion(&town.app, &actor, fresh)).unwrap()
        };
        let found = asks("shift lead");
        let roads = town.unit("roads").to_string();
        let practised: Vec<(String, i64)> = found.practised.iter().map(|p| (p.unit.id.clone(), p.n)).collect();
        assert_eq!(practised, [(roads.clone(), 3)]);
        assert!(found.lead.is_some_and(|lead| lead.reason != "practice"), "whoever answers for it comes first");
        town.officer("shift lead").does(ids[0], Action::Reopen { cause: ReopenCause::LeaderOrder, text: "复查".into() });
        assert_eq!(asks("shift lead").practised.first().map(|p| p.n), Some(2), "what is open again was not closed");

        let inputs = [("L", "6"), ("E", "6"), ("C", "15")];
        let inputs = inputs.map(|(id, value)| (id.to_owned(), value.to_owned().try_into().unwrap())).into();
        town.officer("shift lead").does(fresh, Action::GradeRisk { method: "lec".into(), inputs, text: String::new() });
        let of = |risk| Filter { risk: Some(risk), ..Filter::default() };
        let desk = town.officer("acceptor").actor();
        assert_eq!(listed(&town, &desk, &of(RiskColour::Red), ListOrder::Newest), [fresh.0]);
        assert!(listed(&town, &desk, &of(RiskColour::Blue), ListOrder::Newest).is_empty());
        let worker = town.officer("road worker").actor();
        assert!(listed(&town, &worker, &of(RiskColour::Red), ListOrder::Newest).is_empty(), "not theirs yet");
        town.is_sound();
    }
);

fn inspects(town: &Town, at: PlaceId, item: &str, list: Option<&str>) -> Result<(), Problem> {
    let entry = InspectionEntry {
        result: InspectionResult::Found,
        marks: vec![MarkEntry { item: item.into(), result: MarkResult::Wrong }],
        hazards: Vec::new(),
        fix: None,
        done_at: None,
        list: list.map(str::to_owned),
        note: String::new(),
    };
    let inspector = town.officer("south inspector").actor();
    town.block_on(place::inspect(&town.app, inspector, None, at, entry)).map(drop)
}

story!(
    /// 检查表: a new version from a day on; what was ticked before keeps its words, and a phone with the old list is heard.
    check_lists_change_from_a_day_on,
    |town| {
        let (at, before) = (market(&town, None, None), place::check_list_book(&town.app, &keeper(&town), None).unwrap());
        let nth = before.lists.iter().position(|l| l.kinds.contains(&PlaceKind::Shop)).unwrap();
        let gone = before.lists[nth].items[0].clone();
        inspects(&town, at, &gone.id, None).unwrap();
        let mut lists = before.lists.clone();
        lists[nth].items.remove(0);
        lists[nth].items.push(CheckItemInput {
            id: String::new(),
            text: "市场内无明火取暖".into(),
            text_en: String::new(),
            clause: "《示例市场消防规定》第二条".into(),
            category: gone.category.clone(),
        });
        let tomorrow = town.app.store().surroundings().now().plus(DAY);
        let input = |dry_run, upon: &str, lists: &[_]| CheckListsInput {
            upon: upon.into(),
            version: "2026.2".into(),
            effective: tomorrow,
            lists: lists.to_vec(),
            dry_run,
        };
        let publish = |input| town.block_on(place::publish_check_lists(&town.app, keeper(&town), None, input));
        let compared = publish(input(true, &before.version, &lists)).unwrap();
        let changes: Vec<&str> = compared.differences.iter().map(|d| d.change.as_str()).collect();
        assert_eq!((compared.published, changes.len()), (false, 2), "{changes:?}");
        assert!(changes.contains(&"added") && changes.contains(&"removed"));
        let code = |p: Problem| (p.status, p.code.to_owned());
        assert_eq!(code(publish(input(false, "2025.9", &lists)).unwrap_err()), (409, "stale".into()));
        assert_eq!(code(publish(input(false, &before.version, &before.lists)).unwrap_err()), (409, "rule".into()));
        let mut bad = lists.clone();
        bad[nth].items[0].category = "0000".into();
        let refused = publish(input(true, &before.version, &bad)).unwrap_err();
        assert_eq!(refused.errors[0].0, format!("lists[{nth}].items[0].category"));
        let mut gap = lists.clone();
        gap.remove(nth);
        assert_eq!(code(publish(input(true, &before.version, &gap)).unwrap_err()), (422, "check_lists_refused".into()));
        let reader = town.officer("acceptor").actor();
        let forbidden = place::check_list_book(&town.app, &reader, None).unwrap_err();
        assert_eq!(forbidden.status, 403);

        assert!(publish(input(false, &before.version, &lists)).unwrap().published);
        let shown = |lang| place::check_list(&town.app, &reader, PlaceKind::Shop, lang).unwrap();
        assert_eq!(shown(Lang::Zh).version, before.version, "not before its day");
        town.wait(DAY + 1_000);
        assert_eq!(shown(Lang::Zh).version, "2026.2");
        assert_eq!(shown(Lang::En).items.last().unwrap().text, "市场内无明火取暖", "better than nothing");
        assert_eq!(inspects(&town, at, &gone.id, None).unwrap_err().errors[0].0, "marks");
        inspects(&town, at, &gone.id, Some(&before.version)).unwrap();
        town.wait(1_000);
        inspects(&town, at, &shown(Lang::Zh).items.last().unwrap().id, None).unwrap();
        let records = town.block_on(place::inspections(&town.app, &reader, at, Lang::Zh)).unwrap();
        let words: Vec<&str> = records.iter().map(|r| r.wrong[0].as_str()).collect();
        assert_eq!(words, ["市场内无明火取暖", gone.text.as_str(), gone.text.as_str()], "as the list of their time says");
        town.is_sound();
    }
);

story!(
    /// 距离与周期: within bounds, from a day on, and never twice the same.
    distances_change_from_a_day_on,
    |town| {
        let before = place::distances(&town.app, &keeper(&town)).unwrap();
        let now = town.app.store().surroundings().now();
        let input = |near_m, effective, version: &str| DistancesInput {
            upon: before[0].version.version.clone(),
            version: version.into(),
            effective,
            near_m,
            quiet_days: 60,
            patrol_days: 30,
        };
        let publish = |input| town.block_on(place::publish_distances(&town.app, keeper(&town), None, input));
        let field = |p: Problem| p.errors[0].clone();
        assert_eq!(field(publish(input(5, now.plus(DAY), "b")).unwrap_err()), ("near_m".into(), "out_of_range".into()));
        assert_eq!(field(publish(input(80, now.plus(-DAY), "b")).unwrap_err()), ("effective".into(), "in_the_past".into()));
        let same = before[0].version.version.clone();
        assert_eq!(field(publish(input(80, now.plus(DAY), &same)).unwrap_err()), ("version".into(), "twice".into()));
        publish(input(80, now.plus(DAY), "2026.2")).unwrap();
        assert_eq!(town.app.place_rules().near_m, before[0].near_m, "not yet");
        town.wait(DAY);
        assert_eq!((town.app.place_rules().near_m, town.app.place_rules().patrol_days), (80, 30));
        let after = place::distances(&town.app, &keeper(&town)).unwrap();
        assert_eq!((after.len(), after[0].version.in_force, after[0].near_m), (before.len() + 1, true, 80));
        let inspector = town.officer("south inspector").actor();
        assert_eq!(place::distances(&town.app, &inspector).unwrap_err().status, 403);
        town.is_sound();
    }
);

story!(
    /// 辖区范围: taken from the places, typed, never over what the operator fixed; the guide says how far it has come.
    a_new_district_says_where_it_lies,
    |town| {
        let step = |name: &str| {
            let view = town.block_on(setup(&town.app, &keeper(&town), None)).unwrap();
            view.steps.into_iter().find(|s| s.step == name).unwrap()
        };
        let change = |fixed, input| town.block_on(change_extent(&town.app, keeper(&town), fixed, input));
        assert!(!step("extent").done);
        let nothing = change(None, ExtentInput::default()).unwrap_err();
        assert_eq!(nothing.errors[0], ("bounds".into(), "required".into()), "there are no places yet");
        market(&town, None, None);
        change(None, ExtentInput::default()).unwrap();
        let known = town.app.extent().unwrap();
        assert!(known.is_box() && known.west < 112.6154 && known.east > 112.6154);
        assert!(step("extent").done && step("places").done);
        let bounds = Some([112.5, 26.8, 112.7, 26.95]);
        change(None, ExtentInput { bounds, ..ExtentInput::default() }).unwrap();
        assert_eq!(town.app.extent().unwrap().west, 112.5, "the newest holds");
        let fixed = change(town.app.extent(), ExtentInput { bounds, ..ExtentInput::default() }).unwrap_err();
        assert_eq!(fixed.status, 409);
        assert_eq!(town.second_server().extent(), town.app.extent());
        assert!(!step("administrators").done, "they have not set their passwords");
        assert_eq!(step("administrators").missing, ["system_admin", "security_admin", "audit_admin"]);
        assert!(!step("trial").done);
        town.resident().reports("测试");
        assert!(step("trial").done);
        town.is_sound();
    }
);

story!(
    /// 大屏: on which day it looked last is kept, and no more than the day.
    a_display_is_known_by_the_day,
    |town| {
        let made = town.block_on(work::map::make_display(&town.app, keeper(&town), "值班大厅")).unwrap();
        let link = made.link(&town.app);
        let token = link.split_once("#display=").unwrap().1.to_owned();
        let used = || town.block_on(work::map::displays(&town.app, &keeper(&town))).unwrap()[0].used_on.clone();
        let looks = || town.block_on(work::map::display_actor(&town.app, &token)).unwrap().is_some();
        assert_eq!(used(), None);
        assert!(looks());
        assert_eq!(used(), Some("2026-03-02".into()));
        town.wait(10 * 3_600_000);
        assert!(looks());
        assert_eq!(used(), Some("2026-03-02".into()), "19:00, the same day");
        town.wait(6 * 3_600_000);
        assert!(looks());
        assert_eq!(used(), Some("2026-03-03".into()));
        town.block_on(work::map::revoke_display(&town.app, keeper(&town), made.id)).unwrap();
        town.wait(DAY);
        assert!(!looks());
        assert_eq!(used(), Some("2026-03-03".into()));
        town.is_sound();
    }
);
