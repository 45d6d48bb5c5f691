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
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
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

/// A browser that wants to send a key along asks before: reading is free for every page, without cookies; writing
/// from another site's page is not, for it would spend its visitor's limits.
fn may_pages_read() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let fixed = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "x-api-key, accept-language"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn not_so(request: Request) -> Response {
    if request.method() == Method::OPTIONS {
        return may_pages_read();
    }
    Ask::of(&request.into_parts().0).refuse(&Problem::new(405, "method_not_allowed"))
}
