//! `GET /system`: the machine and the keys.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use work::system::{SystemView, system};

/// Version, database, room, backups, the newest checkpoint; ids of keys for security and audit administrators. Never a
/// key itself.
#[utoipa::path(get, path = "/api/v1/system", tag = "ledger",
    responses((status = 200, body = SystemView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_system(State(api): State<Api>, signed: Signed) -> Answer<Json<SystemView>> {
    Ok(Json(system(&api.app, &signed.actor()).await?))
}

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(read_system))
}
