//! `GET /streets`: 街道.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::session::Coded;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;

/// The streets of the district, by code.
#[utoipa::path(get, path = "/api/v1/streets", tag = "registers",
    responses((status = 200, body = Vec<Coded>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_streets(State(api): State<Api>, _: Signed) -> Answer<Json<Vec<Coded>>> {
    let streets = api.app.registers().streets();
    Ok(Json(streets.into_iter().map(|(code, name)| Coded { code, name }).collect()))
}
