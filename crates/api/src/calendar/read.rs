//! `GET /calendar`: 工作日历.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use work::calendar::{self, CalendarView};

/// Holidays, office hours, and whether a year is missing.
#[utoipa::path(get, path = "/api/v1/calendar", tag = "registers",
    responses((status = 200, body = CalendarView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_calendar(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
) -> Answer<Json<CalendarView>> {
    Ok(Json(calendar::read_calendar(&api.app, &signed.actor(), lang(&headers))?))
}
