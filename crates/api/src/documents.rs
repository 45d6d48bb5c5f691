//! `/api/openapi.json`: what the API is, made from the endpoints themselves.

use crate::settings::Api;
use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "码上 Mashang",
        description = "Staff sign in with `POST /api/v1/session` and send `X-CSRF-Token` with everything that changes \
            something. Refusals are `application/problem+json` with a `code` and words in the reader's language. \
            Moments are RFC 3339 with +08:00, positions CGCS2000 degrees, ids UUIDs. Lists are paged: \
            `?after=<next>&limit=50`. A request with an `Idempotency-Key` is carried out once however often it is \
            sent.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    tags(
        (name = "session", description = "登录"),
        (name = "hazards", description = "隐患"),
        (name = "photos", description = "照片"),
        (name = "registers", description = "单位、人员、场所、点位码、目录"),
        (name = "figures", description = "统计"),
        (name = "ledger", description = "存证与审计"),
    )
)]
struct Document;

/// Every endpoint of `/api/v1`.
pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(crate::session::endpoints())
        .merge(crate::invites::endpoints())
        .merge(crate::hazards::endpoints())
        .merge(crate::photos::endpoints())
        .merge(crate::people::endpoints())
        .merge(crate::units::endpoints())
        .merge(crate::places::endpoints())
        .merge(crate::catalogue::endpoints())
        .merge(crate::tallies::endpoints())
        .merge(crate::ledger::endpoints())
}

/// The OpenAPI document of the API.
pub fn openapi() -> OpenApi {
    endpoints().into_openapi()
}

/// Shows the document.
pub(crate) fn router(document: OpenApi) -> Router<Api> {
    // Made once; what cannot be written as JSON would fail the test that reads it.
    let text: &'static str = document.to_pretty_json().unwrap_or_default().leak();
    let show = move || async move { ([(header::CONTENT_TYPE, "application/json")], text).into_response() };
    Router::new().route("/api/openapi.json", get(show))
}
