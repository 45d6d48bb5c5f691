//! `GET /people`: 人员名册.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use work::people::{self, Listed};

/// Everybody, for security and audit administrators; for others the names of their own unit.
#[utoipa::path(get, path = "/api/v1/people", tag = "registers",
    responses((status = 200, body = Vec<Listed>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_people(State(api): State<Api>, signed: Signed) -> Answer<Json<Vec<Listed>>> {
    Ok(Json(people::list(&api.app, &signed.actor()).await?))
}
