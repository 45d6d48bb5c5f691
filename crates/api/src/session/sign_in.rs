//! `POST /session`: signing in.

use super::me::Me;
use crate::address::Caller;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse};
use identity::known::KnownDevice;
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

/// Signs in. The session is in an `HttpOnly` cookie, and another one keeps strangers' wrong passwords from locking this
/// browser out; the answer carries the CSRF token.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignIn,
    responses((status = 200, body = Me), (status = "default", body = ProblemBody)))]
pub(crate) async fn sign_in(
    State(api): State<Api>,
    Caller(address): Caller,
    headers: HeaderMap,
    body: Body<SignIn>,
) -> Answer<impl IntoResponse> {
    let SignIn { login, password, code } = body.value;
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|c| c.to_str().ok());
    let device = cookies.filter_map(|c| KnownDevice::from_cookies(c, api.transport())).next();
    let typed = Credentials { login, password, code, device };
    let (signed_in, device) = people::sign_in(&api.app, address, typed).await?;
    let session = set_cookie(&signed_in.token, api.transport());
    let cookies = [session, device.set_cookie(api.transport())].map(|cookie| (header::SET_COOKIE, cookie));
    Ok((AppendHeaders(cookies), Json(Me::of(&api, &signed_in))))
}
