//! What was done without a network and is told later, and the keys under which it waits on the device.

use crate::server::{Client, Server};
use domain::calendar::Instant;
use domain::people::Role;
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn ago(server: &Server, ms: i64) -> String {
    Instant(server.now() - ms).to_string()
}

fn last_step(server: &Server, client: &Client, id: &str) -> Value {
    server.get(client, &format!("/hazards/{id}")).good()["timeline"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone()
}

#[test]
fn what_is_told_later_says_when_it_was_done_and_the_receipt_counts() {
    let server = Server::new();
    let id = server.reported("路面塌陷");
    server.town.wait(10 * HOUR);
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let wrong = |told: String| {
        let refused = server.acts(&chen, &id, json!({"action": "accept", "done_at": told}));
        assert_eq!(refused.status, 422);
        refused.json()["errors"][0].clone()
    };
    let error = wrong(ago(&server, -6 * MINUTE));
    assert_eq!((&error["field"], &error["problem"]), (&json!("done_at"), &json!("in_the_future")));
    assert_eq!(wrong(ago(&server, 47 * HOUR))["problem"], json!("too_early"));
    let malformed = server.acts(&chen, &id, json!({"action": "accept", "done_at": "yesterday"}));
    assert!((400..=422).contains(&malformed.status));
    assert_eq!(server.version(&chen, &id), 1, "nothing happened");

    let done = ago(&server, 3 * HOUR);
    server.acts(&chen, &id, json!({"action": "accept", "done_at": done})).good();
    let step = last_step(&server, &chen, &id);
    assert_eq!(step["kind"], json!("accepted"));
    assert_eq!(step["done_at"], json!(done));
    assert_eq!(step["at"], json!(ago(&server, 0)), "the server's own time");
    assert!(step["facts"].get("done_at").is_none(), "it stands in one place");
    let detail = server.get(&chen, &format!("/hazards/{id}")).good();
    let began = detail["clocks"].as_array().unwrap().iter().filter(|c| c["started"] == json!(done)).count();
    assert_eq!(began, 0, "no clock begins when the device says so");

    // Told at once: nothing to say. Without a device's time as before.
    server.town.wait(MINUTE);
    let now = ago(&server, 4 * MINUTE);
    server.acts(&chen, &id, json!({"action": "supplement", "text": "又看了一次", "done_at": now})).good();
    assert!(last_step(&server, &chen, &id)["done_at"].is_null());
    server.town.is_sound();
}

#[test]
fn a_report_and_a_look_say_when_they_were_made() {
    let server = Server::new();
    let lin = server.member("lin", "desk", &[Role::Inspector]);
    let root = server.member("root", "desk", &[Role::SystemAdmin]);
    let done = ago(&server, 2 * HOUR);
    let report = |told: &str| {
        server.post(
            &lin,
            "/hazards",
            json!({"source": "inspector", "text": "护栏松动", "address": "解放路", "done_at": told}),
        )
    };
    let id = report(&done).good()["id"].as_str().unwrap().to_owned();
    let step = last_step(&server, &lin, &id);
    assert_eq!((&step["kind"], &step["done_at"]), (&json!("reported"), &json!(done)));
    assert_eq!(report(&ago(&server, 31 * 24 * HOUR)).json()["errors"][0]["field"], json!("done_at"));

    let place = server.post(&root, "/places", json!({"name": "演示小学", "kind": "school"})).good();
    let path = format!("/places/{}/inspections", place["id"].as_str().unwrap());
    server.post(&lin, &path, json!({"result": "nothing_found", "done_at": done})).good();
    server.post(&lin, &path, json!({"result": "nothing_found"})).good();
    let looks = server.get(&lin, &path).good();
    let told: Vec<&Value> = looks.as_array().unwrap().iter().map(|look| &look["done_at"]).collect();
    assert!(told.contains(&&json!(done)) && told.contains(&&Value::Null), "{looks}");
    assert_eq!(looks[0]["at"], json!(ago(&server, 0)), "coverage counts the receipt");
    server.town.is_sound();
}

#[test]
fn a_plate_mounted_without_a_network_says_when_and_a_later_look_stands() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let place = json!({"name": "演示小学", "kind": "school", "street": "430406001",
        "position": {"lon": 112.6154, "lat": 26.8894, "system": "cgcs2000"}});
    let place = server.post(&system, "/places", place).good()["id"].as_str().unwrap().to_owned();
    let made = server.post(&system, &format!("/places/{place}/codes"), json!({"count": 1})).good();
    let whole = made[0]["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    server.town.wait(10 * HOUR);
    let lin = server.member("lin", "south", &[Role::Inspector]);
    let mounted = ago(&server, 3 * HOUR);
    let fix = json!({"lon": 112.63, "lat": 26.8894, "system": "wgs84", "accuracy_m": 8.0});
    let body = json!({"fix": fix, "photo": null, "replaces": null, "done_at": mounted});
    let answer = server.post(&lin, &format!("/codes/{whole}/activate"), body.clone()).good();
    assert_eq!(answer["nearness"], json!("far"), "compared when it arrives");
    let again = server.post(&lin, &format!("/codes/{whole}/activate"), body);
    assert_eq!(again.json()["params"]["rule"], json!("code_active"));
    let code = || server.get(&lin, &format!("/places/{place}")).good()["codes"][0].clone();
    assert_eq!(code()["state"]["done_at"], json!(mounted));
    assert_eq!(code()["state"]["at"], json!(ago(&server, 0)), "the receipt counts");

    let check = format!("/codes/{}/check", code()["id"].as_str().unwrap());
    let seen = |condition: &str, told: Option<String>| {
        server.post(&lin, &check, json!({"condition": condition, "done_at": told}))
    };
    assert_eq!(seen("covered", Some(ago(&server, 2 * HOUR))).status, 204);
    assert_eq!(seen("fine", Some(ago(&server, HOUR))).status, 204);
    let late = seen("gone", Some(ago(&server, 90 * MINUTE)));
    assert_eq!((late.status, &late.json()["params"]["rule"]), (409, &json!("code_checked_since")));
    assert_eq!(code()["checked"]["condition"], json!("fine"));
    let future = seen("gone", Some(ago(&server, -HOUR)));
    assert_eq!(future.json()["errors"][0]["field"], json!("done_at"));
    server.town.is_sound();
}

#[test]
fn the_keys_of_a_device_are_one_persons_and_the_same_at_every_sign_in() {
    let server = Server::new();
    let keys = |client: &Client| server.get(client, "/session/device-keys").good();
    let chen = server.member("chen", "desk", &[Role::Handler]);
    let lin = server.member("lin", "desk", &[Role::Handler]);
    let first = keys(&chen);
    assert_eq!(first[0]["secret"].as_str().unwrap().len(), 64);
    server.call(&chen, "DELETE", "/session", None);
    assert_eq!(server.get(&chen, "/session/device-keys").status, 401);
    let again = Server::browser(server.signs_in("chen", crate::server::PASSWORD, None));
    assert_eq!(keys(&again), first);
    assert_ne!(keys(&lin), first);
}
