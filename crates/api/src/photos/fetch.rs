//! `GET /photos/{file}/view.jpg` and `/thumb.jpg`.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;
use work::Problem;
use work::photo::{self, Size};

/// Small pictures: kept by the viewer's own browser for an hour; whether they may be seen can change.
const CACHE: &str = "private, max-age=3600";
/// What names its viewer is asked for again each time: whoever signs in next on the same machine gets another one.
const ASK_AGAIN: &str = "private, no-cache";

/// A photo, to whom may see the hazard that it belongs to. A JPEG without metadata; the copy for reading names the
/// viewer all over.
#[utoipa::path(get, path = "/api/v1/photos/{file}/{size}", tag = "photos",
    params(("file" = Uuid, Path), ("size" = String, Path, description = "`view.jpg` or `thumb.jpg`"),
        ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>),
        (status = 304, description = "As before"), (status = "default", body = ProblemBody)))]
pub(crate) async fn fetch_photo(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Named((file, size)): Named<(Uuid, String)>,
) -> Answer<Response> {
    let size = match size.as_str() {
        "view.jpg" => Size::View,
        "thumb.jpg" => Size::Thumb,
        _ => return Err(Problem::not_found().into()),
    };
    let look = photo::look(&api.app, &signed.actor(), file, size).await?;
    let tag = format!("\"{}\"", look.tag());
    let known = headers.get_all(header::IF_NONE_MATCH).iter().any(|value| {
        value.to_str().is_ok_and(|tags| tags.split(',').any(|t| t.trim().trim_start_matches("W/") == tag))
    });
    let cache = if look.is_marked() { ASK_AGAIN } else { CACHE };
    let kept = [(header::CACHE_CONTROL, cache.to_owned()), (header::ETAG, tag)];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let bytes = look.draw(&api.app).await?;
    let shape = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""),
    ];
    Ok((kept, shape, bytes).into_response())
}
