//! The register of places, page by page.

use super::find::{place, street};
use crate::hazard::{Named, Point};
use crate::problem::word;
use crate::{App, Problem};
use domain::ids::PlaceId;
use domain::people::{Act, Actor, Resource, may};
use domain::place::{PlaceCode, PlaceKind};
use serde::Serialize;
use store::queries;
use uuid::Uuid;

/// The most rows of a page.
const MOST: u32 = 200;

/// Which places.
#[derive(Clone, Debug, Default)]
pub struct PlaceFilter {
    /// A part of the name or address, or a whole code.
    pub q: Option<String>,
    /// 街道: area code.
    pub street: Option<String>,
    /// 场所类别.
    pub kind: Option<PlaceKind>,
    /// 停用: those in use, those that ended, or both if nothing is said.
    pub ended: Option<bool>,
    /// Where the last page ended; nothing for the first.
    pub after: Option<String>,
    /// How many rows, 200 at most.
    pub limit: u32,
}

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = PlaceSummary)]
pub struct PlaceRow {
    /// Its id.
    pub id: Uuid,
    /// 名称.
    pub name: String,
    /// 场所类别.
    #[schema(value_type = crate::names::PlaceKind)]
    pub kind: String,
    /// 地址.
    pub address: String,
    /// 所属街道.
    pub street: Option<Named>,
    /// Surveyed position.
    pub position: Option<Point>,
    /// 责任主体 by name.
    pub party: Option<String>,
    /// Whether there is a picture.
    pub has_picture: bool,
    /// 停用.
    pub ended: bool,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = PlaceList)]
pub struct ListedPlaces {
    /// The rows, by name.
    pub items: Vec<PlaceRow>,
    /// Where the next page begins; nothing at the end.
    pub next: Option<String>,
}

/// A pattern that finds the text anywhere, whatever characters it has.
pub(super) fn anywhere(text: &str) -> String {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return text;
    }
    let escaped = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{escaped}%")
}

/// A page of the register.
pub async fn list(app: &App, actor: &Actor, filter: PlaceFilter) -> Result<ListedPlaces, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    let (name, id) = match &filter.after {
        None => (String::new(), Uuid::nil()),
        Some(mark) => {
            let (id, name) = mark.split_once('_').ok_or_else(|| Problem::invalid("after", "malformed"))?;
            (name.to_owned(), id.parse().map_err(|_| Problem::invalid("after", "malformed"))?)
        }
    };
    let rows = filter.limit.clamp(1, MOST) as usize;
    let district = app.district();
    let q = filter.q.unwrap_or_default();
    let code = PlaceCode::parse(&q, &app.inner().code_keys).ok();
    let parameters = [
        district.into(),
        name.into(),
        id.into(),
        filter.street.unwrap_or_default().into(),
        filter.kind.map(|k| word(&k)).unwrap_or_default().into(),
        anywhere(&q).into(),
        (rows as i64 + 1).into(),
        filter.ended.map_or(2i64, i64::from).into(),
    ];
    let found = app.store().read(move |c| {
        let found = match &code {
            Some(code) => {
                match c.query(queries::place::CODE, &[district.into(), code.stem().into()])?.first() {
                    Some(row) => {
                        let at: PlaceId = super::find::code(row, 1)?.place;
                        let rows = c.query(queries::place::PLACE, &[district.into(), at.into()])?;
                        return rows.iter().map(|row| place(row, 0)).collect::<Result<Vec<_>, _>>();
                    }
                    None => Vec::new(),
                }
            }
            None => c.query(queries::place::REGISTER_PAGE, &parameters)?,
        };
        found.iter().map(|row| place(row, 1)).collect::<Result<Vec<_>, _>>()
    });
    let found = found.await?;
    let registers = app.registers();
    let next = found.get(rows - 1).filter(|_| found.len() > rows);
    let next = next.map(|last| format!("{}_{}", last.id.0.simple(), last.name));
    let items = found.into_iter().take(rows).map(|place| PlaceRow {
        id: place.id.0,
        kind: word(&place.kind),
        street: place.street.as_deref().map(|s| street(&registers, s)),
        position: place.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
        party: place.party_unit.map(|u| registers.unit_name(u)).or(place.party_name),
        has_picture: place.photo.is_some(),
        ended: place.ended_at.is_some(),
        name: place.name,
        address: place.address,
    });
    Ok(ListedPlaces { items: items.collect(), next })
}
