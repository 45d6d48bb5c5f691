//! `/healthz` and `/readyz`, for whoever watches over the process.

use crate::settings::Api;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use store::queries;

/// Commands that may wait before balancers should send requests elsewhere.
const BUSY: usize = 2_048;

pub(crate) fn router() -> Router<Api> {
    Router::new().route("/healthz", get(is_up)).route("/readyz", get(is_ready))
}

/// The process runs and its store takes reports.
async fn is_up(State(api): State<Api>) -> (StatusCode, &'static str) {
    if api.app.store().is_up() {
        (StatusCode::OK, "ok\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping\n")
    }
}

/// The database answers with its schema in place, and requests are not piling up.
async fn is_ready(State(api): State<Api>) -> (StatusCode, &'static str) {
    if !api.app.store().is_up() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    if api.app.store().waiting() > BUSY {
        return (StatusCode::SERVICE_UNAVAILABLE, "overloaded\n");
    }
    let district = api.app.district();
    let asked = api.app.store().read(move |c| c.query(queries::people::ACCOUNTS_COUNT, &[district.into()]));
    match asked.await {
        // Not a reason to send requests elsewhere, but somebody should know.
        Ok(_) if api.app.missing_holidays().is_some() => (
            StatusCode::OK,
            "ready\nwarning: next year's holidays are not entered; deadlines are provisional\n",
        ),
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
