//! What holds for every answer, whoever gives it: headers that guard the browser, a request's number, text packed for
//! slow lines, an end to panics and to clients that never finish.

use crate::{metrics, problem};
use axum::Router;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use identity::entropy::{OsEntropy, random};
use std::any::Any;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, Predicate, predicate::SizeAbove};
use tower_http::timeout::{RequestBodyDeadlineLayer, RequestBodyTimeoutLayer};
use work::Problem;

/// How long the server waits for a slow client.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the head of a request, the first one as the next one on a connection that is kept.
    pub head: Duration,
    /// For the next piece of a body.
    pub silence: Duration,
    /// For a body as a whole.
    pub body: Duration,
}

impl Default for Patience {
    /// A body may take as long as 25 MB over a slow mobile network, with something to spare for whoever says so in words.
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { head: seconds(15), silence: seconds(20), body: seconds(330) }
    }
}

/// No script, style or frame but our own; nothing inline.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// Wraps all routers of the process. `secure` says whether browsers come by HTTPS.
pub fn with_outer_layers(router: Router, secure: bool, patience: Patience) -> Router {
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(RequestBodyTimeoutLayer::new(patience.silence))
        .layer(RequestBodyDeadlineLayer::new(patience.body))
        .layer(from_fn(metrics::count))
        .layer(from_fn(move |request: Request, next: Next| guarded(request, next, secure)))
        .layer(packing())
        .layer(from_fn(plainly))
}

/// What a client says of encodings is reduced to whether it reads gzip. Text that is not packed is for everybody
/// (RFC 9110, 12.5.3): a library that answers 406 would do so after the report was taken in.
async fn plainly(mut request: Request, next: Next) -> Response {
    let gzip = reads_gzip(request.headers());
    request.headers_mut().remove(header::ACCEPT_ENCODING);
    if gzip {
        request.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
    next.run(request).await
}

/// `gzip;q=0` forbids what `*` allows.
fn reads_gzip(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    let wishes = lines.flat_map(|line| line.split(',')).map(|wish| {
        let (name, rest) = wish.split_once(';').unwrap_or((wish, ""));
        let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
        (name.trim().to_ascii_lowercase(), weight.is_some_and(|weight| weight > 0.0))
    });
    let wishes: Vec<(String, bool)> = wishes.collect();
    let said =
        |names: &[&str]| wishes.iter().find(|(name, _)| names.contains(&name.as_str())).map(|(_, yes)| *yes);
    said(&["gzip", "x-gzip"]).or_else(|| said(&["*"])).unwrap_or(false)
}

/// Text in gzip for whoever reads it, which is every browser (docs/decisions/0021-packed-answers.md).
fn packing() -> CompressionLayer<impl Predicate> {
    /// Below this, in bytes, an answer fits in a packet anyway.
    const WORTH: u64 = 1_024;
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(WORTH).and(is_text))
}

/// Named one by one: pictures and workbooks are packed already, and what is streamed must not wait in a buffer.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    matches!(
        kind.split(';').next().unwrap_or_default().trim(),
        "text/html"
            | "text/css"
            | "text/javascript"
            | "text/xml"
            | "application/xml"
            | "application/json"
            | "application/geo+json"
            | "application/problem+json"
            | "image/svg+xml"
    )
}

fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<&str>().map(|t| (*t).to_owned());
    let text = text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_default();
    tracing::error!(cause = text, "a handler panicked");
    problem::Refused(Problem::internal()).into_response()
}

/// The number of a request, to find it in the log: a mark of the process and a count.
fn request_id() -> HeaderValue {
    static PROCESS: LazyLock<String> = LazyLock::new(|| {
        random::<6>(&OsEntropy).map(hex::encode).unwrap_or_else(|_| "000000000000".to_owned())
    });
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let text = format!("{}-{}", *PROCESS, COUNT.fetch_add(1, Ordering::Relaxed));
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("0"))
}

async fn guarded(mut request: Request, next: Next, secure: bool) -> Response {
    static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
    let id = request_id();
    let lang = problem::lang(request.headers());
    let is_api = request.uri().path().starts_with("/api/");
    request.headers_mut().insert(&REQUEST_ID, id.clone());
    let mut answer = next.run(request).await;
    let unworded =
        answer.extensions().get::<Problem>().filter(|_| !answer.headers().contains_key(header::CONTENT_TYPE));
    if let Some(refused) = unworded.cloned() {
        answer = problem::response(&refused, lang);
    }
    let headers = answer.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(self), microphone=()");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    if is_api {
        set(header::CACHE_CONTROL, "no-store");
    }
    headers.insert(REQUEST_ID.clone(), id);
    answer
}
