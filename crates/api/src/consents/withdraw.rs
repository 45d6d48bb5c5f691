//! `POST /consents/{id}/withdraw`: 撤回.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;
use work::people;

/// Takes a request back, by a security administrator: everything stays as it is.
#[utoipa::path(post, path = "/api/v1/consents/{id}/withdraw", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn withdraw_consent(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    people::withdraw(&api.app, signed.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
