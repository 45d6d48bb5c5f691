//! Open311 GeoReport v2 with the extensions that are in use: pages, pictures, histories, changes, and mySociety's
//! `servicerequestupdates`. Nothing here parses XML: clients send forms.

mod ask;
mod discovery;
mod document;
mod form;
mod media;
mod params;
mod report;
mod requests;
mod services;
mod tokens;
mod updates;
mod words;

use crate::settings::Api;
use ask::Ask;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::response::Response;
use axum::routing::get;
use document::Format;
use work::Problem;

/// Everything under `/open311/v2`.
pub(crate) fn router() -> Router<Api> {
    let mut router = Router::new();
    for format in Format::ALL {
        let at = |name: &str| format!("/{name}{}", format.suffix());
        router = router
            .route(&at("discovery"), get(discovery::get))
            .route(&at("services"), get(services::list))
            .route(&at("requests"), get(requests::list).post(report::post))
            .route(&at("servicerequestupdates"), get(updates::list).post(updates::post));
    }
    router
        .route("/services/{name}", get(services::definition))
        .route("/requests/{name}", get(requests::one))
        .route("/tokens/{name}", get(tokens::get))
        .route("/media/{name}", get(media::get))
        .fallback(nothing)
        .method_not_allowed_fallback(not_so)
        .layer(DefaultBodyLimit::max(form::LONGEST_WITH_PICTURES))
}

async fn nothing(request: Request) -> Response {
    Ask::of(&request.into_parts().0).refuse(&Problem::not_found())
}

async fn not_so(request: Request) -> Response {
    Ask::of(&request.into_parts().0).refuse(&Problem::new(405, "method_not_allowed"))
}
