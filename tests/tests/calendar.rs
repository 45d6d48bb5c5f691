//! The working calendar of a district: read by everybody, changed by one, and what becomes of deadlines then.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use domain::calendar::{Day, Instant, OfficeHours};
use domain::hazard::{Grade, LimitStage};
use domain::people::Actor;
use store::Surroundings;
use town::{Town, story};
use work::calendar::{
    HolidayImport, HolidaysInput, OfficeHoursInput, change_holidays, change_office_hours, read_calendar,
};
use work::words::Lang;

/// The clock goes to a moment that has not come.
fn wait_until(town: &Town, moment: &str) {
    let moment: Instant = moment.parse().unwrap();
    town.wait(moment.since(town.clock.now()));
}

fn next_year(town: &Town) -> i32 {
    Day::of(town.clock.now()).year() + 1
}

fn notice(town: &Town, upon: &str) -> HolidaysInput {
    let year = next_year(town);
    let text =
        format!("date,kind,name\n{year}-01-01,off,元旦\n{year}-01-02,off,元旦\n{year}-01-03,off,元旦\n");
    let import = HolidayImport { text, year: Some(year), notice: Some("示例通知".into()) };
    HolidaysInput { upon: upon.into(), years: None, import: Some(import) }
}

fn admin(town: &Town) -> Actor {
    town.officer("system administrator").actor()
}

story!(
    /// 放假安排公布后: what was provisional is settled on every node's own, never earlier, and the ledger holds.
    a_notice_settles_what_waited_for_it,
    |town| {
        let year = next_year(&town);
        wait_until(&town, &format!("{}-12-29T10:00:00+08:00", year - 1));
        let id = town.resident().reports("楼道堆放纸箱").id;
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::General);
        town.officer("dispatcher").dispatches(id, "roads");
        let before = town.hazard(id);
        let given = before.running(LimitStage::Sign).unwrap().clone();
        assert_eq!(given.term.limit.map(|l| l.unit), Some(domain::calendar::LimitUnit::WorkingHour));
        assert!(given.term.provisional, "the next notice may still move the last week of the year");

        let refused = town.block_on(change_holidays(&town.app, town.officer("leader").actor(), None, notice(&town, "0")));
        assert_eq!(refused.unwrap_err().status, 403);
        town.block_on(change_holidays(&town.app, admin(&town), None, notice(&town, "0"))).unwrap();
        let after = town.hazard(id);
        let settled = after.running(LimitStage::Sign).unwrap();
        assert!(!settled.term.provisional && settled.term.at >= given.term.at);
        assert_eq!(after.clock.unwrap().due, settled.term.at);
        assert_eq!(after.version, before.version + 1, "one event for all its clocks");

        let stale = town.block_on(change_holidays(&town.app, admin(&town), None, notice(&town, "0")));
        assert_eq!(stale.unwrap_err().code, "stale");
        town.restart();
        let seen = read_calendar(&town.app, &town.officer("leader").actor(), Lang::Zh).unwrap();
        assert_eq!((seen.holidays.version.as_str(), seen.missing, seen.editable), ("1", None, false));
        town.is_sound();
    }
);

story!(
    /// 办公时间: a unit's own hours count for what the unit has to do.
    a_unit_keeps_hours_of_its_own,
    |town| {
        let (app, roads) = (town.app.clone(), town.unit("roads"));
        let seen = read_calendar(&app, &admin(&town), Lang::En).unwrap();
        assert!(seen.editable);
        let mut timetables = seen.office_hours.timetables.clone();
        let around_the_clock: OfficeHours = serde_json::from_value(serde_json::json!({
            "unit": roads, "effective": "2020-01-01", "seasons": [{"from": "01-01", "slots": ["00:00-24:00"]}],
        }))
        .unwrap();
        timetables.push(around_the_clock);
        let new = |upon: &str| OfficeHoursInput { upon: upon.into(), timetables: timetables.clone() };
        town.block_on(change_office_hours(&app, admin(&town), None, new("0"))).unwrap();
        assert_eq!(town.block_on(change_office_hours(&app, admin(&town), None, new("0"))).unwrap_err().code, "stale");
        let nobody = OfficeHoursInput { upon: "1".into(), timetables: vec![] };
        let refused = town.block_on(change_office_hours(&app, admin(&town), None, nobody)).unwrap_err();
        assert_eq!(refused.code, "calendar_refused");

        let year = next_year(&town);
        // A working day late in the evening: four working hours run on for who works around the clock.
        wait_until(&town, &format!("{}-12-02T20:00:00+08:00", year - 1));
        let id = town.resident().reports("井盖缺失").id;
        town.officer("acceptor").accepts(id);
        town.officer("acceptor").files(id, Grade::General);
        town.officer("dispatcher").dispatches(id, "roads");
        let sign = town.hazard(id).running(LimitStage::Sign).unwrap().clone();
        assert_eq!(sign.term.at.since(sign.started), 4 * Instant::HOUR);

        let leader = town.officer("leader").actor();
        let detail = town.block_on(work::hazard::detail(&app, &leader, id, Lang::Zh)).unwrap();
        let shown = detail.clocks.iter().find(|c| c.clock == "sign").unwrap();
        assert_eq!((shown.name.as_str(), shown.limit_text.as_deref()), ("签收", Some("4个工作时")));
        assert_eq!((shown.current, shown.total_seconds, shown.light.as_str()), (true, 4 * 3_600, "green"));
        assert!(shown.steps.last().unwrap().text.ends_with("到期"), "{:?}", shown.steps);
        town.is_sound();
    }
);

story!(
    /// Two who change the same version at the same moment, at two servers: one does, the other one looks again.
    of_two_changes_upon_one_version_one_is_made,
    |town| {
        let other = town.second_server();
        for round in 0..4 {
            let upon = round.to_string();
            let same = |upon: &str| HolidaysInput { upon: upon.into(), years: None, import: None };
            let change = |app| town.block_on(change_holidays(app, admin(&town), None, same(&upon)));
            let done: Vec<_> = std::thread::scope(|scope| {
                let threads = [scope.spawn(|| change(&town.app)), scope.spawn(|| change(&other))];
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            let refused: Vec<_> = done.iter().filter_map(|done| done.as_ref().err()).collect();
            assert_eq!(refused.len(), 1, "{done:?}");
            assert_eq!((refused[0].status, refused[0].code), (409, "stale"));
        }
        other.store().close();
        town.is_sound();
    }
);
