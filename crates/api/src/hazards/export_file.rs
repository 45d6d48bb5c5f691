//! `GET /hazards/exports/{id}/file`: the file of an export.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Named;
use crate::settings::Api;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use tokio::io::AsyncReadExt;
use uuid::Uuid;
use work::{Problem, hazard};

/// How much of a file is read at a time.
const PIECE: usize = 64 * 1024;

/// The file that was asked for, for whoever asked, within an hour. Made at this moment, whole, with a checksum.
#[utoipa::path(get, path = "/api/v1/hazards/exports/{id}/file", tag = "hazards", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = "default", body = ProblemBody)))]
pub(crate) async fn fetch_export(
    State(api): State<Api>,
    signed: Signed,
    method: Method,
    headers: HeaderMap,
    Named(id): Named<Uuid>,
) -> Answer<Response> {
    if method == Method::HEAD {
        // Making the file is an event; asking for its head would be one without a file.
        return Err(Problem::new(405, "method_not_allowed").into());
    }
    let made = hazard::make(&api.app, signed.actor(), id, lang(&headers)).await?;
    let file = tokio::fs::File::from_std(made.file);
    let pieces = futures_util::stream::try_unfold(file, |mut file| async move {
        let mut piece = vec![0; PIECE];
        let n = file.read(&mut piece).await?;
        piece.truncate(n);
        Ok::<_, std::io::Error>((n > 0).then_some((Bytes::from(piece), file)))
    });
    let mut answer = Body::from_stream(pieces).into_response();
    let named = format!("attachment; filename*=UTF-8''{}", percent(&made.name));
    let own = [
        (header::CONTENT_TYPE, made.format.media_type().to_owned()),
        (header::CONTENT_LENGTH, made.length.to_string()),
        (header::CONTENT_DISPOSITION, named),
        (HeaderName::from_static("x-rows"), made.rows.to_string()),
        (HeaderName::from_static("x-rows-sha256"), made.sha256.to_string()),
    ];
    for (name, value) in own {
        answer.headers_mut().insert(name, HeaderValue::from_str(&value).map_err(|_| Problem::internal())?);
    }
    Ok(answer)
}

/// A file's name in a header (RFC 8187).
fn percent(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
