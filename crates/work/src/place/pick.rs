//! 选点: the places that anybody may name when there is no code at hand. What stands on the plates, no more.

use super::find::{find, place};
use super::list::anywhere;
use crate::{App, Problem};
use domain::ids::PlaceId;
use domain::place::{Place, PlaceKind, Position};
use store::{EngineError, queries};
use uuid::Uuid;

/// The most rows of a page.
const MOST: usize = 50;

/// Which places.
#[derive(Clone, Debug, Default)]
pub struct Picking {
    /// A part of the name.
    pub q: String,
    /// 街道: area code; empty for all.
    pub street: String,
    /// Where the last page ended: name and id.
    pub after: Option<(String, Uuid)>,
}

/// A place as the public sees it in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    /// Its id.
    pub id: PlaceId,
    /// 名称.
    pub name: String,
    /// 场所类别.
    pub kind: PlaceKind,
    /// 地址.
    pub address: String,
    /// 所属街道: area code.
    pub street: Option<String>,
    /// Surveyed position.
    pub position: Option<Position>,
}

impl From<Place> for Picked {
    fn from(place: Place) -> Self {
        Self {
            id: place.id,
            name: place.name,
            kind: place.kind,
            address: place.address,
            street: place.street,
            position: place.position,
        }
    }
}

/// A page of the places in use, by name, and where the next page begins.
pub async fn pick(app: &App, picking: Picking) -> Result<(Vec<Picked>, Option<(String, Uuid)>), Problem> {
    let (name, id) = picking.after.unwrap_or_default();
    let parameters = [
        app.district().into(),
        name.into(),
        id.into(),
        picking.street.into(),
        "".into(),
        anywhere(&picking.q).into(),
        (MOST as i64 + 1).into(),
    ];
    let found = app.store().read(move |c| {
        let rows = c.query(queries::place::PLACES_PAGE, &parameters)?;
        rows.iter().map(|row| place(row, 1)).collect::<Result<Vec<_>, EngineError>>()
    });
    let mut found = found.await?;
    let more = found.len() > MOST;
    found.truncate(MOST);
    let next = found.last().filter(|_| more).map(|last| (last.name.clone(), last.id.0));
    Ok((found.into_iter().filter(|p| p.ended_at.is_none()).map(Picked::from).collect(), next))
}

/// One place in use.
pub async fn picked(app: &App, id: PlaceId) -> Result<Picked, Problem> {
    let found = find(app, id).await?.filter(|p| p.ended_at.is_none());
    found.map(Picked::from).ok_or_else(Problem::not_found)
}

/// Every place in use that has a surveyed position, for drawing the district.
pub async fn drawn(app: &App) -> Result<Vec<Picked>, Problem> {
    let district = app.district();
    let found = app.store().read(move |c| {
        let mut all = Vec::new();
        c.each(queries::place::ALL_STATES, &[district.into()], &mut |row| {
            let place = place(&row, 0)?;
            if place.ended_at.is_none() && place.position.is_some() {
                all.push(Picked::from(place));
            }
            Ok(())
        })?;
        Ok(all)
    });
    Ok(found.await?)
}
