//! Seen from far: cells that every write keeps counted, added up to what a screen can show.

use super::answer::{MapCells, first_day, from_corner};
use super::asked::{HazardsAsked, Time, View, Window};
use super::query::Query;
use domain::hazard::StageGroup;
use domain::people::Reason;
use domain::place::{Position, System};
use geo::{Bounds, Clusters, coarser};
use store::nouns::map::{SOUTH, Series, WEST, locate};
use store::{Connection, EngineError};

/// What of the cells is wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Facets {
    pub(super) groups: Vec<StageGroup>,
    pub(super) street: Option<String>,
    pub(super) category: Option<String>,
    pub(super) grade: Option<i64>,
    /// Why the viewer sees what is counted; every hazard of the district when nothing stands there.
    pub(super) reasons: Vec<Reason>,
}

impl Facets {
    /// The filter, when cells know all of it.
    pub(super) fn of(asked: &HazardsAsked) -> Option<Self> {
        if asked.late || asked.supervised || asked.unit.is_some() || asked.risk.is_some() {
            return None;
        }
        Some(Self {
            groups: asked.groups()?,
            street: asked.street.clone(),
            category: asked.category.clone(),
            grade: asked.grade.map(|g| g as i64),
            reasons: Vec::new(),
        })
    }

    fn conditions(&self, query: &mut Query) -> String {
        let mut all = Vec::new();
        if !self.groups.is_empty() {
            let marks = query.marks(self.groups.iter().map(|g| *g as i64));
            all.push(format!("stages in ({marks})"));
        }
        for (column, value) in [("street", &self.street), ("category", &self.category)] {
            if let Some(value) = value {
                let mark = query.mark(value.as_str());
                all.push(format!("{column} = {mark}"));
            }
        }
        if let Some(grade) = self.grade {
            let mark = query.mark(grade);
            all.push(format!("grade = {mark}"));
        }
        let seen: Vec<String> =
            self.reasons.iter().filter_map(|r| covered(query, r, "street", "stages")).collect();
        if !seen.is_empty() {
            all.push(format!("({})", seen.join(" or ")));
        }
        all.iter().map(|c| format!(" and {c}")).collect()
    }
}

/// The condition under which a cell holds what is seen for a reason; nothing when cells do not know it.
fn covered(query: &mut Query, reason: &Reason, street: &str, stages: &str) -> Option<String> {
    match reason {
        Reason::Street(code) => {
            let mark = query.mark(code.as_str());
            Some(format!("{street} = {mark}"))
        }
        Reason::Submitted => {
            let groups = StageGroup::made_of(&Reason::VERIFIER_STAGES).unwrap_or_default();
            let marks = query.marks(groups.into_iter().map(|g| g as i64));
            Some(format!("{stages} in ({marks})"))
        }
        _ => None,
    }
}

/// The reasons that cells know, and the others.
pub(super) fn known(reasons: &[Reason]) -> (Vec<Reason>, Vec<Reason>) {
    reasons.iter().cloned().partition(|r| matches!(r, Reason::Street(_) | Reason::Submitted))
}

fn compose(
    district: i64,
    series: Series,
    months: (i64, i64),
    bounds: &Bounds,
    together: i64,
    facets: &Facets,
) -> Query {
    let mut query = Query::default();
    let corner = |at: Position| locate(series, at);
    let ((south, west, _), (north, east, _)) = (corner(bounds.south_west), corner(bounds.north_east));
    let together = query.mark(together);
    let side = query.mark(series.side());
    let district = query.mark(district);
    let kind = query.mark(series as i64);
    let (first, last) = (query.mark(months.0), query.mark(months.1));
    let (south, north) = (query.mark(south), query.mark(north));
    let (west, east) = (query.mark(west), query.mark(east));
    let conditions = facets.conditions(&mut query);
    query.text = format!(
        "select y, x, g, cast(sum(n) as bigint), cast(sum(p) as bigint), cast(sum(q) as bigint) from \
         (select lat / {together} as y, lon / {together} as x, stages as g, n, n * lat * {side} + north as p, \
         n * lon * {side} + east as q from map_cells where district = {district} and series = {kind} \
         and month >= {first} and month <= {last} and lat >= {south} and lat <= {north} \
         and lon >= {west} and lon <= {east}{conditions}) t group by y, x, g"
    );
    query
}

/// Reads cells into clusters.
pub(super) fn read(
    connection: &mut dyn Connection,
    district: i64,
    series: Series,
    months: (i64, i64),
    view: &View,
    facets: &Facets,
) -> Result<Clusters, EngineError> {
    let together = coarser(view.zoom, series.side(), view.fine);
    let query = compose(district, series, months, &view.bounds, together, facets);
    let mut clusters = Clusters::default();
    connection.each(&query.text, &query.parameters, &mut |row| {
        let (n, lat, lon) = (row.int(3)?, row.int(4)?, row.int(5)?);
        if n <= 0 {
            // Empty; or, in a rush, what was taken away is here and what was added is not yet (store/src/later.rs).
            return Ok(());
        }
        let open = StageGroup::from_number(row.int(2)?).is_some_and(StageGroup::is_open);
        let (lon, lat) = from_corner(n, lon, lat);
        clusters.add((row.int(0)?, row.int(1)?), n, if open { n } else { 0 }, lon, lat);
        Ok(())
    })?;
    Ok(clusters)
}

/// The row and column of a position among cells of a side, counted as those of the table are.
pub(super) fn cell(at: Position, side: i64) -> (i64, i64) {
    ((at.lat_e7 - SOUTH) / side, (at.lon_e7 - WEST) / side)
}

/// The series and months of a window; everything that stands now without one.
pub(super) fn series(window: Option<Window>) -> (Series, (i64, i64)) {
    match window {
        None => (Series::Standing, (0, 0)),
        Some(window) => match window.time {
            Time::Reported => (Series::Reported, window.months()),
            Time::Closed => (Series::Closed, window.months()),
        },
    }
}

/// An answer from clusters, saying which months were counted.
pub(super) fn answer(clusters: Clusters, system: System, window: Option<Window>) -> MapCells {
    let months = window.map(|w| w.months());
    MapCells {
        counted_from: months.map(|(first, _)| first_day(first)),
        counted_to: months.map(|(_, last)| first_day(last + 1)),
        ..MapCells::clustered(clusters, system)
    }
}

/// Every shape of statement.
pub(super) fn statements() -> Vec<String> {
    let bounds = Bounds::around([Position { lon_e7: 0, lat_e7: 0 }]);
    let full = Facets {
        groups: vec![StageGroup::Desk, StageGroup::Closed],
        street: Some("a".into()),
        category: Some("b".into()),
        grade: Some(1),
        reasons: vec![Reason::Street("a".into()), Reason::Submitted],
    };
    let all = [Facets::default(), full];
    bounds
        .iter()
        .flat_map(|b| all.iter().map(|f| compose(1, Series::Standing, (0, 0), b, 1, f).text))
        .collect()
}
