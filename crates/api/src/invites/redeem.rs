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
}

/// Sets the password, once. Sessions of the account end.
#[utoipa::path(post, path = "/api/v1/invites/{token}", tag = "session", request_body = NewPassword,
    params(("token" = String, Path)), responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn redeem_invite(
    State(api): State<Api>,
    Caller(address): Caller,
    Named(token): Named<String>,
    body: Body<NewPassword>,
) -> Answer<StatusCode> {
    people::redeem_invite(&api.app, address, &token, body.value.password).await?;
    Ok(StatusCode::NO_CONTENT)
}
