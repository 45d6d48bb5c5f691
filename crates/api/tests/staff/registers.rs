//! Units, places, codes, catalogue, figures.

use crate::server::Server;
use domain::people::Role;
use serde_json::json;

#[test]
fn the_system_administrator_keeps_the_units() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let new = json!({"code": "parks", "name": "园林局", "kind": "bureau", "phone": "0734-0000000"});
    let id = server.post(&system, "/units", new.clone()).good()["id"].as_str().unwrap().to_owned();
    assert_eq!(server.post(&system, "/units", new).json()["params"]["rule"], json!("code_taken"));
    let child = json!({"code": "trees", "name": "绿化队", "kind": "bureau", "parent": id});
    let child = server.post(&system, "/units", child).good()["id"].as_str().unwrap().to_owned();
    let circle = json!({"code": "parks", "name": "园林局", "kind": "bureau", "parent": child});
    assert_eq!(
        server.put(&system, &format!("/units/{id}"), circle).json()["errors"][0]["field"],
        json!("parent")
    );
    let renamed = json!({"code": "parks", "name": "园林和绿化局", "kind": "bureau"});
    assert_eq!(server.put(&system, &format!("/units/{id}"), renamed).status, 204);
    let units = server.get(&system, "/units").good();
    let parks = units.as_array().unwrap().iter().find(|u| u["code"] == "parks").unwrap();
    assert_eq!(parks["name"], json!("园林和绿化局"));
    let office = server.town.unit("office");
    let refused = server.call(&system, "POST", &format!("/units/{office}/end"), None);
    assert_eq!(refused.json()["params"]["rule"], json!("unit_has_people"));
    assert_eq!(server.call(&system, "POST", &format!("/units/{child}/end"), None).status, 204);
    let street = json!({"code": "west", "name": "西街街道", "kind": "street"});
    assert_eq!(server.post(&system, "/units", street).json()["errors"][0]["field"], json!("area"));
    assert_eq!(server.get(&system, "/streets").good().as_array().unwrap().len(), 2);
    server.town.is_sound();
}

#[test]
fn a_place_gets_codes_and_a_revoked_one_is_told_apart() {
    let server = Server::new();
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let inspector = server.member("ins", "south", &[Role::Inspector]);
    let place = json!({"name": "解放路小学", "kind": "school", "address": "解放路 1 号", "street": "430406001",
        "position": {"lon": 112.6154, "lat": 26.8894, "system": "cgcs2000"}});
    let id = server.post(&system, "/places", place).good()["id"].as_str().unwrap().to_owned();
    let made = server.post(&system, &format!("/places/{id}/codes"), json!({"count": 2})).good();
    assert_eq!(made.as_array().unwrap().len(), 2);
    let (stem, url) = (made[0]["stem"].as_str().unwrap(), made[0]["url"].as_str().unwrap());
    assert!(url.starts_with("https://town.example/s/"));
    let qr = server.get(&system, &format!("/codes/{stem}/qr.svg"));
    assert_eq!((qr.status, qr.header("content-type")), (200, "image/svg+xml"));
    let whole = url.rsplit('/').next().unwrap();
    let fix = json!({"fix": {"lon": 112.6154, "lat": 26.8894, "system": "wgs84", "accuracy_m": 8.5}});
    assert_eq!(server.post(&inspector, &format!("/codes/{whole}/activate"), fix).status, 200);
    let detail = server.get(&system, &format!("/places/{id}")).good();
    let code = detail["codes"].as_array().unwrap().iter().find(|c| c["stem"] == stem).unwrap();
    let code = code["id"].as_str().unwrap();
    assert_eq!(
        server.post(&system, &format!("/codes/{code}/revoke"), json!({"reason": "damaged"})).status,
        204
    );
    let found = server.get(&inspector, "/places?q=%E8%A7%A3%E6%94%BE&kind=school").good();
    assert_eq!(found["items"][0]["name"], json!("解放路小学"));
}

#[test]
fn figures_are_for_the_desk_and_a_unit_sees_its_own() {
    let server = Server::new();
    let lead = server.member("lead", "desk", &[Role::ShiftLead]);
    let builder = server.member("builder", "building", &[Role::Handler]);
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    server.reported("路面塌陷");
    server.reported("路灯不亮");
    let reported = server
        .get(&lead, "/tallies?dimension=district&measure=reported&from=2026-03-01&to=2026-03-03")
        .good();
    assert_eq!(reported, json!([{"value": "", "name": "小城区", "n": 2}]));
    let before = server.get(&lead, "/tallies?dimension=district&measure=reported&to=2026-03-01").good();
    assert_eq!(before, json!([]));
    let stages = server.get(&lead, "/tallies?dimension=stage").good();
    assert_eq!(stages, json!([{"value": "reported", "name": "待受理", "n": 2}]));
    assert_eq!(server.get(&builder, "/tallies?dimension=unit").good(), json!([]));
    assert_eq!(server.get(&builder, "/tallies?dimension=district").refusal(), (403, "forbidden".into()));
    assert_eq!(server.get(&system, "/tallies?dimension=unit").refusal(), (403, "forbidden".into()));
    assert_eq!(server.get(&lead, "/tallies?dimension=moon").refusal(), (422, "invalid".into()));
}

#[test]
fn forms_are_made_of_the_catalogue() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let catalogue = server.get(&chen, "/catalogue").good();
    assert!(!catalogue["majors"].as_array().unwrap().is_empty());
    let mut request = server.request(&chen, "GET", "/api/v1/catalogue", None);
    request.headers_mut().insert("accept-language", "en".parse().unwrap());
    let english = server.send(request).good();
    assert!(english["majors"][0]["name"].as_str().unwrap().is_ascii(), "{}", english["majors"][0]["name"]);
    assert!(!server.get(&chen, "/catalogue/limits").good()["rules"].as_array().unwrap().is_empty());
}
