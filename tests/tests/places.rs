//! Places and the codes on their walls, in the trade's words: registered, imported, printed, mounted, patrolled,
//! inspected by plan. The same on both engines.

#![allow(clippy::unwrap_used, clippy::panic, reason = "stories fail loudly")]

use domain::ids::PlaceId;
use domain::people::Actor;
use domain::place::{
    Every, Extent, InspectionResult, MarkResult, Nearness, PlaceKind, PlateCondition, RevokeReason, Standing,
    System,
};
use town::{DISTRICT, Town, story};
use work::Problem;
use work::place::{
    self, Activation, ContactEntry, CoverageBy, CoverageFilter, GivenPosition, ImportingPlaces,
    InspectionEntry, MarkEntry, PlaceEntry, PlanEntry, PlateFilter, PlateFound, Replaces, Scanned,
    SheetRequest,
};
use work::words::Lang;

const DAY: i64 = 86_400_000;

fn at(lon: f64, lat: f64) -> Option<GivenPosition> {
    Some(GivenPosition { lon, lat, system: System::Wgs84, accuracy_m: Some(8.2) })
}

fn school() -> PlaceEntry {
    PlaceEntry {
        name: "示例小学".into(),
        kind: PlaceKind::School,
        address: "解放路 1 号".into(),
        street: Some("430406001".into()),
        position: at(112.6154, 26.8894),
        ..PlaceEntry::default()
    }
}

/// The register's keeper.
fn keeper(town: &Town) -> Actor {
    town.officer("system administrator").actor()
}

fn registers(town: &Town, entry: PlaceEntry) -> PlaceId {
    town.block_on(place::register(&town.app, keeper(town), None, entry)).unwrap()
}

fn field_of(problem: &Problem) -> (&str, &str) {
    let (field, code) = problem.errors.first().unwrap();
    (field, code)
}

/// Everything that the ledger holds of events, as text.
fn ledger(town: &Town) -> String {
    town.app
        .store()
        .read_blocking(|c| {
            let rows = c.query("select body from events where district = $1", &[DISTRICT.into()])?;
            Ok(rows.iter().map(|row| row.text(0).unwrap().to_owned()).collect::<Vec<_>>().join("\n"))
        })
        .unwrap()
}

story!(a_place_is_registered_with_who_answers_for_it, |town| {
    let (app, admin) = (town.app.clone(), keeper(&town));
    let mistyped = PlaceEntry { credit_code: Some("91350100M000100Y44".into()), ..school() };
    let refused = town.block_on(place::register(&app, admin.clone(), None, mistyped)).unwrap_err();
    assert_eq!(field_of(&refused), ("credit_code", "mistyped"));
    let entry = PlaceEntry {
        credit_code: Some("91350100m000100y43".into()),
        party_unit: Some(town.unit("mill")),
        contact: Some(ContactEntry { name: "欧阳看门".into(), phone: "0734-0000777".into() }),
        external: Some("JG-0001".into()),
        ..school()
    };
    let id = registers(&town, entry.clone());
    let twice = town.block_on(place::register(&app, admin.clone(), None, entry.clone())).unwrap_err();
    assert_eq!(field_of(&twice), ("external", "twice"));
    // The contact is for those who work on the place, and stands in no event.
    let seen_by = |who: &str| {
        let actor = town.officer(who).actor();
        town.block_on(place::get(&town.app, &actor, id)).unwrap()
    };
    assert_eq!(seen_by("south inspector").contact.unwrap().name, "欧阳看门");
    assert_eq!(seen_by("mill manager").contact.unwrap().phone, "0734-0000777");
    assert_eq!(seen_by("road worker").contact, None);
    assert_eq!(seen_by("auditor").contact, None);
    assert!(!ledger(&town).contains("欧阳"), "a name in the ledger");
    let view = seen_by("system administrator");
    assert_eq!(view.territorial_unit.as_ref().unwrap().name, "南街街道", "the street's own unit");
    assert_eq!(view.survey.as_ref().map(|s| (s.system.as_str(), s.accuracy_m)), Some(("wgs84", Some(9))));
    // A change names the version that its author saw.
    let change = |version, name: &str, contact| {
        let entry = PlaceEntry { version, name: name.into(), contact, ..entry.clone() };
        town.block_on(place::change(&town.app, keeper(&town), None, id, entry))
    };
    assert_eq!(field_of(&change(None, "示例一小", None).unwrap_err()), ("version", "required"));
    change(Some(view.version), "示例一小", None).unwrap();
    assert_eq!(change(Some(view.version), "示例二小", None).unwrap_err().code, "stale");
    let after = seen_by("south inspector");
    assert_eq!((after.name.as_str(), after.contact, after.version), ("示例一小", None, view.version + 1));
    let steps = town.block_on(place::history(&app, &admin, id)).unwrap();
    let told: Vec<(&str, &[String])> = steps.iter().map(|s| (s.what.as_str(), s.fields.as_slice())).collect();
    assert_eq!(told, [("changed", ["name".to_owned()].as_slice()), ("registered", &[])]);
    assert!(steps.iter().all(|s| s.office.as_ref().is_some_and(|o| o.name == "区应安委办")));
    town.is_sound();
});

const REGISTER: &str = "场所台账,,,,,,,\n\
    外部编号,名称,类别,街道,经度,纬度,坐标系,联系人\n\
    A-1,南街菜市场,商场,南街街道,112.6154,26.8894,高德,张某\n\
    A-2,示例工厂,工厂,北街,,,,\n\
    A-3,没有类别的,,南街街道,,,,\n\
    A-4,没有坐标系的,学校,南街街道,112.6,26.9,,\n\
    A-5,在别处的,学校,东街街道,,,,\n\
    A-2,重复的,学校,南街街道,,,,\n\
    ,无编号幼儿园,幼儿园,南街街道,,,,\n";

story!(a_register_comes_in_once_and_each_refused_row_is_named, |town| {
    let (app, admin) = (town.app.clone(), keeper(&town));
    let brings = |dry_run| {
        let importing = ImportingPlaces { dry_run, ..of_a_file("台账.csv") };
        place::import_places(&app, &admin, REGISTER.as_bytes(), &importing).unwrap()
    };
    let tried = brings(true);
    assert_eq!((tried.rows, tried.imported, tried.already), (7, 3, 0));
    let refused: Vec<_> =
        tried.refused.iter().map(|r| (r.row, r.column.as_deref().unwrap_or(""), r.code.as_str())).collect();
    assert_eq!(
        refused,
        [(5, "C", "required"), (6, "G", "system_required"), (7, "D", "unknown"), (8, "A", "twice")]
    );
    assert!(tried.preview.iter().any(|p| p.name == "无编号幼儿园" && p.kind == "school"));
    let all = |town: &Town| {
        let filter = place::PlaceFilter { limit: 50, ..Default::default() };
        town.block_on(place::list(&town.app, &keeper(town), filter)).unwrap().items
    };
    assert!(all(&town).is_empty(), "a trial changes nothing");
    let done = brings(false);
    assert_eq!((done.imported, done.already, done.refused.len(), done.refused_rows), (3, 0, 4, 4));
    let again = brings(false);
    assert_eq!((again.imported, again.already), (0, 3));
    let places = all(&town);
    assert_eq!(places.len(), 3);
    let market = places.iter().find(|p| p.name == "南街菜市场").unwrap();
    let market = town.block_on(place::get(&app, &admin, PlaceId(market.id))).unwrap();
    assert_eq!(market.survey.unwrap().system, "gcj02");
    assert!((market.position.unwrap().lon - 112.6154).abs() > 0.004, "converted");
    assert_eq!((market.external.as_deref(), market.contact.unwrap().name.as_str()), (Some("A-1"), "张某"));
    let nameless = places.iter().find(|p| p.name == "无编号幼儿园").unwrap();
    assert_eq!(town.block_on(place::get(&app, &admin, PlaceId(nameless.id))).unwrap().external, None);
    assert!(!ledger(&town).contains("张某"), "a name in the ledger");
    let template = place::template();
    let importing = ImportingPlaces { dry_run: true, ..of_a_file("模板.csv") };
    let read = place::import_places(&app, &admin, template.as_bytes(), &importing).unwrap();
    assert_eq!((read.imported, read.refused.len()), (1, 0), "{read:?}");
    town.is_sound();
});

story!(
    /// 坐标系: a register without that column is told which column it lacks, and comes in once one system is named for all
    /// of it; what a row names itself goes before.
    a_register_without_a_coordinate_system_says_what_it_lacks,
    |town| {
        let register = "名称,类别,经度,纬度\n南街菜市场,商场,112.6154,26.8894\n";
        let brings = |lang, system, register: &str, dry_run| {
            let importing = ImportingPlaces { lang, system, dry_run, ..of_a_file("台账.csv") };
            place::import_places(&town.app, &keeper(&town), register.as_bytes(), &importing).unwrap()
        };
        for (lang, column) in [(Lang::Zh, "坐标系"), (Lang::En, "coordinate system")] {
            let refused = &brings(lang, None, register, true).refused[0];
            assert_eq!((refused.column.as_deref(), refused.header.as_deref()), (None, Some(column)));
            assert!(refused.reason.contains(column) && refused.reason.contains("CGCS2000"), "{refused:?}");
        }
        let own = "名称,类别,经度,纬度,坐标系\n北街菜市场,商场,112.6154,26.8894,CGCS2000\n";
        assert_eq!(brings(Lang::Zh, Some(System::Gcj02), register, false).imported, 1);
        assert_eq!(brings(Lang::Zh, Some(System::Gcj02), own, false).imported, 1);
        let filter = place::PlaceFilter { limit: 50, ..Default::default() };
        let all = town.block_on(place::list(&town.app, &keeper(&town), filter)).unwrap().items;
        let system = |name: &str| {
            let id = PlaceId(all.iter().find(|p| p.name == name).unwrap().id);
            town.block_on(place::get(&town.app, &keeper(&town), id)).unwrap().survey.unwrap().system
        };
        assert_eq!((system("南街菜市场"), system("北街菜市场")), ("gcj02".into(), "cgcs2000".into()));
        town.is_sound();
    }
);

story!(every_wrong_cell_of_a_place_is_named, |town| {
    let register = "外部编号,名称,类别,街道,经度,纬度,坐标系,责任主体类别,责任主体,信用代码,属地单位,联系电话\n\
        C-1,某小学,学校,南街街道,,,,,,,,\n\
        C-1,,城堡,东街街道,东边,,,公司制,某公司,91430400MA4L16JQ9X,没有的局,见门口\n\
        C-3,两处错的,学校,,26.8894,112.6154,高德,产权人,张某,,,\n\
        C-4,经纬度都不对,学校,,东,西,月球,,,,,\n";
    let importing = ImportingPlaces { dry_run: true, ..of_a_file("台账.csv") };
    let tried = place::import_places(&town.app, &keeper(&town), register.as_bytes(), &importing).unwrap();
    let seen: Vec<(u32, &str, &str)> = tried
        .refused
        .iter()
        .map(|r| (r.row, r.column.as_deref().unwrap_or_default(), r.code.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (3, "A", "twice"),
            (3, "B", "required"),
            (3, "C", "unknown_kind"),
            (3, "D", "unknown"),
            (3, "E", "not_a_number"),
            (3, "F", "incomplete"),
            (3, "G", "system_required"),
            (3, "H", "unknown"),
            (3, "J", "mistyped"),
            (3, "K", "unknown"),
            (3, "L", "malformed"),
            (4, "F", "swapped"),
            (4, "I", "not_allowed"),
            (5, "E", "not_a_number"),
            (5, "F", "not_a_number"),
            (5, "G", "unknown_system"),
        ]
    );
    assert_eq!((tried.rows, tried.imported, tried.refused_rows), (4, 1, 3));
    let names = tried.refused.iter().filter(|r| matches!(r.column.as_deref(), Some("I" | "L")));
    assert!(names.into_iter().all(|r| r.shown.is_empty()), "names and numbers of people are not shown");
});

/// As a page of the console sends it.
fn of_a_file(name: &str) -> ImportingPlaces<'_> {
    ImportingPlaces { name, operator: false, dry_run: false, lang: Lang::Zh, system: None, extent: None }
}

story!(a_place_far_away_is_taken_with_a_doubt_and_sums_are_left_out, |town| {
    let register = "外部编号,名称,类别,经度,纬度,坐标系,街道,建成年份\n\
        B-1,近处小学,学校,112.6154,26.8894,CGCS2000,南街街道,1990\n\
        B-2,远处小学,学校,116.4000,39.9000,CGCS2000,南街街道,\n\
        合计,2,,,,,,\n\
        填表人：张某,,,,,,,\n";
    let extent = Extent { west: 112.5, south: 26.8, east: 112.7, north: 27.0, margin_m: 2_000 };
    let brings = |lang| {
        let importing = ImportingPlaces { extent: Some(extent), lang, ..of_a_file("台账.csv") };
        place::import_places(&town.app, &keeper(&town), register.as_bytes(), &importing).unwrap()
    };
    let done = brings(Lang::Zh);
    assert_eq!((done.rows, done.imported, done.refused.len()), (2, 2, 0), "{done:?}");
    let doubt = &done.doubts[0];
    assert_eq!((done.doubts.len(), doubt.row, doubt.column.as_deref()), (1, 3, Some("D")));
    assert!(doubt.reason.starts_with("不在辖区范围内") && doubt.shown.contains("39.9"), "{doubt:?}");
    let left: Vec<_> = done.left_out.iter().map(|l| (l.row, l.code.as_str(), l.shown.as_str())).collect();
    assert_eq!(left, [(4, "total", "合计 2"), (5, "note", "填表人")]);
    assert_eq!(done.ignored_columns.iter().map(|c| c.header.as_str()).collect::<Vec<_>>(), ["建成年份"]);
    let again = brings(Lang::En);
    assert_eq!((again.already, again.doubts.len()), (2, 1));
    assert!(again.doubts[0].reason.starts_with("lies outside"), "{again:?}");
    town.is_sound();
});

/// Prints one more plate for a place: the whole code and its id.
fn prints(town: &Town, place: PlaceId) -> (String, uuid::Uuid) {
    let admin = keeper(town);
    let (stem, plate) =
        town.block_on(place::make_codes(&town.app, admin.clone(), None, place, 1)).unwrap().remove(0);
    let view = town.block_on(place::get(&town.app, &admin, place)).unwrap();
    let id = view.codes.iter().find(|c| c.stem == stem).unwrap().id;
    (plate.url.rsplit('/').next().unwrap().to_owned(), id)
}

story!(a_plate_is_mounted_on_the_spot_and_replaced_there, |town| {
    let (app, inspector) = (town.app.clone(), town.officer("south inspector").actor());
    let id = registers(&town, school());
    let (first, first_id) = prints(&town, id);
    let mounts = |code: &str, fix, replaces| {
        let activation = Activation { fix, photo: None, replaces, done_at: None };
        town.block_on(place::activate(&town.app, inspector.clone(), None, code, activation))
    };
    // A hundred metres off is written down, and refuses nobody.
    let far = mounts(&first, at(112.6154, 26.8903), None).unwrap();
    assert_eq!((far.distance_m, far.limit_m, far.nearness), (Some(100), 50, Nearness::Far));
    let (second, second_id) = prints(&town, id);
    let own = Some(Replaces { code: second_id, reason: RevokeReason::Damaged });
    assert_eq!(field_of(&mounts(&second, None, own).unwrap_err()), ("replaces", "unknown"));
    let old = Some(Replaces { code: first_id, reason: RevokeReason::Damaged });
    let near = mounts(&second, at(112.6154, 26.8895), old).unwrap();
    assert_eq!(near.nearness, Nearness::Near);
    let Scanned::Revoked(retired) = town.block_on(place::scan(&app, &first)).unwrap() else {
        panic!("the old plate is revoked")
    };
    assert!(retired.replaced_by.unwrap().ends_with(&second), "it tells where the new one is");
    let seen = town.block_on(place::look_up_code(&app, &inspector, &second)).unwrap();
    assert_eq!((seen.place, seen.code.nearness.as_deref(), seen.hanging.len()), (id.0, Some("near"), 0));
    assert!(seen.code.plate.is_none(), "who does not print plates does not get what is printed");
    // The fix itself is not kept: the distance is.
    assert!(!ledger(&town).contains("268895000") && !ledger(&town).contains("26.8895"));
    town.is_sound();
});

story!(plates_are_walked_by_place_and_a_scan_writes_nothing, |town| {
    let (app, inspector) = (town.app.clone(), town.officer("south inspector").actor());
    let id = registers(&town, school());
    let (code, code_id) = prints(&town, id);
    town.block_on(place::activate(&app, inspector.clone(), None, &code, Activation::default())).unwrap();
    let walk = |town: &Town, troubled| {
        let filter = PlateFilter { limit: 10, troubled, ..Default::default() };
        let list = town.block_on(place::patrol(&town.app, &inspector, filter)).unwrap().items;
        list.into_iter().map(|plate| plate.name).collect::<Vec<_>>()
    };
    let quiet = |town: &Town| {
        let list = town.block_on(place::quiet(&town.app, &inspector, None, None, None)).unwrap().items;
        list.into_iter().map(|p| (p.name, p.last_scan)).collect::<Vec<_>>()
    };
    assert!(walk(&town, false).is_empty() && quiet(&town).is_empty(), "it was mounted today");
    town.wait(91 * DAY);
    assert_eq!(walk(&town, false), ["示例小学"]);
    assert_eq!(quiet(&town), [("示例小学".to_owned(), None)]);
    let before = ledger(&town).len();
    for _ in 0..5 {
        place::count_scan(&app, id);
    }
    assert_eq!(town.block_on(place::write_scans(&app)).unwrap(), 5);
    place::count_scan(&app, id);
    assert_eq!(town.block_on(place::write_scans(&app)).unwrap(), 1);
    assert_eq!(town.block_on(place::write_scans(&app)).unwrap(), 0);
    assert_eq!(ledger(&town).len(), before, "scans are no events");
    let scans = town.block_on(place::scans(&app, &inspector, id)).unwrap();
    assert_eq!((scans.total, scans.days.len()), (6, 1));
    assert!(quiet(&town).is_empty());
    let finds = |condition| {
        town.block_on(place::check_plate(
            &town.app,
            inspector.clone(),
            None,
            code_id,
            PlateFound { condition, done_at: None },
        ))
    };
    finds(PlateCondition::Covered).unwrap();
    assert!(walk(&town, false).is_empty(), "looked at today");
    assert_eq!(walk(&town, true), ["示例小学"]);
    let health = town.block_on(place::plate_health(&app, &inspector)).unwrap();
    assert_eq!((health.hanging, health.sound, health.troubled), (1, 0, 1));
    finds(PlateCondition::Fine).unwrap();
    assert_eq!(town.block_on(place::plate_health(&app, &inspector)).unwrap().sound, 1);
    let (_, printed) = prints(&town, id);
    let not_hanging = town.block_on(place::check_plate(
        &app,
        inspector.clone(),
        None,
        printed,
        PlateFound { condition: PlateCondition::Fine, done_at: None },
    ));
    assert_eq!(not_hanging.unwrap_err().params["rule"], "code_not_hanging");
    let other = town.officer("acceptor").actor();
    let refused = town.block_on(place::check_plate(
        &app,
        other,
        None,
        code_id,
        PlateFound { condition: PlateCondition::Gone, done_at: None },
    ));
    assert_eq!(refused.unwrap_err().code, "forbidden");
    town.is_sound();
});

story!(labels_that_phones_cannot_read_are_not_printed, |town| {
    let (app, admin) = (town.app.clone(), keeper(&town));
    registers(&town, school());
    registers(
        &town,
        PlaceEntry {
            name: "北街超市".into(),
            kind: PlaceKind::Shop,
            street: Some("430406002".into()),
            ..school()
        },
    );
    assert_eq!(town.block_on(place::make_missing(&app, admin.clone(), None, None, None)).unwrap(), 2);
    assert_eq!(town.block_on(place::make_missing(&app, admin.clone(), None, None, None)).unwrap(), 0);
    let request = |layout: &str| SheetRequest {
        layout: layout.into(),
        start: 3,
        places: vec![],
        street: None,
        kind: None,
        hanging_too: false,
    };
    let sheet = town.block_on(place::sheet(&app, &admin, request("2x5"))).unwrap();
    assert_eq!(
        (sheet.labels.len(), sheet.start, sheet.quiet, sheet.domain.as_str()),
        (2, 3, 4, "town.example")
    );
    assert!(sheet.layout.module_um >= 800 && sheet.layout.holds);
    assert!(sheet.labels[0].path.starts_with("M0 0h7v1h-7z"));
    let small = town.block_on(place::sheet(&app, &admin, request("7x16"))).unwrap_err();
    assert_eq!(small.params["rule"], "label_too_small");
    let one = SheetRequest { street: Some("430406002".into()), ..request("2x5") };
    assert_eq!(town.block_on(place::sheet(&app, &admin, one)).unwrap().labels.len(), 1);
    let inspector = town.officer("south inspector").actor();
    assert_eq!(town.block_on(place::sheet(&app, &inspector, request("2x5"))).unwrap_err().code, "forbidden");
});

story!(nothing_found_is_a_full_result_and_coverage_is_of_places, |town| {
    let (app, inspector) = (town.app.clone(), town.officer("south inspector").actor());
    let id = registers(&town, school());
    registers(&town, PlaceEntry { name: "北街小学".into(), street: Some("430406002".into()), ..school() });
    let office = town.officer("committee office").actor();
    let plan = PlanEntry {
        version: None,
        name: "学校每月一查".into(),
        kinds: vec![PlaceKind::School],
        streets: vec![],
        places: vec![],
        every: Every::Month,
        unit: None,
        from: None,
        ended: false,
    };
    assert_eq!(
        town.block_on(place::make_plan(&app, inspector.clone(), None, plan.clone())).unwrap_err().code,
        "forbidden"
    );
    let plan_id = town.block_on(place::make_plan(&app, office.clone(), None, plan.clone())).unwrap();
    let covered = |town: &Town| {
        let rows = town.block_on(place::coverage(
            &town.app,
            &inspector,
            CoverageBy::Street,
            CoverageFilter::default(),
        ));
        rows.unwrap().into_iter().map(|r| (r.of.name, r.total, r.done, r.due, r.overdue)).collect::<Vec<_>>()
    };
    assert_eq!(covered(&town), [("南街街道".into(), 1, 0, 1, 0), ("北街街道".into(), 1, 0, 1, 0)]);
    let nothing = InspectionEntry {
        result: InspectionResult::NothingFound,
        marks: vec![],
        hazards: vec![],
        fix: at(112.6154, 26.8894),
        done_at: None,
        list: None,
        note: String::new(),
    };
    let looks =
        |entry: InspectionEntry| town.block_on(place::inspect(&town.app, inspector.clone(), None, id, entry));
    looks(nothing.clone()).unwrap();
    assert_eq!(covered(&town), [("北街街道".into(), 1, 0, 1, 0), ("南街街道".into(), 1, 1, 0, 0)]);
    // 2 March, so two months on the whole of April went by without a look.
    town.wait(65 * DAY);
    assert!(covered(&town).iter().all(|row| row.4 == 1), "{:?}", covered(&town));
    let due = town.block_on(place::due_places(
        &app,
        &inspector,
        Some(Standing::Overdue),
        CoverageFilter::default(),
    ));
    assert_eq!(due.unwrap().len(), 2);
    // From an item of the list a hazard is reported; the record names both.
    let list = place::check_list(&app, &inspector, PlaceKind::School, work::words::Lang::Zh).unwrap();
    let wrong = MarkEntry { item: list.items[0].id.clone(), result: MarkResult::Wrong };
    let hazard = town.resident().reports("楼梯堆放课桌").id;
    let found = InspectionEntry {
        result: InspectionResult::Found,
        marks: vec![wrong],
        hazards: vec![hazard.0],
        ..nothing.clone()
    };
    let unseen = looks(found.clone()).unwrap_err();
    assert_eq!(field_of(&unseen), ("hazards", "unknown"), "what one may not see cannot be named");
    looks(InspectionEntry { hazards: vec![], ..found.clone() }).unwrap();
    let contradiction = InspectionEntry { result: InspectionResult::NothingFound, hazards: vec![], ..found };
    assert_eq!(field_of(&looks(contradiction).unwrap_err()), ("result", "contradiction"));
    let records = town.block_on(place::inspections(&app, &inspector, id, work::words::Lang::Zh)).unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(
        (records[0].result.as_str(), records[0].wrong.as_slice()),
        ("found", [list.items[0].text.clone()].as_slice())
    );
    assert_eq!((records[1].nearness.as_str(), records[1].unit.name.as_str()), ("near", "南街街道"));
    let desk = town.officer("acceptor").actor();
    let refused = town.block_on(place::inspect(&app, desk, None, id, nothing));
    assert_eq!(refused.unwrap_err().code, "forbidden");
    // Who it was stands in the actor of the event only.
    let person = inspector.staff().unwrap().person.to_string();
    assert!(!ledger(&town).contains(&person), "a person in the body of an event");
    let ended = PlanEntry { version: Some(1), ended: true, ..plan };
    town.block_on(place::change_plan(&app, office, None, plan_id, ended)).unwrap();
    assert!(covered(&town).is_empty());
    town.is_sound();
});
