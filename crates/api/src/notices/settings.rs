//! `/notices/settings`: 本人通知设置.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use work::notice::{self, Contacts, OwnSettings, Preferences};

/// What the viewer wants from now on, and the version that was seen.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeSettingsInput)]
pub(crate) struct SettingsInput {
    /// 偏好.
    preferences: Preferences,
    /// 地址.
    contacts: Contacts,
    /// The version that is changed.
    version: u32,
}

/// The version of settings that were kept.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = NoticeSettingsKept)]
pub(crate) struct SettingsKept {
    /// The new version.
    pub(super) version: u32,
}

/// What the viewer wants of notices, and the addresses that were left.
#[utoipa::path(get, path = "/api/v1/notices/settings", tag = "notices",
    responses((status = 200, body = OwnSettings), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_notice_settings(
    State(api): State<Api>,
    signed: Signed,
) -> Answer<Json<OwnSettings>> {
    Ok(Json(notice::settings(&api.app, &signed.actor()).await?))
}

/// Changes what the viewer wants of notices.
#[utoipa::path(put, path = "/api/v1/notices/settings", tag = "notices", request_body = SettingsInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = SettingsKept), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_notice_settings(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<SettingsInput>,
) -> Answer<Json<SettingsKept>> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let SettingsInput { preferences, contacts, version } = body.value;
    let version =
        notice::change_settings(&api.app, signed.actor(), key, version, preferences, contacts).await?;
    Ok(Json(SettingsKept { version }))
}
