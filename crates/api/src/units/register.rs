//! `POST /units`: registering a unit.

use super::Made;
use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use work::people::{self, UnitInput};

/// Registers a unit.
#[utoipa::path(post, path = "/api/v1/units", tag = "registers", request_body = UnitInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Made), (status = "default", body = ProblemBody)))]
pub(crate) async fn register_unit(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<UnitInput>,
) -> Answer<(StatusCode, Json<Made>)> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let id = people::register_unit(&api.app, signed.actor(), key, body.value).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.0 })))
}
