//! `POST /codes/{code}/check`: 标牌巡查.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;
use work::place::{self, PlateFound};

/// Records how a plate hangs: in order, covered, damaged or gone.
#[utoipa::path(post, path = "/api/v1/codes/{code}/check", tag = "registers", request_body = PlateFound,
    params(("code" = Uuid, Path, description = "The code's id"), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn check_plate(
    State(api): State<Api>,
    signed: Signed,
    Named(code): Named<Uuid>,
    repeatable: Repeatable,
    body: Body<PlateFound>,
) -> Answer<StatusCode> {
    let key = repeatable.key(&signed.0, &body.bytes);
    place::check_plate(&api.app, signed.actor(), key, code, body.value).await?;
    Ok(StatusCode::NO_CONTENT)
}
