//! What others may see, and that nobody is shown who reported.

use crate::server::Server;
use domain::hazard::{Action, StageCode};
use domain::people::Actor;
use identity::vault::Reporter;
use work::hazard::NewReport;

const SECRETS: [&str; 5] = ["王保密", "Planted Name", "13912345678", "planted@example.org", "137 0000 1111"];

fn every_answer(server: &Server, number: &str, key: Option<&str>) -> String {
    let key = key.map(|k| format!("api_key={k}")).unwrap_or_default();
    let mut all = String::new();
    for format in ["xml", "json"] {
        for path in [
            format!("requests/{number}.{format}?extensions=true&{key}"),
            format!("requests.{format}?extensions=true&{key}"),
            format!("requests.{format}?service_request_id={number}&extensions=true&{key}"),
            format!("requests.{format}?updated_after=2026-01-01T00:00:00Z&extensions=true&{key}"),
            format!("requests.{format}?lat=26.88943&long=112.61543&radius=500&extensions=true&{key}"),
            format!("tokens/{number}.{format}?{key}"),
            format!("servicerequestupdates.{format}?{key}"),
        ] {
            let reply = server.get(&path);
            assert!(reply.status < 500, "{path}: {}", reply.body);
            all.push_str(&reply.body);
        }
    }
    all
}

#[test]
fn nobody_is_shown_who_reported() {
    let server = Server::open();
    let own = server.report(&[
        ("first_name", "保密"),
        ("last_name", "王"),
        ("phone", "13912345678"),
        ("email", "planted@example.org"),
        ("device_id", "planted-device"),
        ("account_id", "planted-account"),
    ]);
    let ascii =
        server.report(&[("first_name", "Planted"), ("last_name", "Name"), ("phone", "137 0000 1111")]);
    let other = server.key_for("别的系统", "building");
    for number in [&own, &ascii] {
        assert!(server.town.hazard(server.hazard(number)).reporter.is_some(), "the vault has it");
        server.is_closed(number);
        for key in [None, Some(server.key.as_str()), Some(other.as_str())] {
            let said = every_answer(&server, number, key);
            for secret in SECRETS.iter().chain(&["planted-device", "planted-account"]) {
                assert!(!said.contains(secret), "{secret} in {said}");
            }
        }
    }
    // Neither names of officers, which the register keeps.
    let person = server.town.officer("road worker").staff.person.to_string();
    assert!(!every_answer(&server, &own, Some(&server.key)).contains(&person));
}

#[test]
fn the_words_of_a_report_are_for_who_sent_it() {
    let server = Server::open();
    let words = "我家在三栋502，门口堆满纸箱";
    let number = server.report(&[("description", words), ("address_string", "三栋502门口")]);
    server.is_dispatched(&number, "roads");
    let other = server.key_for("别的系统", "building");
    for key in [None, Some(other.as_str())] {
        let said = every_answer(&server, &number, key);
        assert!(said.contains(&number));
        assert!(!said.contains("三栋") && !said.contains("纸箱"), "{said}");
        // Where, but roughly.
        assert!(said.contains("26.8895") && !said.contains("26.8894321"), "{said}");
    }
    let same_office = server.key_for("同一单位的新密钥", "roads");
    for key in [&server.key, &same_office] {
        let own = server.get(&format!("requests/{number}.json?api_key={key}")).json();
        assert_eq!(own[0]["description"], words);
        assert_eq!(own[0]["address"], "三栋502门口");
        assert_eq!(own[0]["lat"].as_f64(), Some(26.8894321));
    }
}

#[test]
fn a_place_of_the_register_is_no_secret() {
    let server = Server::new();
    let entry = serde_json::json!({
        "name": "南街菜市场", "kind": "shop", "address": "南街8号",
        "position": {"lon": 112.6160001, "lat": 26.8900001, "system": "cgcs2000"},
    });
    let entry = serde_json::from_value(entry).unwrap();
    let administrator = server.town.officer("system administrator").actor();
    let place =
        server.town.block_on(work::place::register(&server.town.app, administrator, None, entry)).unwrap();
    let number = server.report(&[("address_id", &place.to_string()), ("attribute[place]", "三号摊位王某处")]);
    server.is_dispatched(&number, "roads");
    let others = server.get(&format!("requests/{number}.json")).json();
    assert_eq!(others[0]["address"], "南街菜市场 南街8号");
    assert_eq!(others[0]["address_id"], place.to_string());
    assert_eq!(others[0]["lat"].as_f64(), Some(26.8900001), "as it was surveyed");
    let own = server.get(&format!("requests/{number}.json?api_key={}", server.key)).json();
    assert_eq!(own[0]["address"], "三号摊位王某处");
}

fn listed(server: &Server, key: Option<&str>) -> Vec<String> {
    let key = key.map(|k| format!("api_key={k}")).unwrap_or_default();
    let found = server.get(&format!("requests.json?{key}")).json();
    found.as_array().unwrap().iter().map(|r| r["service_request_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn nothing_is_listed_before_the_desk_has_judged_it() {
    let server = Server::new();
    let number = server.report(&[]);
    let id = server.hazard(&number);
    let key = server.key.clone();
    assert_eq!(listed(&server, Some(&key)), std::slice::from_ref(&number), "its own system sees it at once");
    assert!(listed(&server, None).is_empty());
    // Who knows the number learns how far it is, not where.
    let known = server.get(&format!("requests/{number}.json")).json();
    assert_eq!(known[0]["status"], "open");
    assert_eq!(
        (&known[0]["lat"], &known[0]["address"]),
        (&serde_json::Value::Null, &serde_json::Value::Null)
    );
    server.town.officer("acceptor").accepts(id);
    assert!(listed(&server, None).is_empty());
    server.town.officer("acceptor").files(id, domain::hazard::Grade::General);
    assert_eq!(listed(&server, None), std::slice::from_ref(&number));

    let rejected = server.report(&[]);
    let id = server.hazard(&rejected);
    server.town.officer("acceptor").accepts(id);
    server.town.officer("acceptor").rejects(id, "不是隐患");
    assert_eq!(listed(&server, None), [number], "claims that were turned down are not spread");
    assert_eq!(server.get(&format!("requests/{rejected}.json")).json()[0]["status"], "closed");
}

#[test]
fn a_danger_to_life_is_listed_when_it_is_over() {
    let server = Server::new();
    let number = server.report(&[("attribute[life_danger]", "yes")]);
    server.is_dispatched(&number, "roads");
    assert!(listed(&server, None).is_empty());
    let finished = server.report(&[("attribute[life_danger]", "yes")]);
    server.is_closed(&finished);
    assert_eq!(listed(&server, None), [finished]);
}

#[test]
fn what_is_said_about_the_own_workplace_is_found_by_nobody() {
    let server = Server::new();
    let report = NewReport {
        text: "车间门口堆放纸箱".into(),
        address: "示例纺织厂".into(),
        category: Some("0101".into()),
        whistleblower: true,
        reporter: Some(Reporter { name: None, phone: Some("13912345678".into()), contact: None, note: None }),
        ..NewReport::default()
    };
    let receipt = server.town.resident().sends(report, None).unwrap();
    server.is_closed(&receipt.number);
    assert_eq!(server.town.stage(receipt.id), StageCode::FollowUp);
    for key in [None, Some(server.key.as_str())] {
        assert!(!every_answer(&server, &receipt.number, key).contains("status_notes"));
        let key = key.map(|k| format!("?api_key={k}")).unwrap_or_default();
        server.get(&format!("requests/{}.json{key}", receipt.number)).is_refused(404, "service_request_id");
    }
}

#[test]
fn a_company_is_not_named_before_others() {
    let server = Server::new();
    let number = server.report(&[]);
    server.is_dispatched(&number, "mill");
    let others = server.get("requests.json?extensions=true");
    assert_eq!(others.json()[0]["agency_responsible"], "责任单位");
    assert!(!others.body.contains("示例纺织厂"));
    let own = server.get(&format!("requests/{number}.json?api_key={}", server.key)).json();
    assert_eq!(own[0]["agency_responsible"], "示例纺织厂");
}

#[test]
fn updates_are_for_who_sent_the_report() {
    let server = Server::new();
    let number = server.report(&[]);
    server.is_dispatched(&number, "roads");
    let officer = server.town.officer("acceptor");
    officer.does(server.hazard(&number), Action::Reply { text: "已通知到场".into() });
    let own = server.get(&format!("servicerequestupdates.json?api_key={}", server.key));
    assert!(own.body.contains("已通知到场"));
    let other = server.key_for("别的系统", "building");
    assert_eq!(server.get(&format!("servicerequestupdates.json?api_key={other}")).body, "[]");
    // What the office says to the reporter is not for others either.
    assert!(!every_answer(&server, &number, Some(&other)).contains("已通知到场"));
}

#[test]
fn the_statement_and_the_rule_agree_on_what_is_public() {
    let server = Server::new();
    let mut numbers = Vec::new();
    for danger in ["no", "yes"] {
        for steps in 0..4 {
            let number = server.report(&[("attribute[life_danger]", danger)]);
            match steps {
                0 => {}
                1 => server.town.officer("acceptor").accepts(server.hazard(&number)),
                2 => server.is_dispatched(&number, "roads"),
                _ => server.is_closed(&number),
            }
            numbers.push(number);
        }
    }
    let listed = listed(&server, None);
    for number in &numbers {
        // By number a position is given exactly to what the list holds.
        let found =
            server.town.block_on(work::client::request(&server.town.app, &Actor::Public, number, false));
        assert_eq!(found.unwrap().position.is_some(), listed.contains(number), "{number}");
    }
    assert_eq!(listed.len(), 3);
}
