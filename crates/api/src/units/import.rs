//! `POST /units/import`: a list of units.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Asked;
use crate::settings::Api;
use crate::upload::{FileBytes, Upload, UploadQuery};
use axum::Json;
use axum::extract::State;
use work::people::{UnitImport, import_units};

/// Takes a list of units from a spreadsheet (.xlsx, .csv, or pasted with tabs): new ones are registered, known ones
/// brought up to date. A list with a refused row changes nothing.
#[utoipa::path(post, path = "/api/v1/units/import", tag = "registers", params(UploadQuery),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 200, body = UnitImport), (status = "default", body = ProblemBody)))]
pub(crate) async fn import_units_list(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<UploadQuery>,
    Upload(bytes): Upload,
) -> Answer<Json<UnitImport>> {
    Ok(Json(import_units(&api.app, signed.actor(), bytes, &query.name, query.dry_run).await?))
}
