//! `GET /catalogue/ladders/versions` and `GET /catalogue/ladders/compare`: what was, is and will be in force.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use work::ladder::{self, LaddersDiffer, LaddersListed};

/// Which two versions.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CompareLaddersQuery {
    /// The older one.
    old: String,
    /// The newer one.
    new: String,
}

/// Every version of the ladders of supervision, the newest first.
#[utoipa::path(get, path = "/api/v1/catalogue/ladders/versions", tag = "registers",
    responses((status = 200, body = Vec<LaddersListed>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_ladder_versions(
    State(api): State<Api>,
    signed: Signed,
) -> Answer<Json<Vec<LaddersListed>>> {
    Ok(Json(ladder::ladder_versions(&api.app, &signed.actor())?))
}

/// What one version of the ladders has, lacks and says otherwise than another.
#[utoipa::path(get, path = "/api/v1/catalogue/ladders/compare", tag = "registers", params(CompareLaddersQuery),
    responses((status = 200, body = LaddersDiffer), (status = "default", body = ProblemBody)))]
pub(crate) async fn compare_ladders(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<CompareLaddersQuery>,
    headers: HeaderMap,
) -> Answer<Json<LaddersDiffer>> {
    let (old, new) = (&query.old, &query.new);
    Ok(Json(ladder::compare_ladder_versions(&api.app, &signed.actor(), old, new, lang(&headers))?))
}
