//! `GET /units`: every unit.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use work::people::{UnitView, units};

/// Every unit, by code.
#[utoipa::path(get, path = "/api/v1/units", tag = "registers",
    responses((status = 200, body = Vec<UnitView>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_units(State(api): State<Api>, signed: Signed) -> Answer<Json<Vec<UnitView>>> {
    Ok(Json(units(&api.app, &signed.actor())?))
}
