//! `GET /hazards/{id}/related`: 关联与复发.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::ids::HazardId;
use uuid::Uuid;
use work::hazard::{self, Related};

/// What was reported at the same place within the year before, and since.
#[utoipa::path(get, path = "/api/v1/hazards/{id}/related", tag = "hazards", params(("id" = Uuid, Path)),
    responses((status = 200, body = Related), (status = "default", body = ProblemBody)))]
pub(crate) async fn find_related(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Named(id): Named<Uuid>,
) -> Answer<Json<Related>> {
    Ok(Json(hazard::related(&api.app, &signed.actor(), HazardId(id), lang(&headers)).await?))
}
