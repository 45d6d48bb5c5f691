//! `POST /hazards/bulk`: 批量办理.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use work::hazard::{self, Done, Target};

/// What is to be done with many hazards.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkRequest {
    /// The hazards at the versions that their reader saw, 200 at most.
    items: Vec<Target>,
    /// The action and its fields.
    #[schema(value_type = work::names::ActionFields)]
    action: Map<String, Value>,
}

/// What became of them.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct BulkAnswer {
    /// One by one, in the order of the request.
    results: Vec<Done>,
}

/// Takes an action on many hazards. Each is decided by itself: some may be done and others refused.
#[utoipa::path(post, path = "/api/v1/hazards/bulk", tag = "hazards", request_body = BulkRequest,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = BulkAnswer), (status = "default", body = ProblemBody)))]
pub(crate) async fn act_on_many(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    headers: HeaderMap,
    body: Body<BulkRequest>,
) -> Answer<Json<BulkAnswer>> {
    let keys = repeatable.keys(&signed.0);
    let BulkRequest { items, action } = body.value;
    let results = hazard::bulk(&api.app, signed.actor(), keys, items, action, lang(&headers)).await?;
    Ok(Json(BulkAnswer { results }))
}
