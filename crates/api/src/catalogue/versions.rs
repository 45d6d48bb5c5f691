//! `GET /catalogue/versions`, `GET /catalogue/compare`, `GET /catalogue/sheet.xlsx`: what was and is in force.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Asked;
use crate::rulebook::TwoVersions;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Deserialize;
use work::catalogue::{self, VersionListed};
use work::rulebook::Differs;

/// Which version.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct VersionQuery {
    /// Its name.
    version: String,
}

/// Every version of the catalogue, the newest first.
#[utoipa::path(get, path = "/api/v1/catalogue/versions", tag = "registers",
    responses((status = 200, body = Vec<VersionListed>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_catalogue_versions(
    State(api): State<Api>,
    signed: Signed,
) -> Answer<Json<Vec<VersionListed>>> {
    Ok(Json(catalogue::versions(&api.app, &signed.actor())?))
}

/// What one version has, lacks and says otherwise than another.
#[utoipa::path(get, path = "/api/v1/catalogue/compare", tag = "registers", params(TwoVersions),
    responses((status = 200, body = Vec<Differs>), (status = "default", body = ProblemBody)))]
pub(crate) async fn compare_catalogues(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<TwoVersions>,
) -> Answer<Json<Vec<Differs>>> {
    Ok(Json(catalogue::compare_versions(&api.app, &signed.actor(), &query.old, &query.new)?))
}

/// A version as the spreadsheet of nine columns that it can be brought back from.
#[utoipa::path(get, path = "/api/v1/catalogue/sheet.xlsx", tag = "registers", params(VersionQuery),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = "default", body = ProblemBody)))]
pub(crate) async fn read_catalogue_sheet(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<VersionQuery>,
) -> Answer<impl IntoResponse + use<>> {
    let (_, bytes) = catalogue::catalogue_sheet(&api.app, &signed.actor(), &query.version)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, "attachment")], bytes))
}
