//! `POST /hazards/{id}/actions`: 办理.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Named;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::calendar::Instant;
use domain::ids::HazardId;
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;
use work::hazard::{self, Acted, Seen};

/// An action: its name, the version that its author saw, and its own fields beside them.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ActionRequest {
    /// The hazard's version as the author saw it.
    version: u32,
    /// 实际操作时间: when it was done, by the device's clock, for what is sent later. Kept and shown beside the
    /// receipt when it lies more than five minutes before it; deadlines count the receipt.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    done_at: Option<Instant>,
    /// The action and its fields; photos by their ids.
    #[serde(flatten)]
    #[schema(value_type = work::names::ActionFields)]
    action: Map<String, Value>,
}

/// Takes an action. An illegal one answers 409 with what is possible instead, and changes nothing.
#[utoipa::path(post, path = "/api/v1/hazards/{id}/actions", tag = "hazards", request_body = ActionRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = Acted), (status = "default", body = ProblemBody)))]
pub(crate) async fn act_on_hazard(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    repeatable: Repeatable,
    body: Body<ActionRequest>,
) -> Answer<Json<Acted>> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let ActionRequest { version, done_at, action } = body.value;
    let seen = Seen { version: Some(version), done_at };
    let acted = hazard::act_json(&api.app, signed.actor(), key, HazardId(id), seen, action).await?;
    Ok(Json(acted))
}
