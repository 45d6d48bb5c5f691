//! `GET /catalogue/ladders/try`: 试算.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::{Asked, moment};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::hazard::{Grade, LimitStage};
use domain::ids::UnitId;
use serde::Deserialize;
use work::ladder::{self, LadderTrial, LadderTrialInput};

/// What is tried.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TryLadderQuery {
    /// 到期时刻 of the clock; now, if it is left out.
    due: Option<String>,
    /// Which clock.
    #[param(value_type = Option<work::names::ClockStage>)]
    stage: Option<LimitStage>,
    /// Of a hazard of this grade.
    #[param(value_type = Option<work::names::Grade>)]
    grade: Option<Grade>,
    /// Urgent (危及生命) or not.
    #[serde(default)]
    urgent: bool,
    /// In whose office hours; the district's, if it is left out.
    #[param(value_type = Option<uuid::Uuid>)]
    unit: Option<UnitId>,
    /// By this version; the one in force when the limit runs out, if it is left out.
    version: Option<String>,
}

/// What becomes of a limit that runs out at a moment if nobody does anything, level by level; changes nothing.
#[utoipa::path(get, path = "/api/v1/catalogue/ladders/try", tag = "registers", params(TryLadderQuery),
    responses((status = 200, body = LadderTrial), (status = "default", body = ProblemBody)))]
pub(crate) async fn try_ladder(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<TryLadderQuery>,
    headers: HeaderMap,
) -> Answer<Json<LadderTrial>> {
    let asked = LadderTrialInput {
        due: moment("due", query.due.as_deref())?,
        stage: query.stage,
        grade: query.grade,
        urgent: query.urgent,
        unit: query.unit,
        version: query.version,
    };
    Ok(Json(ladder::try_ladder(&api.app, &signed.actor(), &asked, lang(&headers))?))
}
