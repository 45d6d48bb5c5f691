//! A FixMyStreet instance: sends a report by XML, polls for updates, passes on what its users say.

use crate::server::{Server, encode};
use domain::hazard::{Action, StageCode};
use store::Surroundings;

const NOW: &str = "2026-03-02T10:00:00+08:00";

fn update<'a>(
    server: &'a Server,
    number: &'a str,
    id: &'a str,
    status: &'a str,
    text: &'a str,
) -> Vec<(&'a str, &'a str)> {
    vec![
        ("api_key", server.key.as_str()),
        ("jurisdiction_id", "430406"),
        ("service_request_id", number),
        ("update_id", id),
        ("updated_datetime", NOW),
        ("status", status),
        ("description", text),
        ("first_name", "建国"),
        ("last_name", "-"),
        ("email", "planted.mail@example.org"),
        ("service_code", "0102"),
    ]
}

#[test]
fn from_report_to_reopening() {
    let server = Server::new();
    let sent = server.post(
        "requests.xml",
        &[
            ("api_key", &server.key),
            ("jurisdiction_id", "430406"),
            ("service_code", "0102"),
            ("lat", "26.889400"),
            ("long", "112.615400"),
            ("description", "title: 通道被堵\n\ndetail: 三轮车停在消防通道\n\nSubmitted via FixMyStreet"),
            ("email", "planted.mail@example.org"),
            ("first_name", "建国"),
            ("last_name", "-"),
            ("phone", "13800005678"),
            ("media_url", "https://fms.example/photo/1.jpeg"),
            ("media_url", "https://fms.example/photo/2.jpeg"),
            ("attribute[easting]", "431234"),
            ("attribute[fixmystreet_id]", "8812"),
        ],
    );
    assert_eq!(sent.status, 200, "{}", sent.body);
    let number = sent.xml("service_request_id")[0].clone();
    let id = server.hazard(&number);

    // A user adds something; it reaches the desk.
    let more =
        server.post("servicerequestupdates.xml", &update(&server, &number, "301", "OPEN", "现在又多了一辆"));
    assert_eq!(more.status, 200, "{}", more.body);
    assert_eq!(more.xml("update_id"), [format!("{number}-2")]);
    // Said again, because the answer was lost: refused as FixMyStreet itself does.
    let again =
        server.post("servicerequestupdates.xml", &update(&server, &number, "301", "OPEN", "现在又多了一辆"));
    again.is_refused(400, "already exists");
    let other = server.post("servicerequestupdates.xml", &update(&server, &number, "301", "OPEN", "别的话"));
    other.is_refused(400, "already exists");
    assert_eq!(server.town.hazard(id).version, 2);

    let urged = server.post("servicerequestupdates.json", &update(&server, &number, "302", "URGE", ""));
    assert_eq!(urged.json()[0]["update_id"], format!("{number}-3"));
    assert_eq!(server.town.hazard(id).urges, 1);

    server.is_closed(&number);
    assert_eq!(server.town.stage(id), StageCode::FollowUp);

    // The next poll: both dates, as FixMyStreet sends them.
    let until = server.town.clock.now();
    let span = format!(
        "start_date={}&end_date={}",
        encode(&until.plus(-7_200_000).to_string()),
        encode(&until.to_string())
    );
    let polled = server
        .get(&format!("servicerequestupdates.xml?api_key={}&jurisdiction_id=430406&{span}", server.key));
    let ids = polled.xml("update_id");
    assert_eq!(ids.len(), polled.xml("status").len());
    assert_eq!(polled.xml("status").last().unwrap(), "FIXED");
    assert!(ids.iter().all(|i| i.starts_with(&number)) && !ids.contains(&format!("{number}-2")));
    assert!(polled.xml("description").iter().all(|d| !d.is_empty()));
    let twice = server.get(&format!("servicerequestupdates.xml?api_key={}&{span}", server.key));
    assert_eq!(twice.xml("update_id"), ids, "numbers of updates stay the same");

    // A comment on what is closed has no place; to say that it is not solved has one.
    let comment =
        server.post("servicerequestupdates.xml", &update(&server, &number, "303", "CLOSED", "谢谢"));
    comment.is_refused(400, "REOPEN");
    let reopened =
        server.post("servicerequestupdates.xml", &update(&server, &number, "304", "REOPEN", "又堵上了"));
    assert_eq!(reopened.status, 200, "{}", reopened.body);
    let rating = server.town.hazard(id).rating.unwrap();
    assert!(!rating.solved && rating.stars == 1);
    server.town.is_sound();
}

#[test]
fn rejected_reports_can_be_objected_to() {
    let server = Server::new();
    let number = server.report(&[]);
    let id = server.hazard(&number);
    server.town.officer("acceptor").accepts(id);
    server.town.officer("acceptor").rejects(id, "现场没有发现");
    let polled = server.get(&format!("servicerequestupdates.json?api_key={}", server.key)).json();
    let last = polled.as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["status"], "NO_FURTHER_ACTION");
    assert!(last["description"].as_str().unwrap().contains("现场没有发现"), "{last}");
    let appeal = server
        .post("servicerequestupdates.xml", &update(&server, &number, "1", "REOPEN", "照片里看得很清楚"));
    assert_eq!(appeal.status, 200, "{}", appeal.body);
    let shift_lead = server.town.officer("shift lead");
    shift_lead.does(id, Action::DecideAppeal { uphold: true, text: "重新核查".into() });
    let polled = server.get(&format!("servicerequestupdates.json?api_key={}", server.key)).json();
    assert_eq!(polled.as_array().unwrap().last().unwrap()["status"], "INVESTIGATING");
}

#[test]
fn a_rating_comes_with_its_stars() {
    let server = Server::new();
    let number = server.report(&[]);
    server.is_closed(&number);
    let id = server.hazard(&number);
    let mut fields = update(&server, &number, "9", "FIXED", "很快");
    fields.push(("attribute[solved]", "yes"));
    server.post("servicerequestupdates.xml", &fields).is_refused(400, "attribute[stars]");
    fields.push(("attribute[stars]", "6"));
    server.post("servicerequestupdates.xml", &fields).is_refused(400, "stars");
    fields.pop();
    fields.push(("attribute[stars]", "5"));
    assert_eq!(server.post("servicerequestupdates.xml", &fields).status, 200);
    let rating = server.town.hazard(id).rating.unwrap();
    assert!(rating.solved && rating.stars == 5);
}

#[test]
fn what_an_update_lacks_is_named() {
    let server = Server::new();
    let number = server.report(&[]);
    let whole = update(&server, &number, "1", "OPEN", "补充");
    for missing in ["service_request_id", "update_id", "updated_datetime", "status", "description"] {
        let rest: Vec<_> = whole.iter().copied().filter(|(n, _)| *n != missing).collect();
        for path in ["servicerequestupdates.xml", "servicerequestupdates.json"] {
            server.post(path, &rest).is_refused(400, &format!("Bad request: {missing}"));
        }
    }
    let with = |name: &'static str, value: &'static str| {
        let mut fields = whole.clone();
        fields.retain(|(n, _)| *n != name);
        fields.push((name, value));
        server.post("servicerequestupdates.xml", &fields)
    };
    with("updated_datetime", "2026-03-02T10:00:00").is_refused(400, "updated_datetime");
    with("status", "WHATEVER").is_refused(400, "status");
    with("media_url", "file:///etc/passwd").is_refused(400, "media_url");
    with("service_request_id", "00000000000").is_refused(400, "service_request_id");
    with("api_key", "").is_refused(403, "api_key");
    with("api_key", "wrong").is_refused(403, "api_key");
    let other = server.key_for("别的系统", "building");
    let mut fields = whole.clone();
    fields[0].1 = &other;
    server.post("servicerequestupdates.xml", &fields).is_refused(400, "service_request_id");
    assert_eq!(server.post("servicerequestupdates.xml", &whole).status, 200, "nothing of it was kept");
}
