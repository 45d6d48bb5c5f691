//! One place, for staff.

use super::contact::{self, ContactEntry, sees_contact};
use super::plate::{Plate, plate_of};
use crate::hazard::{Looker, Named, Point};
use crate::problem::word;
use crate::{App, Problem, Registers};
use domain::calendar::Instant;
use domain::ids::{PlaceId, UnitId};
use domain::people::{Act, Actor, Resource, may};
use domain::place::{CodeRecord, CodeState, Place, PlateCheck};
use serde::Serialize;
use store::{EngineError, Row, queries};
use uuid::Uuid;

/// A place, for staff.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = PlaceDetail)]
pub struct PlaceView {
    /// Its id.
    pub id: Uuid,
    /// Its version: a change names it.
    pub version: u32,
    /// 名称.
    pub name: String,
    /// 场所类别.
    #[schema(value_type = crate::names::PlaceKind)]
    pub kind: String,
    /// 地址.
    pub address: String,
    /// Surveyed position.
    pub position: Option<Point>,
    /// How it was given.
    pub survey: Option<SurveyView>,
    /// 所属街道.
    pub street: Option<Named>,
    /// 社区、村.
    pub community: Option<String>,
    /// 责任网格.
    pub grid: Option<String>,
    /// 责任主体类别.
    #[schema(value_type = crate::names::PartyKind)]
    pub party_kind: String,
    /// 责任主体单位.
    pub party_unit: Option<Named>,
    /// 责任主体名称.
    pub party_name: Option<String>,
    /// 统一社会信用代码.
    pub credit_code: Option<String>,
    /// 行业主管部门.
    pub regulator_unit: Option<Named>,
    /// 属地单位.
    pub territorial_unit: Option<Named>,
    /// 现场照片.
    pub photo: Option<Uuid>,
    /// 公示电话.
    pub phone: Option<String>,
    /// 现场联系人, for those who work on the place.
    pub contact: Option<ContactEntry>,
    /// Whether this viewer would see a contact.
    pub contact_visible: bool,
    /// 外部编号.
    pub external: Option<String>,
    /// 停用时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
    /// 在办隐患数.
    pub open: i64,
    /// Its codes, for those who may see them.
    pub codes: Vec<CodeView>,
}

/// 测绘原值, in degrees.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = PlaceSurvey)]
pub struct SurveyView {
    /// 经度.
    pub lon: f64,
    /// 纬度.
    pub lat: f64,
    /// 坐标系.
    #[schema(value_type = crate::names::System)]
    pub system: String,
    /// 精度 in metres.
    pub accuracy_m: Option<u32>,
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
    /// `near`, `far` or `unknown`: what the activation shows.
    pub nearness: Option<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Instant,
    /// The last patrol: `at` and `condition`.
    #[schema(value_type = Option<Object>)]
    pub checked: Option<PlateCheck>,
    /// What is printed on the plate, for those who may make plates.
    pub plate: Option<Plate>,
}

pub(super) fn place(row: &Row, column: usize) -> Result<Place, EngineError> {
    serde_json::from_str(row.text(column)?).map_err(|e| EngineError::Other(format!("state of a place: {e}")))
}

pub(super) fn code(row: &Row, column: usize) -> Result<CodeRecord, EngineError> {
    serde_json::from_str(row.text(column)?).map_err(|e| EngineError::Other(format!("state of a code: {e}")))
}

pub(super) fn unit(registers: &Registers, id: UnitId) -> Named {
    Named { id: id.to_string(), name: registers.unit_name(id) }
}

pub(super) fn street(registers: &Registers, code: &str) -> Named {
    Named { id: code.to_owned(), name: registers.street_name(code).unwrap_or(code).to_owned() }
}

/// A place of the register.
pub async fn find(app: &App, id: PlaceId) -> Result<Option<Place>, Problem> {
    Ok(find_at(app, id).await?.map(|(place, _)| place))
}

/// A place of the register with its version.
pub(super) async fn find_at(app: &App, id: PlaceId) -> Result<Option<(Place, u32)>, Problem> {
    let district = app.district();
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::PLACE_AT, &[district.into(), id.into()])?;
        rows.first().map(|row| Ok((place(row, 0)?, row.int(1)? as u32))).transpose()
    });
    Ok(found.await?)
}

/// A code as staff see it.
pub(super) fn code_view(app: &App, id: Uuid, record: CodeRecord, makes_codes: bool) -> CodeView {
    let nearness = match &record.state {
        CodeState::Active { mounted, .. } => Some(word(&mounted.nearness())),
        _ => None,
    };
    CodeView {
        id,
        plate: makes_codes.then(|| plate_of(app, &record.stem)).flatten(),
        stem: record.stem,
        state: record.state,
        nearness,
        made_at: record.made_at,
        checked: record.checked,
    }
}

/// A place with its codes.
pub async fn get(app: &App, actor: &Actor, id: PlaceId) -> Result<PlaceView, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    let sees_codes = may(actor, Act::Read, Resource::Codes).is_ok();
    let makes_codes = may(actor, Act::Manage, Resource::Codes).is_ok();
    // A number that grows while the list stays empty would tell an employer that somebody reported, and when.
    let private = Looker::of(actor, &app.registers()).is_private();
    let own = actor.staff().map(|s| s.unit).filter(|_| private);
    let district = app.district();
    let found = app.store().read(move |c| {
        let key = [district.into(), id.into()];
        let rows = c.query(queries::place::PLACE_AT, &key)?;
        let Some(row) = rows.first() else { return Ok(None) };
        let open = match own {
            Some(unit) => c.query(queries::place::OPEN_AT_OF, &[district.into(), unit.into(), id.into()])?,
            None => c.query(queries::place::OPEN_AT, &key)?,
        };
        let open = open.first().map_or(Ok(0), |r| r.int(0))?;
        let codes = if sees_codes { c.query(queries::place::CODES_OF, &key)? } else { Vec::new() };
        let codes: Result<Vec<_>, EngineError> = codes.iter().map(|r| Ok((r.id(0)?, code(r, 1)?))).collect();
        let contact = contact::read(c, district, id)?;
        Ok(Some((place(row, 0)?, row.int(1)? as u32, open, codes?, contact)))
    });
    let (place, version, open, codes, contact) = found.await?.ok_or_else(Problem::not_found)?;
    let registers = app.registers();
    let contact_visible = sees_contact(actor, &place);
    let of = |id: Option<UnitId>| id.map(|id| unit(&registers, id));
    Ok(PlaceView {
        id: place.id.0,
        version,
        kind: word(&place.kind),
        position: place.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
        survey: place.survey.map(|s| SurveyView {
            lon: s.lon_e7 as f64 / 1e7,
            lat: s.lat_e7 as f64 / 1e7,
            system: word(&s.system),
            accuracy_m: s.accuracy_m,
        }),
        street: place.street.as_deref().map(|s| street(&registers, s)),
        community: place.community,
        party_kind: word(&place.party_kind),
        party_unit: of(place.party_unit),
        party_name: place.party_name,
        credit_code: place.credit_code.map(String::from),
        regulator_unit: of(place.regulator_unit),
        territorial_unit: of(place.territorial_unit),
        photo: place.photo.map(|p| p.0),
        name: place.name,
        address: place.address,
        grid: place.grid,
        phone: place.phone,
        contact: contact.filter(|_| contact_visible),
        contact_visible,
        // What the import made up for rows without a number is nobody's number.
        external: place.external.filter(|e| !e.starts_with('#')),
        ended_at: place.ended_at,
        open,
        codes: codes.into_iter().map(|(id, record)| code_view(app, id, record, makes_codes)).collect(),
    })
}
