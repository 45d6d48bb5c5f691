//! `PUT /session/password`: changing one's own password.

use crate::actor::Entering;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use work::people;

/// The old and the new one.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePassword {
    /// 原密码.
    old: String,
    /// 新密码.
    new: String,
}

/// Changes one's own password. Every other session of the account ends.
#[utoipa::path(put, path = "/api/v1/session/password", tag = "session", request_body = ChangePassword,
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_password(
    State(api): State<Api>,
    Entering(signed_in): Entering,
    body: Body<ChangePassword>,
) -> Answer<StatusCode> {
    people::set_password(&api.app, &signed_in, body.value.old, body.value.new).await?;
    Ok(StatusCode::NO_CONTENT)
}
