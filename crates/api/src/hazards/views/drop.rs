//! `DELETE /hazards/views/{id}`: dropping a view.

use crate::actor::Signed;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;
use work::hazard;

/// Drops one's own view.
#[utoipa::path(delete, path = "/api/v1/hazards/views/{id}", tag = "hazards",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn drop_view(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    repeatable: Repeatable,
) -> Answer<StatusCode> {
    let key = repeatable.key(&signed.0, b"");
    hazard::drop_view(&api.app, signed.actor(), key, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
