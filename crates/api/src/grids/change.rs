//! `PUT /grids/{id}`: changing a grid.

use crate::actor::Signed;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::GridId;
use uuid::Uuid;
use work::grid::{self, GridInput};

/// Changes a grid; history keeps who answered for it before.
#[utoipa::path(put, path = "/api/v1/grids/{id}", tag = "registers", request_body = GridInput,
    params(("id" = Uuid, Path)), responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_grid(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    body: Body<GridInput>,
) -> Answer<StatusCode> {
    grid::change_grid(&api.app, signed.actor(), GridId(id), body.value).await?;
    Ok(StatusCode::NO_CONTENT)
}
