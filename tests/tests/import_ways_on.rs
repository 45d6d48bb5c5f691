//! What comes in from a ledger can be carried on by somebody, is not pressed for what nobody knows, and names nobody.

#![allow(clippy::unwrap_used, reason = "tests")]

use domain::calendar::Instant;
use domain::hazard::{ActionKind, Event, Hazard, StageCode, VerifyMethod, allowed};
use domain::people::Actor;
use std::collections::BTreeMap;
use tables::{Map, Options};
use town::{DISTRICT, Town, story};
use work::hazard::export::{Exported, export};
use work::hazard::{Imported, Importing, detail, import, sweep};
use work::words::Lang;

fn imported(town: &Town, csv: &str, dry_run: bool) -> Imported {
    let sheets = tables::read(csv.as_bytes(), "台账.csv", &Options::default()).unwrap();
    let importing = Importing { source: "台账".into(), dry_run, lang: Lang::Zh };
    let all: Vec<_> = sheets.iter().collect();
    import(&town.app, &Actor::Import, &all, &Map::default(), &importing, &mut |_, _| ()).unwrap()
}

/// Hazards by their number in the ledger.
fn hazards(town: &Town) -> BTreeMap<String, Hazard> {
    let sql = "select i.source_id, h.state from imports i join hazards h on h.district = i.district \
        and h.id = i.hazard where i.district = $1";
    let rows = town.app.store().read_blocking(|c| c.query(sql, &[DISTRICT.into()])).unwrap();
    let one = |row: &store::Row| {
        (row.text(0).unwrap().to_owned(), serde_json::from_str(row.text(1).unwrap()).unwrap())
    };
    rows.iter().map(one).collect()
}

fn kinds(town: &Town, hazard: &Hazard) -> Vec<String> {
    let key = [DISTRICT.into(), hazard.id.into()];
    let rows = town.app.store().read_blocking(|c| c.query(store::queries::ledger::EVENTS_OF, &key)).unwrap();
    rows.iter().map(|row| store::verify::envelope(row).unwrap().0.kind).collect()
}

/// What moves a case on to its end.
const WAYS_ON: &[ActionKind] = &[
    ActionKind::Accept,
    ActionKind::OrderInspection,
    ActionKind::File,
    ActionKind::Dispatch,
    ActionKind::Sign,
    ActionKind::Submit,
    ActionKind::Verify,
    ActionKind::ApproveClosing,
];

fn has_way_on(town: &Town, hazard: &Hazard, now: Instant) -> bool {
    town.actors.all().iter().any(|(_, staff)| {
        allowed(hazard, &Actor::Staff(staff.clone()), now).iter().any(|kind| WAYS_ON.contains(kind))
    })
}

/// Every combination of what a ledger may say of a row.
fn every_row() -> String {
    let mut csv =
        "隐患编号,发现时间,隐患来源,隐患描述,隐患等级,责任单位,整改期限,整改情况,整改完成日期\n".to_owned();
    let mut n = 0;
    for status in
        ["", "未整改", "整改中", "挂账", "已整改", "√", "已完成", "现场处置", "已销号", "移交", "不属实"]
    {
        for grade in ["", "一般", "较大", "重大"] {
            for unit in ["", "南街街道", "某某机械有限公司"] {
                for due in ["", "2025-04-20"] {
                    for finished in ["", "2025-04-25"] {
                        for source in ["日常检查", "从业人员举报"] {
                            n += 1;
                            csv.push_str(&format!(
                                "W-{n},2025-04-01,{source},{n}号配电箱无门,{grade},{unit},{due},{status},{finished}\n"
                            ));
                        }
                    }
                }
            }
        }
    }
    csv
}

story!(whatever_a_row_says_somebody_can_carry_it_on, |town| {
    let csv = every_row();
    let report = imported(&town, &csv, false);
    assert_eq!((report.imported, report.refused_rows), (csv.lines().count() - 1, 0));
    let said: BTreeMap<&str, &str> = csv.lines().skip(1).map(|l| (l.split(',').next().unwrap(), l)).collect();
    let now = town.app.store().surroundings().now();
    let verifier = town.actors.all().iter().find(|(name, _)| *name == "verifier").unwrap().1.person;
    for (id, mut hazard) in hazards(&town) {
        let (line, stage) = (said[id.as_str()], hazard.stage.code());
        if stage == StageCode::Rectifying {
            assert!(hazard.dispatch.is_some(), "nobody is at work on it: {line}");
        }
        assert!(!stage.is_open() || has_way_on(&town, &hazard, now), "{stage:?} is a dead end: {line}");
        if stage == StageCode::Submitted {
            let back = Event::ReworkOrdered { by: verifier, photos: Vec::new(), rectify_due: now.into() };
            hazard.apply(&back, now);
            assert!(has_way_on(&town, &hazard, now), "sent back, it is a dead end: {line}");
        }
    }
});

story!(at_work_under_a_unit_that_nobody_knows_waits_for_dispatch, |town| {
    let csv = "隐患编号,发现时间,隐患描述,隐患等级,责任单位,整改期限,整改情况\n\
        F-1,2025-04-01,配电箱无门,一般,某某机械有限公司,2025-04-20,整改中\n";
    imported(&town, csv, false);
    let hazard = hazards(&town).remove("F-1").unwrap();
    assert_eq!(hazard.stage.code(), StageCode::Filed);
    assert_eq!(kinds(&town, &hazard), ["reported", "filed"], "nobody has signed");
    town.officer("dispatcher").dispatches(hazard.id, "south");
    town.officer("south handler").signs(hazard.id);
    assert_eq!(town.stage(hazard.id), StageCode::Rectifying);
    town.is_sound();
});

story!(done_without_a_date_waits_for_verification_and_is_not_pressed_for, |town| {
    let csv = "隐患编号,发现时间,隐患描述,隐患等级,责任单位,整改期限,整改情况\n\
        U-1,2025-04-01,配电箱无门,一般,南街街道,2025-04-05,已整改\n\
        U-2,2025-04-01,灭火器过期,重大,某某机械有限公司,2025-04-05,√\n\
        U-3,2025-04-01,通道堵塞,,,,是\n\
        U-4,2025-04-01,井盖缺失,一般,南街街道,2025-04-05,整改中\n";
    for dry_run in [true, false] {
        let report = imported(&town, csv, dry_run);
        assert_eq!((report.imported, report.done_undated), (4, 3), "{report:?}");
        assert!(serde_json::to_string(&report).unwrap().contains("\"done_undated\":3"));
    }
    town.wait(60 * 60_000);
    while town.block_on(sweep(&town.app)).unwrap() > 0 {}
    let all = hazards(&town);
    for (id, is_pressed) in [("U-1", false), ("U-2", false), ("U-3", false), ("U-4", true)] {
        let pressed = kinds(&town, &all[id]).iter().any(|kind| kind == "escalated");
        assert_eq!(pressed, is_pressed, "{id}");
    }
    for id in ["U-1", "U-2", "U-3"] {
        assert_eq!(all[id].stage.code(), StageCode::Submitted, "{id}");
        assert!(all[id].rectify_due.is_none(), "nobody knows whether it was late");
    }
    town.officer("verifier").verifies(all["U-1"].id, VerifyMethod::OnSite);
    town.officer("shift lead").approves(all["U-1"].id);
    assert_eq!(town.stage(all["U-1"].id), StageCode::Closed);
    // Not done after all, and no unit has it: it is dispatched then.
    let back = all["U-3"].id;
    town.officer("verifier").sends_back(back);
    town.officer("dispatcher").dispatches(back, "roads");
    town.officer("road worker").signs(back);
    assert_eq!(town.stage(back), StageCode::Rectifying);
    town.is_sound();
});

story!(columns_that_name_people_are_kept_nowhere, |town| {
    let csv = "隐患编号,发现时间,检查人,隐患描述,责任单位,责任人,联系电话,验收人,企业联系方式,备注,天气,整改情况\n\
        P-1,2025-06-01,张三、李四,灭火器过期,某某公司 13812345678,张三,13812345678,张三,王老板 13812345678,已通知 13812345678,晴,已整改\n";
    let report = imported(&town, csv, false);
    let hazard = hazards(&town).remove("P-1").unwrap();
    let mut answers = vec![serde_json::to_string(&report).unwrap()];
    for called in ["acceptor", "shift lead", "committee office", "leader", "verifier"] {
        let actor = town.officer(called).actor();
        let told = town.block_on(detail(&town.app, &actor, hazard.id, Lang::Zh)).unwrap();
        answers.push(serde_json::to_string(&told).unwrap());
    }
    assert!(answers[1].contains("灭火器过期") && answers[1].contains("晴"), "{}", answers[1]);
    let mut each = |row: Exported| {
        answers.push(row.0.join(","));
        Ok(())
    };
    export(&town.app, &Actor::System, None, None, Lang::Zh, &mut each).unwrap();
    let key = [DISTRICT.into(), hazard.id.into()];
    let rows = town.app.store().read_blocking(|c| c.query(store::queries::ledger::EVENTS_OF, &key)).unwrap();
    for row in &rows {
        let (event, said) = store::verify::envelope(row).unwrap();
        answers.push(format!("{}{}", event.body, said.map(|s| s.json).unwrap_or_default()));
    }
    for person in ["张三", "李四", "王老板", "13812345678"] {
        assert!(answers.iter().all(|answer| !answer.contains(person)), "{person}: {answers:?}");
    }
    town.is_sound();
    let is_in = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    let files = std::fs::read_dir(town.folder()).unwrap().map(|entry| entry.unwrap().path());
    let kept: Vec<u8> = files.filter(|path| path.is_file()).flat_map(|p| std::fs::read(p).unwrap()).collect();
    for person in ["张三", "李四", "13812345678"] {
        assert!(!is_in(&kept, person), "{person} stands in the database's file");
    }
    let embedded = town.folder().join("town.db").exists();
    assert_eq!(is_in(&kept, "灭火器过期"), embedded, "what is looked through is where words are kept");
});

story!(what_is_doubtful_or_unknown_is_named, |town| {
    let csv = "隐患编号,检查时间,隐患描述,责任单位,整改期限,整改情况,整改完成日期\n\
        D-1,25.3.8,配电箱无门,某某机械有限公司,2025年3月底,未整改,\n\
        D-2,2025-04-01,井盖缺失,某某机械有限公司,尽快,未整改,\n\
        D-3,上个月,通道堵塞,南街街道,,未整改,\n\
        D-4,2025-04-01,灭火器过期,南街街道,,已整改,2060-01-01\n";
    for dry_run in [true, false] {
        let report = imported(&town, csv, dry_run);
        assert_eq!((report.imported, report.doubts), (2, 1), "{report:?}");
        let doubt = &report.doubtful[0];
        assert_eq!((doubt.row, doubt.column.as_str(), doubt.code.as_str()), (3, "E", "unreadable_date"));
        assert!(doubt.reason.starts_with("日期看不懂"), "{doubt:?}");
        let unknown: Vec<_> = report.unknown_units.iter().map(|u| (u.name.as_str(), u.rows)).collect();
        assert_eq!(unknown, [("某某机械有限公司", 2)]);
        let refused: Vec<_> =
            report.refused.iter().map(|r| (r.row, r.code.as_str(), r.reason.as_str())).collect();
        assert_eq!(refused[0].1, "unreadable_date");
        assert_eq!(refused[1], (5, "in_the_future", "“整改完成日期”在将来，请核对"));
    }
    let actor = town.officer("shift lead").actor();
    let all = hazards(&town);
    for (id, said) in [("D-1", "2025-03-31"), ("D-2", "尽快"), ("D-2", "某某机械有限公司")] {
        let told = town.block_on(detail(&town.app, &actor, all[id].id, Lang::Zh)).unwrap();
        assert!(serde_json::to_string(&told.timeline).unwrap().contains(said), "{id}: {said}");
    }
});
