//! `POST /grids`: registering a grid.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use crate::units::Made;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use work::grid::{self, GridInput};

/// Registers a grid.
#[utoipa::path(post, path = "/api/v1/grids", tag = "registers", request_body = GridInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Made), (status = "default", body = ProblemBody)))]
pub(crate) async fn register_grid(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<GridInput>,
) -> Answer<(StatusCode, Json<Made>)> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let id = grid::register_grid(&api.app, signed.actor(), key, body.value).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.0 })))
}
