//! `GET /session/device-keys`: 本机密钥.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use work::people::{self, DeviceKeyView};

/// Keys under which one's own device seals drafts that were not sent yet. The same at every sign-in, and nobody
/// else's: after signing out, what lies on the device opens to the same person only.
#[utoipa::path(get, path = "/api/v1/session/device-keys", tag = "session",
    responses((status = 200, body = Vec<DeviceKeyView>), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_device_keys(
    State(api): State<Api>,
    signed: Signed,
) -> Answer<Json<Vec<DeviceKeyView>>> {
    Ok(Json(people::device_keys_of(&api.app, &signed.0)))
}
