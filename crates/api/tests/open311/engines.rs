//! Both engines give the same answers.

use crate::server::Server;
use town::Engine;

/// One report closed, one on its way, one of another system; then every kind of question.
fn story(engine: Engine) -> Vec<String> {
    let server = Server::on(engine, false);
    let other = server.key_for("别的系统", "building");
    let closed =
        server.report(&[("client_request_id", "1"), ("first_name", "Planted"), ("phone", "13900001111")]);
    server.town.wait(1_000);
    let open = server.report(&[("service_code", "0103"), ("lat", "26.90")]);
    server.town.wait(1_000);
    let others = server.report_with(&other, &[("lat", "26.91")]);
    server.is_closed(&closed);
    server.is_dispatched(&open, "roads");
    let update = [
        ("api_key", server.key.as_str()),
        ("service_request_id", &open),
        ("update_id", "1"),
        ("updated_datetime", "2026-03-02T10:00:00+08:00"),
        ("status", "OPEN"),
        ("description", "补充"),
    ];
    let said = server.post("servicerequestupdates.json", &update);
    let again = server.post("servicerequestupdates.json", &update);
    assert_eq!((said.status, again.status), (200, 400), "{}{}", said.body, again.body);
    let mut all = vec![said.body];
    let key = format!("api_key={}", server.key);
    for query in [
        "".to_owned(),
        key.clone(),
        format!("{key}&status=closed"),
        format!("{key}&status=open&service_code=0103,0102&page_size=2&page=1"),
        format!("{key}&updated_after=2026-01-01T00:00:00Z&extensions=true"),
        format!("{key}&lat=26.8894&long=112.6154&radius=1500&start_date=2026-03-01T00:00:00Z"),
        format!("{key}&service_request_id={closed},{open},{others},nonsense&extensions=true"),
    ] {
        all.push(server.get(&format!("requests.json?{query}")).body);
    }
    all.push(server.get(&format!("requests/{others}.xml?{key}")).body);
    all.push(server.get(&format!("servicerequestupdates.xml?{key}")).body);
    server.town.is_sound();
    all.iter()
        .map(|text| {
            let text = server.steady(&server.steady(text, &closed), &open).replace(&others, "OTHERS");
            assert!(!text.contains("\"code\":"), "{text}");
            text
        })
        .collect()
}

#[test]
fn the_same_answers_on_both() {
    let (embedded, server) = (story(Engine::Sqlite), story(Engine::Postgres));
    assert_eq!(embedded.len(), server.len());
    for (a, b) in embedded.iter().zip(&server) {
        assert_eq!(a, b);
    }
}
