//! The staff console's files, built by npm and embedded here. Every path that is no file is the console's own
//! routing and gets its start page.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../console/dist"]
#[allow_missing = true]
struct Files;

/// `/console` and everything below it.
pub fn router() -> Router {
    Router::new()
        .route("/console", get(|| async { Redirect::permanent("/console/") }))
        .route("/console/", get(|| async { file("index.html") }))
        .route("/console/{*path}", get(|Path(path): Path<String>| async move { file(&path) }))
}

fn file(path: &str) -> Response {
    let (path, found) = match Files::get(path) {
        Some(found) => (path, found),
        None if path.starts_with("assets/") => return StatusCode::NOT_FOUND.into_response(),
        None => match Files::get("index.html") {
            Some(found) => ("index.html", found),
            None => {
                let text = "The console is not built: run ./dev up, or npm run build in console/ before cargo build.";
                return (StatusCode::NOT_FOUND, text).into_response();
            }
        },
    };
    let kind = match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json" | "webmanifest") => "application/json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    // Names under assets/ carry a digest of their content.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = found.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if path == "worker.js" {
        // It also stands behind /s/, for plates that are scanned without a network.
        headers.insert("service-worker-allowed", HeaderValue::from_static("/"));
    }
    response
}
