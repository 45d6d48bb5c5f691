//! `POST /codes/{code}/activate`: 现场启用.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use work::place::{self, Activated, Activation};

/// Activates a printed code where it hangs, with the position and a photo.
#[utoipa::path(post, path = "/api/v1/codes/{code}/activate", tag = "registers", request_body = Activation,
    params(("code" = String, Path, description = "The whole code, as scanned"),
        ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = Activated), (status = "default", body = ProblemBody)))]
pub(crate) async fn activate_code(
    State(api): State<Api>,
    signed: Signed,
    Named(code): Named<String>,
    repeatable: Repeatable,
    body: Body<Activation>,
) -> Answer<Json<Activated>> {
    let key = repeatable.key(&signed.0, &body.bytes);
    Ok(Json(place::activate(&api.app, signed.actor(), key, &code, body.value).await?))
}
