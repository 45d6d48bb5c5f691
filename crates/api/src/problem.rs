//! What went wrong, as `application/problem+json` (RFC 9457), in the reader's language. The one place where a
//! [`Problem`] becomes a response: handlers only return it.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeMap;
use work::Problem;
use work::words::{Lang, say};

/// A problem on its way out. [`in_words`] gives it words.
pub(crate) struct Refused(pub(crate) Problem);

/// What handlers return.
pub(crate) type Answer<T> = Result<T, Refused>;

impl<P: Into<Problem>> From<P> for Refused {
    fn from(problem: P) -> Self {
        Self(problem.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

fn status(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A problem as it travels.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Body {
    /// A name for the kind of problem.
    #[serde(rename = "type")]
    kind: String,
    /// What is wrong, in a few words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// The code for programs.
    code: &'static str,
    /// What to do about it.
    detail: String,
    /// What the words were made with.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    params: BTreeMap<&'static str, String>,
    /// After an illegal move: what is possible instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<work::names::ActionName>>)]
    allowed: Option<Vec<domain::hazard::ActionKind>>,
    /// Which fields are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// A wrong field.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct FieldError {
    /// Its name.
    field: String,
    /// The code of what is wrong with it.
    problem: String,
    /// The same in words.
    text: String,
}

impl Body {
    pub(crate) fn new(problem: &Problem, lang: Lang) -> Self {
        let (title, detail) = say(lang, problem);
        let text = |code: &str| work::words::field_problem(lang, code).to_owned();
        Self {
            kind: format!("urn:mashang:problem:{}", problem.code),
            title,
            status: problem.status,
            code: problem.code,
            detail,
            params: problem.params.clone(),
            allowed: (problem.code == "illegal_move").then(|| problem.allowed.clone()),
            errors: problem
                .errors
                .iter()
                .map(|(field, code)| FieldError {
                    field: field.clone(),
                    text: text(code),
                    problem: code.clone(),
                })
                .collect(),
        }
    }
}

/// The language that a request asks for.
pub(crate) fn lang(headers: &HeaderMap) -> Lang {
    Lang::negotiate(headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()))
}

/// A problem in words.
pub(crate) fn response(problem: &Problem, lang: Lang) -> Response {
    let body = serde_json::to_vec(&Body::new(problem, lang)).unwrap_or_default();
    let mut response = (status(problem), body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    if let Some(seconds) = problem.retry_after() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Gives every refusal of the API its words, also those that the framework made.
pub(crate) async fn in_words(request: Request, next: Next) -> Response {
    let lang = lang(request.headers());
    let answer = next.run(request).await;
    let problem = match answer.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None => match made_by_framework(&answer) {
            Some(problem) => problem,
            None => return answer,
        },
    };
    let mut worded = response(&problem, lang);
    for name in [header::ALLOW, header::SET_COOKIE] {
        if let Some(value) = answer.headers().get(&name) {
            worded.headers_mut().insert(name, value.clone());
        }
    }
    worded
}

fn made_by_framework(answer: &Response) -> Option<Problem> {
    let (status, kind) = (answer.status(), answer.headers().get(header::CONTENT_TYPE));
    let in_words = kind.is_some_and(|k| k.as_bytes().starts_with(b"application/"));
    if in_words || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    Some(match status {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(405, "method_not_allowed"),
        StatusCode::REQUEST_TIMEOUT => Problem::new(408, "too_slow"),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(413, "too_large"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(415, "json_expected"),
        status if status.is_server_error() => Problem::internal(),
        _ => Problem::new(400, "bad_request"),
    })
}

/// Under `/api` everything answers as the API does.
pub(crate) async fn no_such_endpoint() -> Refused {
    Problem::not_found().into()
}
