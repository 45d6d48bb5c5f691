//! Administration: lists that are brought, catalogues in versions, grids, the search of the ledger, keys, the guide.

use crate::server::{Client, PASSWORD, Server};
use domain::people::Role;
use serde_json::{Value, json};
use std::time::Duration;

fn id_of(server: &Server, client: &Client, login: &str) -> String {
    let all = server.get(client, "/people").good();
    let found = all.as_array().unwrap().iter().find(|p| p["login"] == login).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

fn settled(server: &Server) {
    assert!(server.town.app.store().settle(Duration::from_secs(10)).unwrap());
}

#[test]
fn whoever_was_disabled_comes_back_with_the_same_password() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    server.appoint("chen", "desk", &[Role::Acceptor]);
    let id = id_of(&server, &security, "chen");
    assert_eq!(server.call(&security, "POST", &format!("/people/{id}/disable"), None).status, 204);
    assert_eq!(server.signs_in("chen", PASSWORD, None).code(), "wrong_credentials");
    assert_eq!(server.call(&security, "POST", &format!("/people/{id}/enable"), None).status, 204);
    assert_eq!(server.signs_in("chen", PASSWORD, None).status, 200);
    let audit = server.member("aud", "office", &[Role::AuditAdmin]);
    settled(&server);
    let found = server.get(&audit, &format!("/ledger/search?stream={id}")).good();
    let kinds: Vec<&str> =
        found["items"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["enabled", "disabled", "registered"]);
    assert_eq!(found["items"][0]["words"], json!("恢复启用"));
    assert_eq!(found["items"][0]["by"]["person"]["name"], json!("sec 甲"));
}

#[test]
fn a_lost_second_factor_is_taken_back_by_another_and_enrolled_anew() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let audit = server.member("aud", "office", &[Role::AuditAdmin]);
    let (own, other) = (id_of(&server, &security, "sec"), id_of(&server, &security, "aud"));
    let forget =
        |id: &str| server.call(&security, "POST", &format!("/people/{id}/forget-second-factor"), None);
    assert_eq!(forget(&own).json()["params"]["rule"], json!("own_roles"));
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let asked = forget(&other).good()["consent"]["id"].as_str().unwrap().to_owned();
    server.call(&system, "POST", &format!("/consents/{asked}/give"), None).good();
    assert_eq!(server.get(&audit, "/session").code(), "not_signed_in", "sessions end");
    let again = Server::browser(server.signs_in("aud", PASSWORD, None));
    assert_eq!(server.get(&again, "/people").refusal(), (403, "second_factor_due".into()));
    server.enrols(&again);
    assert_eq!(server.get(&again, "/people").status, 200);
}

#[test]
fn two_who_dismiss_each_other_do_not_both_succeed() {
    let server = Server::new();
    let first = server.member("sec", "office", &[Role::SecurityAdmin]);
    let second = server.member("sec2", "office", &[Role::SecurityAdmin]);
    let (a, b) = (id_of(&server, &first, "sec"), id_of(&server, &first, "sec2"));
    let out = [
        server.call(&first, "POST", &format!("/people/{b}/disable"), None).status,
        server.call(&second, "POST", &format!("/people/{a}/disable"), None).status,
    ];
    assert_eq!(out, [204, 401], "the second one's session has ended");
    let (login, name, unit) = ("sys".to_owned(), "甲".to_owned(), server.town.unit("office"));
    let new = work::people::PersonInput { login, name, unit, area: None, roles: vec![Role::SystemAdmin] };
    let appointed = work::people::appoint(&server.town.app, domain::people::Actor::Terminal, None, new);
    server.town.block_on(appointed).unwrap();
    let sys = id_of(&server, &first, "sys");
    let third = server.member("sys2", "office", &[Role::SystemAdmin]);
    let third_id = server.get(&third, "/session").good()["person"].as_str().unwrap().to_owned();
    let refused = server.call(&first, "POST", &format!("/people/{third_id}/disable"), None);
    assert_eq!(refused.json()["params"]["rule"], json!("last_administrator"), "{sys} never set a password");
}

#[test]
fn what_is_typed_is_refused_when_nobody_could_read_it() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let unit = server.town.unit("desk").to_string();
    let field = |login: &str, name: &str, roles: Value| {
        let body = json!({"login": login, "name": name, "unit": unit, "roles": roles});
        let error = server.post(&security, "/people", body).json()["errors"][0].clone();
        (error["field"].as_str().unwrap().to_owned(), error["problem"].as_str().unwrap().to_owned())
    };
    assert_eq!(field("王五", "王五", json!(["acceptor"])), ("login".into(), "bad_login".into()));
    assert_eq!(
        field("wang", "王\u{202E}五", json!(["acceptor"])),
        ("name".into(), "hidden_characters".into())
    );
    assert_eq!(field("wang", "王五", json!([])), ("roles".into(), "required".into()));
}

#[test]
fn a_list_of_units_is_taken_whole_or_not_at_all() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let bad = "名称,上级单位,值班电话\n园林局,,0734-1\n绿化队,月球局,打给我\n";
    let tried = server.brings(&system, "/units/import?name=x.csv&dry_run=true", bad.as_bytes()).good();
    assert_eq!(tried["done"], json!(false));
    let refused = &tried["refused"][0];
    assert_eq!((refused["row"].as_u64(), refused["column"].as_str()), (Some(3), Some("C")), "{tried}");
    let cells = |list: &str| {
        let tried = server.brings(&system, "/units/import?name=x.csv&dry_run=true", list.as_bytes()).good();
        let cell = |cell: &Value| {
            let text = |name: &str| cell[name].as_str().unwrap_or_default().to_owned();
            (cell["row"].as_u64().unwrap(), text("field"), text("problem"))
        };
        tried["refused"].as_array().unwrap().iter().map(cell).collect::<Vec<_>>()
    };
    let said = |row, field: &str, problem: &str| (row, field.to_owned(), problem.to_owned());
    assert_eq!(
        cells(bad),
        [said(3, "phone", "malformed"), said(3, "parent", "unknown")],
        "all that is wrong in the first round"
    );
    assert_eq!(
        cells("名称,上级单位,值班电话\n园林局,,打给我\n绿化队,园林局,\n清扫队,月球局,\n"),
        [said(2, "phone", "malformed"), said(4, "parent", "unknown")],
        "a parent whose own row is refused is named all the same"
    );
    assert_eq!(
        cells("名称,上级单位\n甲局,乙局\n乙局,甲局\n丙队,甲局\n丁队,丁队\n"),
        [
            said(2, "parent", "contradiction"),
            said(3, "parent", "contradiction"),
            said(5, "parent", "unknown")
        ]
    );
    let good =
        "名称\t类别\t上级单位\t值班电话\n绿化队\t\t园林局\t\n园林局\t部门\t\t0734-8000001\n北街街道\t\t\t\n";
    let path = "/units/import?name=%E7%B2%98%E8%B4%B4.txt";
    let done = server.brings(&system, path, good.as_bytes()).good();
    assert_eq!((done["done"].as_bool(), done["units"].as_array().unwrap().len()), (Some(true), 3), "{done}");
    let units = server.get(&system, "/units").good();
    let of = |name: &str| units.as_array().unwrap().iter().find(|u| u["name"] == name).unwrap().clone();
    assert_eq!(of("绿化队")["parent"], of("园林局")["id"]);
    assert_eq!(of("北街街道")["kind"], json!("street"));
    assert!(of("北街街道")["area"].as_str().unwrap().starts_with("430406"));
    let again = server.brings(&system, path, good.as_bytes()).good();
    let taken: Vec<&str> =
        again["units"].as_array().unwrap().iter().map(|u| u["taken"].as_str().unwrap()).collect();
    assert_eq!(taken, ["same", "same", "same"], "a second time changes nothing");
    let empty = server.brings(&system, path, b"");
    assert_eq!(empty.refusal(), (422, "table_empty".into()));
    server.town.is_sound();
}

#[test]
fn a_unit_is_moved_and_ended_and_its_history_tells() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let new = |code: &str, name: &str, parent: Value| json!({"code": code, "name": name, "kind": "bureau", "parent": parent});
    let parks = server.post(&system, "/units", new("parks", "园林局", Value::Null)).good()["id"].clone();
    let id = server.post(&system, "/units", new("trees", "绿化队", Value::Null)).good()["id"].clone();
    let id = id.as_str().unwrap();
    server.put(&system, &format!("/units/{id}"), new("trees", "绿化队", parks.clone())).good();
    let parks = parks.as_str().unwrap();
    let end = |id: &str, at: &str| server.call(&system, "POST", &format!("/units/{id}/end{at}"), None);
    assert_eq!(end(parks, "").json()["params"]["rule"], json!("unit_has_units"));
    assert_eq!(end(id, "?at=2026-04-01T00:00:00%2B08:00").status, 204, "it may lie ahead");
    let steps = server.get(&system, &format!("/units/{id}/history")).good();
    let kinds: Vec<&str> = steps.as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["ended", "changed", "registered"]);
    assert_eq!(steps[1]["changes"], json!([{"field": "parent", "before": null, "after": "园林局"}]));
}

#[test]
fn a_list_of_people_gives_each_a_link_and_touches_nobody_who_is_here() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    server.appoint("chen", "desk", &[Role::Acceptor]);
    let bad = "姓名,登录名,单位,角色\n李四,李四,desk,受理员\n王五,wang,月球,国王\n赵六,zhao,desk,系统管理员、受理员\n";
    let tried = server.brings(&security, "/people/import?name=x.csv", bad.as_bytes()).good();
    assert_eq!(tried["done"], json!(false));
    let cells: Vec<(u64, &str)> = tried["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["row"].as_u64().unwrap(), r["field"].as_str().unwrap()))
        .collect();
    assert_eq!(cells, [(2, "login"), (3, "unit"), (3, "roles"), (4, "roles")], "{tried}");
    let good = "姓名,登录名,单位,角色\n李四,li.si,desk,受理员、派遣员\n陈甲,chen,desk,值班长\n";
    let done = server.brings(&security, "/people/import?name=x.csv", good.as_bytes()).good();
    assert_eq!(
        (done["done"].as_bool(), done["people"][1]["already"].as_bool()),
        (Some(true), Some(true)),
        "{done}"
    );
    let token = done["people"][0]["invite_link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!(server.get(&Client::default(), &format!("/invites/{token}")).good()["login"], json!("li.si"));
    let all = server.get(&security, "/people").good();
    let chen = all.as_array().unwrap().iter().find(|p| p["login"] == "chen").unwrap();
    assert_eq!(chen["roles"], json!(["acceptor"]));
}

const HEAD: &str = "大类代码,大类名称,小类代码,小类名称,处置单位,主管部门,立案条件,结案条件,处置时限\n";

#[test]
fn a_catalogue_is_looked_at_before_it_is_in_force_and_old_hazards_keep_theirs() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let versions = server.get(&system, "/catalogue/versions").good();
    let upon = versions[0]["version"].as_str().unwrap().to_owned();
    let sheet = server.get(&system, &format!("/catalogue/sheet.xlsx?version={upon}"));
    assert_eq!(sheet.status, 200);
    let same = server.brings(&system, "/catalogue/preview?name=x.xlsx", &sheet.body).good();
    assert_eq!((same["differences"].clone(), same["refused"].clone()), (json!([]), json!([])));

    let report = json!({"source": "hotline", "text": "楼道堆物", "address": "解放路", "category": "0101"});
    let old = server.post(&chen, "/hazards", report.clone()).good()["id"].as_str().unwrap().to_owned();
    let renamed = format!(
        "{HEAD}01,消防,0101,疏散通道不畅,物业,消防大队,锁闭,打开,2紧急工作时\n,,,新型储能,,,无人值守,有人值守,3工作日\n"
    );
    let draft = server.brings(&system, "/catalogue/preview?name=x.csv", renamed.as_bytes()).good();
    assert_eq!(draft["given"], json!(["0199"]));
    let changes = draft["differences"].as_array().unwrap();
    assert!(changes.iter().any(|d| d["code"] == "0101"
        && d["change"] == "changed"
        && d["fields"][0]["after"] == "疏散通道不畅"));
    assert!(changes.iter().any(|d| d["change"] == "removed"));
    let publish = |version: &str, effective: &str| {
        let effective = effective.replace('+', "%2B");
        let path =
            format!("/catalogue/versions?name=x.csv&upon={upon}&version={version}&effective={effective}");
        server.brings(&system, &path, renamed.as_bytes())
    };
    assert_eq!(
        publish("b", "2026-03-01T00:00:00+08:00").json()["errors"][0]["problem"],
        json!("in_the_past")
    );
    assert_eq!(publish("b", "2026-03-10T00:00:00+08:00").status, 201);
    assert_eq!(
        publish("c", "2026-03-11T00:00:00+08:00").refusal(),
        (409, "stale".into()),
        "somebody was faster"
    );

    let names = |id: &str| server.get(&chen, &format!("/hazards/{id}")).good()["category"]["name"].clone();
    let before = names(&old);
    assert_eq!(server.get(&chen, "/catalogue").good()["version"].as_str(), Some(upon.as_str()), "not yet");
    server.town.wait(9 * 24 * 3_600_000);
    let chen = Server::browser(server.signs_in("chen", PASSWORD, None));
    let names = |id: &str| server.get(&chen, &format!("/hazards/{id}")).good()["category"]["name"].clone();
    assert_eq!(server.get(&chen, "/catalogue").good()["version"], json!("b"));
    let new = server.post(&chen, "/hazards", report).good()["id"].as_str().unwrap().to_owned();
    assert_eq!((names(&old), names(&new)), (before, json!("疏散通道不畅")));
    server.town.is_sound();
}

#[test]
fn a_grid_says_who_answers_for_a_spot() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let unit = server.town.unit("roads").to_string();
    let square = json!({"type": "Polygon", "coordinates": [[[112.6, 26.88], [112.62, 26.88], [112.62, 26.9], [112.6, 26.9], [112.6, 26.88]]]});
    let grid = json!({"code": "430406001-01", "name": "解放路一网格", "kind": "duty", "unit": unit, "boundary": square});
    let id = server.post(&system, "/grids", grid.clone()).good()["id"].as_str().unwrap().to_owned();
    assert_eq!(server.post(&system, "/grids", grid).json()["params"]["rule"], json!("code_taken"));
    let inside = server.get(&system, "/grids/at?lon=112.61&lat=26.89").good();
    assert_eq!(inside["unit"]["id"], json!(unit));
    assert_eq!(server.get(&system, "/grids/at?lon=112.63&lat=26.89").good(), Value::Null);
    let list = "网格编码,网格名称,责任单位\n430406001-01,解放路1号网格,\n430406001-02,解放路2号网格,月球\n";
    let tried = server.brings(&system, "/grids/import?name=x.csv", list.as_bytes()).good();
    assert_eq!((tried["done"].as_bool(), tried["refused"][0]["field"].as_str()), (Some(false), Some("unit")));
    let list = "网格编码,网格名称\n430406001-01,解放路1号网格\n430406001-02,解放路2号网格\n";
    assert_eq!(
        server.brings(&system, "/grids/import?name=x.csv", list.as_bytes()).good()["done"],
        json!(true)
    );
    let all = server.get(&system, "/grids").good();
    assert_eq!(all.as_array().unwrap().len(), 2);
    assert!(
        !all[0]["boundary"].is_null() && all[0]["name"] == "解放路1号网格",
        "what is not in the list stays"
    );
    assert_eq!(server.call(&system, "POST", &format!("/grids/{id}/end"), None).status, 204);
    assert_eq!(server.get(&system, "/grids/at?lon=112.61&lat=26.89").good(), Value::Null);
    server.town.is_sound();
}

#[test]
fn the_auditor_finds_who_did_what_and_who_opened_the_vault() {
    let server = Server::new();
    let audit = server.member("aud", "office", &[Role::AuditAdmin]);
    let caller = server.member("call", "desk", &[Role::Caller, Role::Acceptor]);
    for n in 0..12 {
        server.reported(&format!("路面塌陷{n}"));
    }
    let report = json!({"source": "hotline", "text": "井盖缺失", "address": "解放路", "reporter": {"name": "张三", "phone": "13800000000"}});
    let id = server.post(&caller, "/hazards", report).good()["id"].as_str().unwrap().to_owned();
    server.acts(&caller, &id, json!({"action": "accept"})).good();
    let open = json!({"purpose": "clarify", "text": "核实位置"});
    server.post(&caller, &format!("/hazards/{id}/reporter"), open).good();
    settled(&server);
    let openings = server.get(&audit, "/ledger/search?openings=true").good();
    assert_eq!(openings["items"].as_array().unwrap().len(), 1);
    assert_eq!(openings["items"][0]["by"]["person"]["name"], json!("call 甲"));
    assert!(openings["items"][0]["called"].is_string());
    assert!(!openings.to_string().contains("13800000000") && !openings.to_string().contains("张三"));
    let first = server.get(&audit, "/ledger/search?noun=hazard&kind=reported&limit=5").good();
    let next = first["next"].as_u64().unwrap();
    let second = server
        .get(&audit, &format!("/ledger/search?noun=hazard&kind=reported&limit=200&before={next}"))
        .good();
    let count = |page: &Value| page["items"].as_array().unwrap().len();
    assert_eq!((count(&first), count(&second), second["next"].clone()), (5, 8, Value::Null));
    let until = server.get(&audit, "/ledger/search?to=2026-03-01T00:00:00%2B08:00").good();
    assert_eq!(count(&until), 0);
    let csv = server.get(&audit, "/ledger/search.csv?noun=hazard&kind=reported");
    assert_eq!((csv.header("x-rows"), csv.header("x-more")), ("13", "false"));
    assert_eq!(csv.text().lines().count(), 14);
}

#[test]
fn the_ledger_is_checked_on_demand() {
    let server = Server::new();
    let audit = server.member("aud", "office", &[Role::AuditAdmin]);
    server.reported("路面塌陷");
    settled(&server);
    assert_eq!(server.get(&audit, "/ledger/status").good()["check"], Value::Null);
    assert_eq!(server.call(&audit, "POST", "/ledger/check", None).status, 202);
    let check = loop {
        let check = server.get(&audit, "/ledger/status").good()["check"].clone();
        if !check["finished_at"].is_null() {
            break check;
        }
        std::thread::yield_now();
    };
    assert_eq!((check["faults"].as_u64(), check["failed"].as_bool()), (Some(0), Some(false)), "{check}");
}

#[test]
fn keys_are_told_by_their_ids_and_only_to_those_whom_they_concern() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    work::system::remember_keys(&server.town.app).unwrap();
    work::system::remember_keys(&server.town.app).unwrap();
    let seen = server.get(&security, "/system").good();
    let keys = seen["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 6);
    assert!(keys.iter().all(|k| k["since"].is_string() && k["fingerprint"].as_str().unwrap().len() == 16));
    assert!(seen["engine"].as_str().unwrap().starts_with("SQLite 3."));
    assert_eq!(server.get(&system, "/system").good()["keys"], Value::Null);
}

#[test]
fn the_guide_says_what_is_still_missing() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let step = |name: &str| {
        let all = server.get(&system, "/setup").good();
        all["steps"].as_array().unwrap().iter().find(|s| s["step"] == name).unwrap().clone()
    };
    assert_eq!(step("desk")["done"], json!(true));
    assert_eq!(step("administrators")["missing"], json!(["security_admin", "audit_admin"]));
    let boxed = |bounds: Value| server.put(&system, "/setup/extent", json!({"bounds": bounds}));
    let swapped = boxed(json!([26.8, 112.5, 26.95, 112.7])).json()["errors"][0].clone();
    assert_eq!((swapped["field"].clone(), swapped["problem"].clone()), (json!("bounds"), json!("swapped")));
    assert_eq!(boxed(json!([112.5, 26.8, 112.7, 26.95])).status, 204);
    assert_eq!(server.get(&system, "/setup").good()["extent"]["fixed"], json!(false));
    assert_eq!(server.get(&system, "/map").good()["bounds"], json!([112.5, 26.8, 112.7, 26.95]));
    assert_eq!(step("places")["done"], json!(false));
    assert!(step("people")["missing"].as_array().unwrap().contains(&json!("dispatcher")));
    server.put(&system, "/setup/district", json!({"name": "雁峰区"})).good();
    assert_eq!(server.get(&system, "/session").good()["district"]["name"], json!("雁峰区"));
}

#[test]
fn limits_are_looked_at_before_they_are_in_force_and_given_deadlines_stay() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let limits = server.get(&system, "/catalogue/limits").good();
    let upon = limits["version"].as_str().unwrap().to_owned();
    let written = |rule: &serde_json::Value| {
        json!({
            "stage": rule["stage"], "grade": rule["grade"], "urgent": rule["urgent"],
            "category": rule["category"], "source": rule["source"], "amount": rule["limit"]["amount"],
            "unit": rule["limit"]["unit"], "rest_day_moves": rule["limit"]["rest_day_moves"],
            "basis": rule["basis_zh"], "basis_en": rule["basis_en"],
        })
    };
    let mut rules: Vec<_> = limits["rules"].as_array().unwrap().iter().map(written).collect();
    let draft = |rules: &[serde_json::Value], version: &str, effective: &str| json!({"upon": upon, "version": version, "effective": effective, "rules": rules});
    let look = |rules: &[serde_json::Value]| {
        server.post(&system, "/catalogue/limits/preview", draft(rules, "", "2026-09-30T17:30:00+08:00"))
    };
    assert_eq!(look(&rules).good()["differences"], json!([]), "what is written is what is read");

    let response = rules.iter().position(|r| r["stage"] == "response").unwrap();
    rules[response]["unit"] = json!("working_hour");
    let refused = look(&rules).good();
    assert_eq!(refused["faults"][0]["fault"], json!("life_danger"));
    assert_eq!(refused["faults"][0]["rule"], json!(response));
    assert!(refused["faults"][0]["text"].as_str().unwrap().starts_with("响应："));
    let publish = |rules: &[serde_json::Value], version: &str, effective: &str| {
        server.post(&system, "/catalogue/limits/versions", draft(rules, version, effective))
    };
    let reply = publish(&rules, "b", "2026-03-10T00:00:00+08:00");
    assert_eq!(reply.refusal(), (422, "limits_refused".into()));
    assert!(reply.json()["detail"].as_str().unwrap().contains("危及生命"), "in words: {}", reply.json());

    rules[response]["unit"] = json!("urgent_minute");
    rules[response]["amount"] = json!(30);
    let seen = look(&rules).good();
    assert_eq!(seen["differences"][0]["change"], json!("changed"));
    assert_eq!(seen["moves"][0]["due_before"], json!("2026-09-30T17:50:00+08:00"));
    assert_eq!(seen["moves"][0]["due_after"], json!("2026-09-30T18:00:00+08:00"));
    assert_eq!(
        publish(&rules, "b", "2026-03-01T00:00:00+08:00").json()["errors"][0]["problem"],
        json!("in_the_past")
    );
    assert_eq!(publish(&rules, "b", "2026-03-10T00:00:00+08:00").status, 201);
    assert_eq!(publish(&rules, "c", "2026-03-11T00:00:00+08:00").refusal(), (409, "stale".into()));
    let versions = server.get(&system, "/catalogue/limits/versions").good();
    assert_eq!((versions[0]["version"].clone(), versions[0]["in_force"].clone()), (json!("b"), json!(false)));
    let differ = server.get(&system, &format!("/catalogue/limits/compare?old={upon}&new=b")).good();
    assert_eq!(differ[0]["after"]["limit_text"], json!("30分钟（昼夜连续）"));
    assert_eq!(server.get(&chen, "/catalogue/limits?version=none").status, 404);

    let report = json!({"source": "hotline", "text": "楼道堆物", "address": "解放路"});
    let clock = |client: &Client| {
        let id = server.post(client, "/hazards", report.clone()).good()["id"].as_str().unwrap().to_owned();
        server.get(client, &format!("/hazards/{id}")).good()["clocks"][0].clone()
    };
    assert_eq!(clock(&chen)["rule"]["version"], json!(upon));
    server.town.wait(9 * 24 * 3_600_000);
    let chen = Server::browser(server.signs_in("chen", PASSWORD, None));
    let now = clock(&chen);
    assert_eq!((now["rule"]["version"].clone(), now["limit"]["amount"].clone()), (json!("b"), json!(30)));
    server.town.is_sound();
}

#[test]
fn a_limit_is_tried_and_tells_how_it_comes_about() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let tried = |query: &str| server.get(&chen, &format!("/catalogue/limits/try?{query}"));
    // 国庆: the published vector.
    let four = tried("start=2026-09-30T17:30:00%2B08:00&amount=2&limit_unit=working_hour").good();
    assert_eq!(four["due"], json!("2026-10-08T09:30:00+08:00"));
    assert_eq!(four["rule"], json!(null));
    assert!(four["steps"].as_array().unwrap().len() > 2);
    let rule = tried("start=2026-09-30T17:30:00%2B08:00&stage=sign&urgent=true").good();
    assert_eq!(
        (rule["rule"]["id"].clone(), rule["due"].clone()),
        (json!("sign/urgent"), json!("2026-09-30T18:00:00+08:00"))
    );
    let wrong = |query: &str| {
        let error = tried(query).json()["errors"][0].clone();
        (error["field"].as_str().unwrap_or_default().to_owned(), error["problem"].clone())
    };
    for (query, field, problem) in [
        ("", "stage", "required"),
        ("amount=2", "limit_unit", "required"),
        ("limit_unit=working_day", "amount", "required"),
        ("amount=2&limit_unit=working_day&stage=sign", "amount", "not_with_stage"),
        ("amount=0&limit_unit=working_day", "amount", "out_of_range"),
        ("amount=4000000000&limit_unit=working_day", "amount", "out_of_range"),
        ("stage=sign&version=none", "version", "unknown"),
        ("stage=sign&unit=00000000-0000-0000-0000-000000000000", "unit", "unknown"),
        ("stage=nothing", "stage", "malformed"),
        ("stage=sign&start=yesterday", "start", "malformed"),
    ] {
        assert_eq!(wrong(query), (field.to_owned(), json!(problem)), "{query}");
    }
}
