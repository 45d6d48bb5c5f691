//! `GET /catalogue/limits`, `GET /catalogue/limits/versions` and `GET /catalogue/limits/compare`: what was, is and will be
//! in force.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::rulebook::{OneVersion, TwoVersions};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use work::limits::{self, LimitDiffers, LimitsView};
use work::rulebook::RulesListed;

/// The limits in force, or those of another version, with their legal basis, in the reader's language.
#[utoipa::path(get, path = "/api/v1/catalogue/limits", tag = "registers", params(OneVersion),
    responses((status = 200, body = LimitsView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_limits(
    State(api): State<Api>,
    _: Signed,
    Asked(query): Asked<OneVersion>,
    headers: HeaderMap,
) -> Answer<Json<LimitsView>> {
    Ok(Json(limits::read_limits(&api.app, query.version.as_deref(), lang(&headers))?))
}

/// Every version of the limits, the newest first.
#[utoipa::path(get, path = "/api/v1/catalogue/limits/versions", tag = "registers",
    responses((status = 200, body = Vec<RulesListed>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_limit_versions(
    State(api): State<Api>,
    signed: Signed,
) -> Answer<Json<Vec<RulesListed>>> {
    Ok(Json(limits::limit_versions(&api.app, &signed.actor())?))
}

/// What one version of the limits has, lacks and says otherwise than another.
#[utoipa::path(get, path = "/api/v1/catalogue/limits/compare", tag = "registers", params(TwoVersions),
    responses((status = 200, body = Vec<LimitDiffers>), (status = "default", body = ProblemBody)))]
pub(crate) async fn compare_limits(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<TwoVersions>,
    headers: HeaderMap,
) -> Answer<Json<Vec<LimitDiffers>>> {
    let (old, new) = (&query.old, &query.new);
    Ok(Json(limits::compare_limit_versions(&api.app, &signed.actor(), old, new, lang(&headers))?))
}
