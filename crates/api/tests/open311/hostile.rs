//! What strangers send on purpose: it stays text, is escaped, and breaks nothing.

use crate::server::Server;

#[test]
fn markup_and_control_characters_stay_text() {
    let server = Server::new();
    for text in [
        "<script>alert('x')</script>",
        "]]><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
        "'; drop table hazards; --",
        "\u{1}\u{8}\u{b}\u{1b}[31m\u{fffe}",
        "{{7*7}} ${7*7} %0d%0aset-cookie: a=b",
        "=cmd|' /C calc'!A0",
        "\u{202e}txet desrever",
    ] {
        let number =
            server.report(&[("description", text), ("address_string", text), ("attribute[<b>]", text)]);
        let path = format!("requests/{number}.json?api_key={}&extensions=true", server.key);
        let shown = server.get(&path).json()[0]["description"].as_str().unwrap().to_owned();
        // Text loses the characters that nobody sees or types.
        let kept = domain::text::clean(text);
        assert_eq!(shown, kept);
        let xml = server.get(&path.replace(".json", ".xml"));
        assert_eq!(xml.status, 200);
        assert_eq!(xml.xml("service_request_id"), [number]);
        assert!(
            !xml.body.contains("<script")
                && !xml.body.contains("<!DOCTYPE")
                && !xml.body.contains("<!ENTITY")
        );
        assert!(xml.body.chars().all(|c| c >= ' ' || c == '\n'));
    }
    server.town.is_sound();
}

#[test]
fn parameters_of_every_kind_are_answered_and_never_with_a_fault_of_ours() {
    let server = Server::new();
    let number = server.report(&[]);
    let nasty =
        ["'", "%00", "%F0%9F%92%A9", "..%2f..%2f", "%3Cb%3E", "1e309", "-0", "٣", "%C2%A0", "a%5B%5D"];
    let names = [
        "service_code",
        "status",
        "start_date",
        "page",
        "page_size",
        "lat",
        "radius",
        "service_request_id",
        "extensions",
        "updated_after",
        "api_key",
        "jurisdiction_id",
    ];
    for value in nasty {
        for name in names {
            for path in ["requests.xml", "requests.json", "servicerequestupdates.json", "services.json"] {
                let reply = server.get(&format!("{path}?{name}={value}"));
                assert!(reply.status < 500, "{path}?{name}={value}: {}", reply.body);
            }
        }
        for path in
            [format!("requests/{value}.json"), format!("services/{value}.xml"), format!("tokens/{value}.xml")]
        {
            let reply = server.get(&path);
            assert!(reply.status < 500 && reply.status != 200, "{path}: {}", reply.body);
        }
    }
    assert_eq!(server.get(&format!("requests/{number}.json")).status, 200);
}

#[test]
fn text_in_refusals_is_escaped() {
    let server = Server::new();
    let reply = server.get("requests/%3Cscript%3E&amp;.xml");
    reply.is_refused(404, "service_request_id");
    assert!(!reply.body.contains("<script"));
}

#[test]
fn a_thousand_numbers_in_one_question() {
    let server = Server::new();
    let number = server.report(&[]);
    let mut ids = vec!["0".repeat(11); 999];
    ids.push(number.clone());
    let found = server.get(&format!("requests.json?service_request_id={}", ids.join(","))).json();
    assert_eq!(found.as_array().unwrap().len(), 1);
    ids.push("x".into());
    server
        .get(&format!("requests.json?service_request_id={}", ids.join(",")))
        .is_refused(400, "service_request_id");
}

#[test]
fn no_field_of_ours_can_be_set_from_outside() {
    let server = Server::new();
    let number = server.report(&[
        ("stage", "closed"),
        ("status", "closed"),
        ("source", "leader"),
        ("channel", "console"),
        ("receipt", "00000000000"),
        ("service_request_id", "00000000000"),
        ("finder", "01890000-0000-7000-8000-000000000000"),
        ("protection", "whistleblower"),
        ("attribute[stage]", "closed"),
    ]);
    let hazard = server.town.hazard(server.hazard(&number));
    assert_eq!(hazard.stage.code(), domain::hazard::StageCode::Reported);
    assert_eq!(hazard.source, domain::hazard::Source::System);
    assert_eq!(hazard.channel, domain::hazard::Channel::Open311);
    assert!(hazard.finder.is_none() && hazard.external.is_empty());
}
