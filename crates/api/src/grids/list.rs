//! `GET /grids`: every grid.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use work::grid::{GridView, grids};

/// Every grid, by code.
#[utoipa::path(get, path = "/api/v1/grids", tag = "registers",
    responses((status = 200, body = Vec<GridView>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_grids(State(api): State<Api>, signed: Signed) -> Answer<Json<Vec<GridView>>> {
    Ok(Json(grids(&api.app, &signed.actor()).await?))
}
