//! Finding reports: by number, service, state, time, place, page by page.

use crate::server::{Server, encode};
use store::Surroundings;

fn numbers(server: &Server, query: &str) -> Vec<String> {
    let reply = server.get(&format!("requests.json?api_key={}&{query}", server.key));
    assert_eq!(reply.status, 200, "{}", reply.body);
    let found = reply.json();
    found.as_array().unwrap().iter().map(|r| r["service_request_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn by_number_over_everything_else() {
    let server = Server::new();
    let first = server.report(&[]);
    server.town.wait(1_000);
    let second = server.report(&[]);
    let grouped = format!("{}-{}-{}", &first[..4], &first[4..8], &first[8..]).to_lowercase();
    let both =
        format!("service_request_id={second},,{grouped},nonsense&status=closed&page=9&service_code=0000");
    assert_eq!(numbers(&server, &both), [second, first], "newest first");
    assert_eq!(numbers(&server, "service_request_id=00000000000"), Vec::<String>::new());
}

#[test]
fn by_service_and_state() {
    let server = Server::new();
    let lane = server.report(&[]);
    let lamp = server.report(&[("service_code", "0103")]);
    server.is_closed(&lane);
    assert_eq!(numbers(&server, "service_code=0103"), std::slice::from_ref(&lamp));
    assert_eq!(numbers(&server, "service_code=0103,0101&status=open"), std::slice::from_ref(&lamp));
    assert_eq!(numbers(&server, "status=closed"), std::slice::from_ref(&lane));
    assert_eq!(numbers(&server, "status=open,closed").len(), 2);
    assert_eq!(
        numbers(&server, "status=&service_code=&start_date=&page=").len(),
        2,
        "empty is as good as absent"
    );
}

#[test]
fn by_time() {
    let server = Server::new();
    const DAY: i64 = 86_400_000;
    let old = server.report(&[]);
    server.town.wait(60 * DAY);
    let middle = server.report(&[]);
    server.town.wait(60 * DAY);
    let new = server.report(&[]);
    let now = server.town.clock.now();
    let at = |days: i64| encode(&now.plus(-days * DAY).to_string());
    assert_eq!(numbers(&server, ""), [new.clone(), middle.clone()], "the last ninety days");
    assert_eq!(
        numbers(&server, &format!("start_date={}", at(121))),
        [middle.clone(), old.clone()],
        "ninety days on"
    );
    assert_eq!(numbers(&server, &format!("end_date={}", at(61))), std::slice::from_ref(&old));
    assert_eq!(
        numbers(&server, &format!("start_date={}&end_date={}", at(61), at(1))),
        std::slice::from_ref(&middle)
    );
    // A plus that was not encoded arrives as a blank.
    let careless = now.plus(-DAY).to_string().replace(':', "%3A");
    assert_eq!(numbers(&server, &format!("start_date={careless}")), std::slice::from_ref(&new));
    // Changes: whenever they were reported, in the order of the changes.
    server.town.officer("acceptor").accepts(server.hazard(&old));
    assert_eq!(numbers(&server, &format!("updated_after={}", at(1))), [new.clone(), old.clone()]);
    assert_eq!(numbers(&server, &format!("updated_before={}", at(1))), std::slice::from_ref(&middle));
    let both = format!("updated_after={}&start_date={}&end_date={}", at(1), at(121), at(100));
    assert_eq!(numbers(&server, &both), [old]);
}

#[test]
fn page_by_page() {
    let server = Server::new();
    let mut all = Vec::new();
    for _ in 0..7 {
        all.push(server.report(&[]));
        server.town.wait(1_000);
    }
    all.reverse();
    assert_eq!(numbers(&server, "page_size=3"), all[..3]);
    assert_eq!(numbers(&server, "page_size=3&page=2"), all[3..6]);
    assert_eq!(numbers(&server, "page_size=3&page=3"), all[6..]);
    assert_eq!(numbers(&server, "page_size=3&page=4"), Vec::<String>::new());
    let near = "lat=26.8894321&long=112.6154321&radius=10";
    assert_eq!(numbers(&server, &format!("{near}&page_size=3&page=2")), all[3..6]);
    all.reverse();
    let changes = "updated_after=2026-01-01T00:00:00Z&page_size=4";
    assert_eq!(numbers(&server, changes), all[..4]);
    assert_eq!(numbers(&server, &format!("{changes}&page=2")), all[4..]);
}

/// The numbers of every page, following the link from page to page, and what was done between two pages.
fn followed(server: &Server, query: &str, mut between: impl FnMut(usize)) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut next = format!("?api_key={}&{query}", server.key);
    loop {
        let reply = server.get(&format!("requests.json{next}"));
        assert_eq!(reply.status, 200, "{next}: {}", reply.body);
        let found = reply.json();
        let number = |r: &serde_json::Value| r["service_request_id"].as_str().unwrap().to_owned();
        pages.push(found.as_array().unwrap().iter().map(number).collect());
        let Some(link) = reply.headers.get("link") else { return pages };
        let link = link.to_str().unwrap();
        next = link.strip_prefix('<').and_then(|l| l.strip_suffix(">; rel=\"next\"")).unwrap().to_owned();
        assert!(!next.contains("&page="), "{next}");
        assert!(pages.len() < 20, "{pages:?}");
        between(pages.len());
    }
}

#[test]
fn page_after_page_by_the_link_until_the_end() {
    let server = Server::new();
    let mut all = Vec::new();
    for nth in 0..7 {
        all.push(server.report(&[]));
        // The third, fourth and fifth are of one moment.
        if !(2..=3).contains(&nth) {
            server.town.wait(1_000);
        }
    }
    let sorted = |pages: &[Vec<String>]| {
        let mut found = pages.concat();
        found.sort();
        found
    };
    let mut expected = all.clone();
    expected.sort();
    for size in 1..=8 {
        for query in [
            format!("page_size={size}"),
            format!("page_size={size}&page=1&status=open"),
            format!("page_size={size}&lat=26.8894321&long=112.6154321&radius=1000"),
            format!("page_size={size}&service_code=0102&updated_after=2026-01-01T00:00:00Z"),
        ] {
            let pages = followed(&server, &query, |_| ());
            assert_eq!(sorted(&pages), expected, "{query}: each once: {pages:?}");
            assert!(pages.iter().all(|page| page.len() <= size), "{query}: {pages:?}");
        }
    }
    // What comes in meanwhile stands before the first page.
    let pages = followed(&server, "page_size=3", |_| drop(server.report(&[])));
    assert_eq!(sorted(&pages), expected, "{pages:?}");
}

#[test]
fn what_changes_while_a_list_of_changes_is_read_comes_again_and_hides_nothing() {
    let server = Server::new();
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(server.report(&[]));
        server.town.wait(1_000);
    }
    let last = all[1].clone();
    let pages = followed(&server, "page_size=2&updated_after=2026-01-01T00:00:00Z", |read| {
        if read == 1 {
            server.town.wait(1_000);
            server.town.officer("acceptor").accepts(server.hazard(&last));
        }
    });
    let found = pages.concat();
    assert_eq!(found[..6], all[..], "{pages:?}");
    let until_now = numbers(&server, "updated_after=2026-01-01T00:00:00Z");
    assert_eq!(until_now.last(), Some(&last));
}

#[test]
fn a_place_in_a_list_is_read_or_refused_and_tells_nothing() {
    let server = Server::new();
    let number = server.report(&[]);
    let now = server.town.clock.now().0;
    for wrong in ["x", "12", "-1-A", "9999999999999999999-A", "1-nonsense"] {
        server.get(&format!("requests.json?start_after={wrong}")).is_refused(400, "start_after");
    }
    for (at, found) in [(now + 1, 1), (0, 0)] {
        assert_eq!(numbers(&server, &format!("start_after={at}-00000000000")).len(), found);
        let known = numbers(&server, &format!("start_after={at}-{number}"));
        assert_eq!(known.len(), found, "a number that somebody has answers like one that nobody has");
    }
    let deep = server.get_in_english("requests.json?page=51&page_size=1000");
    assert_eq!(deep.status, 400);
    assert!(deep.body.contains("start_after"), "{}", deep.body);
}

#[test]
fn by_distance() {
    let server = Server::new();
    let here = server.report(&[("lat", "26.8894"), ("long", "112.6154")]);
    let near = server.report(&[("lat", "26.8940"), ("long", "112.6154")]);
    server.report(&[("lat", "26.9894"), ("long", "112.6154")]);
    server.report(&[("lat", ""), ("long", ""), ("address_string", "南街")]);
    let around = |metres: &str| numbers(&server, &format!("lat=26.8894&long=112.6154&radius={metres}"));
    assert_eq!(around("50"), std::slice::from_ref(&here));
    assert_eq!(around("500"), std::slice::from_ref(&here));
    assert_eq!(around("520").len(), 2);
    assert!(around("520").contains(&near));
    assert_eq!(around("20000").len(), 3);
}

#[test]
fn a_circle_tells_others_no_more_than_the_list_does() {
    let server = Server::new();
    let number = server.report(&[("lat", "26.8894001"), ("long", "112.6154001")]);
    server.is_dispatched(&number, "roads");
    let found = |query: &str| server.get(&format!("requests.json?{query}")).json().as_array().unwrap().len();
    assert_eq!(found("lat=26.8894001&long=112.6154001&radius=5"), 0, "not where it was reported from");
    assert_eq!(found("lat=26.8895&long=112.6155&radius=5"), 1, "in the middle of its field of the grid");
}
