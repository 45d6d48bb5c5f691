//! `POST /session`: signing in.

use super::me::Me;
use crate::address::Caller;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse};
use identity::session::set_cookie;
use serde::Deserialize;
use work::people::{self, Credentials};

/// What somebody types in.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// 登录名.
    login: String,
    /// 密码.
    password: String,
    /// 动态码, or a recovery code, when the account has a second factor.
    #[serde(default)]
    code: Option<String>,
}

/// Signs in. The session is in an `HttpOnly` cookie; the answer carries the CSRF token.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignIn,
    responses((status = 200, body = Me), (status = "default", body = ProblemBody)))]
pub(crate) async fn sign_in(
    State(api): State<Api>,
    Caller(address): Caller,
    body: Body<SignIn>,
) -> Answer<impl IntoResponse> {
    let SignIn { login, password, code } = body.value;
    let signed_in = people::sign_in(&api.app, address, Credentials { login, password, code }).await?;
    let cookie = set_cookie(&signed_in.token, api.transport());
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(Me::of(&api, &signed_in))))
}
