//! The map against the district itself: whatever the zoom, the filter and the viewer, it counts what a walk over
//! every single hazard counts. The same on both engines.

#![allow(clippy::unwrap_used, reason = "stories fail loudly")]

use domain::calendar::Instant;
use domain::hazard::{
    Action, Grade, Hazard, RiskColour, StageCode, StageGroup, SupervisionLevel, VerifyMethod,
};
use domain::ids::HazardId;
use domain::people::{Actor, Scope};
use domain::place::{PlaceKind, Position, System};
use geo::Bounds;
use std::collections::BTreeSet;
use town::{DISTRICT, Town, story};
use work::hazard::NewReport;
use work::map::{HazardsAsked, MapCells, PlacesAsked, Time, View, Window, hazards, places};
use work::place::{self, GivenPosition, PlaceEntry};
use work::words::Lang;

const DAY: i64 = 86_400_000;
const DISTRICT_BOX: &str = "112.50,26.80,112.70,26.98";

fn view(bbox: &str, zoom: u8) -> View {
    let system = System::Cgcs2000;
    View { bounds: Bounds::parse(bbox, system).unwrap(), zoom, fine: false, system }
}

/// The n-th position of a scatter that is the same in each run.
fn scattered(n: i64) -> Position {
    Position {
        lon_e7: 1_125_700_000 + (n * 7_919) % 700 * 1_000,
        lat_e7: 268_500_000 + (n * 6_101) % 500 * 1_000,
    }
}

fn place_at(town: &Town, name: &str, street: &str, at: Position) -> domain::ids::PlaceId {
    let entry = PlaceEntry {
        name: name.into(),
        kind: PlaceKind::Shop,
        address: "解放路 1 号".into(),
        street: Some(street.into()),
        position: Some(GivenPosition {
            lon: at.lon(),
            lat: at.lat(),
            system: System::Cgcs2000,
            accuracy_m: None,
        }),
        ..PlaceEntry::default()
    };
    let keeper = town.officer("system administrator").actor();
    town.block_on(place::register(&town.app, keeper, None, entry)).unwrap()
}

/// Two months of hazards in all stages, some at places, some on the open street, two nowhere.
fn live(town: &Town) -> Vec<HazardId> {
    let shops = [
        place_at(town, "南街一店", "430406001", scattered(1)),
        place_at(town, "南街二店", "430406001", scattered(2)),
        place_at(town, "北街一店", "430406002", scattered(3)),
    ];
    let mut all = Vec::new();
    for n in 0..36 {
        town.wait(2 * DAY);
        let report = NewReport {
            text: "路面塌陷".into(),
            address: "解放路".into(),
            category: (n % 4 == 0).then(|| "0102".to_owned()),
            place: (n % 3 == 0).then(|| shops[n as usize / 3 % 3]),
            position: (n % 3 != 0 && n != 7 && n != 14).then(|| scattered(n)),
            ..NewReport::default()
        };
        let id = town.resident().sends(report, None).unwrap().id;
        all.push(id);
        let desk = town.officer("acceptor");
        match n % 6 {
            0 => {}
            1 => desk.rejects(id, "不是隐患"),
            2 => desk.accepts(id),
            stage => {
                desk.accepts(id);
                if n % 4 == 1 {
                    let values = [("L", "6"), ("E", "6"), ("C", if n % 8 == 1 { "15" } else { "1" })];
                    let inputs = values.map(|(k, v)| (k.to_owned(), v.to_owned().try_into().unwrap())).into();
                    let graded = Action::GradeRisk { method: "lec".into(), inputs, text: String::new() };
                    town.officer("shift lead").does(id, graded);
                }
                desk.files(id, if n % 2 == 0 { Grade::General } else { Grade::Larger });
                let lead = if n % 5 == 0 { "roads" } else { "building" };
                town.officer("dispatcher").dispatches(id, lead);
                let worker = town.officer(if n % 5 == 0 { "road worker" } else { "builder" });
                worker.signs(id);
                if n % 4 == 3 {
                    let letter =
                        Action::Supervise { level: SupervisionLevel::Letter, text: "抓紧整改".into() };
                    town.officer("leader").does(id, letter);
                }
                if stage > 3 {
                    worker.submits(id);
                }
                if stage > 4 {
                    town.officer("verifier").verifies(id, VerifyMethod::OnSite);
                }
            }
        }
    }
    all
}

fn now(town: &Town) -> Instant {
    use store::Surroundings;
    town.clock.now()
}

/// Which hazards a walk over all of them finds.
fn walked(town: &Town, all: &[HazardId], actor: &Actor, view: &View, asked: &HazardsAsked) -> Vec<Hazard> {
    let scope = Scope::of(actor);
    let at = now(town);
    let hazards = all.iter().map(|id| town.hazard(*id));
    hazards
        .filter(|h| scope.covers(h) && h.position.is_some_and(|p| view.bounds.holds(p)))
        .filter(|h| asked.stages.is_empty() || asked.stages.contains(&h.stage.code()))
        .filter(|h| asked.street.is_none() || asked.street == h.street)
        .filter(|h| {
            let category = h.filing.as_ref().map(|f| f.category.clone()).or_else(|| h.kind.clone());
            asked.category.is_none() || asked.category == category
        })
        .filter(|h| asked.grade.is_none() || asked.grade == h.filing.as_ref().map(|f| f.grade))
        .filter(|h| asked.risk.is_none() || asked.risk == h.risk.as_ref().map(|r| r.colour))
        .filter(|h| !asked.supervised || h.supervision.level().is_some())
        .filter(|h| asked.unit.is_none() || asked.unit == h.dispatch.as_ref().map(|d| d.lead.0))
        .filter(|h| {
            let late = h.stage.code().is_open() && h.clock.is_some_and(|c| c.due < at);
            !asked.late || late
        })
        .filter(|h| {
            asked.window.is_none_or(|w| {
                let moment = match w.time {
                    Time::Reported => Some(h.reported_at),
                    Time::Closed => h.closed_at,
                };
                moment.is_some_and(|m| w.from <= m && m < w.to)
            })
        })
        .collect()
}

fn agrees(town: &Town, all: &[HazardId], called: &str, view: View, asked: &HazardsAsked) -> MapCells {
    let actor = town.officer(called).actor();
    let found = town.block_on(hazards(&town.app, &actor, view, asked.clone())).unwrap();
    let walked = walked(town, all, &actor, &view, asked);
    let what = format!("{called} at {} asks {asked:?}", view.zoom);
    assert_eq!(found.total, walked.len() as i64, "{what}");
    assert!(!found.cut, "{what}");
    let open = walked.iter().filter(|h| h.stage.code().is_open()).count() as i64;
    if found.clusters.is_empty() {
        let ids: BTreeSet<_> = found.hazards.iter().map(|h| h.id).collect();
        assert_eq!(ids, walked.iter().map(|h| h.id.0).collect(), "{what}");
        assert_eq!(found.hazards.iter().filter(|h| h.open).count() as i64, open, "{what}");
    } else {
        assert_eq!(found.clusters.iter().map(|c| c.n).sum::<i64>(), walked.len() as i64, "{what}");
        assert_eq!(found.clusters.iter().map(|c| c.open).sum::<i64>(), open, "{what}");
    }
    found
}

fn questions(town: &Town) -> Vec<HazardsAsked> {
    let window = |time, from: i64, to: i64| {
        Some(Window { time, from: now(town).plus(-from * DAY), to: now(town).plus(-to * DAY) })
    };
    let plain = HazardsAsked::default;
    vec![
        plain(),
        HazardsAsked { stages: StageGroup::Desk.stages().collect(), ..plain() },
        HazardsAsked { stages: vec![StageCode::Rectifying], ..plain() },
        HazardsAsked { street: Some("430406001".into()), ..plain() },
        HazardsAsked { category: Some("0102".into()), ..plain() },
        HazardsAsked { grade: Some(Grade::Larger), ..plain() },
        HazardsAsked { unit: Some(town.unit("roads").0), ..plain() },
        HazardsAsked { late: true, ..plain() },
        HazardsAsked { risk: Some(RiskColour::Blue), ..plain() },
        HazardsAsked { supervised: true, ..plain() },
        HazardsAsked { supervised: true, late: true, street: Some("430406001".into()), ..plain() },
        HazardsAsked { window: window(Time::Reported, 20, 3), ..plain() },
        HazardsAsked { window: window(Time::Closed, 25, 0), ..plain() },
        HazardsAsked { window: window(Time::Reported, 9, 0), grade: Some(Grade::General), ..plain() },
    ]
}

const VIEWERS: [&str; 7] =
    ["leader", "auditor", "south inspector", "road worker", "verifier", "mill manager", "acceptor"];

story!(the_map_counts_what_a_walk_counts, |town| {
    let all = live(&town);
    for asked in questions(&town) {
        for called in VIEWERS {
            for (bbox, zoom) in [
                (DISTRICT_BOX, 10),
                (DISTRICT_BOX, 13),
                ("112.58,26.86,112.62,26.89", 15),
                ("112.60,26.86,112.63,26.88", 16),
            ] {
                agrees(&town, &all, called, view(bbox, zoom), &asked);
            }
        }
    }
    let nowhere = all.iter().map(|id| town.hazard(*id));
    let nowhere = nowhere.filter(|h| h.position.is_none() && h.stage.code().is_open()).count() as i64;
    let beside =
        |called: &str| town.block_on(work::map::unplaced(&town.app, &town.officer(called).actor())).unwrap();
    assert_eq!((nowhere, beside("leader"), beside("acceptor")), (1, Some(1), Some(1)));
    assert_eq!(beside("road worker"), None, "who sees a part is told of no part");
    let leader = town.officer("leader").actor();
    let morning = town.block_on(work::overview::overview(&town.app, &leader, Lang::Zh)).unwrap();
    assert_eq!(morning.unplaced, Some(1));
    town.is_sound();
});

story!(long_windows_are_counted_in_whole_months_and_say_so, |town| {
    let all = live(&town);
    let leader = town.officer("leader").actor();
    let window = |time| Window { time, from: now(&town).plus(-65 * DAY), to: now(&town).plus(-2 * DAY) };
    for time in [Time::Reported, Time::Closed] {
        let asked = HazardsAsked { window: Some(window(time)), ..HazardsAsked::default() };
        let found =
            town.block_on(hazards(&town.app, &leader, view(DISTRICT_BOX, 12), asked.clone())).unwrap();
        let (from, to) = (found.counted_from.unwrap(), found.counted_to.unwrap());
        assert!(from.ends_with("-01") && to.ends_with("-01"), "{from} {to}");
        let moment = |day: &str| format!("{day}T00:00:00+08:00").parse().unwrap();
        let months = Window { time, from: moment(&from), to: moment(&to) };
        assert!(months.from <= window(time).from && window(time).to <= months.to);
        let asked = HazardsAsked { window: Some(months), ..asked };
        assert_eq!(found.total, walked(&town, &all, &leader, &view(DISTRICT_BOX, 12), &asked).len() as i64);
    }
});

// Seen from far, many hazards are clusters; what is late is counted in them.
story!(clusters_stand_where_their_hazards_are, |town| {
    let mut all = Vec::new();
    for n in 0..330 {
        let position = Some(scattered(n));
        let report =
            NewReport {
                text: "井盖缺失".into(), address: "街口".into(), position, ..NewReport::default()
            };
        all.push(town.resident().sends(report, None).unwrap().id);
    }
    town.wait(30 * DAY);
    let far = agrees(&town, &all, "leader", view(DISTRICT_BOX, 12), &HazardsAsked::default());
    assert!(far.hazards.is_empty() && (2..100).contains(&far.clusters.len()), "{}", far.clusters.len());
    let late = walked(
        &town,
        &all,
        &town.officer("leader").actor(),
        &view(DISTRICT_BOX, 12),
        &HazardsAsked { late: true, ..HazardsAsked::default() },
    );
    assert!(!late.is_empty());
    assert_eq!(far.clusters.iter().map(|c| c.late).sum::<i64>(), late.len() as i64);
    let fine = View { fine: true, ..view(DISTRICT_BOX, 12) };
    let finer = agrees(&town, &all, "leader", fine, &HazardsAsked::default());
    assert!(finer.clusters.len() > far.clusters.len());
    // A base map in another system gets its points in that system.
    let shifted = View { system: System::Gcj02, ..view(DISTRICT_BOX, 12) };
    let leader = town.officer("leader").actor();
    let moved = town.block_on(hazards(&town.app, &leader, shifted, HazardsAsked::default())).unwrap();
    let metres = (moved.clusters[0].at.lon - far.clusters[0].at.lon).abs() * 99_000.0;
    assert!((300.0..900.0).contains(&metres), "{metres}");
});

story!(cells_that_hazards_left_are_forgotten, |town| {
    live(&town);
    let rows = |town: &Town, only: &str| {
        let sql = format!("select count(*) from map_cells where district = $1{only}");
        town.app.store().read_blocking(|c| c.query(&sql, &[DISTRICT.into()])?[0].int(0)).unwrap()
    };
    let empty = " and n = 0 and north = 0 and east = 0";
    let (before, left) = (rows(&town, ""), rows(&town, empty));
    assert!(left > 0);
    assert_eq!(town.block_on(work::map::tidy(&town.app)).unwrap(), left as usize);
    assert_eq!((rows(&town, ""), rows(&town, empty)), (before - left, 0));
    town.is_sound();
});

story!(places_are_on_the_map_until_they_end, |town| {
    live(&town);
    let clerk = town.officer("acceptor").actor();
    let keeper = town.officer("system administrator").actor();
    let ask =
        |actor: &Actor, zoom, asked| town.block_on(places(&town.app, actor, view(DISTRICT_BOX, zoom), asked));
    let found = ask(&clerk, 12, PlacesAsked::default()).unwrap();
    assert_eq!((found.total, found.places.len()), (3, 3));
    assert!(found.places.iter().all(|p| p.plate.is_none()), "the desk has nothing to do with plates");
    assert!(ask(&keeper, 12, PlacesAsked::default()).unwrap().places.iter().all(|p| p.plate.is_some()));
    let south = PlacesAsked { street: Some("430406001".into()), ..PlacesAsked::default() };
    assert_eq!(ask(&clerk, 12, south).unwrap().total, 2);
    let unscanned = PlacesAsked { unscanned_days: Some(90), ..PlacesAsked::default() };
    assert_eq!(ask(&clerk, 12, unscanned.clone()).unwrap_err().status, 403);
    assert_eq!(ask(&keeper, 12, unscanned).unwrap().total, 0, "no plate hangs");
});

story!(what_no_screen_shows_is_refused, |town| {
    let leader = town.officer("leader").actor();
    let ask = |view, asked| town.block_on(hazards(&town.app, &leader, view, asked)).unwrap_err();
    assert_eq!(ask(view("70,10,140,55", 15), HazardsAsked::default()).errors[0].0, "bbox");
    assert_eq!(ask(view(DISTRICT_BOX, 25), HazardsAsked::default()).errors[0].0, "zoom");
    let window = Some(Window { time: Time::Reported, from: Instant(5), to: Instant(5) });
    assert_eq!(
        ask(view(DISTRICT_BOX, 12), HazardsAsked { window, ..HazardsAsked::default() }).errors[0].0,
        "to"
    );
    let system = town.officer("system administrator").actor();
    let refused = town.block_on(hazards(&town.app, &system, view(DISTRICT_BOX, 12), HazardsAsked::default()));
    assert_eq!(refused.unwrap_err().status, 403);
});

story!(every_statement_of_the_map_is_valid, |town| {
    town.app
        .store()
        .read_blocking(|c| {
            let statements = work::map::statements();
            assert!(statements.len() > 40);
            statements.iter().try_for_each(|sql| c.check(sql))
        })
        .unwrap();
});
