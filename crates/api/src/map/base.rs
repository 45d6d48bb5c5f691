//! `GET /map/district.pmtiles`: slices of the base map that lies in one file.

use super::Watching;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::fs::File;
use std::os::unix::fs::FileExt;
use work::Problem;

/// The largest slice; readers ask for kilobytes.
const SLICE: u64 = 8 << 20;

/// First and last byte of `bytes=a-b`, `bytes=a-` or `bytes=-n`; one range only.
fn range(text: &str, length: u64) -> Option<(u64, u64)> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = match (first, last) {
        // More than there is means all of it (RFC 9110, 14.1.2).
        ("", last) => {
            let last = last.parse().ok().filter(|n| *n > 0)?;
            (length.saturating_sub(last), length.checked_sub(1)?)
        }
        (first, "") => (first.parse().ok()?, length.checked_sub(1)?),
        (first, last) => (first.parse().ok()?, last.parse::<u64>().ok()?.min(length.checked_sub(1)?)),
    };
    (first <= last).then(|| (first, last.min(first.saturating_add(SLICE - 1))))
}

/// A slice of the base map; without `Range` only how long it is.
#[utoipa::path(get, path = "/api/v1/map/district.pmtiles", tag = "map",
    responses((status = 206, content_type = "application/octet-stream", body = Vec<u8>),
        (status = "default", body = ProblemBody)))]
pub(crate) async fn read_base_map(
    State(api): State<Api>,
    _watching: Watching,
    headers: HeaderMap,
) -> Answer<Response> {
    let base = api.settings.maps.base().ok_or_else(Problem::not_found)?;
    let asked = headers.get(header::RANGE).and_then(|v| v.to_str().ok());
    let Some((first, last)) = asked.and_then(|text| range(text, base.length)) else {
        let mut answer = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
        let whole = HeaderValue::from_str(&format!("bytes */{}", base.length));
        answer.headers_mut().insert(header::CONTENT_RANGE, whole.map_err(|_| Problem::internal())?);
        answer
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        return Ok(answer);
    };
    let path = base.path.clone();
    let slice = tokio::task::spawn_blocking(move || {
        let mut bytes = vec![0; (last - first + 1) as usize];
        File::open(path)?.read_exact_at(&mut bytes, first).map(|()| bytes)
    });
    let bytes = slice.await.map_err(|_| Problem::internal())?.map_err(|error| {
        tracing::error!(%error, "the base map cannot be read");
        Problem::internal()
    })?;
    let said = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_RANGE, format!("bytes {first}-{last}/{}", base.length)),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::ETAG, base.tag.clone()),
        (header::CACHE_CONTROL, "private, max-age=3600".to_owned()),
    ];
    Ok((StatusCode::PARTIAL_CONTENT, said, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_understood_or_refused() {
        assert_eq!(range("bytes=0-126", 1_000), Some((0, 126)));
        assert_eq!(range("bytes=900-", 1_000), Some((900, 999)));
        assert_eq!(range("bytes=-100", 1_000), Some((900, 999)));
        assert_eq!(range("bytes=900-2000", 1_000), Some((900, 999)));
        assert_eq!(range("bytes=-2000", 1_000), Some((0, 999)), "all there is");
        assert_eq!(range("bytes=0-99999999", 1 << 30), Some((0, SLICE - 1)), "a slice, not the file");
        for odd in [
            "bytes=5-4",
            "bytes=1000-",
            "bytes=-0",
            "bytes=a-b",
            "items=0-1",
            "bytes=0-1,4-5",
            "",
            "bytes=18446744073709551615-",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(range(odd, 1_000), None, "{odd}");
        }
        assert_eq!(range("bytes=0-0", 0), None);
    }
}
