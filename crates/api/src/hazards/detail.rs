//! `GET /hazards/{id}`: 详情.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::ids::HazardId;
use uuid::Uuid;
use work::hazard::{self, Detail};

/// Everything about one hazard that the viewer may see, and what the viewer may do with it.
#[utoipa::path(get, path = "/api/v1/hazards/{id}", tag = "hazards", params(("id" = Uuid, Path)),
    responses((status = 200, body = Detail), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_hazard(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Named(id): Named<Uuid>,
) -> Answer<Json<Detail>> {
    Ok(Json(hazard::detail(&api.app, &signed.actor(), HazardId(id), lang(&headers)).await?))
}
