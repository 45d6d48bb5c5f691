//! `/webhooks`: 接口推送.

use crate::actor::Signed;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;
use work::notice::{self, HookInput, HookKept, HookView};

/// Every system that is told what happens, for the security administrator. Never with a secret.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "notices",
    responses((status = 200, body = Vec<HookView>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_webhooks(State(api): State<Api>, signed: Signed) -> Answer<Json<Vec<HookView>>> {
    Ok(Json(notice::hooks(&api.app, &signed.actor()).await?))
}

/// Has another system told what happens in the hazards of a unit, for the security administrator. The secret of the
/// signatures is shown once.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "notices", request_body = HookInput,
    responses((status = 201, body = HookKept), (status = "default", body = ProblemBody)))]
pub(crate) async fn make_webhook(
    State(api): State<Api>,
    signed: Signed,
    body: Body<HookInput>,
) -> Answer<(StatusCode, Json<HookKept>)> {
    let kept = notice::keep_hook(&api.app, signed.actor(), body.value).await?;
    Ok((StatusCode::CREATED, Json(kept)))
}

/// Tells a system nothing any more, for the security administrator.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "notices", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn drop_webhook(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    notice::drop_hook(&api.app, signed.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
