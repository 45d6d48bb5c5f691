//! `GET /hazards`: 台账.

use crate::actor::Signed;
use crate::problem::{Answer, Body as ProblemBody, lang};
use crate::query::{Asked, id, moment, word, words};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use work::Problem;
use work::hazard::{self, Filter, ListOrder, Listed, Page};

/// How many rows a page has when nothing else is asked for.
const ROWS: u32 = 50;

/// What to show.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// 环节, with commas between.
    stage: Option<String>,
    /// 街道 code.
    street: Option<String>,
    /// 类别 code.
    category: Option<String>,
    /// 等级.
    #[param(value_type = Option<work::names::Grade>)]
    grade: Option<String>,
    /// 风险颜色.
    #[param(value_type = Option<work::names::RiskColour>)]
    risk: Option<String>,
    /// 主办单位 id.
    unit: Option<String>,
    /// 场所 id.
    place: Option<String>,
    /// 来源.
    #[param(value_type = Option<work::names::Source>)]
    source: Option<String>,
    /// 超期 only, what is due longest first.
    late: Option<bool>,
    /// 督办中 only.
    supervised: Option<bool>,
    /// Reported from then on.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<String>,
    /// Reported before then.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<String>,
    /// 回执编号 or 案号, whole.
    number: Option<String>,
    /// 检索: words that must all occur in the description, the address or the place's name, or one whole number. A
    /// page may then hold fewer rows than asked for and still have a next one.
    q: Option<String>,
    /// 排序, newest first unless said otherwise; what is late is always by its deadline, what is looked for by words
    /// always newest first.
    #[param(value_type = Option<ListOrder>)]
    order: Option<String>,
    /// Where the last page ended.
    after: Option<String>,
    /// Rows, 200 at most.
    limit: Option<u32>,
}

impl ListQuery {
    pub(super) fn filter(&self) -> Result<Filter, Problem> {
        let text = |t: &Option<String>| t.clone().filter(|t| !t.trim().is_empty());
        Ok(Filter {
            stages: words("stage", self.stage.as_deref().unwrap_or_default())?,
            street: text(&self.street),
            category: text(&self.category),
            grade: text(&self.grade).map(|g| word("grade", &g)).transpose()?,
            risk: text(&self.risk).map(|r| word("risk", &r)).transpose()?,
            unit: id("unit", self.unit.as_deref())?,
            place: id("place", self.place.as_deref())?,
            source: text(&self.source).map(|s| word("source", &s)).transpose()?,
            late: self.late.unwrap_or(false),
            supervised: self.supervised.unwrap_or(false),
            from: moment("from", self.from.as_deref())?,
            to: moment("to", self.to.as_deref())?,
            number: text(&self.number),
            q: text(&self.q),
        })
    }
}

/// The page that a cursor and a limit describe.
pub(super) fn page(after: Option<String>, limit: Option<u32>, order: ListOrder) -> Page {
    Page { after: after.filter(|a| !a.is_empty()), limit: limit.unwrap_or(ROWS), order }
}

/// Hazards that the viewer may see, newest first unless another order is asked for.
#[utoipa::path(get, path = "/api/v1/hazards", tag = "hazards", params(ListQuery),
    responses((status = 200, body = Listed), (status = "default", body = ProblemBody)))]
pub(crate) async fn list_hazards(
    State(api): State<Api>,
    signed: Signed,
    headers: HeaderMap,
    Asked(query): Asked<ListQuery>,
) -> Answer<Json<Listed>> {
    let filter = query.filter()?;
    let order = query.order.as_deref().filter(|o| !o.is_empty());
    let order = order.map(|o| word("order", o)).transpose()?.unwrap_or_default();
    let page = page(query.after, query.limit, order);
    Ok(Json(hazard::list(&api.app, &signed.actor(), filter, page, lang(&headers)).await?))
}
