//! Every way to be refused, in both formats, by the numbers of the specification.

use crate::server::Server;
use axum::body::Body;
use axum::http::Request;

/// GET in both formats.
#[track_caller]
fn get(server: &Server, path: &str, status: u16, about: &str) {
    for format in [".xml", ".json"] {
        let path = path.replacen('?', &format!("{format}?"), 1);
        server.get(&path).is_refused(status, about);
    }
}

#[test]
fn what_does_not_exist() {
    let server = Server::new();
    get(&server, "services?jurisdiction_id=110101", 404, "jurisdiction_id");
    get(&server, "services/0000?", 404, "service_code");
    get(&server, "requests?service_code=0102,0000", 404, "service_code");
    get(&server, "requests/00000000000?", 404, "service_request_id");
    get(&server, "requests/nonsense?", 404, "service_request_id");
    get(&server, "tokens/nonsense?", 404, "token");
    get(&server, "nothing?", 404, "");
    server.get("services").is_refused(404, "");
    server.get("services.html").is_refused(404, "");
    server.get("services/0102").is_refused(404, "");
    server.get("media/00000000000000000000000000000000-00.jpg").is_refused(404, "");
    let fields =
        [("api_key", server.key.as_str()), ("service_code", "0000"), ("lat", "26.9"), ("long", "112.6")];
    server.post("requests.xml", &fields).is_refused(404, "service_code");
    let mut fields = fields.to_vec();
    fields.push(("description", "x"));
    server.post("requests.json", &fields).is_refused(404, "service_code");
    fields[1].1 = "0102";
    fields.push(("jurisdiction_id", "110101"));
    server.post("requests.json", &fields).is_refused(404, "jurisdiction_id");
}

#[test]
fn keys() {
    let server = Server::new();
    let fields = [("service_code", "0102"), ("lat", "26.9"), ("long", "112.6"), ("description", "x")];
    for format in ["xml", "json"] {
        server.post(&format!("requests.{format}"), &fields).is_refused(403, "api_key");
        let mut wrong = fields.to_vec();
        wrong.push(("api_key", "wrong"));
        server.post(&format!("requests.{format}"), &wrong).is_refused(403, "api_key");
        wrong.pop();
        let invented = "A".repeat(43);
        wrong.push(("api_key", &invented));
        server.post(&format!("requests.{format}"), &wrong).is_refused(403, "api_key");
    }
    get(&server, "requests?api_key=wrong", 403, "api_key");
    get(&server, "servicerequestupdates?", 403, "api_key");
}

#[test]
fn what_cannot_be_understood() {
    let server = Server::new();
    let long = "2026-01-01T00:00:00%2B08:00";
    for (query, about) in [
        ("start_date=2026-02-01T00:00:00", "start_date"),
        ("start_date=2026-02-01", "start_date"),
        ("end_date=yesterday", "end_date"),
        ("start_date=2025-11-30T00:00:00Z&end_date=2026-03-01T00:00:00Z", "start_date, end_date"),
        ("start_date=2026-03-01T00:00:00Z&end_date=2026-02-01T00:00:00Z", "start_date"),
        ("updated_after=never", "updated_after"),
        ("status=half", "status"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=5001&page_size=10", "page"),
        ("page_size=0", "page_size"),
        ("page_size=1001", "page_size"),
        ("page_size=x", "page_size"),
        ("lat=26.9&long=112.6", "radius"),
        ("radius=100", "lat, long"),
        ("lat=26.9&radius=100", "long"),
        ("lat=NaN&long=112.6&radius=100", "lat, long"),
        ("lat=91&long=112.6&radius=100", "lat, long"),
        ("lat=112.6&long=26.9&radius=100", "lat, long"),
        ("lat=26.9&long=112.6&radius=NaN", "radius"),
        ("lat=26.9&long=112.6&radius=0", "radius"),
        ("lat=26.9&long=112.6&radius=1e9", "radius"),
        ("status=%ff", "UTF-8"),
    ] {
        get(&server, &format!("requests?{query}"), 400, about);
    }
    for query in [format!("start_date={long}"), format!("end_date={long}")] {
        get(&server, &format!("servicerequestupdates?api_key={}&{query}", server.key), 400, "_date");
    }
    let old = format!("start_date=2025-01-01T00:00:00Z&end_date={long}&api_key={}", server.key);
    get(&server, &format!("servicerequestupdates?{old}"), 400, "start_date, end_date");
}

#[test]
fn what_a_report_lacks_or_has_wrong() {
    let server = Server::new();
    let whole = [
        ("api_key", server.key.as_str()),
        ("service_code", "0102"),
        ("lat", "26.9"),
        ("long", "112.6"),
        ("description", "通道被堵"),
    ];
    let with = |changes: &[(&'static str, &str)], status: u16, about: &str| {
        let mut fields = whole.to_vec();
        fields.retain(|(name, _)| !changes.iter().any(|(other, _)| other == name));
        fields.extend_from_slice(changes);
        server.post("requests.xml", &fields).is_refused(status, about);
        server.post("requests.json", &fields).is_refused(status, about);
    };
    with(&[("service_code", "")], 400, "Bad request: service_code");
    with(&[("lat", ""), ("long", "")], 400, "lat, long, address_string");
    with(&[("lat", "")], 400, "Bad request: lat");
    with(&[("long", " ")], 400, "Bad request: long");
    with(&[("lat", "north")], 400, "lat");
    with(&[("lat", "NaN")], 400, "lat, long");
    with(&[("lat", "inf")], 400, "lat, long");
    with(&[("lat", "-91")], 400, "lat, long");
    with(&[("long", "180.1")], 400, "lat, long");
    with(&[("lat", "112.6"), ("long", "26.9")], 400, "lat, long");
    with(&[("description", &"字".repeat(4_001))], 400, "description");
    with(&[("address_string", &"字".repeat(4_001))], 400, "address_string");
    with(&[("first_name", &"x".repeat(201))], 400, "first_name");
    with(&[("email", &"x".repeat(201))], 400, "email");
    with(&[("media_url", "javascript:alert(1)")], 400, "media_url");
    with(&[("media_url", "https://a.example/ b")], 400, "media_url");
    with(&[("media_url", &format!("https://a.example/{}", "x".repeat(2_000)))], 400, "media_url");
    with(&[("attribute[x]", &"x".repeat(4_001))], 400, "attribute");
    with(&[("attribute[captured_at]", "2026-03-01 08:00")], 400, "attribute[captured_at]");
    with(&[("attribute[fixmystreet_id]", &"1".repeat(201))], 400, "attribute[fixmystreet_id]");
    with(&[("client_request_id", &"1".repeat(201))], 400, "client_request_id");
    with(&[("address_id", "nonsense")], 404, "");
    with(&[("address_id", "01890000-0000-7000-8000-000000000000")], 404, "");
    let exact = "字".repeat(4_000);
    let mut fields = whole.to_vec();
    fields[4].1 = &exact;
    assert_eq!(server.post("requests.json", &fields).status, 200);
    assert_eq!(
        server.get(&format!("requests.json?api_key={}", server.key)).json().as_array().unwrap().len(),
        1
    );
}

#[test]
fn bodies_of_the_wrong_kind_and_size() {
    let server = Server::new();
    for kind in ["application/json", "text/xml", "nonsense"] {
        server.post_as("requests.xml", kind, "{}").is_refused(400, "Content-Type");
    }
    server.post_as("requests.json", "multipart/form-data", "").is_refused(400, "multipart");
    server
        .post_as("requests.json", "multipart/form-data; boundary=x", "no parts")
        .is_refused(400, "multipart");
    let large = format!("description={}", "x".repeat(300_000));
    server.post_as("requests.json", "application/x-www-form-urlencoded", large).is_refused(413, "");
    server
        .post_as("requests.json", "application/x-www-form-urlencoded", "api_key=%ff")
        .is_refused(400, "UTF-8");
    let many = "a=1&".repeat(300);
    server.post_as("requests.json", "application/x-www-form-urlencoded", many).is_refused(400, "parameters");
}

#[test]
fn other_methods() {
    let server = Server::new();
    let request = |method: &str, path: &str| {
        server.send(
            Request::builder().method(method).uri(format!("/open311/v2/{path}")).body(Body::empty()).unwrap(),
        )
    };
    for (method, path) in [("DELETE", "requests.json"), ("PUT", "requests/1.json"), ("POST", "services.json")]
    {
        let reply = request(method, path);
        reply.is_refused(405, "");
        assert!(reply.headers.contains_key("allow"), "{method} {path}");
    }
}

#[test]
fn a_full_house_says_when_to_come_again() {
    let server = Server::new();
    server.town.app.store().close();
    let fields = [
        ("api_key", server.key.as_str()),
        ("service_code", "0102"),
        ("lat", "26.9"),
        ("long", "112.6"),
        ("description", "x"),
    ];
    let reply = server.post("requests.xml", &fields);
    reply.is_refused(503, "");
    assert_eq!(reply.headers["retry-after"], "1");
}

#[test]
fn in_the_language_that_is_asked_for() {
    let server = Server::new();
    assert!(server.get("requests.xml?page=0").xml("description")[0].contains("超出范围"));
    assert!(
        server.get_in_english("requests.xml?page=0").xml("description")[0].contains("page is out of range")
    );
}

#[test]
fn what_lies_far_outside_of_the_district() {
    let server = Server::new();
    let at = |lat: &'static str, long: &'static str| {
        vec![("api_key", server.key.as_str()), ("service_code", "0102"), ("lat", lat), ("long", long)]
    };
    // Peking; the same latitude on the other side of the earth; just beyond the margin.
    for (lat, long) in [("39.9", "116.4"), ("26.9", "-112.6"), ("26.9", "112.76")] {
        for format in ["xml", "json"] {
            server.post(&format!("requests.{format}"), &at(lat, long)).is_refused(400, "lat, long");
        }
    }
    assert_eq!(server.post("requests.json", &at("26.9", "112.74")).status, 200, "within the margin");
}

#[test]
fn pages_of_other_sites_may_read_and_not_write() {
    let server = Server::new();
    for path in ["requests.json", "requests/R1.xml", "services.json", "media/x.jpg"] {
        let asked = Request::options(format!("/open311/v2/{path}"))
            .header("origin", "https://elsewhere.example")
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "x-api-key");
        let reply = server.send(asked.body(Body::empty()).unwrap());
        assert_eq!(reply.status, 204, "{path}");
        assert_eq!(reply.headers["access-control-allow-origin"], "*");
        assert!(!reply.headers["access-control-allow-methods"].to_str().unwrap().contains("POST"));
        assert!(!reply.headers.contains_key("access-control-allow-credentials"), "never with cookies");
        let refused = server.get(path).headers;
        assert_eq!(refused["cross-origin-resource-policy"], "cross-origin", "{path}");
    }
}
