//! `GET /map`: what there is to draw.

use super::Watching;
use super::config::Maps;
use super::drawing::outlines;
use crate::problem::Answer;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::place::System;
use serde::Serialize;
use utoipa::ToSchema;

/// What lies under the points.
#[derive(Serialize, ToSchema)]
pub(crate) struct MapView {
    /// The system of the base map: ask for cells in it, and they lie where they are.
    #[schema(value_type = String)]
    system: System,
    /// Tiles of a provider, if there are any.
    tiles: Option<TilesView>,
    /// A base map in one file, if there is one.
    base: Option<BaseView>,
    /// Whether the district draws itself.
    drawing: bool,
    /// West, south, east, north of the district in degrees CGCS2000, if it is known.
    bounds: Option<[f64; 4]>,
    /// 在办而没有位置的隐患: so many are on no map; for viewers who see the whole district.
    unplaced: Option<i64>,
}

/// Tiles of a provider, fetched through this server.
#[derive(Serialize, ToSchema)]
pub(crate) struct TilesView {
    /// Layers from bottom to top.
    layers: Vec<String>,
    /// Whoever made the map, with its 审图号.
    attribution: String,
    /// The least zoom.
    min_zoom: u8,
    /// The greatest zoom.
    max_zoom: u8,
}

/// A base map in one file.
#[derive(Serialize, ToSchema)]
pub(crate) struct BaseView {
    /// `vector` or `picture`.
    #[schema(value_type = String)]
    kind: geo::pmtiles::Kind,
    /// The least zoom.
    min_zoom: u8,
    /// The greatest zoom.
    max_zoom: u8,
}

fn view(maps: &Maps, extent: Option<[f64; 4]>) -> MapView {
    let tiles = maps.tiles();
    let drawn = maps.drawing().map(|drawing| {
        let bounds = drawing.bounds();
        let (low, high) = (bounds.south_west, bounds.north_east);
        [low.lon(), low.lat(), high.lon(), high.lat()]
    });
    MapView {
        system: tiles.map_or(System::Cgcs2000, |t| t.system),
        tiles: tiles.map(|t| TilesView {
            layers: t.names.clone(),
            attribution: t.attribution.clone(),
            min_zoom: t.min_zoom,
            max_zoom: t.max_zoom,
        }),
        base: maps.base().map(|b| BaseView {
            kind: b.header.kind,
            min_zoom: b.header.min_zoom,
            max_zoom: b.header.max_zoom,
        }),
        drawing: maps.drawing().is_some(),
        bounds: drawn.or(extent).or(maps.base().map(|b| b.header.bounds)),
        unplaced: None,
    }
}

/// What the map is drawn on, and where the district lies.
#[utoipa::path(get, path = "/api/v1/map", tag = "map", responses((status = 200, body = MapView),
    (status = "default", body = crate::problem::Body)))]
pub(crate) async fn read_map(State(api): State<Api>, watching: Watching) -> Answer<Json<MapView>> {
    let extent = api.extent().map(|e| [e.west, e.south, e.east, e.north]);
    let mut view = view(&api.settings.maps, extent);
    view.drawing |= !outlines(&api, &watching.actor()).await?.is_empty();
    view.unplaced = work::map::unplaced(&api.app, &watching.actor()).await?;
    Ok(Json(view))
}
