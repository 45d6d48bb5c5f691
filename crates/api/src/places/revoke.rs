//! `POST /codes/{code}/revoke`: 作废.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;
use work::place::{self, Revocation};

/// Revokes a code. Who scans it from then on is told where to report that.
#[utoipa::path(post, path = "/api/v1/codes/{code}/revoke", tag = "registers", request_body = Revocation,
    params(("code" = Uuid, Path, description = "The code's id"), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn revoke_code(
    State(api): State<Api>,
    signed: Signed,
    Named(code): Named<Uuid>,
    repeatable: Repeatable,
    body: Body<Revocation>,
) -> Answer<StatusCode> {
    let key = repeatable.key(&signed.0, &body.bytes);
    place::revoke(&api.app, signed.actor(), key, code, body.value).await?;
    Ok(StatusCode::NO_CONTENT)
}
