//! `POST /people/{id}/forget-second-factor`: 收回第二因素.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::PersonId;
use uuid::Uuid;
use work::people;

/// Takes a lost second factor back: sessions end, and an administrator enrols a new one at the next sign-in. Nobody
/// takes back one's own.
#[utoipa::path(post, path = "/api/v1/people/{id}/forget-second-factor", tag = "registers",
    params(("id" = Uuid, Path)), responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn forget_second_factor(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    people::forget_second_factor(&api.app, signed.actor(), PersonId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
