//! `GET /catalogue/ladders`, `GET /catalogue/ladders/versions` and `GET /catalogue/ladders/compare`: what was, is and will be
//! in force.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::rulebook::{OneVersion, TwoVersions};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use work::ladder::{self, LaddersDiffer, LaddersView};
use work::rulebook::RulesListed;

/// The ladders of supervision in force, or those of another version, with what they rest on, in the reader's language.
#[utoipa::path(get, path = "/api/v1/catalogue/ladders", tag = "registers", params(OneVersion),
    responses((status = 200, body = LaddersView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_ladders(
    State(api): State<Api>,
    _: Signed,
    Asked(query): Asked<OneVersion>,
    headers: HeaderMap,
) -> Answer<Json<LaddersView>> {
    Ok(Json(ladder::read_ladders(&api.app, query.version.as_deref(), lang(&headers))?))
}

/// Every version of the ladders of supervision, the newest first.
#[utoipa::path(get, path = "/api/v1/catalogue/ladders/versions", tag = "registers",
    responses((status = 200, body = Vec<RulesListed>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_ladder_versions(
    State(api): State<Api>,
    signed: Signed,
) -> Answer<Json<Vec<RulesListed>>> {
    Ok(Json(ladder::ladder_versions(&api.app, &signed.actor())?))
}

/// What one version of the ladders has, lacks and says otherwise than another.
#[utoipa::path(get, path = "/api/v1/catalogue/ladders/compare", tag = "registers", params(TwoVersions),
    responses((status = 200, body = LaddersDiffer), (status = "default", body = ProblemBody)))]
pub(crate) async fn compare_ladders(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<TwoVersions>,
    headers: HeaderMap,
) -> Answer<Json<LaddersDiffer>> {
    let (old, new) = (&query.old, &query.new);
    Ok(Json(ladder::compare_ladder_versions(&api.app, &signed.actor(), old, new, lang(&headers))?))
}
