//! `DELETE /session`: signing out.

use crate::actor::Entering;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use identity::session::clear_cookie;
use work::people;

/// Ends the session at once.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session",
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn sign_out(
    State(api): State<Api>,
    Entering(signed_in): Entering,
) -> Answer<impl IntoResponse> {
    people::sign_out(&api.app, &signed_in).await?;
    let cookie = clear_cookie(api.transport());
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, cookie)])))
}
