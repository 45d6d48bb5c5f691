//! `GET /catalogue/limits/try`: 试算.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::{Asked, moment};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::calendar::LimitUnit;
use domain::hazard::{Grade, LimitStage, Source};
use domain::ids::UnitId;
use serde::Deserialize;
use work::limits::{self, LimitTrial, TrialInput};

/// What is tried: a limit (`amount`, `limit_unit`), or what the rules say about a hazard (`stage` and the rest).
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TryQuery {
    /// 起算; now, if it is left out.
    start: Option<String>,
    /// Whose office hours; the district's, if it is left out.
    #[param(value_type = Option<uuid::Uuid>)]
    unit: Option<UnitId>,
    /// How many units.
    amount: Option<u32>,
    /// Of which unit.
    #[param(value_type = Option<work::names::LimitUnit>)]
    limit_unit: Option<LimitUnit>,
    /// 末日遇休息日顺延 (民法典 §203).
    #[serde(default)]
    rest_day_moves: bool,
    /// For what.
    #[param(value_type = Option<work::names::ClockStage>)]
    stage: Option<LimitStage>,
    /// Of a hazard of this grade.
    #[param(value_type = Option<work::names::Grade>)]
    grade: Option<Grade>,
    /// Urgent (危及生命) or not.
    #[serde(default)]
    urgent: bool,
    /// Of this 小类.
    category: Option<String>,
    /// From this source.
    #[param(value_type = Option<work::names::Source>)]
    source: Option<Source>,
    /// By this version of the rules; the one in force at the start, if it is left out.
    version: Option<String>,
}

/// When something would be due that begins at a moment, step by step; changes nothing.
#[utoipa::path(get, path = "/api/v1/catalogue/limits/try", tag = "registers", params(TryQuery),
    responses((status = 200, body = LimitTrial), (status = "default", body = ProblemBody)))]
pub(crate) async fn try_limit(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<TryQuery>,
    headers: HeaderMap,
) -> Answer<Json<LimitTrial>> {
    let asked = TrialInput {
        start: moment("start", query.start.as_deref())?,
        unit: query.unit,
        amount: query.amount,
        limit_unit: query.limit_unit,
        rest_day_moves: query.rest_day_moves,
        stage: query.stage,
        grade: query.grade,
        urgent: query.urgent,
        category: query.category,
        source: query.source,
        version: query.version,
    };
    Ok(Json(limits::try_limit(&api.app, &signed.actor(), &asked, lang(&headers))?))
}
