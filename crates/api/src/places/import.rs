//! `POST /places/import` and its template: 场所导入.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Asked;
use crate::settings::Api;
use crate::upload::{FileBytes, Upload, UploadQuery};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use work::Problem;
use work::place::{self, ImportedPlaces, ImportingPlaces};

/// Takes a register of places from a spreadsheet (.xlsx, .csv). Each row comes in whole or is named with row, column
/// and reason; a second run takes in only what is missing.
#[utoipa::path(post, path = "/api/v1/places/import", tag = "registers", params(UploadQuery),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 200, body = ImportedPlaces), (status = "default", body = ProblemBody)))]
pub(crate) async fn import_places(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Asked(query): Asked<UploadQuery>,
    Upload(bytes): Upload,
) -> Answer<Json<ImportedPlaces>> {
    let (app, actor) = (api.app.clone(), signed.actor());
    let (lang, extent) = (crate::problem::lang(&headers), api.settings.extent);
    let work = tokio::task::spawn_blocking(move || {
        let UploadQuery { name, dry_run } = &query;
        let importing = ImportingPlaces { name, operator: false, dry_run: *dry_run, lang, extent };
        place::import_places(&app, &actor, &bytes, &importing)
    });
    Ok(Json(work.await.map_err(|_| Problem::internal())??))
}

/// An empty register to fill in: CSV in UTF-8, which spreadsheet programs open.
#[utoipa::path(get, path = "/api/v1/places/import/template.csv", tag = "registers",
    responses((status = 200, content_type = "text/csv", body = String), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_places_template(_signed: Signed) -> Answer<impl IntoResponse> {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"places.csv\""),
    ];
    Ok((headers, place::template()))
}
