//! What is said of a place when it is registered or changed, and whether it may stand so.

use super::contact::ContactEntry;
use crate::people::typed;
use crate::wrongs::Wrongs;
use crate::{App, Problem, Registers};
use domain::hazard::{PartyKind, Photo, PhotoRole};
use domain::ids::{FileId, PlaceId, UnitId};
use domain::people::{Actor, UnitKind};
use domain::place::{
    CoordinateError, CreditCode, CreditCodeError, Place, PlaceKind, Position, Survey, System,
};
use serde::Deserialize;
use uuid::Uuid;

/// The longest name or address, in characters.
const LINE: usize = 200;
/// The longest code of a grid or street and the longest telephone number, in characters.
const SHORT: usize = 40;
/// The least accurate position that still says something, in metres.
const ROUGH: f64 = 100_000.0;

/// 登记内容: how a place is to stand in the register.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[schema(as = PlaceInput)]
#[serde(deny_unknown_fields)]
pub struct PlaceEntry {
    /// The version that the author saw; a change of what somebody else changed meanwhile is refused.
    #[serde(default)]
    pub version: Option<u32>,
    /// 名称.
    pub name: String,
    /// 场所类别.
    #[schema(value_type = crate::names::PlaceKind)]
    pub kind: PlaceKind,
    /// 地址.
    #[serde(default)]
    pub address: String,
    /// Surveyed position.
    #[serde(default)]
    pub position: Option<GivenPosition>,
    /// 所属街道: area code.
    #[serde(default)]
    pub street: Option<String>,
    /// 社区、村.
    #[serde(default)]
    pub community: Option<String>,
    /// 责任网格 code.
    #[serde(default)]
    pub grid: Option<String>,
    /// 责任主体类别.
    #[serde(default)]
    #[schema(value_type = Option<crate::names::PartyKind>)]
    pub party_kind: PartyKind,
    /// 责任主体单位.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub party_unit: Option<UnitId>,
    /// 责任主体名称, of a body that is no unit here; a natural person is a contact.
    #[serde(default)]
    pub party_name: Option<String>,
    /// 统一社会信用代码.
    #[serde(default)]
    pub credit_code: Option<String>,
    /// 行业主管部门.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub regulator_unit: Option<UnitId>,
    /// 属地单位; the street's own unit unless another is named.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub territorial_unit: Option<UnitId>,
    /// 现场照片: a photo that the author sent, or the one that stands there already.
    #[serde(default)]
    pub photo: Option<Uuid>,
    /// 公示电话.
    #[serde(default)]
    pub phone: Option<String>,
    /// 现场联系人: for staff only; gone when it is left out.
    #[serde(default)]
    pub contact: Option<ContactEntry>,
    /// 外部编号.
    #[serde(default)]
    pub external: Option<String>,
    /// 停用.
    #[serde(default)]
    pub ended: bool,
}

/// A position in degrees, in the system in which it was given: a position without a declared system is none.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenPosition {
    /// 经度.
    pub lon: f64,
    /// 纬度.
    pub lat: f64,
    /// 坐标系.
    #[schema(value_type = crate::names::System)]
    pub system: System,
    /// 精度 in metres.
    #[serde(default)]
    pub accuracy_m: Option<f64>,
}

impl GivenPosition {
    /// As we keep it.
    pub fn position(self) -> Result<Position, Problem> {
        Position::from_degrees(self.lon, self.lat, self.system).map_err(|error| {
            let code = match error {
                CoordinateError::NotANumber => "not_a_number",
                CoordinateError::OutOfRange => "out_of_range",
                CoordinateError::Swapped => "swapped",
            };
            Problem::invalid("position", code)
        })
    }

    /// 精度 in whole metres, if it says something.
    pub fn accuracy(self) -> Option<u32> {
        self.accuracy_m.filter(|m| (0.0..=ROUGH).contains(m)).map(|m| m.ceil() as u32)
    }

    /// The value as it was given.
    fn survey(self) -> Survey {
        let steps = |degrees: f64| (degrees * 1e7).round() as i64;
        Survey {
            lon_e7: steps(self.lon),
            lat_e7: steps(self.lat),
            system: self.system,
            accuracy_m: self.accuracy(),
        }
    }
}

pub(super) fn line(field: &'static str, text: &str, most: usize) -> Result<String, Problem> {
    Ok(typed::maybe_line(field, Some(text), most)?.unwrap_or_default())
}

fn optional(field: &'static str, text: Option<&str>, most: usize) -> Result<Option<String>, Problem> {
    let text = text.map(|t| line(field, t, most)).transpose()?;
    Ok(text.filter(|t| !t.is_empty()))
}

/// 属地单位 of a street.
fn territory(registers: &Registers, street: &str) -> Option<UnitId> {
    let mut units = registers.units().into_iter();
    units.find(|u| u.kind == UnitKind::Street && u.area.as_deref() == Some(street)).map(|u| u.id)
}

impl PlaceEntry {
    /// The place that it describes. `before` is how it stood, if it stood already; `photo` was found to be one that
    /// may stand there.
    pub(super) fn place(
        &self,
        app: &App,
        registers: &Registers,
        id: PlaceId,
        before: Option<&Place>,
    ) -> Result<Place, Problem> {
        let mut wrongs = Wrongs::default();
        let name = wrongs.sift(line("name", &self.name, LINE));
        if name.is_empty() {
            wrongs.add(Problem::invalid("name", "required"));
        }
        let street = wrongs.sift(optional("street", self.street.as_deref(), SHORT));
        if street.as_deref().is_some_and(|s| registers.street_name(s).is_none()) {
            wrongs.add(Problem::invalid("street", "unknown"));
        }
        let units = [
            ("party_unit", self.party_unit),
            ("regulator_unit", self.regulator_unit),
            ("territorial_unit", self.territorial_unit),
        ];
        for (field, unit) in units {
            if unit.is_some_and(|u| registers.unit(u).is_none()) {
                wrongs.add(Problem::invalid(field, "unknown"));
            }
        }
        let party_name = wrongs.sift(optional("party_name", self.party_name.as_deref(), LINE));
        if party_name.is_some() && matches!(self.party_kind, PartyKind::Owner | PartyKind::Unknown) {
            // The name of a natural person belongs with the contact, where it can be erased.
            wrongs.add(Problem::invalid("party_name", "not_allowed"));
        }
        let credit_code = wrongs.sift(optional("credit_code", self.credit_code.as_deref(), SHORT));
        let credit_code = credit_code.map(|code| CreditCode::parse(&code)).transpose().map_err(|error| {
            let code = match error {
                CreditCodeError::Malformed => "malformed",
                CreditCodeError::Check => "mistyped",
            };
            Problem::invalid("credit_code", code)
        });
        let ended_at = match (self.ended, before.and_then(|b| b.ended_at)) {
            (false, _) => None,
            (true, Some(at)) => Some(at),
            (true, None) => Some(app.store().surroundings().now()),
        };
        let place = Place {
            id,
            name,
            kind: self.kind,
            address: wrongs.sift(line("address", &self.address, LINE)),
            position: wrongs.sift(self.position.map(GivenPosition::position).transpose()),
            survey: self.position.map(GivenPosition::survey),
            territorial_unit: self
                .territorial_unit
                .or_else(|| street.as_deref().and_then(|s| territory(registers, s))),
            street,
            community: wrongs.sift(optional("community", self.community.as_deref(), SHORT)),
            grid: wrongs.sift(optional("grid", self.grid.as_deref(), SHORT)),
            party_kind: self.party_kind,
            party_unit: self.party_unit,
            party_name,
            credit_code: wrongs.sift(credit_code),
            regulator_unit: self.regulator_unit,
            photo: self.photo.map(FileId),
            photo_kept: None,
            phone: wrongs.sift(optional("phone", self.phone.as_deref(), SHORT)),
            external: wrongs.sift(optional("external", self.external.as_deref(), SHORT)),
            ended_at,
        };
        wrongs.done().map(|()| place)
    }

    /// The digest of the photo's files. Refuses a photo that the author did not send and that does not stand there already.
    pub(super) async fn photo_kept(
        &self,
        app: &App,
        actor: &Actor,
        before: Option<&Place>,
    ) -> Result<Option<String>, Problem> {
        let Some(file) = self.photo else { return Ok(None) };
        match before.filter(|before| before.photo == Some(FileId(file))) {
            Some(before) => Ok(before.photo_kept.clone()),
            None => picture(app, actor, file).await.map(|picture| Some(picture.kept)),
        }
    }
}

/// A photo that its author has just sent, as the picture of a place.
pub(super) async fn picture(app: &App, actor: &Actor, file: Uuid) -> Result<Photo, Problem> {
    let unknown = || Problem::invalid("photo", "unknown");
    let found =
        crate::photo::find(app, actor, &[(file, PhotoRole::Inspection)]).await.map_err(|_| unknown())?;
    found.into_iter().next().ok_or_else(unknown)
}
