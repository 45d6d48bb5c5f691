//! The page.

use super::drawing::{Dot, draw};
use super::land::Land;
use crate::answer::{Failed, page};
use crate::moment::day;
use crate::reader::Reader;
use crate::state::{Frame, Pages};
use crate::words::{With, stage};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::hazard::Catalogue;
use domain::people::Actor;
use serde::Deserialize;
use work::Problem;
use work::client::{Request, Wanted, requests};

/// How many stand on a page, how many pages there are at most, and how many of the newest are drawn.
const ROWS: usize = 20;
const PAGES: usize = 50;
const DRAWN: usize = 400;

#[derive(Template)]
#[template(path = "around.html")]
struct AroundPage {
    frame: Frame,
    streets: Vec<Choice>,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    map: Option<String>,
    rows: Vec<Row>,
    newer: Option<String>,
    older: Option<String>,
}

/// An entry of a list to choose from.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

struct Row {
    what: String,
    where_: String,
    state: &'static str,
    class: &'static str,
    when: String,
}

/// What to show.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    street: String,
    /// 大类 code.
    #[serde(default)]
    kind: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    /// The filters as they stand in an address, without the page.
    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("street", &self.street), ("kind", &self.kind), ("state", &self.state)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    fn number(&self) -> usize {
        self.page.parse().unwrap_or(1).clamp(1, PAGES)
    }
}

/// Every 街道, the one chosen marked.
pub(crate) fn streets(pages: &Pages, chosen: &str) -> Vec<Choice> {
    let all = pages.app.registers().streets().into_iter();
    all.map(|(value, name)| Choice { chosen: value == chosen, value, name }).collect()
}

/// The page.
pub(crate) async fn around(State(pages): State<Pages>, lang: Reader, Query(asked): Query<Asked>) -> Response {
    match show(&pages, lang, asked).await {
        Ok(response) => response,
        Err(problem) => Failed::from(problem).page(&pages, lang),
    }
}

async fn show(pages: &Pages, lang: Reader, asked: Asked) -> Result<Response, Problem> {
    let w = &lang.words().around;
    let catalogue = pages.app.catalogue();
    let major = catalogue.majors().iter().find(|m| m.code == asked.kind);
    let wanted = Wanted {
        services: major.map(|m| m.minors.iter().map(|m| m.code.clone()).collect()).unwrap_or_default(),
        street: Some(asked.street.clone()).filter(|s| !s.is_empty()),
        closed: match asked.state.as_str() {
            "closed" => Some(true),
            "open" => Some(false),
            _ => None,
        },
        ..Wanted::default()
    };
    let number = asked.number();
    let first = Wanted { take: DRAWN, ..wanted.clone() };
    let newest = requests(&pages.app, &Actor::Public, first).await?.requests;
    let listed = match number {
        1 => newest.iter().take(ROWS + 1).cloned().collect(),
        _ => {
            let skip = (number - 1) * ROWS;
            requests(&pages.app, &Actor::Public, Wanted { skip, take: ROWS + 1, ..wanted }).await?.requests
        }
    };
    let more = listed.len() > ROWS && number < PAGES;
    let map = match Land::of(pages).await? {
        Some(land) => {
            let dots = newest
                .iter()
                .filter_map(|r| Some((r.position?, if r.is_open() { Dot::Open } else { Dot::Closed })));
            Some(draw(&land, dots, w.map))
        }
        None => None,
    };
    let query = asked.query();
    let to = |page: usize| match query.as_str() {
        "" => format!("/around?page={page}"),
        query => format!("/around?{query}&page={page}"),
    };
    let kinds = catalogue.majors().iter().map(|m| Choice {
        value: m.code.clone(),
        name: lang.either(&m.name, &m.name_en).to_owned(),
        chosen: m.code == asked.kind,
    });
    let state = |value: &str, name: &str| Choice {
        value: value.to_owned(),
        name: name.to_owned(),
        chosen: value == asked.state,
    };
    let mut frame = pages.frame(lang, w.title);
    if !query.is_empty() {
        frame.query = format!("{query}&");
    }
    let template = AroundPage {
        frame,
        streets: streets(pages, &asked.street),
        kinds: kinds.collect(),
        states: vec![state("open", w.state_open), state("closed", w.state_closed)],
        map,
        rows: listed.iter().take(ROWS).map(|r| row(pages, lang, &catalogue, r)).collect(),
        newer: (number > 1).then(|| to(number - 1)),
        older: more.then(|| to(number + 1)),
    };
    Ok(page(StatusCode::OK, &template))
}

fn row(pages: &Pages, lang: Reader, catalogue: &Catalogue, request: &Request) -> Row {
    let w = &lang.words().around;
    let minor = request.service.as_deref().and_then(|code| catalogue.minor(code));
    let unnamed = lang.words().place.closed_unnamed;
    let what = minor.map_or(unnamed, |m| lang.either(&m.name, &m.name_en)).to_owned();
    let open = request.is_open();
    let when = if open {
        w.reported.with(day(*lang, request.requested_at))
    } else {
        w.closed.with(day(*lang, request.updated_at))
    };
    let code = serde_json::to_value(request.stage).ok();
    let code = code.as_ref().and_then(|c| c.as_str()).unwrap_or_default();
    Row {
        what,
        where_: request.address.clone().unwrap_or_else(|| w.nowhere.with(pages.app.district_name())),
        state: if open { stage(*lang, code) } else { w.state_closed },
        class: if open { "open" } else { "shut" },
        when,
    }
}
