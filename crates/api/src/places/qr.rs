//! `GET /codes/{code}/qr.svg`: the square of a plate, for printing it again.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use work::{Problem, place};

/// The QR code of a plate. Whoever has it can make another plate, so it is for those who make plates.
#[utoipa::path(get, path = "/api/v1/codes/{code}/qr.svg", tag = "registers",
    params(("code" = String, Path, description = "The code's stem")),
    responses((status = 200, content_type = "image/svg+xml", body = String), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_qr(
    State(api): State<Api>,
    signed: Signed,
    Named(code): Named<String>,
) -> Answer<impl IntoResponse> {
    let plate = place::plate(&api.app, &signed.actor(), &code)?;
    let svg = place::qr_svg(&plate.url).ok_or_else(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "private, no-store")], svg))
}
