//! Ladders of supervision at the API: looked at, refused beside what is wrong, published, tried.

use crate::server::Server;
use domain::people::Role;
use serde_json::{Value, json};

fn written(ladder: &Value) -> Value {
    let rung = |rung: &Value| match &rung["after"] {
        Value::Null => json!({"level": rung["level"]}),
        after => json!({"level": rung["level"], "amount": after["amount"], "unit": after["unit"]}),
    };
    let rungs: Vec<Value> = ladder["rungs"].as_array().unwrap().iter().map(rung).collect();
    json!({
        "stage": ladder["stage"], "grade": ladder["grade"], "urgent": ladder["urgent"], "rungs": rungs,
        "basis": ladder["basis_zh"], "basis_en": ladder["basis_en"],
    })
}

#[test]
fn ladders_are_looked_at_before_they_are_in_force() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let shown = server.get(&system, "/catalogue/ladders").good();
    let upon = shown["version"].as_str().unwrap().to_owned();
    let rework = json!([{"times": 2, "level": "letter"}, {"times": 3, "level": "handover"}]);
    let sound: Vec<Value> = shown["ladders"].as_array().unwrap().iter().map(written).collect();
    let draft = |ladders: &[Value], rework: &Value, version: &str, effective: &str| json!({"upon": upon, "version": version, "effective": effective, "ladders": ladders, "rework": rework});
    let later = "2026-03-10T00:00:00+08:00";
    let look = |ladders: &[Value], rework: &Value| {
        server.post(&system, "/catalogue/ladders/preview", draft(ladders, rework, "", later)).good()
    };
    let same = look(&sound, &rework);
    assert_eq!((same["faults"].clone(), same["differences"]["ladders"].clone()), (json!([]), json!([])));

    let fault = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut ladders = sound.clone();
        change(&mut ladders);
        let found = look(&ladders, &rework);
        assert!(found["differences"].is_null(), "{found}");
        (found["faults"][0]["fault"].clone(), found["faults"][0]["ladder"].clone())
    };
    let backward = fault(&|all| all[0]["rungs"][1]["level"] = json!("reminder"));
    assert_eq!(backward, (json!("rungs"), json!(0)));
    let listed = fault(&|all| {
        let more = json!({"level": "listing", "amount": 5, "unit": "working_day"});
        all[0]["rungs"].as_array_mut().unwrap().push(more);
    });
    assert_eq!(listed, (json!("listing"), json!(0)));
    assert_eq!(fault(&|all| all[0]["rungs"][2]["amount"] = json!(2)), (json!("before_reply"), json!(0)));
    let office = fault(&|all| all[1]["rungs"][1]["unit"] = json!("working_hour"));
    assert_eq!(office, (json!("life_danger"), json!(1)));
    assert_eq!(fault(&|all| drop(all.remove(1))), (json!("gap"), Value::Null));
    assert_eq!(look(&sound, &json!([{"times": 0, "level": "letter"}]))["faults"][0]["rework"], json!(0));

    let publish = |ladders: &[Value], version: &str, effective: &str| {
        server.post(&system, "/catalogue/ladders/versions", draft(ladders, &rework, version, effective))
    };
    assert_eq!(publish(&sound, "b", later).refusal(), (409, "rule".into()), "nothing would change");
    let mut slower = sound.clone();
    slower[0]["rungs"][1]["amount"] = json!(4);
    let mut hasty = slower.clone();
    hasty[0]["rungs"][2]["amount"] = json!(1);
    let refused = publish(&hasty, "b", later);
    assert_eq!(refused.refusal(), (422, "ladder_refused".into()));
    assert!(refused.json()["detail"].as_str().unwrap().contains("回复期限"), "{}", refused.json());
    let past = publish(&slower, "b", "2026-03-01T00:00:00+08:00");
    assert_eq!(past.json()["errors"][0]["problem"], json!("in_the_past"));
    assert_eq!(publish(&slower, "b", later).status, 201);
    assert_eq!(publish(&slower, "c", "2026-03-11T00:00:00+08:00").refusal(), (409, "stale".into()));
    let versions = server.get(&system, "/catalogue/ladders/versions").good();
    assert_eq!((versions[0]["version"].clone(), versions[0]["in_force"].clone()), (json!("b"), json!(false)));
    let differ = server.get(&system, &format!("/catalogue/ladders/compare?old={upon}&new=b")).good();
    assert_eq!(differ["ladders"][0]["change"], json!("changed"));
    assert_eq!(differ["rework_after"], Value::Null);

    // Tried by either version, whoever asks; the reply that a letter wants is shown beside it.
    let tried = |version: &str| {
        let path =
            format!("/catalogue/ladders/try?due=2026-03-12T09:00:00%2B08:00&stage=verify&version={version}");
        server.get(&chen, &path).good()
    };
    let (old, new) = (tried(&upon), tried("b"));
    assert_eq!(old["rungs"][0]["at"], json!("2026-03-12T09:00:00+08:00"));
    assert!(old["rungs"][1]["reply_due"].is_string() && old["rungs"][0]["reply_due"].is_null());
    assert!(old["rungs"][1]["at"].as_str() < new["rungs"][1]["at"].as_str(), "{old} {new}");
    assert_eq!(server.get(&chen, "/catalogue/ladders?version=none").status, 404);

    // Limits that give more time to reply than the ladder waits are refused, too.
    let limits = server.get(&system, "/catalogue/limits").good();
    let rule = |rule: &Value| {
        let amount =
            if rule["id"] == "supervision_reply" { json!(9) } else { rule["limit"]["amount"].clone() };
        json!({
            "stage": rule["stage"], "grade": rule["grade"], "urgent": rule["urgent"], "category": rule["category"],
            "source": rule["source"], "amount": amount, "unit": rule["limit"]["unit"],
            "rest_day_moves": rule["limit"]["rest_day_moves"], "basis": rule["basis_zh"], "basis_en": rule["basis_en"],
        })
    };
    let rules: Vec<Value> = limits["rules"].as_array().unwrap().iter().map(rule).collect();
    let slow = json!({"upon": limits["version"], "version": "slow", "effective": later, "rules": rules});
    let reply = server.post(&system, "/catalogue/limits/versions", slow);
    assert_eq!(reply.refusal(), (422, "limits_refused".into()));
    server.town.is_sound();
}
