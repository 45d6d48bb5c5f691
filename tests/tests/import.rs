//! What a ledger tells becomes history with its own times, and nothing is made up that it does not tell.

#![allow(clippy::unwrap_used, reason = "tests")]

use domain::hazard::{ClosingKind, Grade, Hazard, Protection, Source, StageCode, VerifyMethod};
use domain::people::Actor;
use std::collections::BTreeMap;
use tables::{Map, Options};
use town::{DISTRICT, Engine, Town, story};
use work::hazard::export::{COLUMNS, Exported, export};
use work::hazard::{Filter, Imported, Importing, ListOrder, NewReport, Page, import};
use work::words::Lang;

fn imported(town: &Town, csv: &str, dry_run: bool) -> Imported {
    let sheets = tables::read(csv.as_bytes(), "台账.csv", &Options::default()).unwrap();
    let importing = Importing { source: "台账".into(), dry_run, lang: Lang::Zh };
    let all: Vec<_> = sheets.iter().collect();
    import(&town.app, &Actor::Import, &all, &Map::default(), &importing, &mut |_, _| ()).unwrap()
}

/// Hazards by their number in the ledger.
fn hazards(town: &Town) -> BTreeMap<String, Hazard> {
    let rows = town.app.store().read_blocking(|c| {
        c.query(
            "select i.source_id, h.state from imports i join hazards h on h.district = i.district \
            and h.id = i.hazard where i.district = $1",
            &[DISTRICT.into()],
        )
    });
    let one = |row: &store::Row| {
        (row.text(0).unwrap().to_owned(), serde_json::from_str(row.text(1).unwrap()).unwrap())
    };
    rows.unwrap().iter().map(one).collect()
}

fn events(town: &Town, hazard: &Hazard) -> Vec<(domain::ledger::Envelope, Option<String>)> {
    let rows = town
        .app
        .store()
        .read_blocking(|c| c.query(store::queries::ledger::EVENTS_OF, &[DISTRICT.into(), hazard.id.into()]))
        .unwrap();
    rows.iter()
        .map(|row| store::verify::envelope(row).unwrap())
        .map(|(e, said)| (e, said.map(|s| s.json)))
        .collect()
}

const LEDGER: &str = "隐患编号,检查时间,检查人,隐患描述,隐患类型,隐患等级,责任单位,责任人,联系电话,整改期限,整改情况,整改完成日期,销号日期\n\
    G-1,2025-04-01,甲某某,井盖缺失,0501,一般,南街街道办事处,丙某某,13812340000,2025-04-05,已销号,2025-04-07,2025-04-09\n\
    G-2,2025-04-02,,外墙脱落,,重大,不认识的单位,,,,未整改,,\n\
    G-3,2025-04-03,,护栏缺失,,,北街街道,,,2025-04-20,已整改,2025-04-10,\n\
    G-4,2025-04-04,,路面坑洼,,,,,,,整改中,,\n";

story!(a_ledger_tells_its_own_history, |town| {
    let dry = imported(&town, LEDGER, true);
    assert_eq!((dry.rows, dry.imported, dry.refused.len()), (4, 4, 0), "{dry:?}");
    assert!(hazards(&town).is_empty());
    let report = imported(&town, LEDGER, false);
    assert_eq!((report.imported, report.already), (4, 0));
    assert_eq!(imported(&town, LEDGER, false).already, 4);

    let all = hazards(&town);
    let day = |text: &str| format!("{text}T00:00:00+08:00").parse::<domain::calendar::Instant>().unwrap();
    let closed = &all["G-1"];
    assert_eq!(closed.stage.code(), StageCode::Closed);
    assert_eq!(closed.closing, Some(ClosingKind::Imported));
    assert_eq!((closed.reported_at, closed.closed_at), (day("2025-04-01"), Some(day("2025-04-09"))));
    assert_eq!(closed.dispatch.as_ref().unwrap().lead, town.unit("south"));
    assert_eq!(closed.street.as_deref(), Some("430406001"));
    assert_eq!(closed.filing.as_ref().unwrap().category, "0501");
    // The end of the day that was the limit; it was submitted two days later, so it was late.
    assert!(closed.rectify_due.unwrap() < closed.submitted_at.unwrap());
    assert_eq!(closed.external, [("台账".to_owned(), "G-1".to_owned())]);

    let open = &all["G-2"];
    assert_eq!(open.filing.as_ref().unwrap().grade, Grade::Major);
    assert!(open.dispatch.is_none(), "nobody guesses a unit");
    assert_eq!(open.stage.code(), StageCode::Filed);
    assert_eq!(all["G-3"].stage.code(), StageCode::Submitted, "done is not verified");
    assert_eq!(all["G-4"].stage.code(), StageCode::Reported, "the ledger does not say whose it is");

    let story = events(&town, closed);
    assert!(story.iter().all(|(e, _)| e.origin == domain::ledger::Origin::Imported && e.recorded_at > e.at));
    for person in ["甲某某", "丙某某", "13812340000"] {
        assert!(story.iter().all(|(e, _)| !e.body.contains(person)), "{person} is in an event");
        assert!(
            story.iter().all(|(_, words)| !words.as_ref().is_some_and(|w| w.contains(person))),
            "{person}"
        );
    }
    town.is_sound();
});

story!(who_reported_by_the_ledger_goes_to_the_vault, |town| {
    let csv = "隐患编号,发现时间,隐患描述,举报人,举报人电话,整改情况\nR-1,2025-06-01,楼道充电,丁某某,13877776666,未整改\n";
    assert_eq!(imported(&town, csv, false).imported, 1);
    let hazard = hazards(&town).remove("R-1").unwrap();
    assert_eq!(hazard.protection, Protection::Contactable);
    for (event, words) in events(&town, &hazard) {
        let all = format!("{}{}", event.body, words.unwrap_or_default());
        assert!(!all.contains("丁某某") && !all.contains("13877776666"), "{all}");
    }
    let vault = town.app.store().read_blocking(|c| {
        c.query(store::queries::hazard::VAULT, &[DISTRICT.into(), hazard.reporter.into()])
    });
    let vault = vault.unwrap();
    assert!(!vault[0].text(0).unwrap().contains("丁某某"), "sealed");
    town.is_sound();
});

fn count(town: &Town, table: &str) -> i64 {
    let sql = format!("select count(*) from {table} where district = $1");
    town.app.store().read_blocking(|c| c.query(&sql, &[DISTRICT.into()])?[0].int(0)).unwrap()
}

story!(an_employees_report_is_taken_in_once_and_stays_sealed, |town| {
    let csv = "隐患编号,发现时间,隐患来源,隐患描述,隐患等级,举报人,举报人电话,责任单位,整改情况\n\
        E-1,2025-06-01,从业人员举报,三号车间光栅被短接,一般,丁某某,13877776666,示例纺织厂,未整改\n";
    assert_eq!(imported(&town, csv, false).imported, 1);
    let first = hazards(&town).remove("E-1").unwrap();
    let is_sealed = |hazard: &Hazard| {
        assert_eq!((hazard.protection, hazard.source), (Protection::Whistleblower, Source::Employee));
        assert_eq!(hazard.stage.code(), StageCode::Reported, "an office looks before anybody hears of it");
        assert!(hazard.dispatch.is_none() && hazard.filing.is_none() && hazard.reporter.is_some());
        let company = town.officer("mill manager").actor();
        let page = Page { after: None, limit: 50, order: ListOrder::Newest };
        let list = work::hazard::list(&town.app, &company, Filter::default(), page, Lang::Zh);
        assert!(town.block_on(list).unwrap().items.is_empty(), "the company hears of it");
        for (event, words) in events(&town, hazard) {
            let all = format!("{}{}", event.body, words.unwrap_or_default());
            assert!(!all.contains("丁某某") && !all.contains("13877776666"), "{all}");
        }
    };
    is_sealed(&first);
    let stands = |town: &Town| (count(town, "events"), count(town, "vault"), count(town, "imports"));
    let before = stands(&town);
    // Again as it is, again with what changed there in the meantime, again under the words of the other language.
    let moved_on = csv.replace("未整改", "整改中").replace("一般", "重大");
    for again in [csv, &moved_on, &csv.replace("从业人员举报", "employee")] {
        for dry_run in [true, false] {
            let report = imported(&town, again, dry_run);
            assert_eq!((report.rows, report.imported, report.already), (1, 0, 1), "{report:?}");
            let told = serde_json::to_string(&report).unwrap();
            for secret in ["光栅", "丁某某", "13877776666", "纺织厂"] {
                assert!(!told.contains(secret), "{told}");
            }
        }
    }
    assert_eq!(stands(&town), before, "nothing is written twice");
    assert_eq!(hazards(&town)["E-1"], first);
    is_sealed(&first);
    town.is_sound();
});

/// 导出 in codes, as `mashang export hazards --codes` writes it.
fn in_codes(town: &Town) -> String {
    let quoted = |cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
        cells.join(",") + "\r\n"
    };
    let mut csv = quoted(COLUMNS.iter().map(|(name, _, _)| (*name).to_owned()).collect());
    let mut each = |row: Exported| {
        csv.push_str(&quoted(row.0));
        Ok(())
    };
    export(&town.app, &Actor::System, None, None, Lang::Zh, &mut each).unwrap();
    csv
}

story!(what_was_exported_here_comes_in_elsewhere_as_it_stands, |town| {
    let report = |text: &str| {
        town.wait(60_000);
        town.resident().reports(text).id
    };
    let taken_up = |text: &str, grade, unit: &str| {
        let id = report(text);
        town.officer("shift lead").accepts(id);
        town.officer("shift lead").files(id, grade);
        town.officer("dispatcher").dispatches(id, unit);
        id
    };
    let waiting = report("路面塌陷，\"很深\"");
    let signed = taken_up("护栏松动", Grade::General, "south");
    town.officer("south handler").signs(signed);
    let submitted = taken_up("外墙脱落", Grade::Major, "building");
    town.officer("builder").signs(submitted);
    town.officer("builder").plans(submitted);
    town.wait(3_600_000);
    town.officer("builder").submits(submitted);
    let closed = taken_up("井盖缺失", Grade::General, "roads");
    town.officer("road worker").signs(closed);
    town.wait(3_600_000);
    town.officer("road worker").submits(closed);
    town.officer("verifier").verifies(closed, VerifyMethod::OnSite);
    town.officer("shift lead").approves(closed);
    let secret = NewReport { text: "光栅被短接".into(), whistleblower: true, ..NewReport::default() };
    let secret = NewReport { address: "示例纺织厂".into(), ..secret };
    let secret = town.resident().sends(secret, None).unwrap().id;

    let elsewhere = Town::on(Engine::Sqlite);
    elsewhere.wait(2 * domain::calendar::Instant::DAY);
    let csv = in_codes(&town);
    let map = Map::from_toml(include_str!("../../docs/examples/mashang.toml")).unwrap();
    let brings = || {
        let sheets = tables::read(csv.as_bytes(), "hazards.csv", &Options::default()).unwrap();
        let importing = Importing { source: "甲区".into(), dry_run: false, lang: Lang::Zh };
        import(&elsewhere.app, &Actor::Import, &[&sheets[0]], &map, &importing, &mut |_, _| ()).unwrap()
    };
    let done = brings();
    assert_eq!((done.rows, done.imported, done.refused.len()), (5, 5, 0), "{done:?}");
    assert_eq!(brings().already, 5, "their ids are kept");

    let there = hazards(&elsewhere);
    for (id, stage) in [
        (waiting, StageCode::Reported),
        (signed, StageCode::Rectifying),
        (submitted, StageCode::Submitted),
        (closed, StageCode::Closed),
        (secret, StageCode::Reported),
    ] {
        let (old, new) = (town.hazard(id), &there[&id.to_string()]);
        assert_eq!(new.stage.code(), stage);
        assert_eq!(new.external, [("甲区".to_owned(), id.to_string())]);
        assert_eq!(new.reported_at, old.reported_at);
        let judged = |h: &Hazard| h.filing.as_ref().map(|f| (f.category.clone(), f.grade));
        assert_eq!(judged(new), judged(&old));
        assert_eq!(new.rectify_due, old.rectify_due, "deadlines of what was begun");
        assert_eq!((new.submitted_at, new.closed_at), (old.submitted_at, old.closed_at));
        let lead =
            |town: &Town, h: &Hazard| h.dispatch.as_ref().map(|d| town.app.registers().unit_name(d.lead));
        assert_eq!(lead(&elsewhere, new), lead(&town, &old), "units by their names");
        assert_eq!((new.protection == Protection::Whistleblower), (id == secret));
    }
    let told = &events(&elsewhere, &there[&waiting.to_string()])[0].1;
    assert!(told.as_ref().unwrap().contains("很深"));
    elsewhere.is_sound();
});

story!(what_is_not_taken_over_is_said_with_its_reason, |town| {
    let csv = "序号,时间,问题,手机,整改情况,天气\n\
        1,2025.4.1,井盖缺失,13812340000,未整改,晴\n\
        2,2025年4月2日,路灯不亮,,已整改到位,\n\
        3,,没有日期的隐患,,未整改,\n\
        合计,,3项,,,\n\
        填表人：甲某某,,审核人：乙某某,,,\n";
    let report = imported(&town, csv, false);
    assert_eq!((report.rows, report.imported), (3, 2), "{report:?}");
    let refused: Vec<_> =
        report.refused.iter().map(|r| (r.row, r.code.as_str(), r.reason.as_str())).collect();
    assert_eq!(refused, [(4, "missing", "“发现时间”没有填写，请补上")]);
    let left: Vec<_> = report.left_out.iter().map(|l| (l.row, l.code.as_str(), l.reason.as_str())).collect();
    assert_eq!(left, [(5, "total", "合计行"), (6, "note", "填表、签字或说明")]);
    let ignored: Vec<_> = report
        .ignored_columns
        .iter()
        .map(|c| (c.column.as_str(), c.header.as_str(), c.code.as_str()))
        .collect();
    assert_eq!(ignored, [("D", "手机", "personal"), ("F", "天气", "unknown")]);
    let told = serde_json::to_string(&report).unwrap();
    for person in ["甲某某", "乙某某", "13812340000"] {
        assert!(!told.contains(person), "{told}");
        for hazard in hazards(&town).values() {
            assert!(events(&town, hazard).iter().all(|(event, _)| !event.body.contains(person)));
        }
    }
    town.is_sound();
});

story!(only_an_operator_imports, |town| {
    let leader =
        town.actors.all().iter().find(|(name, _)| *name == "shift lead").map(|(_, s)| s.clone()).unwrap();
    let sheets = tables::read(LEDGER.as_bytes(), "台账.csv", &Options::default()).unwrap();
    let importing = Importing { source: "台账".into(), dry_run: false, lang: Lang::Zh };
    let all: Vec<_> = sheets.iter().collect();
    let refused = import(&town.app, &Actor::Staff(leader), &all, &Map::default(), &importing, &mut |_, _| ());
    assert_eq!(refused.unwrap_err().code, "forbidden");
    assert!(hazards(&town).is_empty());
});
