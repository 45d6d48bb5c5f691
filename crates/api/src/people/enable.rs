//! `POST /people/{id}/enable`: 恢复启用.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::PersonId;
use uuid::Uuid;
use work::people;

/// Lets a disabled person sign in again, with the same password and second factor.
#[utoipa::path(post, path = "/api/v1/people/{id}/enable", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn enable_person(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    people::enable(&api.app, signed.actor(), PersonId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
