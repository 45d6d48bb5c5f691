//! 没有位置的隐患: what no map can show, counted so that a map and the figures beside it say why they differ.

use super::asked::View;
use super::cells::{self, Facets};
use crate::{App, Problem};
use domain::people::{Act, Actor, Resource, Scope, may};
use domain::place::{Position, System};
use geo::Bounds;
use store::nouns::map::Series;
use store::{Connection, Dimension, EngineError, Measure, queries};

/// The whole earth, seen from far.
const EARTH: View = View {
    bounds: Bounds {
        south_west: Position { lon_e7: -1_800_000_000, lat_e7: -900_000_000 },
        north_east: Position { lon_e7: 1_800_000_000, lat_e7: 900_000_000 },
    },
    zoom: 0,
    fine: false,
    system: System::Cgcs2000,
};

/// How many of so many open hazards of the district no cell of the map counts.
pub(crate) fn beyond_cells(
    connection: &mut dyn Connection,
    district: i64,
    open: i64,
) -> Result<i64, EngineError> {
    let all = cells::read(connection, district, Series::Standing, (0, 0), &EARTH, &Facets::default())?;
    let placed: i64 = all.finish().iter().map(|cluster| cluster.open).sum();
    // In a rush what was added to one may stand before it was added to the other (store/src/later.rs).
    Ok((open - placed).max(0))
}

/// 在办而没有位置的隐患: how many there are; nothing for viewers who do not see the whole district.
pub async fn unplaced(app: &App, actor: &Actor) -> Result<Option<i64>, Problem> {
    let sees = may(actor, Act::Read, Resource::Hazards).is_ok() && Scope::of(actor) == Scope::All;
    if !sees {
        return Ok(None);
    }
    let district = app.district().0;
    let found = app.store().read(move |c| {
        let key = [
            district.into(),
            0i64.into(),
            0i64.into(),
            (Dimension::District as i64).into(),
            (Measure::Open as i64).into(),
        ];
        let open = c.query(queries::ledger::TALLY, &key)?.first().map_or(Ok(0), |row| row.int(1))?;
        beyond_cells(c, district, open)
    });
    Ok(Some(found.await?))
}
