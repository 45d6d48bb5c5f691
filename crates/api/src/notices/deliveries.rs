//! `/notices/deliveries`: 投递情况.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;
use work::notice::{self, Overview};

/// Which ways there are, how much went over them and what did not arrive, for the system administrator.
#[utoipa::path(get, path = "/api/v1/notices/deliveries", tag = "notices",
    responses((status = 200, body = Overview), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_deliveries(State(api): State<Api>, signed: Signed) -> Answer<Json<Overview>> {
    Ok(Json(notice::overview(&api.app, &signed.actor()).await?))
}

/// Drops what did not arrive, or may have, for the system administrator: it is not sent any more.
#[utoipa::path(post, path = "/api/v1/notices/deliveries/{id}/drop", tag = "notices",
    params(("id" = Uuid, Path)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn drop_delivery(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    notice::drop_delivery(&api.app, &signed.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tries again what did not arrive, for the system administrator.
#[utoipa::path(post, path = "/api/v1/notices/deliveries/{id}/retry", tag = "notices",
    params(("id" = Uuid, Path)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn retry_delivery(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    notice::retry(&api.app, &signed.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
