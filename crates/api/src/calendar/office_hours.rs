//! `PUT /calendar/office-hours`: 修改办公时间.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use work::calendar::{self, OfficeHoursInput};

/// Changes the office hours of the district and of units. Deadlines that were given stay.
#[utoipa::path(put, path = "/api/v1/calendar/office-hours", tag = "registers", request_body = OfficeHoursInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_office_hours(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<OfficeHoursInput>,
) -> Answer<StatusCode> {
    let key = repeatable.key(&signed.0, &body.bytes);
    calendar::change_office_hours(&api.app, signed.actor(), key, body.value).await?;
    Ok(StatusCode::NO_CONTENT)
}
