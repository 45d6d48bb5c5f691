//! `GET /places/{id}`: a place with its codes.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::ids::PlaceId;
use uuid::Uuid;
use work::place::{self, PlaceView};

/// A place, and its codes for those who may see them.
#[utoipa::path(get, path = "/api/v1/places/{id}", tag = "registers", params(("id" = Uuid, Path)),
    responses((status = 200, body = PlaceView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_place(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
) -> Answer<Json<PlaceView>> {
    Ok(Json(place::get(&api.app, &signed.actor(), PlaceId(id)).await?))
}
