//! 场所上图.

use super::answer::{MapCells, PlaceSpot, PlateState, point};
use super::asked::{PlacesAsked, View};
use super::cells::{self, Facets};
use super::query::Query;
use crate::place::scans_are_open_to;
use crate::problem::word;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::people::{Act, Actor, Resource, may};
use domain::place::Position;
use geo::{Clusters, coarser};
use store::nouns::cell;
use store::nouns::map::Series;
use store::{Connection, EngineError, Row};

/// Places that are looked at one by one for one answer.
const MOST: usize = 5_000;
/// Up to so many places are shown one by one even from far.
const FEW: usize = 500;

struct Asker {
    district: i64,
    /// Today in Beijing, as days since 1970-01-01.
    today: i64,
    sees_codes: bool,
}

struct Found {
    spot: PlaceSpot,
    at: Position,
}

/// Places in a view.
pub async fn places(app: &App, actor: &Actor, view: View, asked: PlacesAsked) -> Result<MapCells, Problem> {
    may(actor, Act::Read, Resource::Places).map_err(|_| Problem::forbidden())?;
    view.check()?;
    let sees_codes = may(actor, Act::Read, Resource::Codes).is_ok() && scans_are_open_to(app, actor);
    if asked.unscanned_days.is_some() && !sees_codes {
        return Err(Problem::forbidden());
    }
    let now = app.store().surroundings().now();
    let today = (now.0 + 8 * Instant::HOUR).div_euclid(Instant::DAY);
    let asker = Asker { district: app.district().0, today, sees_codes };
    Ok(app.store().read(move |c| read(c, &asker, &view, &asked)).await?)
}

fn read(
    connection: &mut dyn Connection,
    asker: &Asker,
    view: &View,
    asked: &PlacesAsked,
) -> Result<MapCells, EngineError> {
    let side = Series::Places.side();
    if !view.is_near() && asked.unscanned_days.is_none() {
        let facets = Facets {
            street: asked.street.clone(),
            category: asked.kind.map(|k| word(&k)),
            ..Facets::default()
        };
        let all = cells::read(connection, asker.district, Series::Places, (0, 0), view, &facets)?;
        if all.total() > FEW as i64 || view.fine {
            return Ok(MapCells::clustered(all, view.system));
        }
    }
    let mut query = compose(asker, view, asked);
    query.text = format!("{} limit {}", query.text, MOST + 1);
    let mut found = Vec::new();
    let mut rows = 0;
    connection.each(&query.text, &query.parameters, &mut |row| {
        rows += 1;
        if let Some(one) = spot(&row, view, asker)?.filter(|one| view.bounds.holds(one.at) && rows <= MOST) {
            found.push(one);
        }
        Ok(())
    })?;
    let (total, cut) = (found.len() as i64, rows > MOST);
    if found.len() > 2 * FEW {
        let side = side * coarser(view.zoom, side, view.fine);
        let mut clusters = Clusters::default();
        found.iter().for_each(|one| clusters.point(one.at, false, false, side));
        return Ok(MapCells { cut, ..MapCells::clustered(clusters, view.system) });
    }
    let places = found.into_iter().map(|one| one.spot).collect();
    Ok(MapCells { places, total, cut, ..MapCells::empty() })
}

/// Places of the ground between two latitudes, or all whose codes hang unscanned.
fn compose(asker: &Asker, view: &View, asked: &PlacesAsked) -> Query {
    let mut query = Query::default();
    let district = query.mark(asker.district);
    let mut conditions = vec!["p.cell is not null and p.ended = 0".to_owned()];
    match asked.unscanned_days {
        Some(days) => {
            let since = asker.today - i64::from(days);
            let hung = query.mark(Instant(since * Instant::DAY));
            let day = query.mark(since);
            conditions.push(format!(
                "exists (select 1 from codes c where c.district = p.district and c.place = p.id and c.stage = 2 \
                 and c.since < {hung}) and not exists (select 1 from scans s where s.district = p.district \
                 and s.place = p.id and s.day >= {day})"
            ));
        }
        None => {
            let corner = |at: Position| cell(Position { lon_e7: at.lon_e7, ..at });
            let south = query.mark(corner(view.bounds.south_west));
            let north = query.mark(corner(view.bounds.north_east));
            conditions.push(format!("p.cell >= {south} and p.cell <= {north}"));
        }
    }
    if let Some(street) = &asked.street {
        let street = query.mark(street.as_str());
        conditions.push(format!("p.street = {street}"));
    }
    if let Some(kind) = asked.kind {
        let kind = query.mark(word(&kind));
        conditions.push(format!("p.kind = {kind}"));
    }
    query.text = format!(
        "select p.id, p.lon_e7, p.lat_e7, p.name, p.kind, \
         (select max(case when c.stage = 2 and c.trouble > 0 then 3 when c.stage = 3 then 0 else c.stage end) \
         from codes c where c.district = p.district and c.place = p.id), \
         (select max(s.day) from scans s where s.district = p.district and s.place = p.id) \
         from places p where p.district = {district} and {} order by p.cell, p.id",
        conditions.join(" and ")
    );
    query
}

fn spot(row: &Row, view: &View, asker: &Asker) -> Result<Option<Found>, EngineError> {
    let (Some(lon_e7), Some(lat_e7)) = (row.opt_int(1)?, row.opt_int(2)?) else { return Ok(None) };
    let at = Position { lon_e7, lat_e7 };
    let plate = match row.opt_int(5)? {
        Some(1) => PlateState::Printed,
        Some(2) => PlateState::Active,
        Some(3) => PlateState::Trouble,
        _ => PlateState::None,
    };
    let scanned = row.opt_int(6)?.filter(|_| asker.sees_codes);
    let spot = PlaceSpot {
        id: row.id(0)?,
        at: point(at, view.system),
        name: row.text(3)?.to_owned(),
        kind: row.text(4)?.to_owned(),
        plate: asker.sees_codes.then_some(plate),
        scanned_on: scanned.map(date),
    };
    Ok(Some(Found { spot, at }))
}

/// A day of the calendar from days since 1970-01-01.
fn date(day: i64) -> String {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().days(day)).map(|d| d.to_string()).unwrap_or_default()
}

/// Every shape of statement.
pub(super) fn statements() -> Vec<String> {
    use domain::place::{PlaceKind, System};
    use geo::Bounds;
    let asker = Asker { district: 1, today: 20_000, sees_codes: true };
    let bounds = Bounds::around([Position { lon_e7: 0, lat_e7: 0 }]);
    let all = [
        PlacesAsked::default(),
        PlacesAsked { street: Some("a".into()), kind: Some(PlaceKind::Shop), unscanned_days: Some(90) },
    ];
    let texts = bounds.iter().flat_map(|bounds| {
        let view = View { bounds: *bounds, zoom: 16, fine: false, system: System::Cgcs2000 };
        let texts: Vec<String> = all.iter().map(|asked| compose(&asker, &view, asked).text).collect();
        texts
    });
    texts.collect()
}
