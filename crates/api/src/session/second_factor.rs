//! `POST /session/totp` and `/session/totp/confirm`: enrolling a second factor, in two steps.

use crate::actor::Entering;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use work::people;
use work::place::qr_svg;

/// What goes into the authenticator; shown this once.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Enrolment {
    /// Base32, for typing.
    secret: String,
    /// The `otpauth:` address.
    uri: String,
    /// The address as a QR code.
    qr_svg: String,
}

/// The code that the authenticator shows.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmation {
    /// Six digits.
    code: String,
}

/// Codes for the day the phone is lost; shown this once.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Recovery {
    /// Each opens once.
    recovery: Vec<String>,
}

/// Begins to enrol a second factor. Nothing changes until it is confirmed.
#[utoipa::path(post, path = "/api/v1/session/totp", tag = "session",
    responses((status = 200, body = Enrolment), (status = "default", body = ProblemBody)))]
pub(crate) async fn enrol_second_factor(
    State(api): State<Api>,
    Entering(signed_in): Entering,
) -> Answer<Json<Enrolment>> {
    let people::Enrolment { secret, uri } = people::enrol_second_factor(&api.app, &signed_in).await?;
    let qr_svg = qr_svg(&uri).unwrap_or_default();
    Ok(Json(Enrolment { secret, uri, qr_svg }))
}

/// Confirms the second factor. From then on every sign-in asks for it; other sessions end.
#[utoipa::path(post, path = "/api/v1/session/totp/confirm", tag = "session", request_body = Confirmation,
    responses((status = 200, body = Recovery), (status = "default", body = ProblemBody)))]
pub(crate) async fn confirm_second_factor(
    State(api): State<Api>,
    Entering(signed_in): Entering,
    body: Body<Confirmation>,
) -> Answer<Json<Recovery>> {
    let recovery = people::confirm_second_factor(&api.app, &signed_in, &body.value.code).await?;
    Ok(Json(Recovery { recovery }))
}
