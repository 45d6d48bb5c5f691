//! `GET /checklists/{kind}`: 检查表.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::{Named, word};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use work::place::{self, CheckListView};

/// The check list for a kind of place, in the reader's language.
#[utoipa::path(get, path = "/api/v1/checklists/{kind}", tag = "inspections",
    params(("kind" = work::names::PlaceKind, Path)),
    responses((status = 200, body = CheckListView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_check_list(
    State(api): State<Api>,
    signed: Signed,
    Named(kind): Named<String>,
    headers: HeaderMap,
) -> Answer<Json<CheckListView>> {
    let kind = word("kind", &kind)?;
    Ok(Json(place::check_list(&api.app, &signed.actor(), kind, lang(&headers))?))
}
