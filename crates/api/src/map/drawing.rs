//! `GET /map/drawing`: the district as it draws itself.

use super::Watching;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use work::Problem;

/// 区划图: boundary, streets, communities, grids, roads and waters as GeoJSON in CGCS2000. Names of areas are points
/// of their own with `layer: label`.
#[utoipa::path(get, path = "/api/v1/map/drawing", tag = "map",
    responses((status = 200, content_type = "application/geo+json", body = String),
        (status = "default", body = ProblemBody)))]
pub(crate) async fn read_drawing(State(api): State<Api>, _watching: Watching) -> Answer<impl IntoResponse> {
    let drawing = api.settings.maps.drawing().ok_or_else(Problem::not_found)?;
    let headers =
        [(header::CONTENT_TYPE, "application/geo+json"), (header::CACHE_CONTROL, "private, max-age=3600")];
    Ok((headers, drawing.geojson().to_owned()))
}
