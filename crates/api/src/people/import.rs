//! `POST /people/import`: a list of people.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Asked;
use crate::settings::Api;
use crate::upload::{FileBytes, Upload, UploadQuery};
use axum::Json;
use axum::extract::State;
use work::people::{PersonImport, import_people};

/// Takes a list of people from a spreadsheet (.xlsx, .csv, or pasted with tabs). Whoever is here already stays as is;
/// a list with a refused row changes nothing.
#[utoipa::path(post, path = "/api/v1/people/import", tag = "registers", params(UploadQuery),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 200, body = PersonImport), (status = "default", body = ProblemBody)))]
pub(crate) async fn import_people_list(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<UploadQuery>,
    Upload(bytes): Upload,
) -> Answer<Json<PersonImport>> {
    Ok(Json(import_people(&api.app, signed.actor(), bytes, &query.name, query.dry_run).await?))
}
