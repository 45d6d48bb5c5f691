//! JSON that somebody sent: of the right kind, not too long, not too deep, of the right shape.

use crate::problem::{Answer, Refused};
use crate::settings::Api;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use work::Problem;

/// The longest JSON text that is read, in bytes.
const LONGEST: usize = 1024 * 1024;

/// A body of JSON, and the bytes that it was read from: a repeated request is recognised by them.
pub(crate) struct Body<T> {
    pub(crate) value: T,
    pub(crate) bytes: Bytes,
}

impl<T: DeserializeOwned> FromRequest<Api> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &Api) -> Answer<Self> {
        if !is_json(request.headers()) {
            return Err(Problem::new(415, "json_expected").into());
        }
        let bytes = read(request, LONGEST).await?;
        Ok(Self { value: parsed(&bytes)?, bytes })
    }
}

/// What stands in a JSON text; what is wrong is named by its path.
fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut text = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut text).map_err(|error| {
        // Some values of another kind than was expected read like no JSON at all.
        let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok();
        Problem::malformed(&error, is_json)
    })?;
    text.end().map_err(|_| Problem::new(400, "not_json"))?;
    Ok(value)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|k| k.trim().eq_ignore_ascii_case("application/json"))
}

/// Reads a body to its end or to its limit.
pub(crate) async fn read(request: Request, limit: usize) -> Result<Bytes, Problem> {
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(Problem::new(413, "too_large"));
    }
    axum::body::to_bytes(request.into_body(), limit).await.map_err(|error| unread(&error))
}

/// Why a body could not be read: too long, too slow, or cut off.
pub(crate) fn unread(error: &(dyn std::error::Error + 'static)) -> Problem {
    let mut cause = Some(error);
    while let Some(this) = cause {
        let text = this.to_string();
        if text.contains("length limit exceeded") {
            return Problem::new(413, "too_large");
        }
        if text.contains("within the designated timeout") {
            return Problem::new(408, "too_slow");
        }
        cause = this.source();
    }
    Problem::new(400, "cut_off")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body as HttpBody;
    use axum::body::Bytes;
    use std::time::Duration;
    use tower_http::timeout::TimeoutBody;

    async fn code(body: HttpBody, limit: usize) -> &'static str {
        read(Request::new(body), limit).await.unwrap_err().code
    }

    /// A body that brings this and then nothing more, without an end.
    fn stalled(first: &'static [u8]) -> HttpBody {
        let first =
            futures_util::stream::once(async move { Ok::<_, std::io::Error>(Bytes::from_static(first)) });
        HttpBody::from_stream(futures_util::StreamExt::chain(first, futures_util::stream::pending()))
    }

    #[tokio::test]
    async fn a_client_that_falls_silent_is_told_so() {
        let slow = HttpBody::new(TimeoutBody::new(Duration::from_millis(20), stalled(b"{")));
        assert_eq!(code(slow, 100).await, "too_slow");
    }

    #[tokio::test]
    async fn what_is_too_long_is_not_read_to_its_end() {
        assert_eq!(code(stalled(b"0123456789"), 5).await, "too_large");
    }

    #[tokio::test]
    async fn what_breaks_off_is_told_apart() {
        let broken = futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("reset")) });
        assert_eq!(code(HttpBody::from_stream(broken), 100).await, "cut_off");
    }
}
