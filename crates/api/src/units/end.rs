//! `POST /units/{id}/end`: 停用.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::UnitId;
use uuid::Uuid;
use work::people;

/// Ends a unit for which nobody acts any more; history keeps it.
#[utoipa::path(post, path = "/api/v1/units/{id}/end", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn end_unit(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    people::end_unit(&api.app, signed.actor(), UnitId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
