//! `POST /people/{id}/invite`: a new link.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::ids::PersonId;
use uuid::Uuid;
use work::people::{self, Invited};

/// Makes a new link with which the person sets a password; earlier links no longer work. A link to an administrator's
/// account opens once another administrator consented.
#[utoipa::path(post, path = "/api/v1/people/{id}/invite", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Invited), (status = "default", body = ProblemBody)))]
pub(crate) async fn invite_person(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<Json<Invited>> {
    Ok(Json(people::invite(&api.app, signed.actor(), PersonId(id)).await?))
}
