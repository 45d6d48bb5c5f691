//! `/notices/units/{id}`: 单位免打扰时段.

use super::settings::SettingsKept;
use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::ids::UnitId;
use uuid::Uuid;
use work::notice::{self, UnitSettings};

/// The quiet hours of a unit's people who set none of their own, for the system administrator.
#[utoipa::path(get, path = "/api/v1/notices/units/{id}", tag = "notices", params(("id" = Uuid, Path)),
    responses((status = 200, body = UnitSettings), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_unit_notices(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<Json<UnitSettings>> {
    Ok(Json(notice::unit_settings(&api.app, &signed.actor(), UnitId(id)).await?))
}

/// Changes the quiet hours of a unit, for the system administrator.
#[utoipa::path(put, path = "/api/v1/notices/units/{id}", tag = "notices", request_body = UnitSettings,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = SettingsKept), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_unit_notices(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    repeatable: Repeatable,
    body: Body<UnitSettings>,
) -> Answer<Json<SettingsKept>> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let version = notice::change_unit_settings(&api.app, signed.actor(), key, UnitId(id), body.value).await?;
    Ok(Json(SettingsKept { version }))
}
