//! `POST /consents/{id}/decline`: 不同意.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;
use work::people;

/// Declines: everything stays as it is.
#[utoipa::path(post, path = "/api/v1/consents/{id}/decline", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn decline_consent(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    people::decline(&api.app, signed.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
