//! `POST /places/import` and its template: 场所导入.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::{Asked, word};
use crate::settings::Api;
use crate::upload::{FileBytes, Upload};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use domain::place::System;
use serde::Deserialize;
use work::Problem;
use work::place::{self, ImportedPlaces, ImportingPlaces};

/// How a register is taken.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterQuery {
    /// Its name, as messages will call it.
    #[serde(default)]
    name: String,
    /// 坐标系 of the rows that name none: `cgcs2000`, `wgs84`, `gcj02`, `bd09`.
    system: Option<String>,
    /// Only say what would become of each row.
    #[serde(default)]
    dry_run: bool,
}

/// Takes a register of places from a spreadsheet (.xlsx, .csv). Each row comes in whole or is named with row, column
/// and reason; a second run takes in only what is missing.
#[utoipa::path(post, path = "/api/v1/places/import", tag = "registers", params(RegisterQuery),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 200, body = ImportedPlaces), (status = "default", body = ProblemBody)))]
pub(crate) async fn import_places(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Asked(query): Asked<RegisterQuery>,
    Upload(bytes): Upload,
) -> Answer<Json<ImportedPlaces>> {
    let (app, actor) = (api.app.clone(), signed.actor());
    let (lang, extent) = (crate::problem::lang(&headers), api.settings.extent);
    let system = query.system.as_deref().map(|text| word::<System>("system", text)).transpose()?;
    let work = tokio::task::spawn_blocking(move || {
        let RegisterQuery { name, dry_run, .. } = &query;
        let importing = ImportingPlaces { name, operator: false, dry_run: *dry_run, lang, system, extent };
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
