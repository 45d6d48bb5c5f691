//! The staff console's files, built by npm and embedded here. Every path that is no file is the console's own
//! routing and gets its start page.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use flate2::{Compression, write::GzEncoder};
use rust_embed::EmbeddedFile;
use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, Mutex, PoisonError};

#[derive(rust_embed::RustEmbed)]
#[folder = "../../console/dist"]
#[allow_missing = true]
struct Files;

/// `/console` and everything below it.
pub fn router() -> Router {
    Router::new()
        .route("/console", get(|| async { Redirect::permanent("/console/") }))
        .route("/console/", get(|headers: HeaderMap| async move { file("index.html", &headers) }))
        .route(
            "/console/{*path}",
            get(|Path(path): Path<String>, headers: HeaderMap| async move { file(&path, &headers) }),
        )
}

/// A file as small as gzip makes it: packed when it is first asked for, kept by its digest. Packed anew for each answer
/// it would have to be packed fast, and be a sixth larger.
fn packed(file: &EmbeddedFile) -> Option<Bytes> {
    static PACKED: LazyLock<Mutex<HashMap<[u8; 32], Bytes>>> = LazyLock::new(Mutex::default);
    let digest = file.metadata.sha256_hash();
    let known = PACKED.lock().unwrap_or_else(PoisonError::into_inner).get(&digest).cloned();
    known.or_else(|| {
        let mut pack = GzEncoder::new(Vec::new(), Compression::best());
        pack.write_all(&file.data).ok()?;
        let bytes = Bytes::from(pack.finish().ok()?);
        PACKED.lock().unwrap_or_else(PoisonError::into_inner).insert(digest, bytes.clone());
        Some(bytes)
    })
}

/// The outer layers leave of this header whether gzip is read (`api/src/outer.rs`).
fn reads_gzip(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT_ENCODING).is_some_and(|accepted| accepted == "gzip")
}

fn file(path: &str, asked: &HeaderMap) -> Response {
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
    let is_text = !matches!(kind, "image/png" | "image/x-icon" | "font/woff2" | "application/octet-stream");
    let small = if is_text && reads_gzip(asked) { packed(&found) } else { None };
    let mut response = match &small {
        Some(small) => Body::from(small.clone()),
        None => Body::from(found.data.into_owned()),
    }
    .into_response();
    let headers = response.headers_mut();
    if is_text {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if small.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if path == "worker.js" {
        // It also stands behind /s/, for plates that are scanned without a network.
        headers.insert("service-worker-allowed", HeaderValue::from_static("/"));
    }
    response
}
