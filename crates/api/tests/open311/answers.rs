//! Every method in both formats, as it was looked at and found right.

use crate::server::Server;

fn whole(server: &Server, path: &str, number: &str) -> String {
    let xml = server.get(&path.replace('?', ".xml?"));
    let json = server.get_in_english(&path.replace('?', ".json?"));
    for (reply, kind) in [(&xml, "text/xml; charset=utf-8"), (&json, "application/json; charset=utf-8")] {
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(reply.headers["content-type"], kind);
        assert_eq!(reply.headers["access-control-allow-origin"], "*");
    }
    xml.xml("anything");
    let json = serde_json::to_string_pretty(&json.json()).unwrap();
    let both = format!("{}\n\n{json}\n", xml.body.replace("><", ">\n<"));
    if number.is_empty() { both } else { server.steady(&both, number) }
}

#[test]
fn discovery() {
    insta::assert_snapshot!(whole(&Server::new(), "discovery?", ""));
}

#[test]
fn services() {
    let server = Server::new();
    let xml = server.get("services.xml");
    let catalogue = server.town.app.catalogue();
    assert_eq!(xml.xml("service_code").len(), catalogue.minors().count());
    assert!(
        xml.xml("metadata").iter().all(|m| m == "true") && xml.xml("type").iter().all(|t| t == "realtime")
    );
    let json = server.get_in_english("services.json?jurisdiction_id=430406").json();
    let codes: Vec<&str> =
        json.as_array().unwrap().iter().map(|s| s["service_code"].as_str().unwrap()).collect();
    assert_eq!(codes, xml.xml("service_code"));
    insta::assert_snapshot!(serde_json::to_string_pretty(&json[1]).unwrap());
}

#[test]
fn service_definition() {
    insta::assert_snapshot!(whole(&Server::new(), "services/0102?", ""));
}

#[test]
fn a_new_request() {
    let server = Server::new();
    let fields = [
        ("api_key", server.key.as_str()),
        ("service_code", "0102"),
        ("address_string", "南街12号后门"),
        ("attribute[life_danger]", "yes"),
        ("attribute[place]", "三单元一楼"),
    ];
    let xml = server.post("requests.xml", &fields);
    let number = xml.xml("service_request_id")[0].clone();
    assert_eq!(xml.headers["content-type"], "text/xml; charset=utf-8");
    assert!(xml.xml("token").is_empty(), "a number or a token, never both");
    let shown = server.steady(&xml.body, &number);
    let hazard = server.town.hazard(server.hazard(&number));
    assert!(hazard.life_danger);
    let json = server.post("requests.json", &fields);
    let second = json.json()[0]["service_request_id"].as_str().unwrap().to_owned();
    assert_ne!(number, second);
    insta::assert_snapshot!(format!("{shown}\n\n{}\n", server.steady(&json.body, &second)));
}

#[test]
fn an_own_request() {
    let server = Server::new();
    let number = server.report(&[
        ("media_url", "https://pictures.example/1.jpg?a=1&b=2"),
        ("attribute[easting]", "431234"),
        ("attribute[fixmystreet_id]", "8812"),
    ]);
    server.is_dispatched(&number, "roads");
    let key = &server.key;
    insta::assert_snapshot!(
        "own_plain",
        whole(&server, &format!("requests/{number}?api_key={key}"), &number)
    );
    let extended = format!("requests/{number}?api_key={key}&extensions=true");
    insta::assert_snapshot!("own_extended", whole(&server, &extended, &number));
}

#[test]
fn anothers_request() {
    let server = Server::new();
    let number =
        server.report(&[("address_string", "南街12号王宅"), ("media_url", "https://pictures.example/1.jpg")]);
    server.is_dispatched(&number, "roads");
    insta::assert_snapshot!(whole(&server, "requests?extensions=true", &number));
}

#[test]
fn tokens_are_numbers() {
    let server = Server::new();
    let number = server.report(&[]);
    insta::assert_snapshot!(whole(&server, &format!("tokens/{number}?"), &number));
}

#[test]
fn nothing_is_an_empty_list() {
    let server = Server::new();
    assert_eq!(server.get("requests.json").body, "[]");
    assert_eq!(
        server.get("requests.xml").body,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<service_requests/>"
    );
    assert_eq!(server.get(&format!("servicerequestupdates.json?api_key={}", server.key)).body, "[]");
}

#[test]
fn updates() {
    let server = Server::new();
    let number = server.report(&[]);
    server.is_closed(&number);
    insta::assert_snapshot!(whole(
        &server,
        &format!("servicerequestupdates?api_key={}", server.key),
        &number
    ));
}
