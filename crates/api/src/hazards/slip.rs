//! `GET /hazards/{id}/slip`: 整改通知单.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::ids::HazardId;
use uuid::Uuid;
use work::hazard::{self, Slip};

/// The notice for the responsible party: registers, catalogue and the office's own words, nothing of the report.
#[utoipa::path(get, path = "/api/v1/hazards/{id}/slip", tag = "hazards", params(("id" = Uuid, Path)),
    responses((status = 200, body = Slip), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_slip(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Named(id): Named<Uuid>,
) -> Answer<Json<Slip>> {
    Ok(Json(hazard::read_slip(&api.app, &signed.actor(), HazardId(id), lang(&headers)).await?))
}
