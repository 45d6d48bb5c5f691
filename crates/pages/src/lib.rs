//! The public pages behind a scanned code: server-rendered, tiny, no framework.
//!
//! They work without JavaScript; with it, photos are shrunk on the phone and a report survives a lost signal. Nobody
//! signs in here, and nothing that is shown names a person.

mod answer;
mod around;
mod assets;
mod figures;
mod front;
mod headers;
mod ledger;
mod moment;
mod places;
mod reader;
mod receipt;
mod report;
mod scan;
mod state;
mod upload;
mod words;

pub use state::Settings;

use answer::Failed;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use reader::Reader;
use state::Pages;

/// The pages of an installation. They also answer what no other router knows, so they are merged into those.
pub fn router(app: work::App, settings: Settings) -> Router {
    let pages = Pages::new(app, settings);
    let secret = Router::new()
        .route("/inside", get(report::show_inside).post(report::send_inside))
        .route("/r", get(receipt::look_up))
        .route("/r/{receipt}", get(receipt::show))
        .route("/r/{receipt}/{verb}", get(receipt::back).post(receipt::act))
        .route("/r/{receipt}/proof.json", get(receipt::proof))
        .route("/r/{receipt}/qr.svg", get(receipt::qr))
        .route("/r/{receipt}/photo/{photo}", get(receipt::photo))
        .layer(from_fn(headers::secret));
    Router::new()
        .route("/", get(front::front))
        .route("/privacy", get(front::privacy))
        .route("/emergency", get(front::emergency))
        .route("/around", get(around::around))
        .route("/figures", get(figures::show))
        .route("/figures.csv", get(figures::download))
        .route("/places", get(places::places))
        .route("/plate", post(report::report_plate))
        .route("/s", get(scan::typed))
        .route("/s/{code}", get(scan::scan))
        .route("/s/{code}/picture.jpg", get(scan::picture))
        .route("/s/{code}/report", get(report::show_at).post(report::send_at))
        .route("/report", get(report::show).post(report::send))
        .route("/log", get(ledger::log))
        .route("/log/checkpoint", get(ledger::checkpoint))
        .route("/log/{program}", get(ledger::program))
        .route("/assets/{name}", get(assets::serve))
        .merge(secret)
        .fallback(nowhere)
        .layer(from_fn_with_state(pages.clone(), answer::in_words))
        .layer(from_fn_with_state(pages.clone(), reader::choose))
        .layer(from_fn(headers::secure))
        .with_state(pages)
}

/// An address that leads nowhere: a page for people, nothing for programs.
async fn nowhere(State(pages): State<Pages>, lang: Reader, uri: Uri) -> Response {
    if uri.path().starts_with("/api/") || uri.path().starts_with("/open311/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    Failed::NotFound.page(&pages, lang)
}

/// Who sends the same form with the same id again means the same thing.
pub(crate) fn report_key(scope: &str, form: &upload::Form) -> Option<store::Key> {
    let photos: Vec<&str> = form.photos.iter().map(|p| p.sha256.as_str()).collect();
    let fields: Vec<&(String, String)> =
        form.fields().iter().filter(|(name, _)| name != "client_id").collect();
    let content = format!("{fields:?} {photos:?}");
    report::client_id(form).map(|id| store::Key::new(scope, id, content.as_bytes()))
}
