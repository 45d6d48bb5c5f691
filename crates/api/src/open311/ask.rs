//! What every question has: a format, a language, parameters, perhaps a key.

use super::document::{Format, Node, render};
use super::params::Params;
use super::words;
use crate::settings::Api;
use axum::body::Body;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::calendar::Instant;
use domain::people::Actor;
use std::convert::Infallible;
use std::sync::Arc;
use work::Problem;
use work::client::Client;
use work::words::Lang;

/// A question.
pub(super) struct Ask {
    pub(super) format: Format,
    pub(super) lang: Lang,
    query: String,
    key: Option<String>,
}

/// An answer: its outermost element and what stands in it.
pub(super) struct Answer {
    pub(super) root: &'static str,
    pub(super) node: Node,
    /// The same for everybody, and for some minutes.
    pub(super) lasting: bool,
    /// Where the list goes on, as a reference to be resolved against the address that was asked (RFC 8288).
    pub(super) next: Option<String>,
}

impl Answer {
    pub(super) fn new(root: &'static str, node: Node) -> Self {
        Self { root, node, lasting: false, next: None }
    }
}

/// The last part of an address: a number with its format. One that is no UTF-8 is nothing's name.
pub(super) struct Name(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let name = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(name.map(|Path(name)| name).unwrap_or_default()))
    }
}

/// What handlers come to.
pub(super) type Done = Result<Answer, Problem>;

impl Ask {
    pub(super) fn of(parts: &Parts) -> Self {
        Self::new(parts.uri.path(), parts.uri.query(), &parts.headers)
    }

    fn new(path: &str, query: Option<&str>, headers: &HeaderMap) -> Self {
        Self {
            // Without a format that we know the specification's first one speaks.
            format: Format::split(path).map_or(Format::Xml, |(_, format)| format),
            lang: crate::problem::lang(headers),
            query: query.unwrap_or_default().to_owned(),
            key: headers.get("x-api-key").and_then(|v| v.to_str().ok()).map(str::to_owned),
        }
    }

    pub(super) fn params(&self) -> Result<Params<'_>, Problem> {
        Params::parse(self.query.as_bytes())
    }

    /// A link to the same question, going on behind a place in its list.
    pub(super) fn next(&self, start_after: &str) -> String {
        let named = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && !matches!(name, "page" | "start_after")
        };
        let kept: String = self.query.split('&').filter(named).flat_map(|pair| ["&", pair]).collect();
        format!("<?start_after={start_after}{kept}>; rel=\"next\"")
    }

    /// The key: a parameter of the body or of the address, or the header `X-Api-Key`.
    pub(super) fn key<'s>(&'s self, params: &[&'s Params<'_>]) -> Option<&'s str> {
        params.iter().find_map(|p| p.get("api_key")).or(self.key.as_deref())
    }

    /// Answers in the format asked for.
    pub(super) fn answer(&self, done: Done) -> Response {
        match done {
            Ok(answer) => {
                let cache = if answer.lasting { "public, max-age=300" } else { "no-store" };
                let body = render(self.format, answer.root, &answer.node);
                let mut response = self.response(StatusCode::OK, cache, body);
                let link = answer.next.and_then(|next| HeaderValue::from_str(&next).ok());
                response.headers_mut().extend(link.map(|link| (header::LINK, link)));
                response
            }
            Err(problem) => self.refuse(&problem),
        }
    }

    /// Refuses in the words of the specification: 404 for what does not exist, 403 for keys, 400 for the rest of
    /// what a client can help.
    pub(super) fn refuse(&self, problem: &Problem) -> Response {
        let number = match problem.status {
            401 => 403,
            422 if names_nothing(problem) => 404,
            422 => 400,
            // A repeated key with other content keeps its own number; other conflicts are a matter of the request.
            409 if problem.code != "key_reused" => 400,
            507 => 503,
            other => other,
        };
        let error = Node::Fields(vec![
            ("code", Node::Number(i64::from(number))),
            ("description", words::problem(self.lang, problem).into()),
        ]);
        let body = render(self.format, "errors", &Node::List("error", vec![error]));
        let status = StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = self.response(status, "no-store", body);
        let again = problem.retry_after().or((number == 503).then_some(1));
        if let Some(seconds) = again {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    fn response(&self, status: StatusCode, cache: &'static str, body: String) -> Response {
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let fixed: [(HeaderName, &'static str); 7] = [
            (header::CONTENT_TYPE, self.format.content_type()),
            (header::CONTENT_LANGUAGE, self.lang.tag()),
            (header::CACHE_CONTROL, cache),
            (header::VARY, "accept-language"),
            // There are no cookies here: what a key or nobody may read, any page may read with it.
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            (header::ACCESS_CONTROL_EXPOSE_HEADERS, "link"),
            (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        ];
        for (name, value) in fixed {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// Whether a service or place was named that does not exist.
fn names_nothing(problem: &Problem) -> bool {
    let named = |field: &str| matches!(field, "category" | "place");
    problem.errors.iter().any(|(field, code)| named(field) && code == "unknown")
}

/// Whose key it is. No key is nobody; a key that does not hold is refused, also where none is needed.
pub(super) async fn client(api: &Api, key: Option<&str>) -> Result<Option<Arc<Client>>, Problem> {
    let Some(key) = key else { return Ok(None) };
    match work::client::find_by_key(&api.app, key).await? {
        Some(client) => Ok(Some(client)),
        None => Err(Problem::new(403, "wrong_key")),
    }
}

/// As whom somebody with or without a key looks.
pub(super) fn viewer(client: Option<&Arc<Client>>) -> Actor {
    client.map_or(Actor::Public, |c| c.actor())
}

/// There is one jurisdiction; who names another has the wrong address.
pub(super) fn jurisdiction(api: &Api, given: Option<&str>) -> Result<(), Problem> {
    match given {
        Some(given) if given != api.app.district().to_string() => {
            Err(Problem::new(404, "jurisdiction").with("jurisdiction_id", given))
        }
        _ => Ok(()),
    }
}

/// A moment: a date and time of ISO 8601 with its zone, as the specification demands.
pub(super) fn moment(params: &Params<'_>, name: &'static str) -> Result<Option<Instant>, Problem> {
    moment_of(name, params.get(name))
}

/// The same of a value.
pub(super) fn moment_of(name: &'static str, text: Option<&str>) -> Result<Option<Instant>, Problem> {
    let Some(text) = text else { return Ok(None) };
    // A plus that was not encoded arrives as a blank.
    let mended = text.replace(' ', "+");
    let moment = text.parse().or_else(|_| mended.parse());
    moment.map(Some).map_err(|_| Problem::invalid(name, "malformed"))
}

/// A whole number within bounds.
pub(super) fn number(
    params: &Params<'_>,
    name: &'static str,
    bounds: std::ops::RangeInclusive<usize>,
) -> Result<Option<usize>, Problem> {
    let Some(text) = params.get(name) else { return Ok(None) };
    let number: usize = text.parse().map_err(|_| Problem::invalid(name, "malformed"))?;
    if bounds.contains(&number) { Ok(Some(number)) } else { Err(Problem::invalid(name, "out_of_range")) }
}

/// `lat` and `long`, both or neither, WGS84 (which CGCS2000 equals to centimetres).
pub(super) fn position(params: &Params<'_>) -> Result<Option<domain::place::Position>, Problem> {
    let degrees = |name: &'static str| -> Result<Option<f64>, Problem> {
        let Some(text) = params.get(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Problem::invalid(name, "malformed"))
    };
    use domain::place::{CoordinateError as E, Position, System};
    match (degrees("lat")?, degrees("long")?) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Problem::invalid("lat", "required")),
        (Some(_), None) => Err(Problem::invalid("long", "required")),
        (Some(lat), Some(long)) => {
            Position::from_degrees(long, lat, System::Wgs84).map(Some).map_err(|e| match e {
                E::NotANumber => Problem::invalid("lat, long", "malformed"),
                E::OutOfRange => Problem::invalid("lat, long", "out_of_range"),
                E::Swapped => Problem::invalid("lat, long", "swapped"),
            })
        }
    }
}
