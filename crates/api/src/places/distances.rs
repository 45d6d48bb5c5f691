//! `/places/rules`: 距离与周期 in versions.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use work::place::{self, DistanceVersion, DistancesInput};

/// Every version of distances and intervals, the newest first.
#[utoipa::path(get, path = "/api/v1/places/rules", tag = "registers",
    responses((status = 200, body = Vec<DistanceVersion>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_distances(
    State(api): State<Api>,
    signed: Signed,
) -> Answer<Json<Vec<DistanceVersion>>> {
    Ok(Json(place::distances(&api.app, &signed.actor())?))
}

/// Puts distances and intervals in force from a moment on. What was measured before stays judged as it was.
#[utoipa::path(post, path = "/api/v1/places/rules", tag = "registers", request_body = DistancesInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201), (status = "default", body = ProblemBody)))]
pub(crate) async fn publish_distances(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<DistancesInput>,
) -> Answer<StatusCode> {
    let key = repeatable.key(&signed.0, &body.bytes);
    place::publish_distances(&api.app, signed.actor(), key, body.value).await?;
    Ok(StatusCode::CREATED)
}
