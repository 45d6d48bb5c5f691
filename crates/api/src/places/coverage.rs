//! `GET /coverage` and `/coverage/places`: 检查覆盖.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::{Asked, id, word};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use work::Problem;
use work::place::{self, CoverageFilter, CoverageRow, DuePlace};

/// Which places, and by what they are added up.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CoverageQuery {
    /// `street`, `kind`, `unit` or `plan`.
    by: Option<String>,
    /// 街道 code.
    street: Option<String>,
    /// 场所类别.
    #[param(value_type = Option<work::names::PlaceKind>)]
    kind: Option<String>,
    /// 检查单位.
    unit: Option<String>,
    /// 检查计划.
    plan: Option<String>,
    /// `overdue`, `due` or `done`; overdue and due if nothing is said. For the list only.
    #[param(value_type = Option<work::names::Standing>)]
    standing: Option<String>,
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|t| !t.trim().is_empty())
}

fn filter(query: &CoverageQuery) -> Result<CoverageFilter, Problem> {
    Ok(CoverageFilter {
        street: filled(query.street.clone()),
        kind: filled(query.kind.clone()).map(|k| word("kind", &k)).transpose()?,
        unit: id("unit", query.unit.as_deref())?,
        plan: id("plan", query.plan.as_deref())?,
    })
}

/// How many places are due, done and overdue under the plans that run; by street, kind, unit or plan.
#[utoipa::path(get, path = "/api/v1/coverage", tag = "inspections", params(CoverageQuery),
    responses((status = 200, body = Vec<CoverageRow>), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_coverage(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<CoverageQuery>,
) -> Answer<Json<Vec<CoverageRow>>> {
    let by = filled(query.by.clone()).map(|by| word("by", &by)).transpose()?.unwrap_or_default();
    Ok(Json(place::coverage(&api.app, &signed.actor(), by, filter(&query)?).await?))
}

/// Places that wait for a look, overdue ones first; 500 at most.
#[utoipa::path(get, path = "/api/v1/coverage/places", tag = "inspections", params(CoverageQuery),
    responses((status = 200, body = Vec<DuePlace>), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_due_places(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<CoverageQuery>,
) -> Answer<Json<Vec<DuePlace>>> {
    let standing = filled(query.standing.clone()).map(|s| word("standing", &s)).transpose()?;
    Ok(Json(place::due_places(&api.app, &signed.actor(), standing, filter(&query)?).await?))
}
