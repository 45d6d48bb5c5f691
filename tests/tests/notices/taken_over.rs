//! A ledger that is taken over with open limits long past: pressed for from then on, step by step, and told in one word.

use super::*;
use domain::hazard::{Event, Hazard, LimitStage, SupervisionLevel};
use store::Surroundings;
use tables::{Map, Options};
use work::hazard::{Importing, import, sweep};

/// Sixty open rows, all of them late for more than a year, for two units.
fn ledger() -> String {
    let mut csv = "隐患编号,检查时间,隐患描述,隐患等级,责任单位,整改期限,整改情况\n".to_owned();
    for n in 0..60 {
        let unit = if n % 3 == 0 { "市政所" } else { "住建局" };
        csv.push_str(&format!("T-{n},2025-01-06,消防通道被占用，第{n}处,一般,{unit},2025-01-20,整改中\n"));
    }
    csv
}

fn taken_over(town: &Town) {
    let sheets = tables::read(ledger().as_bytes(), "台账.csv", &Options::default()).unwrap();
    let importing = Importing { source: "旧台账".into(), dry_run: false, lang: work::words::Lang::Zh };
    let all: Vec<_> = sheets.iter().collect();
    let report =
        import(&town.app, &Actor::Import, &all, &Map::default(), &importing, &mut |_, _| ()).unwrap();
    assert_eq!((report.imported, report.refused.len()), (60, 0), "{report:?}");
}

fn hazards(town: &Town) -> Vec<Hazard> {
    let rows = town
        .app
        .store()
        .read_blocking(|c| c.query("select state from hazards where district = $1", &[DISTRICT.into()]));
    rows.unwrap().iter().map(|row| serde_json::from_str(row.text(0).unwrap()).unwrap()).collect()
}

fn swept(town: &Town) {
    while town.block_on(sweep(&town.app)).unwrap() > 0 {}
}

/// Every level that was reached about the limits that were past when the ledger came, with how often.
fn climbed(town: &Town) -> BTreeMap<SupervisionLevel, usize> {
    let rows = town.app.store().read_blocking(|c| {
        c.query("select body from events where district = $1 and kind = 'escalated'", &[DISTRICT.into()])
    });
    let mut all = BTreeMap::new();
    for row in rows.unwrap() {
        let event: Event = serde_json::from_str(row.text(0).unwrap()).unwrap();
        if let Event::Escalated { level, clock, owed, .. } = event
            && clock.stage == LimitStage::Rectify
        {
            assert!(owed >= at("2026-03-09T08:00"), "nothing was owed before it was here: {owed}");
            *all.entry(level).or_default() += 1;
        }
    }
    all
}

fn at(text: &str) -> Instant {
    format!("{text}:00+08:00").parse().unwrap()
}

story!(
    /// Friday evening a ledger comes, on Monday morning its owners are reminded, each in one word, and the following
    /// levels come after their own times.
    an_old_ledger_climbs_from_its_import_on_and_is_told_in_one_word,
    |town| {
        registered(&town);
        let recorder = Recorder::new(true);
        town.app.set_outlets(Outlets::recorded(&recorder));
        wants(&town, "builder", loud());
        town.clock.set(at("2026-03-06T20:00"));
        taken_over(&town);
        let all = hazards(&town);
        assert!(all.iter().all(|h| h.running(LimitStage::Rectify).unwrap().is_late(town.clock.now())), "late");
        assert!(all.iter().all(|h| h.wakes_at() == Some(at("2026-03-09T08:00"))), "and quiet until Monday");
        swept(&town);
        follow(&town, &town.app.clone());
        assert!(climbed(&town).is_empty() && told(&town, "builder").is_empty());

        town.clock.set(at("2026-03-09T08:00"));
        swept(&town);
        assert_eq!(climbed(&town), BTreeMap::from([(SupervisionLevel::Reminder, 60)]), "one level, and no more");
        follow(&town, &town.app.clone());
        for (who, count) in [("builder", 40), ("second builder", 40), ("road worker", 20)] {
            let notices = told(&town, who);
            assert_eq!(notices.len(), 1, "{who}: {notices:?}");
            assert_eq!(notices[0].count, count);
            assert!(notices[0].title.contains(&count.to_string()), "{notices:?}");
        }
        town.wait(2 * Instant::MINUTE);
        send(&town, &town.app.clone());
        assert_eq!(recorder.told().taken.len(), 2, "one mail and one short message");
        // Followed again from the beginning nothing is told twice, and nothing is counted twice.
        let other = town.second_server();
        other.set_outlets(Outlets::recorded(&recorder));
        follow(&town, &other);
        other.store().close();
        assert_eq!(told(&town, "builder")[0].count, 40);

        // Who opens one of them has not read the others.
        let actor = town.officer("builder").actor();
        let first = told(&town, "builder")[0].hazard.unwrap();
        town.block_on(notice::read_about(&town.app, &actor, first)).unwrap();
        assert!(told(&town, "builder")[0].read_at.is_none());

        // One working day later the letters, three more and they are asked in.
        town.clock.set(at("2026-03-10T23:59"));
        swept(&town);
        assert_eq!(climbed(&town).len(), 1);
        town.clock.set(at("2026-03-11T00:00"));
        swept(&town);
        assert_eq!(climbed(&town).get(&SupervisionLevel::Letter), Some(&60));
        follow(&town, &town.app.clone());
        let notices = told(&town, "builder");
        assert_eq!((notices.len(), notices[0].count), (2, 40), "{notices:?}");
        town.clock.set(at("2026-03-20T12:00"));
        swept(&town);
        assert_eq!(climbed(&town).get(&SupervisionLevel::Handover), Some(&60));
        follow(&town, &town.app.clone());
        assert!(told(&town, "builder").len() <= 6, "{:?}", told(&town, "builder"));
        assert!(hazards(&town).iter().all(|h| h.running(LimitStage::Rectify).is_some()), "and still late");
        town.is_sound();
    }
);
