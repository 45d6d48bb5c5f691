//! One place, for staff.

use super::plate::{Plate, plate_of};
use crate::hazard::{Named, Point};
use crate::problem::word;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::ids::{PlaceId, UnitId};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CodeRecord, CodeState, Place};
use serde::Serialize;
use store::{EngineError, Row, queries};
use uuid::Uuid;

/// A place, for staff.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = PlaceDetail)]
pub struct PlaceView {
    /// Its id.
    pub id: Uuid,
    /// 名称.
    pub name: String,
    /// 场所类别.
    #[schema(value_type = crate::names::PlaceKind)]
    pub kind: String,
    /// 地址.
    pub address: String,
    /// Surveyed position.
    pub position: Option<Point>,
    /// 所属街道.
    pub street: Option<Named>,
    /// 责任网格.
    pub grid: Option<String>,
    /// 责任主体单位.
    pub party_unit: Option<Named>,
    /// 行业主管部门.
    pub regulator_unit: Option<Named>,
    /// 现场照片.
    pub photo: Option<Uuid>,
    /// 公示电话.
    pub phone: Option<String>,
    /// 停用时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
    /// 在办隐患数.
    pub open: i64,
    /// Its codes, for those who may see them.
    pub codes: Vec<CodeView>,
}

/// 点位码, for staff.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CodeView {
    /// Its id.
    pub id: Uuid,
    /// Version and random part: what the register keeps.
    pub stem: String,
    /// `printed`, `active` or `revoked`, with what belongs to it.
    #[schema(value_type = Object)]
    pub state: CodeState,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Instant,
    /// What is printed on the plate, for those who may make plates.
    pub plate: Option<Plate>,
}

pub(super) fn place(row: &Row, column: usize) -> Result<Place, EngineError> {
    serde_json::from_str(row.text(column)?).map_err(|e| EngineError::Other(format!("state of a place: {e}")))
}

pub(super) fn code(row: &Row, column: usize) -> Result<CodeRecord, EngineError> {
    serde_json::from_str(row.text(column)?).map_err(|e| EngineError::Other(format!("state of a code: {e}")))
}

/// A place of the register.
pub async fn find(app: &App, id: PlaceId) -> Result<Option<Place>, Problem> {
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::PLACE, &[district.into(), id.into()])?;
        rows.first().map(|row| place(row, 0)).transpose()
    });
    Ok(found.await?)
}

/// A place with its codes.
pub async fn get(app: &App, actor: &Actor, id: PlaceId) -> Result<PlaceView, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    let sees_codes = may(actor, Act::Read, Resource::Codes).is_ok();
    let makes_codes = may(actor, Act::Manage, Resource::Codes).is_ok();
    let district = app.district();
    let found = app.store().read(move |c| {
        let key = [district.into(), id.into()];
        let rows = c.query(queries::place::PLACE, &key)?;
        let Some(row) = rows.first() else { return Ok(None) };
        let open = c.query(queries::place::OPEN_AT, &key)?.first().map_or(Ok(0), |r| r.int(0))?;
        let codes = if sees_codes { c.query(queries::place::CODES_OF, &key)? } else { Vec::new() };
        let codes: Result<Vec<_>, EngineError> = codes.iter().map(|r| Ok((r.id(0)?, code(r, 1)?))).collect();
        Ok(Some((place(row, 0)?, open, codes?)))
    });
    let (place, open, codes) = found.await?.ok_or_else(Problem::not_found)?;
    let registers = app.registers();
    let unit = |id: UnitId| Named { id: id.to_string(), name: registers.unit_name(id) };
    let codes = codes
        .into_iter()
        .map(|(id, record)| CodeView {
            id,
            plate: makes_codes.then(|| plate_of(app, &record.stem)).flatten(),
            stem: record.stem,
            state: record.state,
            made_at: record.made_at,
        })
        .collect();
    Ok(PlaceView {
        id: place.id.0,
        kind: word(&place.kind),
        position: place.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
        street: place
            .street
            .as_deref()
            .map(|s| Named { id: s.to_owned(), name: registers.street_name(s).unwrap_or(s).to_owned() }),
        party_unit: place.party_unit.map(unit),
        regulator_unit: place.regulator_unit.map(unit),
        photo: place.photo.map(|p| p.0),
        name: place.name,
        address: place.address,
        grid: place.grid,
        phone: place.phone,
        ended_at: place.ended_at,
        open,
        codes,
    })
}
