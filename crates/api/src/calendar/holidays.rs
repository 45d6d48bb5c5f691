//! `PUT /calendar/holidays`: 修改节假日.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use work::calendar::{self, HolidaysInput};

/// Changes the holidays, or brings in one more year. Deadlines that waited for it are settled, none of them earlier.
#[utoipa::path(put, path = "/api/v1/calendar/holidays", tag = "registers", request_body = HolidaysInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_holidays(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<HolidaysInput>,
) -> Answer<StatusCode> {
    let key = repeatable.key(&signed.0, &body.bytes);
    calendar::change_holidays(&api.app, signed.actor(), key, body.value).await?;
    Ok(StatusCode::NO_CONTENT)
}
