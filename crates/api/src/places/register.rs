//! `POST /places`: registering a place.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use crate::units::Made;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use work::place::{self, PlaceEntry};

/// Registers a place.
#[utoipa::path(post, path = "/api/v1/places", tag = "registers", request_body = PlaceEntry,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Made), (status = "default", body = ProblemBody)))]
pub(crate) async fn register_place(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<PlaceEntry>,
) -> Answer<(StatusCode, Json<Made>)> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let id = place::register(&api.app, signed.actor(), key, body.value).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.0 })))
}
