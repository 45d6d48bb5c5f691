//! GET media/{name}: a photo, for whoever was given its address.

use super::ask::{Ask, Name};
use crate::settings::Api;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use uuid::Uuid;

/// The addresses of photos.
pub(super) fn links(api: &Api, photos: &[Uuid]) -> Vec<String> {
    let link = |file: &Uuid| {
        let name = work::client::picture_name(&api.app, *file);
        format!("{}/open311/v2/media/{name}", api.app.base_url())
    };
    photos.iter().map(link).collect()
}

pub(super) async fn get(State(api): State<Api>, Name(name): Name, request: Request) -> Response {
    match work::client::picture(&api.app, &name).await {
        Ok(bytes) => picture(bytes),
        Err(problem) => Ask::of(&request.into_parts().0).refuse(&problem),
    }
}

fn picture(bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = [
        // Whoever has the address may see it, any page with it.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, max-age=3600"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
