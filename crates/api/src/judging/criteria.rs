//! `GET /criteria` and `GET /criteria/try`: 重大事故隐患判定标准, and what they hint at.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use work::judging::{self, CriteriaQuery as Query, CriteriaView, HintView};

/// What is looked for; everything that is left out fits.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CriteriaQuery {
    /// Words that all occur in document or clause.
    q: Option<String>,
    /// 行业领域, as the answer names it.
    field: Option<String>,
    /// A version; the one in force otherwise.
    version: Option<String>,
}

/// The documents that say when a hazard is a major one, with clauses in short words.
#[utoipa::path(get, path = "/api/v1/criteria", tag = "judging", params(CriteriaQuery),
    responses((status = 200, body = CriteriaView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_criteria(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<CriteriaQuery>,
    headers: HeaderMap,
) -> Answer<Json<CriteriaView>> {
    let filled = |text: Option<String>| text.filter(|t| !t.trim().is_empty());
    let query = Query { text: filled(query.q), field: filled(query.field), version: filled(query.version) };
    Ok(Json(judging::read_criteria(&api.app, &signed.actor(), &query, lang(&headers))?))
}

/// A hazard that may never have been.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TryCriteriaQuery {
    /// 小类 code.
    #[serde(default)]
    category: String,
    /// What somebody says of it.
    #[serde(default)]
    text: String,
    /// By this version; the one in force otherwise.
    version: Option<String>,
}

/// Clauses that would be hinted at, the likeliest first; changes nothing.
#[utoipa::path(get, path = "/api/v1/criteria/try", tag = "judging", params(TryCriteriaQuery),
    responses((status = 200, body = Vec<HintView>), (status = "default", body = ProblemBody)))]
pub(crate) async fn try_criteria(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<TryCriteriaQuery>,
    headers: HeaderMap,
) -> Answer<Json<Vec<HintView>>> {
    let TryCriteriaQuery { category, text, version } = &query;
    let version = version.as_deref();
    Ok(Json(judging::try_criteria(&api.app, &signed.actor(), version, category, text, lang(&headers))?))
}
