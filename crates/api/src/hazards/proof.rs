//! `GET /hazards/{id}/proof`: 存证.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::ids::HazardId;
use uuid::Uuid;
use work::hazard::{self, Proof};

/// The hashes of a hazard's events, and the proof that the newest is in the log.
#[utoipa::path(get, path = "/api/v1/hazards/{id}/proof", tag = "hazards", params(("id" = Uuid, Path)),
    responses((status = 200, body = Proof), (status = "default", body = ProblemBody)))]
pub(crate) async fn prove_hazard(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<Json<Proof>> {
    Ok(Json(hazard::proof(&api.app, &signed.actor(), HazardId(id)).await?))
}
