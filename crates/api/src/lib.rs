//! HTTP for machines and for the console: JSON API, OpenAPI, Open311, problem+json.
//!
//! One file for each endpoint: what it takes and gives, the handler, and nothing that decides. Whether somebody may
//! is asked in `work`; who it is, is found out in [`actor`]; what went wrong is put into words in [`problem`].

mod actor;
mod address;
mod body;
mod calendar;
mod catalogue;
mod consents;
mod documents;
mod grids;
mod hazards;
mod health;
mod idempotency;
mod invites;
mod judging;
mod ladders;
mod ledger;
mod limits;
mod map;
mod metrics;
mod notices;
mod open311;
mod outer;
mod overview;
mod people;
mod photos;
mod places;
mod problem;
mod query;
mod rulebook;
mod session;
mod settings;
mod setup;
mod stream;
mod system;
mod tallies;
mod units;
mod upload;

pub use documents::openapi;
pub use map::{MapError, Maps};
pub use metrics::{Metrics, install_metrics};
pub use outer::{Patience, with_outer_layers};
pub use settings::Settings;

use axum::Router;
use settings::Api;
use work::App;

/// Everything under `/api`, `/open311`, and what operators ask.
pub fn router(app: App, settings: Settings) -> Router {
    let api = Api::new(app, settings);
    let (endpoints, document) = documents::endpoints().split_for_parts();
    endpoints
        .merge(documents::router(&document))
        .route("/api", axum::routing::any(problem::no_such_endpoint))
        .route("/api/{*rest}", axum::routing::any(problem::no_such_endpoint))
        .layer(axum::middleware::from_fn(actor::same_site))
        .layer(axum::middleware::from_fn(problem::in_words))
        .nest("/open311/v2", open311::router())
        .merge(health::router())
        .merge(metrics::router())
        .with_state(api)
}
