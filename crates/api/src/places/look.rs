//! `GET /codes/{code}`: a scanned code, for staff.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use work::place::{self, ScannedPlate};

/// Which plate a scanned code is, where it belongs, and what else hangs there.
#[utoipa::path(get, path = "/api/v1/codes/{code}", tag = "registers",
    params(("code" = String, Path, description = "The whole code, as scanned")),
    responses((status = 200, body = ScannedPlate), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_code(
    State(api): State<Api>,
    signed: Signed,
    Named(code): Named<String>,
) -> Answer<Json<ScannedPlate>> {
    Ok(Json(place::look_up_code(&api.app, &signed.actor(), &code).await?))
}
