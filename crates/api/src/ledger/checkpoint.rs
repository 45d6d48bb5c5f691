//! `GET /ledger/checkpoint`: what the log promises at this moment, signed.

use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use work::{Problem, ledger};

/// The newest checkpoint as a signed note (C2SP `tlog-checkpoint`).
#[utoipa::path(get, path = "/api/v1/ledger/checkpoint", tag = "ledger",
    responses((status = 200, content_type = "text/plain", body = String), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_checkpoint(State(api): State<Api>) -> Answer<impl IntoResponse> {
    let signed = ledger::checkpoint(&api.app).await?;
    let note = signed.note(&api.app.log_key()).map_err(|_| Problem::internal())?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], note))
}

/// The newest checkpoint as JSON.
#[utoipa::path(get, path = "/api/v1/ledger/checkpoint.json", tag = "ledger",
    responses((status = 200, body = Object), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_checkpoint_json(
    State(api): State<Api>,
) -> Answer<Json<domain::ledger::SignedCheckpoint>> {
    Ok(Json(ledger::checkpoint(&api.app).await?))
}
