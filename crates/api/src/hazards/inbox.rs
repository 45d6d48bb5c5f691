//! `GET /hazards/inbox`: 待办.

use super::list::page;
use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use work::hazard::{self, Inbox, ListOrder};

/// Which page.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct InboxQuery {
    /// Where the last page ended.
    after: Option<String>,
    /// Rows, 200 at most.
    limit: Option<u32>,
}

/// What waits for the viewer, in the order in which it is due.
#[utoipa::path(get, path = "/api/v1/hazards/inbox", tag = "hazards", params(InboxQuery),
    responses((status = 200, body = Inbox), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_inbox(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Asked(query): Asked<InboxQuery>,
) -> Answer<Json<Inbox>> {
    let page = page(query.after, query.limit, ListOrder::Due);
    Ok(Json(hazard::inbox(&api.app, &signed.actor(), page, lang(&headers)).await?))
}
