//! 网格 in a list, and the one in which a position lies.

use super::boundary;
use crate::hazard::Named;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::District;
use domain::people::{Act, Actor, Resource, may};
use domain::place::{Grid, GridKind, Position};
use serde::Serialize;
use store::{Connection, EngineError, queries};
use uuid::Uuid;

/// A grid of the register.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Grid)]
pub struct GridView {
    /// Its id.
    pub id: Uuid,
    /// 网格编码.
    pub code: String,
    /// 名称.
    pub name: String,
    /// 类别.
    #[schema(value_type = crate::names::GridKind)]
    pub kind: GridKind,
    /// 街道.
    pub street: Option<Named>,
    /// 社区.
    pub community: Option<String>,
    /// 责任单位.
    pub unit: Option<Named>,
    /// 网格员: names for those who may see them.
    pub people: Vec<Named>,
    /// 边界: a GeoJSON polygon.
    #[schema(value_type = Option<Object>)]
    pub boundary: Option<serde_json::Value>,
    /// 启用时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Instant>,
    /// 停用时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
}

pub(crate) fn load(connection: &mut dyn Connection, district: District) -> Result<Vec<Grid>, EngineError> {
    let rows = connection.query(queries::admin::GRIDS_ALL, &[district.into()])?;
    let read = |row: &store::Row| {
        serde_json::from_str(row.text(0)?).map_err(|e| EngineError::Other(format!("state of a grid: {e}")))
    };
    rows.iter().map(read).collect()
}

pub(super) async fn all(app: &App) -> Result<Vec<Grid>, Problem> {
    let district = app.district();
    Ok(app.store().read(move |c| load(c, district)).await?)
}

fn view(app: &App, grid: &Grid) -> GridView {
    let registers = app.registers();
    GridView {
        id: grid.id.0,
        code: grid.code.clone(),
        name: grid.name.clone(),
        kind: grid.kind,
        street: grid.street.as_deref().map(|code| Named {
            id: code.to_owned(),
            name: registers.street_name(code).unwrap_or(code).to_owned(),
        }),
        community: grid.community.clone(),
        unit: grid.unit.map(|u| Named { id: u.to_string(), name: registers.unit_name(u) }),
        people: grid
            .people
            .iter()
            .map(|p| Named {
                id: p.to_string(),
                name: registers.person_name(*p).unwrap_or_default().to_owned(),
            })
            .collect(),
        boundary: grid.boundary.as_ref().map(boundary::write),
        since: grid.since,
        ended_at: grid.ended_at,
    }
}

/// Every grid, by code. Who answers for a grid is said to whoever works here: residents ask for them by name.
pub async fn grids(app: &App, actor: &Actor) -> Result<Vec<GridView>, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    Ok(all(app).await?.iter().map(|grid| view(app, grid)).collect())
}

/// The grid in which a position lies now: a 责任网格 before a 单元网格.
pub async fn grid_at(app: &App, actor: &Actor, at: Position) -> Result<Option<GridView>, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    let now = app.store().surroundings().now();
    let holds = |g: &Grid| g.holds_at(now) && g.boundary.as_ref().is_some_and(|b| b.contains(at));
    let mut found: Vec<Grid> = all(app).await?.into_iter().filter(holds).collect();
    found.sort_by_key(|g| g.kind != GridKind::Duty);
    Ok(found.first().map(|grid| view(app, grid)))
}
