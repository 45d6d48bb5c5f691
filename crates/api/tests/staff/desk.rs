//! The desk over HTTP: views, many at a time, pasted numbers, files, what happens at this moment.

use crate::server::{Client, Reply, Server};
use axum::body::Body;
use domain::people::Role;
use futures_util::StreamExt;
use serde_json::{Value, json};
use tower::ServiceExt;

fn keyed(server: &Server, client: &Client, path: &str, body: &Value, key: &str) -> Reply {
    let mut request = server.request(client, "POST", &format!("/api/v1{path}"), Some(body));
    request.headers_mut().insert("idempotency-key", key.parse().unwrap());
    server.send(request)
}

/// Percent-encoded.
fn asked(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

fn ids(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn words_and_numbers_are_found() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let road = server.reported("路面塌陷，车轮陷入");
    server.town.wait(60_000);
    let gas = server.reported("LPG 气瓶漏气，路面有水");
    let find = |q: &str| ids(&server.get(&chen, &format!("/hazards?q={}", asked(q))).good());
    assert_eq!(find("塌陷"), [road.as_str()]);
    assert_eq!(find("路面"), [gas.as_str(), road.as_str()], "newest first");
    assert_eq!(find("lpg 路面"), [gas.as_str()]);
    assert_eq!(find("解放路12号"), Vec::<String>::new(), "as it is written");
    assert_eq!(find("解放路"), [gas.as_str(), road.as_str()]);
    assert_eq!(find(&gas), [gas.as_str()]);
    assert!(find("路陷").is_empty());
    let ordered = |order: &str| ids(&server.get(&chen, &format!("/hazards?order={order}")).good());
    assert_eq!(ordered("oldest"), [road.as_str(), gas.as_str()]);
    assert_eq!((ordered("newest").len(), ordered("due").len()), (2, 2));
    let strange = server.get(&chen, "/hazards?order=loudest").json()["errors"][0].clone();
    assert_eq!(strange["field"], json!("order"));
    let short = server.get(&chen, &format!("/hazards?q={}", asked("路")));
    assert_eq!(short.json()["errors"][0]["problem"], json!("too_short"));
    let page = server.get(&chen, &format!("/hazards?q={}&limit=1", asked("路面"))).good();
    let next = page["next"].as_str().unwrap();
    let rest = server.get(&chen, &format!("/hazards?q={}&limit=1&after={next}", asked("路面"))).good();
    assert_eq!((ids(&page), ids(&rest), rest["next"].clone()), (vec![gas], vec![road], Value::Null));
    let stranger = server.member("stranger", "building", &[Role::Handler]);
    assert!(ids(&server.get(&stranger, &format!("/hazards?q={}", asked("路面"))).good()).is_empty());
}

#[test]
fn views_are_kept_shared_and_changed_once() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let wang = server.member("wang", "desk", &[Role::Dispatcher]);
    let far = server.member("far", "building", &[Role::Handler]);
    let view = json!({"name": " 塌陷 ", "filter": {"q": "塌陷", "stages": ["reported"]}, "shared": true});
    let kept = server.post(&chen, "/hazards/views", view).good();
    let list = |client: &Client| server.get(client, "/hazards/views").good();
    assert_eq!(
        (list(&chen)[0]["name"].clone(), list(&chen)[0]["mine"].clone()),
        (json!("塌陷"), json!(true))
    );
    assert_eq!(list(&wang)[0]["owner"]["name"], json!("chen 甲"));
    assert_eq!(list(&far), json!([]));
    let path = format!("/hazards/views/{}", kept["id"].as_str().unwrap());
    let change = json!({"version": 1, "name": "路面", "filter": {}});
    assert_eq!(server.put(&wang, &path, change.clone()).status, 404, "not hers");
    assert_eq!(server.put(&chen, &path, change.clone()).good()["version"], json!(2));
    assert_eq!(server.put(&chen, &path, change).refusal(), (409, "stale".into()));
    assert_eq!(list(&wang), json!([]), "no longer shared");
    let strange = json!({"name": "x", "filter": {"colour": "red"}});
    assert_eq!(
        server.post(&chen, "/hazards/views", strange).json()["errors"][0]["field"],
        json!("filter.colour")
    );
    assert_eq!(server.call(&chen, "DELETE", &path, None).status, 204);
    assert_eq!(list(&chen), json!([]));
}

#[test]
fn many_are_looked_at_first_and_each_is_decided_by_itself() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let (first, second) = (server.reported("路面塌陷"), server.reported("井盖缺失"));
    server.acts(&chen, &second, json!({"action": "accept"})).good();
    let nobody = "00000000-0000-0000-0000-000000000000";
    let question = json!({"ids": [first, second, nobody], "action": {"action": "accept"}});
    let seen = server.post(&chen, "/hazards/bulk/preview", question).good();
    assert_eq!(seen["unknown"], json!([nobody]));
    assert_eq!((&seen["items"][0]["allowed"], &seen["items"][1]["allowed"]), (&json!(true), &json!(false)));
    assert!(!seen["items"][1]["problem"]["title"].as_str().unwrap().is_empty());
    assert_eq!(server.version(&chen, &first), 1, "nothing was changed");
    let by_filter = json!({"filter": {"stages": ["reported"]}, "action": {"action": "accept"}});
    assert_eq!(
        server.post(&chen, "/hazards/bulk/preview", by_filter).good()["items"].as_array().unwrap().len(),
        2
    );
    let items =
        json!([{"id": first, "version": 1}, {"id": second, "version": 1}, {"id": nobody, "version": 1}]);
    let order = json!({"items": items, "action": {"action": "accept"}});
    let keyless = server.post(&chen, "/hazards/bulk", order.clone());
    assert_eq!(keyless.json()["errors"][0]["field"], json!("Idempotency-Key"));
    for _ in 0..2 {
        let done = keyed(&server, &chen, "/hazards/bulk", &order, "once").good();
        let results = done["results"].as_array().unwrap();
        assert_eq!((&results[0]["done"], &results[0]["version"]), (&json!(true), &json!(2)));
        assert_eq!((&results[1]["done"], &results[1]["problem"]["code"]), (&json!(false), &json!("stale")));
        assert_eq!(results[2]["problem"]["code"], json!("not_found"));
    }
    assert_eq!(server.version(&chen, &first), 2, "repeated and not done twice");
    let photos = json!({"items": [], "action": {"action": "submit", "text": "x", "photos": []}});
    assert_eq!(keyed(&server, &chen, "/hazards/bulk", &photos, "other").status, 422);
    server.town.is_sound();
}

#[test]
fn pasted_numbers_lead_to_hazards_that_one_may_see() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let far = server.member("far", "building", &[Role::Handler]);
    let id = server.reported("路面塌陷");
    let receipt = server.get(&chen, &format!("/hazards/{id}")).good()["receipt"].as_str().unwrap().to_owned();
    let text = format!("序号\t编号\n1\t{receipt}\t2026-03-02\n2\t{id}\n3\t430406202001010001");
    let found = server.post(&chen, "/hazards/lookup", json!({"text": text})).good();
    assert_eq!(found["found"].as_array().unwrap().len(), 2);
    assert_eq!(found["missing"], json!(["430406202001010001"]));
    let nothing = server.post(&far, "/hazards/lookup", json!({"text": text})).good();
    assert_eq!(nothing["found"], json!([]));
    assert_eq!(nothing["missing"].as_array().unwrap().len(), 3);
}

#[test]
fn a_file_leaves_with_a_reason_a_checksum_and_a_trace() {
    let server = Server::new();
    let lead = server.member("lead", "desk", &[Role::ShiftLead]);
    let other = server.member("other", "desk", &[Role::ShiftLead]);
    server.reported("=HYPERLINK(\"http://x\") 路面塌陷 13800000000");
    server.reported("井盖缺失");
    let ask = |format: &str, filter: Value| {
        let order = json!({"filter": filter, "format": format, "reason": "季度汇报"});
        server.post(&lead, "/hazards/exports", order).good()
    };
    assert_eq!(server.get(&lead, "/hazards/count").good()["count"], json!(2));
    let silent = json!({"filter": {}, "format": "csv", "reason": " "});
    let columns = |columns: Value| {
        let order = json!({"filter": {}, "format": "csv", "reason": "月报", "columns": columns});
        server.post(&lead, "/hazards/exports", order)
    };
    let unknown = columns(json!(["text", "receipt"])).json()["errors"][0]["field"].clone();
    assert_eq!(unknown, json!("columns[1]"), "receipts belong to reporters");
    assert_eq!(columns(json!(["text", "text"])).json()["errors"][0]["problem"], json!("twice"));
    assert_eq!(server.post(&lead, "/hazards/exports", silent).json()["errors"][0]["field"], json!("reason"));
    let asked = ask("csv", json!({"q": "塌陷"}));
    assert_eq!(asked["count"], json!(1));
    let path = asked["file"].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    let file = server.get(&lead, &path);
    assert_eq!(file.status, 200, "{}", file.text());
    assert_eq!(
        (file.header("x-rows"), file.header("content-length")),
        ("1", file.body.len().to_string().as_str())
    );
    let text = file.text();
    assert!(
        text.contains("'=HYPERLINK")
            && text.contains("季度汇报")
            && text.contains(file.header("x-rows-sha256"))
    );
    assert!(!text.contains("13800000000") && !text.contains("井盖"), "{text}");
    assert_eq!(server.get(&other, &path).status, 404, "somebody else's");
    server.town.wait(2 * 3_600_000);
    let lead = Server::browser(server.signs_in("lead", crate::server::PASSWORD, None));
    assert_eq!(server.get(&lead, &path).status, 404, "too late");
    let order = json!({"filter": {}, "format": "xlsx", "reason": "季度汇报"});
    let book = server.post(&lead, "/hazards/exports", order).good();
    let path = book["file"].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    let file = server.get(&lead, &path);
    assert!(file.header("content-disposition").ends_with(".xlsx"));
    assert_eq!((&file.body[..2], file.header("x-rows")), (&b"PK"[..], "2"));
    server.town.is_sound();
    let auditor = server.member("auditor", "office", &[Role::AuditAdmin]);
    let events = server.get(&auditor, "/ledger/events?limit=200").good();
    let exports: Vec<&Value> =
        events["items"].as_array().unwrap().iter().filter(|e| e["noun"] == json!("export")).collect();
    assert_eq!(exports.len(), 4, "two asked for, two made");
}

#[test]
fn what_was_there_before_is_counted() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    let report = |days: i64| {
        server.town.wait(days * 86_400_000);
        let chen = Server::browser(server.signs_in("chen", crate::server::PASSWORD, None));
        let new = json!({"source": "hotline", "text": "路面塌陷",
            "position": {"lon": 112.6154, "lat": 26.8894, "system": "cgcs2000"}});
        server.post(&chen, "/hazards", new).good()["id"].as_str().unwrap().to_owned()
    };
    let _ = chen;
    let (first, _, last) = (report(0), report(60), report(10));
    let chen = Server::browser(server.signs_in("chen", crate::server::PASSWORD, None));
    let related = server.get(&chen, &format!("/hazards/{last}/related")).good();
    assert_eq!(related["place"], json!({"days30": 1, "days90": 2, "days365": 2}));
    assert_eq!(related["items"][0]["days_apart"], json!(10));
    assert_eq!((&related["later"], &related["items"][0]["later"]), (&json!(0), &json!(false)));
    let since = server.get(&chen, &format!("/hazards/{first}/related")).good();
    assert_eq!(since["place"], json!({"days30": 0, "days90": 0, "days365": 0}));
    assert_eq!(since["later"], json!(2), "nobody is told that there is nothing else");
    let days: Vec<_> =
        since["items"].as_array().unwrap().iter().map(|i| (&i["days_apart"], &i["later"])).collect();
    assert_eq!(days, [(&json!(60), &json!(true)), (&json!(70), &json!(true))]);
}

#[test]
fn the_morning_page_adds_up() {
    let server = Server::new();
    let lead = server.member("lead", "desk", &[Role::ShiftLead]);
    server.appoint("builder", "building", &[Role::Handler]);
    for _ in 0..3 {
        server.reported("路面塌陷");
    }
    let page = server.get(&lead, "/overview").good();
    assert_eq!(
        (&page["whole"], &page["open"], &page["today"]["reported"]),
        (&json!(true), &json!(3), &json!(3))
    );
    assert_eq!(page["days"].as_array().unwrap().len(), 90);
    assert_eq!(page["days"][89]["reported"], json!(3));
    let hours: i64 = page["hours"].as_array().unwrap().iter().map(|h| h["reported"].as_i64().unwrap()).sum();
    assert_eq!((hours, &page["late"]["total"]), (3, &json!(0)));
    server.town.wait(10 * 3_600_000);
    let lead = Server::browser(server.signs_in("lead", crate::server::PASSWORD, None));
    let page = server.get(&lead, "/overview").good();
    assert_eq!((&page["late"]["total"], &page["late"]["by"][0]["awaits"]), (&json!(3), &json!("desk")));
    assert_eq!(page["late"]["items"].as_array().unwrap().len(), 3);
    let builder = Server::browser(server.signs_in("builder", crate::server::PASSWORD, None));
    let own = server.get(&builder, "/overview").good();
    assert_eq!((&own["whole"], &own["open"], &own["late"]["total"]), (&json!(false), &json!(0), &json!(0)));
}

/// Reads events until so many have come.
async fn events(body: Body, count: usize) -> Vec<String> {
    let mut pieces = body.into_data_stream();
    let mut text = String::new();
    while text.matches("\n\n").count() < count {
        text.push_str(std::str::from_utf8(&pieces.next().await.unwrap().unwrap()).unwrap());
    }
    text.split("\n\n").filter(|e| !e.is_empty()).map(str::to_owned).collect()
}

#[test]
fn what_happens_is_told_at_once_to_whom_it_concerns() {
    let server = Server::new();
    let chen = server.member("chen", "desk", &[Role::Acceptor]);
    server.reported("路面塌陷");
    assert!(server.town.app.store().settle(std::time::Duration::from_secs(10)).unwrap());
    let open = |last: Option<&str>| {
        let mut request = server.request(&chen, "GET", "/api/v1/stream", None);
        request.headers_mut().insert("accept-encoding", "gzip".parse().unwrap());
        if let Some(last) = last {
            request.headers_mut().insert("last-event-id", last.parse().unwrap());
        }
        let router = server.router();
        server.town.block_on(async move { router.oneshot(request).await.unwrap() })
    };
    let live = open(None);
    assert_eq!(live.headers()["content-type"], "text/event-stream");
    let id = server.reported("井盖缺失，电话13800000000");
    let told = server.town.block_on(events(live.into_body(), 2));
    assert!(told[0].contains("event: hello"), "{told:?}");
    assert!(
        told[1].contains("event: change") && told[1].contains(&id) && told[1].contains("reported"),
        "{told:?}"
    );
    assert!(!told[1].contains("井盖") && !told[1].contains("13800000000"), "never words");
    let again = server.town.block_on(events(open(Some("0")).into_body(), 2));
    assert!(again[1].contains("event: change"), "what was missed comes again: {again:?}");
    let lost = server.town.block_on(events(open(Some("999999")).into_body(), 1));
    assert!(lost[0].contains("event: reload") && lost[0].contains("behind"), "{lost:?}");
}
