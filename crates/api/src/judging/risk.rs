//! `GET /risk`: 风险评价方法.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use work::judging::{self, RiskView};

/// The methods in force, with every factor's values in words.
#[utoipa::path(get, path = "/api/v1/risk", tag = "judging",
    responses((status = 200, body = RiskView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_risk_methods(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
) -> Answer<Json<RiskView>> {
    Ok(Json(judging::read_risk(&api.app, &signed.actor(), lang(&headers))?))
}
