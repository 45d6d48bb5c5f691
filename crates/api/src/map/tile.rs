//! `GET /map/tiles/{layer}/{z}/{x}/{y}`: a tile of the provider, without the browser learning its key.

use super::Watching;
use super::fetcher::NoTile;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use geo::Tile;
use work::Problem;

/// Kept by the viewer's own browser for a week.
const CACHE: &str = "private, max-age=604800";

/// A tile of the base map.
#[utoipa::path(get, path = "/api/v1/map/tiles/{layer}/{z}/{x}/{y}", tag = "map",
    params(("layer" = String, Path), ("z" = u8, Path), ("x" = u32, Path), ("y" = u32, Path)),
    responses((status = 200, content_type = "image/png", body = Vec<u8>), (status = "default", body = ProblemBody)))]
pub(crate) async fn fetch_tile(
    State(api): State<Api>,
    _watching: Watching,
    Named((layer, z, x, y)): Named<(String, u8, u32, u32)>,
) -> Answer<impl IntoResponse> {
    let tiles = api.settings.maps.tiles().ok_or_else(Problem::not_found)?;
    let (Some(address), Some(tile)) = (tiles.addresses.get(&layer), Tile::new(z, x, y)) else {
        return Err(Problem::not_found().into());
    };
    if !(tiles.min_zoom..=tiles.max_zoom).contains(&z) {
        return Err(Problem::not_found().into());
    }
    let address = address.of(tile);
    let maps = api.settings.maps.clone();
    let name = layer.clone();
    let kept = tokio::task::spawn_blocking(move || {
        maps.tiles().and_then(|tiles| tiles.cache.get(&name, tile, now()))
    });
    let picture = match kept.await.ok().flatten() {
        Some(picture) => picture,
        None => {
            let picture = tiles.fetcher.fetch(address).await.map_err(|reason| match reason {
                NoTile::NotThere => Problem::not_found(),
                NoTile::Unavailable => Problem::new(502, "map_unavailable"),
            })?;
            let (maps, copy) = (api.settings.maps.clone(), picture.clone());
            tokio::task::spawn_blocking(move || {
                let kept = maps.tiles().map(|tiles| tiles.cache.put(&layer, tile, &copy));
                if let Some(Err(error)) = kept {
                    tracing::warn!(%error, "a tile was not kept");
                }
            });
            picture
        }
    };
    Ok(([(header::CONTENT_TYPE, picture.kind), (header::CACHE_CONTROL, CACHE)], picture.bytes))
}

#[allow(
    clippy::disallowed_methods,
    reason = "the age of a file on this machine's disk, by this machine's clock"
)]
fn now() -> std::time::SystemTime {
    std::time::SystemTime::now()
}
