//! `GET /units/{id}/history`: 沿革.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::ids::UnitId;
use uuid::Uuid;
use work::people::{UnitStep, unit_history};

/// How a unit came to stand as it does, the newest step first.
#[utoipa::path(get, path = "/api/v1/units/{id}/history", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<UnitStep>), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_unit_history(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<Json<Vec<UnitStep>>> {
    Ok(Json(unit_history(&api.app, &signed.actor(), UnitId(id)).await?))
}
