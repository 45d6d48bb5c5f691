//! `POST /photos`: sending a photo, before the action that names it.

use crate::actor::Signed;
use crate::body::unread;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::RequestExt;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::StatusCode;
use std::error::Error;
use work::Problem;
use work::photo::{self, Kept};

/// The longest photo, in bytes, and what a form wraps around it.
const LONGEST: usize = 25 * 1024 * 1024;
const WRAPPING: usize = 64 * 1024;

/// The form.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "describes the form; the bytes are read as they come")]
pub(crate) struct PhotoForm {
    /// The picture: JPEG, PNG or WebP.
    #[schema(value_type = String, format = Binary)]
    photo: Vec<u8>,
}

fn failed(error: &axum::extract::multipart::MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(413, "too_large"),
        _ => match error.source().map(unread) {
            Some(problem) if problem.status != 400 => problem,
            _ => Problem::invalid("photo", "malformed"),
        },
    }
}

/// Reads the one field of a form that holds a photo, no further than it may be long.
async fn picture(request: Request) -> Result<Vec<u8>, Problem> {
    let limited = request.with_limited_body();
    let mut form =
        Multipart::from_request(limited, &()).await.map_err(|_| Problem::new(415, "multipart_expected"))?;
    while let Some(mut field) = form.next_field().await.map_err(|e| failed(&e))? {
        if field.name() != Some("photo") {
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|e| failed(&e))? {
            if bytes.len() + chunk.len() > LONGEST {
                return Err(Problem::new(413, "too_large"));
            }
            bytes.extend_from_slice(&chunk);
        }
        return Ok(bytes);
    }
    Err(Problem::invalid("photo", "required"))
}

/// Sends a photo. It is checked, copied without metadata, and kept; an action or report then names it.
#[utoipa::path(post, path = "/api/v1/photos", tag = "photos",
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body(content = PhotoForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Kept), (status = "default", body = ProblemBody)))]
pub(crate) async fn upload_photo(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    request: Request,
) -> Answer<(StatusCode, Json<Kept>)> {
    let bytes = picture(request).await?;
    let key = repeatable.key(&signed.0, &bytes);
    let kept = photo::keep_once(&api.app, &signed.actor(), bytes, key).await?;
    Ok((StatusCode::CREATED, Json(kept)))
}

/// The limit of the whole form.
pub(crate) fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(LONGEST + WRAPPING)
}
