//! `GET /setup` and `PUT /setup/district`: how far a new district has come.

use crate::actor::Signed;
use crate::body::Body;
use crate::problem::{Answer, Body as ProblemBody};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use work::setup::{ExtentInput, SetupView, change_extent, name_district, setup};

/// How the district is called.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DistrictInput {
    /// 名称.
    name: String,
}

/// How far a new district has come, for the three administrators: read off what is there.
#[utoipa::path(get, path = "/api/v1/setup", tag = "registers",
    responses((status = 200, body = SetupView), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_setup(State(api): State<Api>, signed: Signed) -> Answer<Json<SetupView>> {
    Ok(Json(setup(&api.app, &signed.actor(), api.settings.extent).await?))
}

/// Names the district. Its code was given at the first start and is part of every record.
#[utoipa::path(put, path = "/api/v1/setup/district", tag = "registers", request_body = DistrictInput,
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn change_district(
    State(api): State<Api>,
    signed: Signed,
    body: Body<DistrictInput>,
) -> Answer<StatusCode> {
    name_district(&api.app, signed.actor(), &body.value.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says where the district lies: a box, or around the places that are known. What `district.toml` says stays.
#[utoipa::path(put, path = "/api/v1/setup/extent", tag = "registers", request_body = ExtentInput,
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn place_district(
    State(api): State<Api>,
    signed: Signed,
    body: Body<ExtentInput>,
) -> Answer<StatusCode> {
    change_extent(&api.app, signed.actor(), api.settings.extent, body.value).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(read_setup))
        .routes(routes!(change_district))
        .routes(routes!(place_district))
}
