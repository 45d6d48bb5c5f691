//! `POST /hazards/{id}/reporter`: 查看举报人信息.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::hazard::OpenPurpose;
use domain::ids::HazardId;
use serde::Deserialize;
use uuid::Uuid;
use work::hazard::{self, OpenedReporter};

/// For what, and why.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenReporter {
    /// 用途.
    #[schema(value_type = work::names::OpenPurpose)]
    purpose: OpenPurpose,
    /// In words.
    text: String,
}

/// Opens the reporter's record. It becomes an event first, which the reporter sees on the receipt page.
#[utoipa::path(post, path = "/api/v1/hazards/{id}/reporter", tag = "hazards", request_body = OpenReporter,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = OpenedReporter), (status = "default", body = ProblemBody)))]
pub(crate) async fn open_reporter(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    repeatable: Repeatable,
    body: Body<OpenReporter>,
) -> Answer<Json<OpenedReporter>> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let OpenReporter { purpose, text } = body.value;
    Ok(Json(hazard::open_reporter(&api.app, signed.actor(), key, HazardId(id), purpose, text).await?))
}
