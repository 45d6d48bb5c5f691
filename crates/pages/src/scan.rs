//! GET /s, GET /s/{code}, GET /s/{code}/picture.jpg

use crate::answer::{Failed, page, see_other};
use crate::moment::day;
use crate::reader::Reader;
use crate::state::{Frame, Pages};
use crate::words::{With, Words};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::hazard::Catalogue;
use domain::place::{PlaceKind, RevokeReason};
use identity::session::{Transport, token_from_cookies};
use serde::Deserialize;
use work::photo::Size;
use work::place::{Mistyped, Retired, Scanned, Spot};

#[derive(Template)]
#[template(path = "place.html")]
struct PlacePage {
    frame: Frame,
    spot: Spot,
    kind: &'static str,
    client_id: String,
    closed: Vec<ClosedRow>,
    /// Whether somebody from the office seems to look: then there is a way to the console's view of the place.
    staff: bool,
}

struct ClosedRow {
    what: String,
    when: String,
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    frame: Frame,
    typed: String,
    trouble: Option<String>,
}

#[derive(Template)]
#[template(path = "forged.html")]
struct ForgedPage {
    frame: Frame,
    address: String,
}

#[derive(Template)]
#[template(path = "retired.html")]
struct RetiredPage {
    frame: Frame,
    text: String,
    replaced_by: Option<String>,
    since: String,
    reason: &'static str,
}

/// The form of `/s?code=`.
#[derive(Deserialize)]
pub(crate) struct Typed {
    code: Option<String>,
}

/// A code that was typed goes to the address that scanning it would open.
pub(crate) async fn typed(State(pages): State<Pages>, lang: Reader, Query(typed): Query<Typed>) -> Response {
    let code = typed.code.unwrap_or_default();
    let plain: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if !plain.is_empty() && plain.len() <= 60 && plain.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    {
        return see_other(&format!("/s/{plain}"));
    }
    if plain.is_empty() {
        let frame = pages.frame(lang, lang.words().place.typed_title);
        return page(StatusCode::OK, &CodePage { frame, typed: String::new(), trouble: None });
    }
    show(&pages, lang, &code, false).await
}

/// The page behind a code.
pub(crate) async fn scan(
    State(pages): State<Pages>,
    lang: Reader,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Response {
    show(&pages, lang, &code, carries_session(&pages, &headers)).await
}

/// Whether the browser carries a session of the console. Not asked of any database: the console itself asks.
fn carries_session(pages: &Pages, headers: &HeaderMap) -> bool {
    let transport = if pages.settings.secure_cookies { Transport::Https } else { Transport::LoopbackHttp };
    let mut cookies = headers.get_all(header::COOKIE).iter().filter_map(|c| c.to_str().ok());
    cookies.any(|c| token_from_cookies(c, transport).is_some())
}

async fn show(pages: &Pages, lang: Reader, code: &str, staff: bool) -> Response {
    match work::place::scan(&pages.app, code).await {
        Ok(Scanned::Valid(spot)) => {
            work::place::count_scan(&pages.app, spot.place);
            let catalogue = pages.app.catalogue();
            let closed = spot.closed.iter().map(|c| closed_row(lang, &catalogue, c)).collect();
            let frame = pages.frame(lang, spot.name.clone()).with_scripts();
            let client_id = pages.app.store().surroundings().new_id().to_string();
            let kind = kind_words(lang.words(), spot.kind);
            page(StatusCode::OK, &PlacePage { frame, kind, client_id, closed, staff, spot: *spot })
        }
        Ok(other) => not_valid(pages, lang, code, other),
        Err(problem) => Failed::from(problem).page(pages, lang),
    }
}

/// The page for anything but a code in use.
pub(crate) fn not_valid(pages: &Pages, lang: Reader, code: &str, scanned: Scanned) -> Response {
    let w = &lang.words().place;
    match scanned {
        Scanned::Mistyped(why) => {
            let trouble = match why {
                Mistyped::Length => w.mistyped_length.to_owned(),
                Mistyped::Character(c) => w.mistyped_character.with(c),
                Mistyped::Check => w.mistyped_check.to_owned(),
            };
            let typed = code.chars().take(60).collect();
            let frame = pages.frame(lang, w.mistyped_title);
            page(StatusCode::NOT_FOUND, &CodePage { frame, typed, trouble: Some(trouble) })
        }
        Scanned::Forged => {
            let address = format!("{}/s/", pages.app.base_url());
            page(StatusCode::NOT_FOUND, &ForgedPage { frame: pages.frame(lang, w.forged_title), address })
        }
        Scanned::Unknown => {
            let template = RetiredPage {
                frame: pages.frame(lang, w.unknown_title),
                text: w.unknown_text.to_owned(),
                replaced_by: None,
                since: String::new(),
                reason: "",
            };
            page(StatusCode::NOT_FOUND, &template)
        }
        Scanned::Revoked(Retired { at, reason, place, replaced_by }) => {
            let template = RetiredPage {
                frame: pages.frame(lang, w.revoked_title),
                text: w.revoked_text.with(place),
                replaced_by: replaced_by.map(|url| local(pages, &url)),
                since: w.revoked_since.with(day(*lang, at)),
                reason: reason_words(lang.words(), reason),
            };
            page(StatusCode::GONE, &template)
        }
        Scanned::Valid(_) => see_other(&format!("/s/{code}")),
    }
}

/// An address of our own without the host, so that it works under any name by which the server is reached.
pub(crate) fn local(pages: &Pages, url: &str) -> String {
    url.strip_prefix(pages.app.base_url()).unwrap_or(url).to_owned()
}

fn closed_row(lang: Reader, catalogue: &Catalogue, closed: &work::place::Closed) -> ClosedRow {
    let w = &lang.words().place;
    let minor = closed.category.as_deref().and_then(|code| catalogue.minor(code));
    let what = minor.map_or(w.closed_unnamed, |m| lang.either(&m.name, &m.name_en)).to_owned();
    ClosedRow { what, when: w.closed_at.with(day(*lang, closed.at)) }
}

pub(crate) fn kind_words(w: &'static Words, kind: PlaceKind) -> &'static str {
    let w = &w.place;
    match kind {
        PlaceKind::Residence => w.kind_residence,
        PlaceKind::SelfBuilt => w.kind_self_built,
        PlaceKind::Shop => w.kind_shop,
        PlaceKind::Restaurant => w.kind_restaurant,
        PlaceKind::Venue => w.kind_venue,
        PlaceKind::School => w.kind_school,
        PlaceKind::Care => w.kind_care,
        PlaceKind::Factory => w.kind_factory,
        PlaceKind::Hazardous => w.kind_hazardous,
        PlaceKind::Gas => w.kind_gas,
        PlaceKind::Site => w.kind_site,
        PlaceKind::Road => w.kind_road,
        PlaceKind::Open => w.kind_open,
        PlaceKind::Other => w.kind_other,
    }
}

fn reason_words(w: &'static Words, reason: RevokeReason) -> &'static str {
    let w = &w.place;
    match reason {
        RevokeReason::Damaged => w.reason_damaged,
        RevokeReason::Lost => w.reason_lost,
        RevokeReason::Moved => w.reason_moved,
        RevokeReason::Tampered => w.reason_tampered,
        RevokeReason::PlaceClosed => w.reason_closed,
    }
}

/// Which copy of a picture.
#[derive(Deserialize)]
pub(crate) struct Which {
    size: Option<String>,
}

impl Which {
    pub(crate) fn size(&self) -> Size {
        if self.size.as_deref() == Some("thumb") { Size::Thumb } else { Size::View }
    }
}

/// The picture of the place.
pub(crate) async fn picture(
    State(pages): State<Pages>,
    Path(code): Path<String>,
    Query(which): Query<Which>,
) -> Response {
    match work::place::picture(&pages.app, &code, which.size()).await {
        Ok(bytes) => {
            let headers =
                [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "public, max-age=3600")];
            (headers, bytes).into_response()
        }
        Err(problem) => Failed::from(problem).status().into_response(),
    }
}
