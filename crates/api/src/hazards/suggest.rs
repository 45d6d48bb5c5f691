//! `GET /hazards/{id}/suggestion`: 派遣建议.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::ids::HazardId;
use uuid::Uuid;
use work::hazard::{self, Suggestion};

/// Whom grid, category and party say that a hazard should go to, with reasons; changes nothing.
#[utoipa::path(get, path = "/api/v1/hazards/{id}/suggestion", tag = "hazards", params(("id" = Uuid, Path)),
    responses((status = 200, body = Suggestion), (status = "default", body = ProblemBody)))]
pub(crate) async fn suggest_units(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<Json<Suggestion>> {
    Ok(Json(hazard::suggestion(&api.app, &signed.actor(), HazardId(id)).await?))
}
