//! Open311 as other systems meet it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail loudly")]

mod answers;
mod engines;
mod fixmystreet;
mod hostile;
mod keys;
mod lists;
mod refusals;
mod scope;
mod server;

use axum::Router;
use work::App;

/// The town lies between these, and everything else does not.
const EXTENT: domain::place::Extent =
    domain::place::Extent { west: 112.5, south: 26.8, east: 112.7, north: 27.0, margin_m: 5_000 };

/// The product's own router.
fn router(app: App, open: bool) -> Router {
    let settings = api::Settings {
        secure_cookies: true,
        trusted_proxies: Vec::new(),
        open311_open: open,
        extent: Some(EXTENT),
        maps: api::Maps::default(),
        metrics: api::Metrics::default(),
        metrics_token: None,
    };
    api::router(app, settings)
}
