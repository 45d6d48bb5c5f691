//! `POST /units/{id}/end`: 停用.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::{Asked, Named, moment};
use crate::settings::Api;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::UnitId;
use serde::Deserialize;
use uuid::Uuid;
use work::people;

/// When it ends.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EndQuery {
    /// From when on it no longer acts; now, if it is left out. May lie ahead.
    pub(crate) at: Option<String>,
}

/// Ends a unit for which nobody acts any more; history keeps it.
#[utoipa::path(post, path = "/api/v1/units/{id}/end", tag = "registers", params(("id" = Uuid, Path), EndQuery),
    responses((status = 204), (status = "default", body = ProblemBody)))]
pub(crate) async fn end_unit(
    State(api): State<Api>,
    signed: Signed,
    Named(id): Named<Uuid>,
    Asked(query): Asked<EndQuery>,
) -> Answer<StatusCode> {
    let at = moment("at", query.at.as_deref())?;
    people::end_unit(&api.app, signed.actor(), UnitId(id), at).await?;
    Ok(StatusCode::NO_CONTENT)
}
