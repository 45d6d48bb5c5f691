//! `GET /consents`: 待同意事项.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use work::people::{self, ConsentView};

/// What waits for an administrator's consent, the oldest first: everything for security and audit administrators, for a
/// system administrator what waits for one.
#[utoipa::path(get, path = "/api/v1/consents", tag = "registers",
    responses((status = 200, body = Vec<ConsentView>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_consents(State(api): State<Api>, signed: Signed) -> Answer<Json<Vec<ConsentView>>> {
    Ok(Json(people::consents(&api.app, &signed.actor())?))
}
