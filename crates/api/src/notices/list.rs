//! `GET /notices`: 消息.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use work::hazard::{ListOrder, Page};
use work::notice::{self, Notices};

/// Which page.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NoticesQuery {
    /// Where the last page ended.
    after: Option<String>,
    /// Rows, 200 at most.
    limit: Option<u32>,
}

/// What the viewer was told, newest first, in the viewer's language.
#[utoipa::path(get, path = "/api/v1/notices", tag = "notices", params(NoticesQuery),
    responses((status = 200, body = Notices), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_notices(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Asked(query): Asked<NoticesQuery>,
) -> Answer<Json<Notices>> {
    let page = Page { after: query.after, limit: query.limit.unwrap_or(50), order: ListOrder::Newest };
    Ok(Json(notice::notices(&api.app, &signed.actor(), page, lang(&headers)).await?))
}
