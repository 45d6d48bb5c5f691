//! `GET /grids/at`: in which grid a position lies.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::place::{Position, System};
use serde::Deserialize;
use work::Problem;
use work::grid::{GridView, grid_at};

/// A position.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct At {
    /// 经度 in degrees, CGCS2000.
    lon: f64,
    /// 纬度 in degrees, CGCS2000.
    lat: f64,
}

/// The grid in which a position lies now, with those who answer for it; nothing where none is drawn.
#[utoipa::path(get, path = "/api/v1/grids/at", tag = "registers", params(At),
    responses((status = 200, body = Option<GridView>), (status = "default", body = ProblemBody)))]
pub(crate) async fn find_grid(
    State(api): State<Api>,
    signed: Signed,
    Asked(at): Asked<At>,
) -> Answer<Json<Option<GridView>>> {
    let position = Position::from_degrees(at.lon, at.lat, System::Cgcs2000)
        .map_err(|_| Problem::invalid("position", "out_of_range"))?;
    Ok(Json(grid_at(&api.app, &signed.actor(), position).await?))
}
