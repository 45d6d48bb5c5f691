//! `PUT /places/{id}`: changing a place.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::PlaceId;
use uuid::Uuid;
use work::place::{self, PlaceEntry};

/// Changes a place.
#[utoipa::path(put, path = "/api/v1/places/{id}", tag = "registers", request_body = PlaceEntry,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_place(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    repeatable: Repeatable,
    body: Body<PlaceEntry>,
) -> Answer<StatusCode> {
    let key = repeatable.key(&signed.0, &body.bytes);
    place::change(&api.app, signed.actor(), key, PlaceId(id), body.value).await?;
    Ok(StatusCode::NO_CONTENT)
}
