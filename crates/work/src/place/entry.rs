//! What is said of a place when it is registered or changed, and whether it may stand so.

use crate::{App, Problem};
use domain::hazard::PhotoRole;
use domain::ids::{FileId, PlaceId, UnitId};
use domain::people::Actor;
use domain::place::{CoordinateError, Place, PlaceKind, Position, System};
use serde::Deserialize;
use uuid::Uuid;

/// The longest name or address, in characters.
const LINE: usize = 200;
/// The longest code of a grid or street and the longest telephone number, in characters.
const SHORT: usize = 40;

/// 登记内容: how a place is to stand in the register.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = PlaceInput)]
#[serde(deny_unknown_fields)]
pub struct PlaceEntry {
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
    /// 责任网格 code.
    #[serde(default)]
    pub grid: Option<String>,
    /// 责任主体单位.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub party_unit: Option<UnitId>,
    /// 行业主管部门.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub regulator_unit: Option<UnitId>,
    /// 现场照片: a photo that the author sent, or the one that stands there already.
    #[serde(default)]
    pub photo: Option<Uuid>,
    /// 公示电话.
    #[serde(default)]
    pub phone: Option<String>,
    /// 停用.
    #[serde(default)]
    pub ended: bool,
}

/// A position in degrees, in the system in which it was given.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenPosition {
    /// 经度.
    pub lon: f64,
    /// 纬度.
    pub lat: f64,
    /// `cgcs2000` unless said otherwise; `wgs84`, `gcj02`, `bd09`.
    #[serde(default = "cgcs2000")]
    #[schema(value_type = Option<String>)]
    pub system: System,
}

fn cgcs2000() -> System {
    System::Cgcs2000
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
}

fn line(field: &'static str, text: &str, most: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.chars().count() > most {
        return Err(Problem::invalid(field, "too_long"));
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::invalid(field, "malformed"));
    }
    Ok(text.to_owned())
}

fn optional(field: &'static str, text: Option<&str>, most: usize) -> Result<Option<String>, Problem> {
    let text = text.map(|t| line(field, t, most)).transpose()?;
    Ok(text.filter(|t| !t.is_empty()))
}

impl PlaceEntry {
    /// The place that it describes. `before` is how it stood, if it stood already.
    pub(super) async fn place(
        self,
        app: &App,
        actor: &Actor,
        id: PlaceId,
        before: Option<&Place>,
    ) -> Result<Place, Problem> {
        let name = line("name", &self.name, LINE)?;
        if name.is_empty() {
            return Err(Problem::invalid("name", "required"));
        }
        let registers = app.registers();
        let street = optional("street", self.street.as_deref(), SHORT)?;
        if street.as_deref().is_some_and(|s| registers.street_name(s).is_none()) {
            return Err(Problem::invalid("street", "unknown"));
        }
        for (field, unit) in [("party_unit", self.party_unit), ("regulator_unit", self.regulator_unit)] {
            if unit.is_some_and(|u| registers.unit(u).is_none()) {
                return Err(Problem::invalid(field, "unknown"));
            }
        }
        let photo = self.photo.map(FileId);
        if let Some(file) = photo
            && before.and_then(|b| b.photo) != Some(file)
        {
            crate::photo::find(app, actor, &[(file.0, PhotoRole::Inspection)])
                .await
                .map_err(|_| Problem::invalid("photo", "unknown"))?;
        }
        let ended_at = match (self.ended, before.and_then(|b| b.ended_at)) {
            (false, _) => None,
            (true, Some(at)) => Some(at),
            (true, None) => Some(app.store().surroundings().now()),
        };
        Ok(Place {
            id,
            name,
            kind: self.kind,
            address: line("address", &self.address, LINE)?,
            position: self.position.map(GivenPosition::position).transpose()?,
            street,
            grid: optional("grid", self.grid.as_deref(), SHORT)?,
            party_unit: self.party_unit,
            regulator_unit: self.regulator_unit,
            photo,
            phone: optional("phone", self.phone.as_deref(), SHORT)?,
            ended_at,
        })
    }
}
