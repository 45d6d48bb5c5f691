//! `POST /hazards/views`: keeping a view.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use work::hazard::{self, Kept, ViewInput};

/// Keeps a filter by name.
#[utoipa::path(post, path = "/api/v1/hazards/views", tag = "hazards", request_body = ViewInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Kept), (status = "default", body = ProblemBody)))]
pub(crate) async fn keep_view(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<ViewInput>,
) -> Answer<(StatusCode, Json<Kept>)> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let kept = hazard::keep_view(&api.app, signed.actor(), key, None, body.value).await?;
    Ok((StatusCode::CREATED, Json(kept)))
}
