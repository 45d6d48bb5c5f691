//! `GET /photos/{file}/view.jpg` and `/thumb.jpg`.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use uuid::Uuid;
use work::Problem;
use work::photo::{self, Size};

/// Kept by the viewer's own browser for an hour; whether it may be seen can change.
const CACHE: &str = "private, max-age=3600";

/// A photo, to whom may see the hazard that it belongs to. A JPEG without metadata.
#[utoipa::path(get, path = "/api/v1/photos/{file}/{size}", tag = "photos",
    params(("file" = Uuid, Path), ("size" = String, Path, description = "`view.jpg` or `thumb.jpg`")),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = "default", body = ProblemBody)))]
pub(crate) async fn fetch_photo(
    State(api): State<Api>,
    signed: Signed,
    Named((file, size)): Named<(Uuid, String)>,
) -> Answer<impl IntoResponse> {
    let size = match size.as_str() {
        "view.jpg" => Size::View,
        "thumb.jpg" => Size::Thumb,
        _ => return Err(Problem::not_found().into()),
    };
    let bytes = photo::fetch(&api.app, &signed.actor(), file, size).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, CACHE),
        (header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""),
    ];
    Ok((headers, bytes))
}
