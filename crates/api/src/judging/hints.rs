//! `GET /hazards/{id}/criteria`: what the criteria hint at for one hazard.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::{Asked, Named};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::ids::HazardId;
use serde::Deserialize;
use uuid::Uuid;
use work::judging::{self, HintView};

/// In which category.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HintsQuery {
    /// 小类 code; the hazard's own otherwise.
    category: Option<String>,
}

/// Clauses that may apply, the likeliest first. A hint is no finding: a named person judges and signs.
#[utoipa::path(get, path = "/api/v1/hazards/{id}/criteria", tag = "judging",
    params(("id" = Uuid, Path), HintsQuery),
    responses((status = 200, body = Vec<HintView>), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_criteria_hints(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    Asked(query): Asked<HintsQuery>,
    headers: HeaderMap,
) -> Answer<Json<Vec<HintView>>> {
    let category = query.category.filter(|c| !c.trim().is_empty());
    let hints =
        judging::read_hints(&api.app, &signed.actor(), HazardId(id), category, lang(&headers)).await?;
    Ok(Json(hints))
}
