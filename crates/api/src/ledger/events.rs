//! `GET /ledger/events`: 审计.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use work::ledger::{self, Page};

/// Which page.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventsQuery {
    /// The number in the log at which the page begins.
    after: Option<u64>,
    /// Rows, 200 at most.
    limit: Option<u32>,
}

/// The ledger in the order of the log, for the audit administrator.
#[utoipa::path(get, path = "/api/v1/ledger/events", tag = "ledger", params(EventsQuery),
    responses((status = 200, body = Page), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_events(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<EventsQuery>,
) -> Answer<Json<Page>> {
    let (from, limit) = (query.after.unwrap_or(0), query.limit.unwrap_or(50));
    Ok(Json(ledger::events(&api.app, &signed.actor(), from, limit).await?))
}
