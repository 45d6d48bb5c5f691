//! `GET /tallies`: 统计.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::Asked;
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use store::{Dimension, Measure};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use work::Problem;
use work::tallies::{Tally, Wanted, tallies};

/// Which figures.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TalliesQuery {
    /// 统计维度.
    #[param(value_type = work::names::Dimension)]
    dimension: String,
    /// 统计指标.
    #[param(value_type = Option<work::names::Measure>)]
    measure: Option<String>,
    /// From that day on (`2026-01-31`).
    from: Option<String>,
    /// To that day, inclusive.
    to: Option<String>,
}

const DIMENSIONS: [Dimension; 6] = [
    Dimension::District,
    Dimension::Unit,
    Dimension::Street,
    Dimension::Category,
    Dimension::Stage,
    Dimension::Hour,
];
const MEASURES: [Measure; 10] = [
    Measure::Reported,
    Measure::Closed,
    Measure::ClosedOnTime,
    Measure::Open,
    Measure::Reworked,
    Measure::Solved,
    Measure::Rated,
    Measure::Exempted,
    Measure::Recurred30,
    Measure::Recurred90,
];

fn named<T: Copy + serde::Serialize>(field: &str, all: &[T], name: &str) -> Result<T, Problem> {
    let is = |value: &&T| serde_json::to_value(**value).is_ok_and(|v| v.as_str() == Some(name));
    all.iter().find(is).copied().ok_or_else(|| Problem::invalid(field, "unknown"))
}

fn day(field: &str, text: Option<String>) -> Result<Option<jiff::civil::Date>, Problem> {
    let filled = text.filter(|t| !t.is_empty());
    filled.map(|t| t.parse().map_err(|_| Problem::invalid(field, "malformed"))).transpose()
}

/// Figures: of everything for the desk and leaders, of their own unit for others.
#[utoipa::path(get, path = "/api/v1/tallies", tag = "figures", params(TalliesQuery),
    responses((status = 200, body = Vec<Tally>), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_tallies(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Asked(query): Asked<TalliesQuery>,
) -> Answer<Json<Vec<Tally>>> {
    let wanted = Wanted {
        dimension: named("dimension", &DIMENSIONS, &query.dimension)?,
        measure: named("measure", &MEASURES, query.measure.as_deref().unwrap_or("open"))?,
        from: day("from", query.from)?,
        to: day("to", query.to)?,
    };
    Ok(Json(tallies(&api.app, &signed.actor(), wanted, lang(&headers)).await?))
}

pub(crate) fn endpoints() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(read_tallies))
}
