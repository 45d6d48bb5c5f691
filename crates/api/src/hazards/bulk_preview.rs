//! `POST /hazards/bulk/preview`: 批量办理预览.

use crate::actor::Signed;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;
use work::Problem;
use work::hazard::{self, Filter, Preview, Which};

/// Which hazards, and what is to be done with them.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkQuestion {
    /// These hazards, 200 at most; or else a filter.
    #[serde(default)]
    ids: Option<Vec<Uuid>>,
    /// The first 200 that fit.
    #[serde(default)]
    filter: Option<Filter>,
    /// The action and its fields.
    #[schema(value_type = work::names::ActionFields)]
    action: Map<String, Value>,
}

/// What an action would do to each of many hazards. Nothing is changed.
#[utoipa::path(post, path = "/api/v1/hazards/bulk/preview", tag = "hazards", request_body = BulkQuestion,
    responses((status = 200, body = Preview), (status = "default", body = ProblemBody)))]
pub(crate) async fn preview_bulk(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    body: Body<BulkQuestion>,
) -> Answer<Json<Preview>> {
    let which = match (body.value.ids, body.value.filter) {
        (Some(ids), None) => Which::Ids(ids),
        (None, Some(filter)) => Which::Filter(Box::new(filter)),
        (Some(_), Some(_)) => return Err(Problem::invalid("filter", "contradiction").into()),
        (None, None) => return Err(Problem::invalid("ids", "required").into()),
    };
    let action = body.value.action;
    Ok(Json(hazard::preview(&api.app, &signed.actor(), which, action, lang(&headers)).await?))
}
