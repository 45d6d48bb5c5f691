//! `GET /map/drawing`: the district as it draws itself.

use super::Watching;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::people::Actor;
use geo::{GridOutline, with_grids};
use work::Problem;
use work::grid::grids;

/// The grids of the register that have a boundary and have not ended.
pub(super) async fn outlines(api: &Api, actor: &Actor) -> Result<Vec<GridOutline>, Problem> {
    let all = grids(&api.app, actor).await?.into_iter().filter(|grid| grid.ended_at.is_none());
    let outline = |grid: work::grid::GridView| {
        Some(GridOutline { boundary: grid.boundary?, code: grid.code, name: grid.name })
    };
    Ok(all.filter_map(outline).collect())
}

/// 区划图: boundary, streets, communities, grids, roads and waters as GeoJSON in CGCS2000; grids of the register
/// among them. Names of areas are points of their own with `layer: label`.
#[utoipa::path(get, path = "/api/v1/map/drawing", tag = "map",
    responses((status = 200, content_type = "application/geo+json", body = String),
        (status = "default", body = ProblemBody)))]
pub(crate) async fn read_drawing(State(api): State<Api>, watching: Watching) -> Answer<impl IntoResponse> {
    let grids = outlines(&api, &watching.actor()).await?;
    let text = with_grids(api.settings.maps.drawing(), grids).ok_or_else(Problem::not_found)?;
    let headers =
        [(header::CONTENT_TYPE, "application/geo+json"), (header::CACHE_CONTROL, "private, max-age=3600")];
    Ok((headers, text))
}
