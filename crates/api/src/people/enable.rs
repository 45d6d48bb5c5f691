//! `POST /people/{id}/enable`: 恢复启用.

use crate::actor::Signed;
use crate::people::done::Done;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use domain::ids::PersonId;
use uuid::Uuid;
use work::people::{self, Asked};

/// Lets a disabled person sign in again, with the same password and second factor. An administrator's account waits for
/// another administrator's consent.
#[utoipa::path(post, path = "/api/v1/people/{id}/enable", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 202, body = Asked), (status = "default", body = ProblemBody)))]
pub(crate) async fn enable_person(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<Done> {
    Ok(Done(people::enable(&api.app, signed.actor(), PersonId(id)).await?))
}
