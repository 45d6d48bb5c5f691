//! `POST /consents/{id}/give`: 同意.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use uuid::Uuid;
use work::people::{self, Given};

/// Consents to what another kind of administrator asked for: it is done now. Where a link goes with it, the answer holds
/// the code that opens it; it is shown this once.
#[utoipa::path(post, path = "/api/v1/consents/{id}/give", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Given), (status = "default", body = ProblemBody)))]
pub(crate) async fn give_consent(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<Json<Given>> {
    Ok(Json(people::consent(&api.app, signed.actor(), id).await?))
}
