//! 隐患上图.

use super::answer::{MapCells, SPOTS};
use super::asked::{HazardsAsked, View};
use super::cells::{self, Facets};
use super::points::{self, Asker, Points};
use crate::hazard::Looker;
use crate::{App, Problem};
use domain::people::{Act, Actor, Resource, Scope, may};
use geo::{Clusters, coarser};
use store::nouns::map::Series;
use store::{Connection, EngineError};

/// Up to so many hazards are shown one by one even from far.
const FEW: i64 = 300;

/// Hazards in a view, as far as this viewer may see them.
pub async fn hazards(app: &App, actor: &Actor, view: View, asked: HazardsAsked) -> Result<MapCells, Problem> {
    may(actor, Act::Read, Resource::Hazards).map_err(|_| Problem::forbidden())?;
    view.check()?;
    asked.check()?;
    let asker = Asker {
        district: app.district().0,
        now: app.store().surroundings().now(),
        scope: Scope::of(actor),
        looker: Looker::of(actor, &app.registers()),
    };
    Ok(app.store().read(move |c| read(c, &asker, &view, &asked)).await?)
}

fn read(
    connection: &mut dyn Connection,
    asker: &Asker,
    view: &View,
    asked: &HazardsAsked,
) -> Result<MapCells, EngineError> {
    let facets = Facets::of(asked).filter(|_| asked.window.is_none_or(|w| !w.is_short()));
    if view.is_near() {
        if let (Scope::All, Some(facets), None) = (&asker.scope, &facets, asked.window) {
            let all = cells::read(connection, asker.district, Series::Standing, (0, 0), view, facets)?;
            if all.total() > points::MOST as i64 {
                return Ok(MapCells::clustered(all, view.system));
            }
        }
        let found = points::on_the_ground(connection, asker, asked, &view.bounds)?;
        return Ok(shown(found, asker, view, SPOTS));
    }
    match (&asker.scope, facets) {
        (Scope::All, Some(facets)) => counted(connection, asker, view, asked, &facets),
        // Cells count what an employee reported, too, of which a company is not even to know that there is something.
        (Scope::Any(reasons), Some(facets)) if asked.window.is_none() && !asker.looker.is_private() => {
            let (known, _) = cells::known(reasons);
            let mut found = points::beside_cells(connection, asker, asked, &view.bounds)?;
            if known.is_empty() {
                return Ok(shown(found, asker, view, FEW as usize));
            }
            let facets = Facets { reasons: known, ..facets };
            let series = Series::Standing;
            let mut all = cells::read(connection, asker.district, series, (0, 0), view, &facets)?;
            if all.total() + found.len() as i64 <= FEW && points::is_on_the_ground(&view.bounds) {
                found = points::on_the_ground(connection, asker, asked, &view.bounds)?;
                return Ok(shown(found, asker, view, FEW as usize));
            }
            let cut = found.cut;
            let side = series.side() * coarser(view.zoom, series.side(), view.fine);
            for one in found.into_found() {
                let cell = cells::cell(one.at, side);
                all.add(cell, 1, i64::from(one.stage.is_open()), one.at.lon_e7, one.at.lat_e7);
                if one.is_late(asker.now) {
                    all.late(cell);
                }
            }
            Ok(MapCells { cut, ..MapCells::clustered(all, view.system) })
        }
        _ => {
            let found = points::newest(connection, asker, asked, &view.bounds)?;
            Ok(shown(found, asker, view, FEW as usize))
        }
    }
}

/// For whoever sees everything: from the cells, or point by point when there are few.
fn counted(
    connection: &mut dyn Connection,
    asker: &Asker,
    view: &View,
    asked: &HazardsAsked,
    facets: &Facets,
) -> Result<MapCells, EngineError> {
    let (series, months) = cells::series(asked.window);
    let mut clusters = cells::read(connection, asker.district, series, months, view, facets)?;
    if clusters.total() <= FEW && asked.window.is_none() && points::is_on_the_ground(&view.bounds) {
        let found = points::on_the_ground(connection, asker, asked, &view.bounds)?;
        return Ok(shown(found, asker, view, FEW as usize));
    }
    if !view.fine {
        // Cells do not know what time it is; what is late is found by when it was due.
        let late = HazardsAsked { late: true, ..asked.clone() };
        let side = series.side() * coarser(view.zoom, series.side(), false);
        for one in points::newest(connection, asker, &late, &view.bounds)?.into_found() {
            clusters.late(cells::cell(one.at, side));
        }
    }
    Ok(cells::answer(clusters, view.system, asked.window))
}

/// Points one by one, or as clusters when they are many.
fn shown(found: Points, asker: &Asker, view: &View, most: usize) -> MapCells {
    let (total, cut) = (found.len(), found.cut);
    if total > most || view.fine {
        // From near, a finer side than that of the cells.
        let finest = if view.is_near() { 10_000 } else { Series::Standing.side() };
        let side = finest * coarser(view.zoom, finest, view.fine);
        let mut clusters = Clusters::default();
        for one in found.into_found() {
            clusters.point(one.at, one.stage.is_open(), one.is_late(asker.now), side);
        }
        return MapCells { cut, ..MapCells::clustered(clusters, view.system) };
    }
    let mut hazards: Vec<_> = found.into_found().map(|one| one.spot(view.system, asker.now)).collect();
    hazards.sort_by_key(|spot| spot.id);
    MapCells { hazards, total: total as i64, cut, ..MapCells::empty() }
}
