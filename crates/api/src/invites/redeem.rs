//! `POST /invites/{token}`: setting a password with a link.

use crate::address::Caller;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use work::people;

/// The password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    /// 新密码.
    password: String,
    /// 确认码, where the link says that one goes with it.
    #[serde(default)]
    code: Option<String>,
}

/// Sets the password, once. Sessions of the account end. A wrong code counts as a failed sign-in.
#[utoipa::path(post, path = "/api/v1/invites/{token}", tag = "session", request_body = NewPassword,
    params(("token" = String, Path)), responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn redeem_invite(
    State(api): State<Api>,
    Caller(address): Caller,
    Named(token): Named<String>,
    body: Body<NewPassword>,
) -> Answer<StatusCode> {
    let NewPassword { password, code } = body.value;
    people::redeem_invite(&api.app, address, &token, password, code).await?;
    Ok(StatusCode::NO_CONTENT)
}
