//! GET /places: 选点, for reporting without a code: by street, by name, or in words.

use crate::answer::{Failed, page};
use crate::around::{Choice, streets};
use crate::reader::Reader;
use crate::scan::kind_words;
use crate::state::{Frame, Pages};
use crate::words::With;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use work::place::{Picking, pick};

/// The longest text that is looked for.
const LONGEST: usize = 40;

#[derive(Template)]
#[template(path = "places.html")]
struct PlacesPage {
    frame: Frame,
    streets: Vec<Choice>,
    q: String,
    inside: bool,
    rows: Vec<Row>,
    more: Option<String>,
}

struct Row {
    to: String,
    name: String,
    kind: &'static str,
    address: String,
}

/// What is looked for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    street: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    lane: String,
    /// Where the last page ended: id, then name.
    #[serde(default)]
    after: String,
}

/// The page.
pub(crate) async fn places(State(pages): State<Pages>, lang: Reader, Query(asked): Query<Asked>) -> Response {
    let q: String = asked.q.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let inside = asked.lane == "inside";
    let after = asked.after.split_once('_').and_then(|(id, name)| Some((name.to_owned(), id.parse().ok()?)));
    let picking = Picking { q: q.clone(), street: asked.street.clone(), after };
    let (found, next) = match pick(&pages.app, picking).await {
        Ok(found) => found,
        Err(problem) => return Failed::from(problem).page(&pages, lang),
    };
    let query = |after: Option<&str>| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let lane = if inside { "inside" } else { "" };
        let pairs = [("street", asked.street.as_str()), ("q", &q), ("lane", lane)];
        for (name, value) in pairs.into_iter().chain(after.map(|a| ("after", a))) {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    };
    let form = if inside { "/inside" } else { "/report" };
    let rows = found.into_iter().map(|place| Row {
        to: format!("{form}?place={}", place.id.0.simple()),
        name: place.name,
        kind: kind_words(lang.words(), place.kind),
        address: place.address,
    });
    let mut frame = pages.frame(lang, lang.words().places.title);
    frame.query = Some(query(None)).filter(|q| !q.is_empty()).map(|q| format!("{q}&")).unwrap_or_default();
    let template = PlacesPage {
        frame,
        streets: streets(&pages, &asked.street),
        inside,
        rows: rows.collect(),
        more: next.map(|(name, id)| format!("/places?{}", query(Some(&format!("{}_{name}", id.simple()))))),
        q,
    };
    page(StatusCode::OK, &template)
}
