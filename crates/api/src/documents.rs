//! `/api/openapi.json`: what the API is, made from the endpoints themselves.

use crate::settings::Api;
use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
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
    components(schemas(work::names::Dimension, work::names::Measure)),
    tags(
        (name = "session", description = "登录"),
        (name = "hazards", description = "隐患"),
        (name = "photos", description = "照片"),
        (name = "notices", description = "通知"),
        (name = "registers", description = "单位、人员、场所、点位码、目录"),
        (name = "inspections", description = "检查计划、检查记录、检查覆盖"),
        (name = "judging", description = "判定标准、风险分级、存疑销号、抽查复核"),
        (name = "map", description = "地图"),
        (name = "figures", description = "统计"),
        (name = "ledger", description = "存证与审计"),
    )
)]
struct Document;

/// Every endpoint of `/api/v1`.
pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(crate::session::endpoints())
        .merge(crate::consents::endpoints())
        .merge(crate::invites::endpoints())
        .merge(crate::hazards::endpoints())
        .merge(crate::photos::endpoints())
        .merge(crate::people::endpoints())
        .merge(crate::units::endpoints())
        .merge(crate::places::endpoints())
        .merge(crate::calendar::endpoints())
        .merge(crate::catalogue::endpoints())
        .merge(crate::limits::endpoints())
        .merge(crate::ladders::endpoints())
        .merge(crate::judging::endpoints())
        .merge(crate::notices::endpoints())
        .merge(crate::tallies::endpoints())
        .merge(crate::overview::endpoints())
        .merge(crate::stream::endpoints())
        .merge(crate::grids::endpoints())
        .merge(crate::system::endpoints())
        .merge(crate::setup::endpoints())
        .merge(crate::ledger::endpoints())
        .merge(crate::map::endpoints())
}

/// The OpenAPI document of the API.
pub fn openapi() -> Value {
    written(&endpoints().into_openapi())
}

fn written(document: &OpenApi) -> Value {
    // A test reads it: what cannot be written as JSON would be seen there.
    let mut document = serde_json::to_value(document).unwrap_or_default();
    fill_in_required(&mut document);
    open_objects(&mut document);
    refusals(&mut document);
    document
}

/// A refusal says by its media type that it is one (RFC 9457), whichever operation it belongs to.
fn refusals(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let is_refusal = |kind: &Value| kind["schema"]["$ref"] == "#/components/schemas/Problem";
            if fields.get("application/json").is_some_and(is_refusal)
                && let Some(kind) = fields.remove("application/json")
            {
                fields.insert("application/problem+json".to_owned(), kind);
            }
            fields.values_mut().for_each(refusals);
        }
        Value::Array(items) => items.iter_mut().for_each(refusals),
        _ => {}
    }
}

/// Objects whose fields are not described may have any.
fn open_objects(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let is_object = match fields.get("type") {
                Some(Value::String(kind)) => kind == "object",
                Some(Value::Array(kinds)) => kinds.iter().any(|k| k == "object"),
                _ => false,
            };
            if is_object && !fields.contains_key("properties") && !fields.contains_key("additionalProperties")
            {
                fields.insert("additionalProperties".to_owned(), true.into());
            }
            fields.values_mut().for_each(open_objects);
        }
        Value::Array(items) => items.iter_mut().for_each(open_objects),
        _ => {}
    }
}

/// Answers carry every field, empty ones as null; only what requests hold may be left out.
fn fill_in_required(document: &mut Value) {
    let mut asked = BTreeSet::new();
    let bodies = document["paths"].as_object().into_iter().flatten().flat_map(|(_, item)| item.as_object());
    for body in bodies.flatten().filter_map(|(_, operation)| operation.get("requestBody")) {
        mentioned(body, document, &mut asked);
    }
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    for (name, schema) in schemas.iter_mut().filter(|(name, _)| !asked.contains(*name)) {
        if !SPARSE.contains(&name.as_str()) {
            require_all(schema);
        }
    }
}

/// Answers that leave out what does not apply.
const SPARSE: [&str; 2] = ["Person", "Problem"];

fn require_all(schema: &mut Value) {
    for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        require_all(part);
    }
    let names =
        schema.get("properties").and_then(Value::as_object).map(|p| p.keys().cloned().collect::<Vec<_>>());
    if let Some(names) = names {
        schema["required"] = names.into();
    }
}

/// The names of the schemas that something speaks of, directly or through others.
fn mentioned(value: &Value, document: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(name) =
                fields.get("$ref").and_then(|r| r.as_str()?.strip_prefix("#/components/schemas/"))
                && found.insert(name.to_owned())
            {
                mentioned(&document["components"]["schemas"][name], document, found);
            }
            fields.values().for_each(|v| mentioned(v, document, found));
        }
        Value::Array(items) => items.iter().for_each(|v| mentioned(v, document, found)),
        _ => {}
    }
}

/// Shows the document.
pub(crate) fn router(document: &OpenApi) -> Router<Api> {
    let text: Arc<str> = serde_json::to_string(&written(document)).unwrap_or_default().into();
    let show = move || async move {
        ([(header::CONTENT_TYPE, "application/json")], text.to_string()).into_response()
    };
    Router::new().route("/api/openapi.json", get(show))
}
