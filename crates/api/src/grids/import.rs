//! `POST /grids/import`: a list of grids.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Asked;
use crate::settings::Api;
use crate::upload::{FileBytes, Upload, UploadQuery};
use axum::Json;
use axum::extract::State;
use work::grid::{GridImport, import_grids};

/// Takes a list of grids from a spreadsheet: new codes are registered, known ones brought up to date. A list with a
/// refused row changes nothing.
#[utoipa::path(post, path = "/api/v1/grids/import", tag = "registers", params(UploadQuery),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 200, body = GridImport), (status = "default", body = ProblemBody)))]
pub(crate) async fn import_grids_list(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<UploadQuery>,
    Upload(bytes): Upload,
) -> Answer<Json<GridImport>> {
    Ok(Json(import_grids(&api.app, signed.actor(), bytes, &query.name, query.dry_run).await?))
}
