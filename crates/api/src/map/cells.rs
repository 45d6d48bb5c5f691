//! `GET /map/cells`: hazards on the map.

use super::Watching;
use crate::problem::{Answer, Body as ProblemBody};
use crate::query::{Asked, id, moment, word, words};
use crate::settings::Api;
use axum::Json;
use axum::extract::State;
use domain::calendar::Instant;
use domain::place::System;
use geo::Bounds;
use serde::Deserialize;
use work::Problem;
use work::map::{HazardsAsked, MapCells, Time, View, Window, hazards};

/// The part of the earth that is shown, and what of it.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct CellsQuery {
    /// `west,south,east,north` in degrees of `system`.
    bbox: String,
    /// Zoom of the web's usual scale, 0 to 24.
    zoom: u8,
    /// `cgcs2000` unless said otherwise; `wgs84`, `gcj02`, `bd09`: of the box and of the answer.
    system: Option<String>,
    /// 热力: finer clusters.
    #[serde(default)]
    heat: bool,
    /// 环节, several with commas between.
    #[param(value_type = Option<String>)]
    stage: Option<String>,
    /// 街道: area code.
    street: Option<String>,
    /// 类别: code of a minor category.
    category: Option<String>,
    /// 等级.
    #[param(value_type = Option<work::names::Grade>)]
    grade: Option<String>,
    /// 风险颜色.
    #[param(value_type = Option<work::names::RiskColour>)]
    risk: Option<String>,
    /// 主办单位.
    unit: Option<String>,
    /// 超期 only.
    #[serde(default)]
    late: bool,
    /// 督办中 only.
    #[serde(default)]
    supervised: bool,
    /// 时段: of which moment, `reported` unless said otherwise, or `closed`.
    time: Option<String>,
    /// From that moment on.
    from: Option<String>,
    /// Before that moment.
    to: Option<String>,
}

/// The box that is asked for, in its system.
pub(super) fn view(bbox: &str, zoom: u8, system: Option<&str>, fine: bool) -> Result<View, Problem> {
    let system = system.filter(|s| !s.is_empty()).map(|s| word("system", s)).transpose()?;
    let system = system.unwrap_or(System::Cgcs2000);
    let bounds = Bounds::parse(bbox, system).map_err(|_| Problem::invalid("bbox", "malformed"))?;
    Ok(View { bounds, zoom, fine, system })
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|t| !t.is_empty())
}

/// The first year of anybody's ledger, and the end of time: open ends of a window.
const ENDS: (Instant, Instant) = (Instant(0), Instant(253_402_300_799_999));

fn asked(query: CellsQuery) -> Result<HazardsAsked, Problem> {
    let (from, to) = (moment("from", query.from.as_deref())?, moment("to", query.to.as_deref())?);
    let time: Option<Time> = filled(query.time).map(|t| word("time", &t)).transpose()?;
    let window = (from.is_some() || to.is_some() || time == Some(Time::Closed)).then(|| Window {
        time: time.unwrap_or_default(),
        from: from.unwrap_or(ENDS.0),
        to: to.unwrap_or(ENDS.1),
    });
    Ok(HazardsAsked {
        stages: words("stage", query.stage.as_deref().unwrap_or_default())?,
        street: filled(query.street),
        category: filled(query.category),
        grade: filled(query.grade).map(|g| word("grade", &g)).transpose()?,
        risk: filled(query.risk).map(|r| word("risk", &r)).transpose()?,
        unit: id("unit", query.unit.as_deref())?,
        late: query.late,
        supervised: query.supervised,
        window,
        in_a_hall: false,
    })
}

/// Hazards in a box, as clusters seen from far and one by one from near; only what the viewer may see. Windows of
/// more than a month are counted in whole months, which the answer names.
#[utoipa::path(get, path = "/api/v1/map/cells", tag = "map", params(CellsQuery),
    responses((status = 200, body = MapCells), (status = "default", body = ProblemBody)))]
pub(crate) async fn read_map_cells(
    State(api): State<Api>,
    watching: Watching,
    Asked(query): Asked<CellsQuery>,
) -> Answer<Json<MapCells>> {
    let view = view(&query.bbox, query.zoom, query.system.as_deref(), query.heat)?;
    let asked = HazardsAsked { in_a_hall: watching.is_display(), ..asked(query)? };
    Ok(Json(hazards(&api.app, &watching.actor(), view, asked).await?))
}
