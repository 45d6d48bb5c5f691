//! `POST /hazards/exports`: 导出.

use crate::actor::Signed;
use crate::body::Body;
use crate::idempotency::Repeatable;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use work::hazard::{self, ExportFormat, Filter, Wanted};

/// What is to leave the house, and why.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportRequest {
    /// Which hazards.
    filter: Filter,
    /// As what kind of file.
    format: ExportFormat,
    /// 列: names of columns in the order wanted; none for all of them.
    #[serde(default)]
    columns: Vec<String>,
    /// 导出原因: stands in the ledger.
    reason: String,
}

/// Where the file is fetched.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ExportAsked {
    /// Its id.
    id: Uuid,
    /// The address of the file, for an hour and for whoever asked.
    file: String,
    /// How many rows it will have, as things stand.
    count: u64,
}

/// Asks for a file. That it was asked for and why is an event; what may be exported follows from the role.
#[utoipa::path(post, path = "/api/v1/hazards/exports", tag = "hazards", request_body = ExportRequest,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = ExportAsked), (status = "default", body = ProblemBody)))]
pub(crate) async fn ask_for_export(
    State(api): State<Api>,
    signed: Signed,
    repeatable: Repeatable,
    body: Body<ExportRequest>,
) -> Answer<(StatusCode, Json<ExportAsked>)> {
    let key = repeatable.key(&signed.0, &body.bytes);
    let ExportRequest { filter, format, columns, reason } = body.value;
    let wanted = Wanted { filter, format, columns, reason };
    let asked = hazard::ask(&api.app, signed.actor(), key, wanted).await?;
    let file = format!("/api/v1/hazards/exports/{}/file", asked.id);
    Ok((StatusCode::CREATED, Json(ExportAsked { id: asked.id, file, count: asked.count })))
}
