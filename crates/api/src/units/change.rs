//! `PUT /units/{id}`: changing a unit.

use crate::actor::Signed;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::UnitId;
use uuid::Uuid;
use work::people::{self, UnitInput};

/// Changes a unit.
#[utoipa::path(put, path = "/api/v1/units/{id}", tag = "registers", request_body = UnitInput,
    params(("id" = Uuid, Path)), responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_unit(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    body: Body<UnitInput>,
) -> Answer<StatusCode> {
    people::change_unit(&api.app, signed.actor(), UnitId(id), body.value).await?;
    Ok(StatusCode::NO_CONTENT)
}
