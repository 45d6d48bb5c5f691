//! `GET /catalogue/limits/versions` and `GET /catalogue/limits/compare`: what was, is and will be in force.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use work::limits::{self, LimitDiffers, LimitsListed};

/// Which two versions.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CompareLimitsQuery {
    /// The older one.
    old: String,
    /// The newer one.
    new: String,
}

/// Every version of the limits, the newest first.
#[utoipa::path(get, path = "/api/v1/catalogue/limits/versions", tag = "registers",
    responses((status = 200, body = Vec<LimitsListed>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_limit_versions(
    State(api): State<Api>,
    signed: Signed,
) -> Answer<Json<Vec<LimitsListed>>> {
    Ok(Json(limits::limit_versions(&api.app, &signed.actor())?))
}

/// What one version of the limits has, lacks and says otherwise than another.
#[utoipa::path(get, path = "/api/v1/catalogue/limits/compare", tag = "registers", params(CompareLimitsQuery),
    responses((status = 200, body = Vec<LimitDiffers>), (status = "default", body = ProblemBody)))]
pub(crate) async fn compare_limits(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<CompareLimitsQuery>,
    headers: HeaderMap,
) -> Answer<Json<Vec<LimitDiffers>>> {
    let (old, new) = (&query.old, &query.new);
    Ok(Json(limits::compare_limit_versions(&api.app, &signed.actor(), old, new, lang(&headers))?))
}
