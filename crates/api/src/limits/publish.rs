//! `POST /catalogue/limits/preview` and `POST /catalogue/limits/versions`: new limits, looked at first.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use work::limits::{self, LimitsDraft, LimitsInput};

/// Says what is wrong with new limits, how they differ from the newest ones, and what that changes; changes nothing.
#[utoipa::path(post, path = "/api/v1/catalogue/limits/preview", tag = "registers", request_body = LimitsInput,
    responses((status = 200, body = LimitsDraft), (status = "default", body = ProblemBody)))]
pub(crate) async fn preview_limits(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    body: Body<LimitsInput>,
) -> Answer<Json<LimitsDraft>> {
    Ok(Json(limits::preview_limits(&api.app, &signed.actor(), &body.value, lang(&headers))?))
}

/// Puts new limits in force from a moment on. Deadlines that were given stay; no version that was in force changes.
#[utoipa::path(post, path = "/api/v1/catalogue/limits/versions", tag = "registers", request_body = LimitsInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201), (status = "default", body = ProblemBody)))]
pub(crate) async fn publish_limits(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<LimitsInput>,
) -> Answer<StatusCode> {
    let key = repeatable.key(&signed.0, &body.bytes);
    limits::publish_limits(&api.app, signed.actor(), key, body.value).await?;
    Ok(StatusCode::CREATED)
}
