//! `GET /hazards/count`: how many rows an export would have.

use super::list::ListQuery;
use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use work::hazard;

/// How many.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HazardCount)]
pub(crate) struct Counted {
    /// Hazards that fit the filter.
    count: u64,
}

/// How many hazards fit a filter, for those who may export them.
#[utoipa::path(get, path = "/api/v1/hazards/count", tag = "hazards", params(ListQuery),
    responses((status = 200, body = Counted), (status = "default", body = ProblemBody)))]
pub(crate) async fn count_hazards(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<ListQuery>,
) -> Answer<Json<Counted>> {
    let count = hazard::count(&api.app, &signed.actor(), query.filter()?).await?;
    Ok(Json(Counted { count }))
}
