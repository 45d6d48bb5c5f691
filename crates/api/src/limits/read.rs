//! `GET /catalogue/limits`: 时限规则.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use work::limits::{LimitsView, read_limits as read};

/// Which version.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LimitsQuery {
    /// The name of a version; the one in force now, if it is left out.
    version: Option<String>,
}

/// The limits in force, or those of another version, with their legal basis, in the reader's language.
#[utoipa::path(get, path = "/api/v1/catalogue/limits", tag = "registers", params(LimitsQuery),
    responses((status = 200, body = LimitsView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_limits(
    State(api): State<Api>,
    _: Signed,
    Asked(query): Asked<LimitsQuery>,
    headers: HeaderMap,
) -> Answer<Json<LimitsView>> {
    Ok(Json(read(&api.app, query.version.as_deref(), lang(&headers))?))
}
