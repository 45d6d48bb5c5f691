//! `POST /catalogue/preview` and `POST /catalogue/versions`: a new version from a spreadsheet, looked at first.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::{Asked, moment};
use crate::settings::Api;
use crate::upload::{FileBytes, Upload};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use work::Problem;
use work::catalogue::{self, CatalogueDraft, Publishing};

/// The file.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PreviewQuery {
    /// Its name, as messages will call it.
    #[serde(default)]
    name: String,
}

/// What it is to be called, and from when on it is in force.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PublishQuery {
    /// The name of the file.
    #[serde(default)]
    name: String,
    /// The version that it was looked at upon.
    upon: String,
    /// The name of the new version.
    version: String,
    /// 生效时间, not in the past.
    effective: String,
}

/// Says what a spreadsheet of nine columns would make of the newest version; changes nothing.
#[utoipa::path(post, path = "/api/v1/catalogue/preview", tag = "registers", params(PreviewQuery),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 200, body = CatalogueDraft), (status = "default", body = ProblemBody)))]
pub(crate) async fn preview_catalogue(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<PreviewQuery>,
    Upload(bytes): Upload,
) -> Answer<Json<CatalogueDraft>> {
    Ok(Json(catalogue::preview_catalogue(&api.app, &signed.actor(), &bytes, &query.name)?))
}

/// Puts a new version in force from a moment on. No version that was in force changes.
#[utoipa::path(post, path = "/api/v1/catalogue/versions", tag = "registers", params(PublishQuery),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 201), (status = "default", body = ProblemBody)))]
pub(crate) async fn publish_catalogue(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<PublishQuery>,
    Upload(bytes): Upload,
) -> Answer<StatusCode> {
    let effective = moment("effective", Some(&query.effective))?;
    let effective = effective.ok_or_else(|| Problem::invalid("effective", "required"))?;
    let PublishQuery { name, upon, version, .. } = query;
    let new = Publishing { bytes, name, upon, version, effective };
    catalogue::publish_catalogue(&api.app, signed.actor(), None, new).await?;
    Ok(StatusCode::CREATED)
}
