//! `GET /notices/unread`: 未读.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use work::notice::{self, Unread};

/// How many are shown beside the count.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UnreadQuery {
    /// The newest ones, 20 at most.
    newest: Option<u32>,
}

/// How many of the viewer's notices are unread, 100 at most, and the newest of them.
#[utoipa::path(get, path = "/api/v1/notices/unread", tag = "notices", params(UnreadQuery),
    responses((status = 200, body = Unread), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_unread(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Asked(query): Asked<UnreadQuery>,
) -> Answer<Json<Unread>> {
    let newest = i64::from(query.newest.unwrap_or(8));
    Ok(Json(notice::unread(&api.app, &signed.actor(), newest, lang(&headers)).await?))
}
