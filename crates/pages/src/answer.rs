//! Answers: pages, failures, redirects.

use crate::reader::Reader;
use crate::state::{Frame, Pages};
use crate::words::With;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use work::Problem;

/// A page, or 500 when it cannot be drawn.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// 303 to an address of our own.
pub(crate) fn see_other(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(path) => (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Puts a page in the place of the bare words with which the framework refuses a request before any handler sees it:
/// an address that is no text, a parameter that stands there twice, a method that the address does not have.
pub(crate) async fn in_words(State(pages): State<Pages>, request: Request, next: Next) -> Response {
    let reader = Reader::of(request.headers());
    let response = next.run(request).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let bare = kind.is_some_and(|k| k.starts_with("text/plain")) || status == StatusCode::METHOD_NOT_ALLOWED;
    if !bare || !status.is_client_error() {
        return response;
    }
    let mut said = Failed::NotFound.page(&pages, reader);
    *said.status_mut() = status;
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        said.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    said
}

/// A failure in words.
#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    frame: Frame,
    text: String,
    /// Whether going back finds what was typed.
    back: bool,
    /// Whether it was a receipt that was asked for.
    receipt: bool,
}

/// What went wrong, for a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    NotFound,
    Receipt,
    TooLarge,
    /// A form in a shape that browsers do not send.
    Shape,
    Slow,
    Broken,
    Often(Duration),
    Busy,
    Internal,
}

impl Failed {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Failed::NotFound | Failed::Receipt => StatusCode::NOT_FOUND,
            Failed::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Failed::Shape => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Failed::Slow => StatusCode::REQUEST_TIMEOUT,
            Failed::Broken => StatusCode::BAD_REQUEST,
            Failed::Often(_) => StatusCode::TOO_MANY_REQUESTS,
            Failed::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Failed::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Title and text.
    pub(crate) fn words(self, lang: Reader) -> (&'static str, String) {
        let f = &lang.words().failure;
        match self {
            Failed::NotFound => (f.not_found_title, f.not_found.into()),
            Failed::Receipt => (f.receipt_title, f.receipt.into()),
            Failed::TooLarge => (f.too_large_title, f.too_large.into()),
            Failed::Shape => (f.shape_title, f.shape.into()),
            Failed::Slow => (f.slow_title, f.slow.into()),
            Failed::Broken => (f.broken_title, f.broken.into()),
            Failed::Often(wait) => (f.often_title, f.often.with(wait.as_secs().div_ceil(60).max(1))),
            Failed::Busy => (f.busy_title, f.busy.into()),
            Failed::Internal => (f.internal_title, f.internal.into()),
        }
    }

    /// How long a program should wait before it tries again.
    fn retry_after(self) -> Option<u64> {
        match self {
            Failed::Often(wait) => Some(wait.as_secs().max(1)),
            Failed::Busy => Some(5),
            _ => None,
        }
    }

    /// The page.
    pub(crate) fn page(self, pages: &Pages, lang: Reader) -> Response {
        let (title, text) = self.words(lang);
        let back = !matches!(self, Failed::NotFound | Failed::Receipt);
        let receipt = matches!(self, Failed::Receipt);
        // What was asked for by its address can be asked for again in the other language.
        let frame = pages.frame(lang, title);
        let template = FailurePage { frame: if back { frame.stay() } else { frame }, text, back, receipt };
        let mut response = page(self.status(), &template);
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        match problem.status {
            404 | 410 => Failed::NotFound,
            429 => Failed::Often(Duration::from_secs(problem.retry_after().unwrap_or(60).unsigned_abs())),
            503 | 507 => Failed::Busy,
            status => {
                if status >= 500 {
                    tracing::error!(code = problem.code, "a page failed");
                }
                Failed::Internal
            }
        }
    }
}
