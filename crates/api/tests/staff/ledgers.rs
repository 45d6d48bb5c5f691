//! 台账导入 through the door: looked at, taken in, and nothing twice; what is refused, and whom it is not for.

use crate::server::{Client, Reply, Server};
use domain::people::Role;
use serde_json::{Value, json};
use std::time::Duration;
use town::Engine;

const LEDGER: &str = "隐患编号,检查时间,检查人,隐患描述,隐患等级,责任单位,整改期限,整改情况,整改完成日期,销号日期,经度,纬度\n\
    G-1,2025-04-01,甲某某,井盖缺失,一般,南街街道办事处,2025-04-05,已销号,2025-04-07,2025-04-09,,\n\
    G-2,2025-04-02,,外墙脱落,重大,不认识的单位,,未整改,,,,\n\
    G-3,2025-04-03,,护栏缺失,,,,已整改,,,112.6154,26.8894\n\
    G-4,昨天,,路面坑洼,,,,未整改,,,,\n\
    G-5,2025-04-05,,通道堵塞,一般,北街街道,2025-04-20,整改中,,,,\n\
    合计,,,共5项,,,,,,,,\n";
const AT: &str = "/hazards/import?name=%E5%8F%B0%E8%B4%A6.csv";

/// The lines of an answer.
fn lines(reply: &Reply) -> Vec<Value> {
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, "application/x-ndjson"),
        "{}",
        reply.text()
    );
    reply.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn report(reply: &Reply) -> Value {
    let mut lines = lines(reply);
    let last = lines.pop().unwrap();
    assert!(lines.iter().all(|line| line["progress"]["total"].is_u64()), "{lines:?}");
    last["report"].clone()
}

fn counts(report: &Value) -> [u64; 4] {
    ["rows", "imported", "already", "refused_rows"].map(|name| report[name].as_u64().unwrap())
}

fn comes_in(engine: Engine) {
    let server = Server::on(engine);
    let office = server.member("anwei", "office", &[Role::CommitteeOffice]);
    let brings = |more: &str| report(&server.brings(&office, &format!("{AT}{more}"), LEDGER.as_bytes()));
    let listed = || server.get(&office, "/hazards?source=ledger").good()["items"].as_array().unwrap().clone();

    let tried = brings("&dry_run=true");
    assert_eq!(counts(&tried), [5, 4, 0, 1], "{tried}");
    assert!(listed().is_empty(), "a trial changes nothing");
    assert_eq!((&tried["source"], &tried["dry_run"]), (&json!("台账"), &json!(true)));
    assert_eq!(tried["sheets"], json!([{"name": "台账", "hidden": false, "taken": true}]));
    let refused = &tried["refused"][0];
    assert_eq!(
        (&refused["row"], &refused["column"], &refused["header"]),
        (&json!(5), &json!("B"), &json!("检查时间"))
    );
    assert!(refused["reason"].as_str().unwrap().contains("日期看不懂"), "{refused}");
    assert_eq!(tried["left_out"][0]["code"], "total");
    assert_eq!(tried["ignored_columns"][0]["code"], "personal");
    assert_eq!(tried["unknown_units"], json!([{"name": "不认识的单位", "rows": 1}]));
    let stages = json!([{"stage": "filed", "rows": 1}, {"stage": "rectifying", "rows": 1}, {"stage": "submitted", "rows": 1}, {"stage": "closed", "rows": 1}]);
    assert_eq!((&tried["stages"], &tried["done_undated"]), (&stages, &json!(1)));
    assert!(tried["overdue"].as_u64().unwrap() >= 1, "the one at work since April");
    assert!(!tried.to_string().contains("甲某某"));

    let done = brings("&system=gcj02");
    assert_eq!(
        (counts(&done), &done["stages"], &done["overdue"]),
        ([5, 4, 0, 1], &stages, &tried["overdue"])
    );
    let all = listed();
    assert_eq!(all.len(), 4);
    for stage in ["filed", "rectifying", "submitted", "closed"] {
        assert_eq!(all.iter().filter(|h| h["stage"] == stage).count(), 1, "{stage}: as it was foretold");
    }
    let railing = all.iter().find(|h| h["stage"] == "submitted").unwrap()["id"].as_str().unwrap();
    let railing = server.get(&office, &format!("/hazards/{railing}")).good();
    let lon = railing["position"]["lon"].as_f64().unwrap();
    assert!((0.004..0.01).contains(&(112.6154 - lon).abs()), "converted: {lon}");
    for step in railing["timeline"].as_array().unwrap() {
        assert_eq!(
            (&step["imported"], &step["office"], &step["person"]),
            (&json!(true), &Value::Null, &Value::Null)
        );
    }

    let again = brings("");
    assert_eq!(counts(&again), [5, 0, 4, 1]);
    assert_eq!(again["stages"], json!([]), "where the others stand now is not told by the ledger");
    let renamed = brings("&dry_run=true&source=%E5%88%AB%E5%90%8D");
    assert_eq!(
        (counts(&renamed), &renamed["known_as"]),
        ([5, 4, 0, 1], &json!([{"source": "台账", "rows": 4}]))
    );
    assert_eq!(brings("&dry_run=true")["known_as"], json!([]));
    assert_eq!(listed().len(), 4, "nothing twice");

    // Who brought it stands in the record, and is nobody's part in a case.
    assert!(server.town.app.store().settle(Duration::from_secs(10)).unwrap());
    let auditor = server.member("shenji", "office", &[Role::AuditAdmin]);
    let events = server.get(&auditor, "/ledger/search?noun=hazard").good()["items"].clone();
    let events = events.as_array().unwrap();
    assert!(events.len() > 4, "{events:?}");
    for event in events {
        assert_eq!((&event["by"]["kind"], &event["imported"]), (&json!("import"), &json!(true)));
        assert_eq!(event["by"]["person"]["name"], "anwei 甲");
    }
    server.town.is_sound();
}

#[test]
fn a_ledger_is_looked_at_and_comes_in_once_on_sqlite() {
    comes_in(Engine::Sqlite);
}

#[test]
fn a_ledger_is_looked_at_and_comes_in_once_on_postgres() {
    comes_in(Engine::Postgres);
}

#[test]
fn what_cannot_be_taken_is_said_and_changes_nothing() {
    let server = Server::new();
    let office = server.member("anwei", "office", &[Role::CommitteeOffice]);
    let refusal = |more: &str, bytes: &[u8]| {
        let reply = server.brings(&office, &format!("{AT}{more}"), bytes);
        (reply.status, reply.code(), reply.json()["detail"].as_str().unwrap_or_default().to_owned())
    };
    let (status, code, detail) = refusal("&sheets=%E4%B8%89%E6%9C%88", LEDGER.as_bytes());
    assert_eq!((status, code.as_str()), (422, "no_such_sheet"));
    assert!(detail.contains("三月") && detail.contains("台账"), "{detail}");
    for (more, field, problem) in [
        ("&source=%20", "source", "required"),
        ("&system=mars", "system", "unknown"),
        ("&dry_run=maybe", "dry_run", "malformed"),
    ] {
        let wrong =
            server.brings(&office, &format!("{AT}{more}"), LEDGER.as_bytes()).json()["errors"][0].clone();
        assert_eq!((&wrong["field"], &wrong["problem"]), (&json!(field), &json!(problem)));
    }
    let long = format!("&source={}", "x".repeat(201));
    assert_eq!(refusal(&long, LEDGER.as_bytes()).0, 422);
    let (status, code, detail) = refusal("", &vec![b'x'; (8 << 20) + 1]);
    assert_eq!((status, code.as_str()), (413, "table_too_large"));
    assert!(detail.contains("8MB"), "{detail}");
    let endless = format!("检查时间,隐患描述\n{}", "2025-04-01,x\n".repeat(20_001));
    assert_eq!(refusal("", endless.as_bytes()).1, "table_too_large");
    for (bytes, said) in [
        (&b""[..], "文件是空的"),
        (b"PK\x03\x04 and no more", "文件已损坏"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "这是网页"),
    ] {
        let report = report(&server.brings(&office, AT, bytes));
        assert_eq!((counts(&report), &report["refused"][0]["row"]), ([0, 0, 0, 0], &json!(0)));
        assert!(report["refused"][0]["reason"].as_str().unwrap().contains(said), "{report}");
    }
    let headless = report(&server.brings(&office, AT, "甲,乙\n1,2\n".as_bytes()));
    assert_eq!((counts(&headless), &headless["refused"][0]["code"]), ([0, 0, 0, 0], &json!("no_header")));
    let form = server.post(&office, AT, json!({}));
    assert_eq!(form.refusal(), (415, "file_expected".into()));
    assert_eq!(server.get(&office, "/hazards?source=ledger").good()["items"], json!([]));
}

#[test]
fn a_ledger_is_for_its_keeper_only() {
    let server = Server::new();
    let others = Role::ALL.into_iter().filter(|role| *role != Role::CommitteeOffice);
    for (nth, role) in others.enumerate() {
        let client: Client = server.member(&format!("other{nth}"), "office", &[role]);
        let refused = server.brings(&client, &format!("{AT}&dry_run=true"), LEDGER.as_bytes());
        assert_eq!(refused.refusal(), (403, "forbidden".into()), "{role:?}");
    }
}
