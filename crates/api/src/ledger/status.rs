//! `GET /ledger/status` and `POST /ledger/check`: whether the ledger holds together.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use work::audit::{LedgerStatus, check_ledger, status};

/// How long the ledger is, its newest checkpoint, and what the last check found.
#[utoipa::path(get, path = "/api/v1/ledger/status", tag = "ledger",
    responses((status = 200, body = LedgerStatus), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_ledger_status(State(api): State<Api>, signed: Signed) -> Answer<Json<LedgerStatus>> {
    Ok(Json(status(&api.app, &signed.actor()).await?))
}

/// Begins to check everything that is kept against the events; `GET /ledger/status` tells how far it is.
#[utoipa::path(post, path = "/api/v1/ledger/check", tag = "ledger",
    responses((status = 202), (status = "default", body = ProblemBody)))]
pub(crate) async fn begin_ledger_check(State(api): State<Api>, signed: Signed) -> Answer<StatusCode> {
    check_ledger(&api.app, &signed.actor())?;
    Ok(StatusCode::ACCEPTED)
}
