//! `GET /hazards/{id}/duplicates`: 并案建议.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::ids::HazardId;
use uuid::Uuid;
use work::hazard::{self, Near};

/// Live hazards that this one may repeat, the likeliest first.
#[utoipa::path(get, path = "/api/v1/hazards/{id}/duplicates", tag = "hazards", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<Near>), (status = "default", body = ProblemBody)))]
pub(crate) async fn find_duplicates(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Named(id): Named<Uuid>,
) -> Answer<Json<Vec<Near>>> {
    Ok(Json(hazard::duplicates(&api.app, &signed.actor(), HazardId(id), lang(&headers)).await?))
}
