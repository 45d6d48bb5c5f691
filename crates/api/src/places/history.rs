//! `GET /places/{id}/history`: 场所履历.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::ids::PlaceId;
use uuid::Uuid;
use work::place::{self, PlaceStep};

/// What became of a place, its plates and the looks at it, newest first; by office.
#[utoipa::path(get, path = "/api/v1/places/{id}/history", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<PlaceStep>), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_place_history(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<Json<Vec<PlaceStep>>> {
    Ok(Json(place::history(&api.app, &signed.actor(), PlaceId(id)).await?))
}
