//! GET discovery: where the endpoint is and what it speaks (Open311 Service Discovery).

use super::ask::{Answer, Ask};
use super::document::{Format, Node};
use crate::settings::Api;
use axum::extract::{Request, State};
use axum::response::Response;

/// When what is offered here last changed.
const CHANGESET: &str = "2026-11-01T00:00:00+08:00";
const SPECIFICATION: &str = "http://wiki.open311.org/GeoReport_v2";

pub(super) async fn get(State(api): State<Api>, request: Request) -> Response {
    let ask = Ask::of(&request.into_parts().0);
    let base = api.app.base_url();
    let contact = super::words::contact(ask.lang, &api.app.district_name(), base);
    let formats = Format::ALL.into_iter().map(|f| {
        let bare = f.content_type().split(';').next().unwrap_or_default();
        Node::from(bare)
    });
    let endpoint = Node::Fields(vec![
        ("specification", SPECIFICATION.into()),
        ("url", format!("{base}/open311/v2").into()),
        ("changeset", CHANGESET.into()),
        ("type", if api.app.is_demo() { "test" } else { "production" }.into()),
        ("formats", Node::List("format", formats.collect())),
    ]);
    let node = Node::Fields(vec![
        ("changeset", CHANGESET.into()),
        ("contact", contact.into()),
        ("key_service", super::words::key_service(ask.lang).into()),
        ("endpoints", Node::List("endpoint", vec![endpoint])),
    ]);
    ask.answer(Ok(Answer { root: "discovery", node, lasting: true, next: None }))
}
