//! Weight, headers, languages, labels.

use crate::town::{Answer, Form, Town, staff};
use axum::http::StatusCode;
use domain::people::Role;
use domain::place::PlaceKind;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use work::place::PlaceEntry;

/// Every page that a stranger can open.
async fn pages(town: &Town) -> Vec<String> {
    let receipt = town.reported(Form::new().with("text", "护栏断裂")).await;
    vec![
        "/".into(),
        "/privacy".into(),
        "/report".into(),
        "/r".into(),
        "/log".into(),
        "/emergency".into(),
        "/around".into(),
        "/figures".into(),
        "/places".into(),
        "/inside".into(),
        format!("/report?place={}", town.place.0.simple()),
        format!("/inside?place={}", town.place.0.simple()),
        format!("/s/{}", town.code),
        format!("/s/{}/report", town.code),
        receipt,
    ]
}

fn attribute<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!("{name}=\"");
    html.split(&mark).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// A page with all that it loads.
pub async fn weight(town: &Town, page: &Answer) -> usize {
    let text = page.text();
    let mut weight = page.bytes.len();
    for asset in loads(&text) {
        let asset = town.get(&asset).await;
        assert_eq!(asset.status, StatusCode::OK);
        weight += asset.bytes.len();
    }
    weight
}

fn loads(html: &str) -> Vec<String> {
    let named = [attribute(html, "href"), attribute(html, "src")].concat();
    named.into_iter().filter(|path| path.starts_with("/assets/")).map(str::to_owned).collect()
}

/// What of it goes over the line, in gzip as it is sent (docs/decisions/0021-packed-answers.md).
async fn sent(town: &Town, page: &Answer) -> usize {
    let packed = |bytes: &[u8]| {
        let mut pack = GzEncoder::new(Vec::new(), Compression::fast());
        pack.write_all(bytes).unwrap();
        pack.finish().unwrap().len()
    };
    let mut sent = packed(&page.bytes);
    for asset in loads(&page.text()) {
        sent += packed(&town.get(&asset).await.bytes);
    }
    sent
}

/// The longest name and address that a place may have, of characters that weigh most and repeat least.
#[tokio::test]
async fn a_form_is_light_whatever_the_place_is_called() {
    let town = Town::new().await;
    let long = |from: u32| -> String { (0..200).filter_map(|n| char::from_u32(from + n * 37)).collect() };
    let entry = PlaceEntry {
        name: long(0x4E00),
        address: long(0x4E10),
        kind: PlaceKind::Open,
        street: Some("430406001".into()),
        party_unit: Some(town.unit),
        ..PlaceEntry::default()
    };
    let admin = staff(&[Role::SystemAdmin], town.unit);
    let place = work::place::register(&town.app, admin, None, entry).await.unwrap();
    for language in ["zh-CN", "en"] {
        let page = town.get_in(language, &format!("/report?place={}", place.0.simple())).await;
        assert!(page.text().contains(&long(0x4E00)));
        let sent = sent(&town, &page).await;
        assert!(sent <= 20_000, "{sent} bytes in {language}");
    }
}

#[tokio::test]
async fn every_page_is_light() {
    let town = Town::new().await;
    for language in ["zh-CN", "en"] {
        for path in pages(&town).await {
            let page = town.get_in(language, &path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let (weight, sent) = (weight(&town, &page).await, sent(&town, &page).await);
            assert!(sent <= 20_000, "{path} sends {sent} bytes");
            assert!(weight <= 33_000, "{path} weighs {weight} bytes where nothing is packed");
        }
    }
    let scripts = |text: &str| -> Vec<String> {
        attribute(text, "src").into_iter().filter(|src| src.ends_with(".js")).map(str::to_owned).collect()
    };
    let (front, form) = (town.get("/").await.text(), town.get("/report").await.text());
    assert_eq!(scripts(&front).len(), 1, "only the form has the form's script");
    assert_eq!(scripts(&form)[0], scripts(&front)[0], "the queue comes first: the form's script needs it");
    let mut weight = 0;
    for script in scripts(&form) {
        let script = town.get(&script).await;
        weight += script.bytes.len();
        assert!(script.header("cache-control").contains("immutable"));
    }
    assert!(weight <= 14_000, "the scripts weigh {weight} bytes");
}

#[tokio::test]
async fn every_page_is_closed_to_what_does_not_belong() {
    let town = Town::new().await;
    for path in pages(&town).await.into_iter().chain(["/s/x".into(), "/r/x".into()]) {
        let page = town.get(&path).await;
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("x-frame-options"), "DENY");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
        let text = page.text();
        assert!(
            !text.contains("style=\"") && !text.contains("onclick") && !text.contains("<style"),
            "{path}"
        );
        assert_eq!(text.matches("<script").count(), text.matches("<script src=\"/assets/").count(), "{path}");
        assert!(!text.contains("http://"), "{path}");
    }
}

#[tokio::test]
async fn an_address_that_leads_nowhere_says_so() {
    let town = Town::new().await;
    let page = town.get("/wp-login.php").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text().contains("没有找到这一页") && page.text().contains("tel:119"));
    let nothing = town.get("/api/v1/nothing").await;
    assert_eq!((nothing.status, nothing.bytes.len()), (StatusCode::NOT_FOUND, 0));
    assert_eq!(town.get("/assets/pages-0000000000.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_field_has_a_label_and_every_picture_words() {
    let town = Town::new().await;
    for path in pages(&town).await {
        let text = town.get(&path).await.text();
        let labels = attribute(&text, "for");
        let tags =
            text.split('<').filter(|t| ["input ", "textarea ", "select "].iter().any(|n| t.starts_with(n)));
        for tag in tags.filter(|t| !t.contains("type=\"hidden\"")) {
            let id = attribute(tag, "id");
            let labelled =
                id.first().is_some_and(|id| labels.contains(id)) || tag.contains("type=\"checkbox\"");
            assert!(labelled || tag.contains("type=\"radio\""), "{path}: {tag}");
        }
        for image in text.split("<img ").skip(1) {
            assert!(image.split('>').next().unwrap().contains("alt=\""), "{path}");
        }
        let ids = attribute(&text, " id");
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(ids.len(), unique.len(), "{path}: {ids:?}");
    }
}

#[tokio::test]
async fn a_language_once_chosen_stays() {
    let town = Town::new().await;
    let answer = town.get("/s?lang=en").await;
    assert_eq!((answer.status, answer.header("location").as_str()), (StatusCode::SEE_OTHER, "/s"));
    // What the page is about stays, too.
    let place = format!("place={}", town.place.0.simple());
    for path in [format!("/report?{place}"), format!("/inside?{place}"), "/report?about=plate".into()] {
        let (_, query) = path.split_once('?').unwrap();
        assert!(town.get(&path).await.text().contains(&format!("href=\"?{query}&#38;lang=en\"")), "{path}");
    }
    assert!(town.get("/r?number=7K3M").await.text().contains("?number=7K3M&#38;lang=en"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("lang=en;") && cookie.contains("SameSite=Lax"));
    let request = axum::http::Request::get("/")
        .header("accept-language", "zh-CN")
        .header("cookie", "lang=en")
        .body(axum::body::Body::empty())
        .unwrap();
    assert!(town.ask(request).await.text().contains("See a hazard? Report it"));
}
