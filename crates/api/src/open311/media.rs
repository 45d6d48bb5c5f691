//! GET media/{receipt}/{file}.jpg: photos of a report, for whoever holds its receipt. The address carries the
//! receipt's secret; it is given to the system that sent the report, for its reporter.

use super::ask::Ask;
use crate::settings::Api;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use uuid::Uuid;
use work::Problem;
use work::photo::Size;

/// The addresses of photos of a report.
pub(super) fn links(api: &Api, number: &str, photos: &[Uuid]) -> Vec<String> {
    if photos.is_empty() {
        return Vec::new();
    }
    let link = work::hazard::receipt_link(&api.app, number);
    let holder = link.rsplit('/').next().unwrap_or_default();
    let base = api.app.base_url();
    photos.iter().map(|file| format!("{base}/open311/v2/media/{holder}/{file}.jpg")).collect()
}

pub(super) async fn get(
    State(api): State<Api>,
    Path((holder, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    let ask = Ask::of(&request.into_parts().0);
    match fetch(&api, &holder, &name).await {
        Ok(bytes) => picture(bytes),
        Err(problem) => ask.refuse(&problem),
    }
}

async fn fetch(api: &Api, holder: &str, name: &str) -> Result<Vec<u8>, Problem> {
    let file: Uuid = name.strip_suffix(".jpg").and_then(|f| f.parse().ok()).ok_or_else(Problem::not_found)?;
    let (_, actor) = work::hazard::open_receipt(&api.app, holder).await?;
    work::photo::fetch(&api.app, &actor, file, Size::View).await
}

fn picture(bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = [
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
