//! `POST /people/{id}/disable`: 停用.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::PersonId;
use uuid::Uuid;
use work::people;

/// Disables a person: sessions end at once, and there is no signing in any more.
#[utoipa::path(post, path = "/api/v1/people/{id}/disable", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn disable_person(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    people::disable(&api.app, signed.actor(), PersonId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
