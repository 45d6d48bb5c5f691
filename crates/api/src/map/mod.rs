//! 地图: clusters and points, and whatever lies under them: tiles through this server, a base map in one file, the
//! district's own drawing.

mod base;
mod cache;
mod cells;
mod config;
mod displays;
mod drawing;
mod fetcher;
mod places;
mod read;
mod tile;
mod watching;

pub use config::{MapError, Maps};
pub(crate) use watching::Watching;

use crate::settings::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(read::read_map))
        .routes(routes!(cells::read_map_cells))
        .routes(routes!(places::read_map_places))
        .routes(routes!(drawing::read_drawing))
        .routes(routes!(base::read_base_map))
        .routes(routes!(tile::fetch_tile))
        .routes(routes!(displays::list_displays, displays::make_display_token))
        .routes(routes!(displays::revoke_display_token))
        .routes(routes!(displays::enter_display))
}
