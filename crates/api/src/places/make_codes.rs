//! `POST /places/{id}/codes`: making codes for a place.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::PlaceId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use work::place::{self, Plate};

/// How many.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodesWanted {
    /// Plates to print.
    #[serde(default = "one")]
    count: u32,
}

fn one() -> u32 {
    1
}

/// A code that was made.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct MadeCode {
    /// What the register keeps of it.
    stem: String,
    /// What is printed on the plate.
    #[serde(flatten)]
    plate: Plate,
}

/// Makes codes for a place, to be printed and hung there.
#[utoipa::path(post, path = "/api/v1/places/{id}/codes", tag = "registers", request_body = CodesWanted,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Vec<MadeCode>), (status = "default", body = ProblemBody)))]
pub(crate) async fn make_codes(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    repeatable: Repeatable,
    body: Body<CodesWanted>,
) -> Answer<(StatusCode, Json<Vec<MadeCode>>)> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let made = place::make_codes(&api.app, signed.actor(), key, PlaceId(id), body.value.count).await?;
    let made = made.into_iter().map(|(stem, plate)| MadeCode { stem, plate }).collect();
    Ok((StatusCode::CREATED, Json(made)))
}
