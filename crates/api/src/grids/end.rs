//! `POST /grids/{id}/end`: 停用.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::{Asked, Named, moment};
use crate::settings::Api;
use crate::units::EndQuery;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::GridId;
use uuid::Uuid;
use work::grid;

/// Ends a grid; history keeps it.
#[utoipa::path(post, path = "/api/v1/grids/{id}/end", tag = "registers", params(("id" = Uuid, Path), EndQuery),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn end_grid(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    Asked(query): Asked<EndQuery>,
) -> Answer<StatusCode> {
    let at = moment("at", query.at.as_deref())?;
    grid::end_grid(&api.app, signed.actor(), GridId(id), at).await?;
    Ok(StatusCode::NO_CONTENT)
}
