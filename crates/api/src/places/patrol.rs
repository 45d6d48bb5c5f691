//! `GET /codes/patrol`, `/codes/quiet`, `/codes/health`: how the plates hang.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use work::place::{self, PlateFilter, PlateHealth, PlateList, QuietList};

/// Which plates.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PatrolQuery {
    /// 街道 code.
    street: Option<String>,
    /// Only those found covered, damaged or gone.
    #[serde(default)]
    troubled: bool,
    /// Where the last page ended.
    after: Option<String>,
    /// Rows, 200 at most.
    limit: Option<u32>,
}

/// Which places.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QuietQuery {
    /// 街道 code.
    street: Option<String>,
    /// Not scanned for so many days; the rule's number if nothing is said.
    days: Option<u32>,
    /// Where the last page ended.
    after: Option<String>,
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|t| !t.trim().is_empty())
}

/// Plates whose patrol is due, those that wait longest first.
#[utoipa::path(get, path = "/api/v1/codes/patrol", tag = "registers", params(PatrolQuery),
    responses((status = 200, body = PlateList), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_patrol(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<PatrolQuery>,
) -> Answer<Json<PlateList>> {
    let filter = PlateFilter {
        street: filled(query.street),
        troubled: query.troubled,
        after: filled(query.after),
        limit: query.limit.unwrap_or(50),
    };
    Ok(Json(place::patrol(&api.app, &signed.actor(), filter).await?))
}

/// Places whose code hangs and was not scanned for long, by name.
#[utoipa::path(get, path = "/api/v1/codes/quiet", tag = "registers", params(QuietQuery),
    responses((status = 200, body = QuietList), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_quiet_places(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<QuietQuery>,
) -> Answer<Json<QuietList>> {
    let (street, after) = (filled(query.street), filled(query.after));
    Ok(Json(place::quiet(&api.app, &signed.actor(), query.days, street, after).await?))
}

/// How many plates hang, and of how many somebody has proof that they are in order.
#[utoipa::path(get, path = "/api/v1/codes/health", tag = "registers",
    responses((status = 200, body = PlateHealth), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_plate_health(State(api): State<Api>, signed: Signed) -> Answer<Json<PlateHealth>> {
    Ok(Json(place::plate_health(&api.app, &signed.actor()).await?))
}
