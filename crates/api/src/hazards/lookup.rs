//! `POST /hazards/lookup`: 粘贴查找.

use crate::actor::Signed;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use work::hazard::{self, Found};

/// What was pasted.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pasted {
    /// Rows of a spreadsheet, a message, a list of numbers.
    text: String,
}

/// Finds the hazards whose numbers stand in a text: ids, receipts, case numbers, numbers of other systems.
#[utoipa::path(post, path = "/api/v1/hazards/lookup", tag = "hazards", request_body = Pasted,
    responses((status = 200, body = Found), (status = "default", body = ProblemBody)))]
pub(crate) async fn look_up_hazards(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    body: Body<Pasted>,
) -> Answer<Json<Found>> {
    Ok(Json(hazard::lookup(&api.app, &signed.actor(), &body.value.text, lang(&headers)).await?))
}
