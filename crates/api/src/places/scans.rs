//! `GET /places/{id}/scans`: 扫码统计 of a place.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::ids::PlaceId;
use uuid::Uuid;
use work::place::{self, PlaceScans};

/// How often the codes of a place were scanned on each of the last ninety days. Never who.
#[utoipa::path(get, path = "/api/v1/places/{id}/scans", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 200, body = PlaceScans), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_scans(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<Json<PlaceScans>> {
    Ok(Json(place::scans(&api.app, &signed.actor(), PlaceId(id)).await?))
}
