//! `GET /catalogue/limits`: 时限规则.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use work::hazard::{LimitsView, read_limits as read};

/// The limits in force, with their legal basis, in the reader's language.
#[utoipa::path(get, path = "/api/v1/catalogue/limits", tag = "registers",
    responses((status = 200, body = LimitsView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_limits(
    State(api): State<Api>,
    _: Signed,
    headers: HeaderMap,
) -> Answer<Json<LimitsView>> {
    Ok(Json(read(&api.app, lang(&headers))))
}
