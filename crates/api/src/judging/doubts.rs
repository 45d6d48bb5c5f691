//! `GET /doubts` and `GET /doubts.csv`: 存疑销号.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::{Asked, id, moment, word};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use work::Problem;
use work::judging::{self, Doubtfuls, DoubtsFilter};

/// Which closings; everything that is left out fits.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DoubtsQuery {
    /// 主办单位.
    unit: Option<String>,
    /// 存疑情形.
    #[param(value_type = Option<work::names::DoubtReason>)]
    reason: Option<String>,
    /// Closed from then on.
    from: Option<String>,
    /// Closed before then.
    to: Option<String>,
    /// Where the last page ended.
    after: Option<String>,
    /// Rows, 200 at most.
    limit: Option<u32>,
}

impl DoubtsQuery {
    fn filter(&self) -> Result<DoubtsFilter, Problem> {
        let reason = self.reason.as_deref().filter(|r| !r.trim().is_empty());
        Ok(DoubtsFilter {
            unit: id("unit", self.unit.as_deref())?,
            reason: reason.map(|r| word("reason", r)).transpose()?,
            from: moment("from", self.from.as_deref())?,
            to: moment("to", self.to.as_deref())?,
        })
    }
}

/// Closings that look implausible, with reasons and figures, the newest first; for supervisors. It asks to check and
/// finds nothing.
#[utoipa::path(get, path = "/api/v1/doubts", tag = "judging", params(DoubtsQuery),
    responses((status = 200, body = Doubtfuls), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_doubtful_closings(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<DoubtsQuery>,
    headers: HeaderMap,
) -> Answer<Json<Doubtfuls>> {
    let (filter, limit) = (query.filter()?, query.limit.unwrap_or(50));
    let after = query.after.as_deref().filter(|a| !a.is_empty());
    Ok(Json(judging::doubtful(&api.app, &signed.actor(), &filter, after, limit, lang(&headers)).await?))
}

/// The same as a table, whole.
#[utoipa::path(get, path = "/api/v1/doubts.csv", tag = "judging", params(DoubtsQuery),
    responses((status = 200, content_type = "text/csv"), (status = "default", body = ProblemBody)))]
pub(crate) async fn export_doubtful_closings(
    State(api): State<Api>,
    signed: Signed,
    Asked(query): Asked<DoubtsQuery>,
    headers: HeaderMap,
) -> Answer<impl IntoResponse + use<>> {
    let csv = judging::doubtful_csv(&api.app, &signed.actor(), &query.filter()?, lang(&headers)).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"doubts.csv\""),
    ];
    Ok((headers, csv))
}
