//! `POST /catalogue/ladders/preview` and `POST /catalogue/ladders/versions`: new ladders, looked at first.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use work::ladder::{self, LaddersDraft, LaddersInput};

/// Says what is wrong with new ladders of supervision and how they differ from the newest ones; changes nothing.
#[utoipa::path(post, path = "/api/v1/catalogue/ladders/preview", tag = "registers", request_body = LaddersInput,
    responses((status = 200, body = LaddersDraft), (status = "default", body = ProblemBody)))]
pub(crate) async fn preview_ladders(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    body: Body<LaddersInput>,
) -> Answer<Json<LaddersDraft>> {
    Ok(Json(ladder::preview_ladders(&api.app, &signed.actor(), &body.value, lang(&headers))?))
}

/// Puts new ladders of supervision in force from a moment on. What was sent stays; no version that was in force changes.
#[utoipa::path(post, path = "/api/v1/catalogue/ladders/versions", tag = "registers", request_body = LaddersInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201), (status = "default", body = ProblemBody)))]
pub(crate) async fn publish_ladders(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<LaddersInput>,
) -> Answer<StatusCode> {
    let key = repeatable.key(&signed.0, &body.bytes);
    ladder::publish_ladders(&api.app, signed.actor(), key, body.value).await?;
    Ok(StatusCode::CREATED)
}
