//! `GET /stream`: 实时动态, as server-sent events.

use crate::map::Watching;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::time::Duration;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use work::Problem;
use work::hazard::{Live, Told};

/// After how long a client that was cut off comes back.
const RETRY: Duration = Duration::from_secs(3);
/// How often something is said while nothing happens.
const HEARTBEAT: Duration = Duration::from_secs(15);

fn event(live: Live) -> Result<Event, axum::Error> {
    match live {
        Live::Hello(at) => {
            Event::default().event("hello").id(before(at)).retry(RETRY).json_data(json!({"at": at}))
        }
        Live::Change(index, told) => Event::default().event("change").id(index.to_string()).json_data(told),
        Live::Reload(reason) => {
            Event::default().event("reload").retry(RETRY).json_data(json!({"reason": reason}))
        }
    }
}

/// The number of the last entry that was there before.
fn before(size: u64) -> String {
    size.checked_sub(1).map(|last| last.to_string()).unwrap_or_default()
}

/// What happens to hazards that the viewer may see, as it happens: `hello`, then `change` with its number in the log
/// as id; `reload` when the client was away or too slow for too long, or its session ended. Never words.
#[utoipa::path(get, path = "/api/v1/stream", tag = "figures",
    params(("Last-Event-ID" = Option<String>, Header)),
    responses((status = 200, content_type = "text/event-stream", body = Told),
        (status = "default", body = ProblemBody)))]
pub(crate) async fn watch(
    State(api): State<Api>,
    watching: Watching,
    headers: HeaderMap,
) -> Answer<Response> {
    let last = match headers.get("last-event-id").and_then(|v| v.to_str().ok()).filter(|t| !t.is_empty()) {
        Some(text) => Some(text.parse().map_err(|_| Problem::invalid("Last-Event-ID", "malformed"))?),
        None => None,
    };
    let feed = api.changes.feed(&api.app, watching.watcher, last).await?;
    let events = futures_util::stream::unfold(feed, |mut feed| async move {
        let live = feed.next().await?;
        Some((event(live), feed))
    });
    let mut answer = Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    // Proxies that collect answers before they pass them on would keep everything back.
    answer.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(answer)
}

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(watch))
}
