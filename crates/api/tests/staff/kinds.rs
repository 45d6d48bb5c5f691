//! Kinds of hazards are named in the language of whoever reads.

use crate::server::{Client, Server};
use domain::people::Role;
use serde_json::{Value, json};

fn said(
    server: &Server,
    client: &Client,
    lang: &str,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> Value {
    let mut request = server.request(client, method, &format!("/api/v1{path}"), body);
    request.headers_mut().insert("accept-language", lang.parse().unwrap());
    server.send(request).good()
}

#[test]
fn every_answer_names_a_kind_in_the_readers_language() {
    let server = Server::new();
    let lead = server.member("lead", "desk", &[Role::ShiftLead, Role::Acceptor]);
    let catalogue = |lang: &str| said(&server, &lead, lang, "GET", "/catalogue", None);
    let minor = |lang: &str| catalogue(lang)["majors"][0]["minors"][0].clone();
    let (code, standard) = (minor("zh")["code"].clone(), minor("zh")["standards"][0]["id"].clone());
    let names = [("zh-CN", minor("zh")["name"].clone()), ("en", minor("en")["name"].clone())];
    assert_ne!(names[0].1, names[1].1);

    let ids: Vec<String> = (0..2).map(|_| server.reported("楼道堆满纸箱，堵住安全出口")).collect();
    for id in &ids {
        server.acts(&lead, id, json!({"action": "accept"})).good();
        let file = json!({"action": "file", "category": code, "grade": "general", "standard": standard,
            "party": "government"});
        server.acts(&lead, id, file).good();
        server.town.wait(60_000);
    }
    let id = &ids[0];
    let pasted = json!({"text": id});
    let fields = json!({"ids": [id], "action": {"action": "accept"}});
    let asked = [
        ("GET", "/hazards".to_owned(), None, "/items/0"),
        ("GET", "/hazards?q=%E7%BA%B8%E7%AE%B1".to_owned(), None, "/items/0"),
        ("GET", format!("/hazards/{id}"), None, ""),
        ("GET", format!("/hazards/{id}/slip"), None, ""),
        ("POST", "/hazards/lookup".to_owned(), Some(&pasted), "/found/0/hazard"),
        ("POST", "/hazards/bulk/preview".to_owned(), Some(&fields), "/items/0/hazard"),
    ];
    for (lang, name) in &names {
        for (method, path, body, at) in &asked {
            let answer = said(&server, &lead, lang, method, path, *body);
            let kind = &answer.pointer(at).unwrap()["category"]["name"];
            assert_eq!(kind, name, "{method} {path}: {answer}");
        }
        let export = json!({"filter": {}, "format": "csv", "reason": "核对"});
        let made = said(&server, &lead, lang, "POST", "/hazards/exports", Some(&export));
        let path = made["file"].as_str().unwrap();
        let mut request = server.request(&lead, "GET", path, None);
        request.headers_mut().insert("accept-language", lang.parse().unwrap());
        let file = server.send(request).text();
        let others = names.iter().filter(|(other, _)| other != lang);
        assert!(file.contains(name.as_str().unwrap()), "{file}");
        assert!(others.into_iter().all(|(_, name)| !file.contains(name.as_str().unwrap())), "{file}");
    }
}
