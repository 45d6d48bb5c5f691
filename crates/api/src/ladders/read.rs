//! `GET /catalogue/ladders`: 督办规则.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use work::ladder::{LaddersView, read_ladders as read};

/// Which version.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LaddersQuery {
    /// The name of a version; the one in force now, if it is left out.
    version: Option<String>,
}

/// The ladders of supervision in force, or those of another version, with what they rest on, in the reader's language.
#[utoipa::path(get, path = "/api/v1/catalogue/ladders", tag = "registers", params(LaddersQuery),
    responses((status = 200, body = LaddersView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_ladders(
    State(api): State<Api>,
    _: Signed,
    Asked(query): Asked<LaddersQuery>,
    headers: HeaderMap,
) -> Answer<Json<LaddersView>> {
    Ok(Json(read(&api.app, query.version.as_deref(), lang(&headers))?))
}
