//! `GET /map/places`: places on the map.

use super::cells::view;
use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::{Asked, word};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use work::map::{MapCells, PlacesAsked, places};

/// The part of the earth that is shown, and what of it.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlacesQuery {
    /// `west,south,east,north` in degrees of `system`.
    bbox: String,
    /// Zoom of the web's usual scale, 0 to 24.
    zoom: u8,
    /// `cgcs2000` unless said otherwise; `wgs84`, `gcj02`, `bd09`: of the box and of the answer.
    system: Option<String>,
    /// 街道: area code.
    street: Option<String>,
    /// 场所类别.
    #[param(value_type = Option<work::names::PlaceKind>)]
    kind: Option<String>,
    /// 多月未扫: only those whose codes hang, and that nobody has scanned for so many days.
    unscanned_days: Option<u32>,
}

/// Places in a box, as clusters seen from far and one by one from near.
#[utoipa::path(get, path = "/api/v1/map/places", tag = "map", params(PlacesQuery),
    responses((status = 200, body = MapCells), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_map_places(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<PlacesQuery>,
) -> Answer<Json<MapCells>> {
    let view = view(&query.bbox, query.zoom, query.system.as_deref(), false)?;
    let kind = query.kind.filter(|k| !k.is_empty()).map(|k| word("kind", &k)).transpose()?;
    let street = query.street.filter(|s| !s.is_empty());
    let asked = PlacesAsked { street, kind, unscanned_days: query.unscanned_days };
    Ok(Json(places(&api.app, &signed.actor(), view, asked).await?))
}
