//! `GET /risk` and `POST /risk/try`: 风险评价方法, and what they say of values that somebody chose.

use crate::actor::Signed;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use work::judging::{self, RiskView, TriedRisk};

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

/// Values that somebody chose.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TryRisk {
    /// By this version; the one in force otherwise.
    #[serde(default)]
    version: Option<String>,
    /// The method's id.
    method: String,
    /// 取值: by the letter of each factor one of its figures.
    inputs: BTreeMap<String, String>,
}

/// The score and the band of chosen values, with the working; changes nothing.
#[utoipa::path(post, path = "/api/v1/risk/try", tag = "judging", request_body = TryRisk,
    responses((status = 200, body = TriedRisk), (status = "default", body = ProblemBody)))]
pub(crate) async fn try_risk(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    body: Body<TryRisk>,
) -> Answer<Json<TriedRisk>> {
    let TryRisk { version, method, inputs } = body.value;
    let version = version.as_deref();
    Ok(Json(judging::try_risk(&api.app, &signed.actor(), version, &method, inputs, lang(&headers))?))
}
