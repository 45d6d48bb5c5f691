//! `/metrics`: figures for Prometheus, for this machine or with a token.

use crate::address::Caller;
use crate::settings::Api;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::ledger::Hash;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::time::Instant;

/// The figures of this process.
#[derive(Clone, Default)]
pub struct Metrics {
    handle: Option<PrometheusHandle>,
}

/// Begins to collect the figures of this process; the first call counts, a later one shows nothing.
pub fn install_metrics() -> Metrics {
    const SECONDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0, 10.0];
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("mashang_http_seconds".to_owned()), &SECONDS)
        .and_then(PrometheusBuilder::install_recorder);
    match builder {
        Ok(handle) => Metrics { handle: Some(handle) },
        Err(error) => {
            tracing::warn!(%error, "no figures are collected");
            Metrics::default()
        }
    }
}

pub(crate) fn router() -> Router<Api> {
    Router::new().route("/metrics", get(show))
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn same(a: &str, b: &str) -> bool {
    Hash::of(&[b"mashang.metrics\n", a.as_bytes()]) == Hash::of(&[b"mashang.metrics\n", b.as_bytes()])
}

async fn show(State(api): State<Api>, Caller(address): Caller, headers: HeaderMap) -> Response {
    let presented = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()?.strip_prefix("Bearer "));
    let by_token = match (&api.settings.metrics_token, presented) {
        (Some(token), Some(presented)) => same(token, presented),
        _ => false,
    };
    // A proxy on this machine that nobody told us about speaks for strangers.
    let is_local = address.is_some_and(|a| a.is_loopback()) && !headers.contains_key("x-forwarded-for");
    if !by_token && !is_local {
        return StatusCode::NOT_FOUND.into_response();
    }
    metrics::gauge!("mashang_commands_waiting").set(api.app.store().waiting() as f64);
    let text = api.settings.metrics.handle.as_ref().map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// Counts and times requests, by the pattern of their path: never the path itself, which may hold a secret.
pub(crate) async fn count(request: Request, next: Next) -> Response {
    // A method is any word that a client makes up: only the known ones become labels.
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let path = request.extensions().get::<MatchedPath>().map_or("other", |p| p.as_str()).to_owned();
    let begun = Instant::now();
    let answer = next.run(request).await;
    let (seconds, status) = (begun.elapsed().as_secs_f64(), answer.status());
    tracing::debug!(method, path, status = status.as_u16(), seconds, "answered");
    if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS) {
        tracing::info!(target: "audit", method, path, status = status.as_u16(), "refused");
    }
    let labels = [("method", method), ("path", path), ("status", status.as_u16().to_string())];
    metrics::counter!("mashang_http_requests", &labels).increment(1);
    metrics::histogram!("mashang_http_seconds", "path" => labels[1].1.clone()).record(seconds);
    answer
}
