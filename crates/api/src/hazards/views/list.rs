//! `GET /hazards/views`: saved views.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use work::hazard::{self, View};

/// One's own views, then those that colleagues of the unit share.
#[utoipa::path(get, path = "/api/v1/hazards/views", tag = "hazards",
    responses((status = 200, body = Vec<View>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_views(State(api): State<Api>, signed: Signed) -> Answer<Json<Vec<View>>> {
    Ok(Json(hazard::views(&api.app, &signed.actor()).await?))
}
