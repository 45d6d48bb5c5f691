//! Seen from near, or asked what cells do not know: hazards one by one, so many at most.

use super::answer::Found;
use super::asked::{HazardsAsked, Time};
use super::cells::known;
use super::query::{Query, parts};
use crate::hazard::{Looker, state};
use crate::problem::word;
use domain::calendar::Instant;
use domain::hazard::{Grade, RiskColour, Source, StageCode};
use domain::people::{Reason, Scope};
use domain::place::Position;
use geo::Bounds;
use std::collections::HashMap;
use store::nouns::{Part, cell};
use store::{Connection, EngineError, Row};
use uuid::Uuid;

/// Hazards that are read for one answer, of the whole district or for one reason.
pub(super) const MOST: usize = 20_000;
/// The same where each is looked at as a whole, to keep from the viewer what has to be kept.
const MOST_STATES: usize = 5_000;
/// Rows of an index of places on the ground, about 110 m each, that one view may touch.
const ROWS: i64 = 160;

/// Who asks, when and where.
pub(super) struct Asker {
    pub(super) district: i64,
    pub(super) now: Instant,
    pub(super) scope: Scope,
    pub(super) looker: Looker,
}

/// What was found, and whether there is more.
#[derive(Default)]
pub(super) struct Points {
    found: HashMap<Uuid, Found>,
    pub(super) cut: bool,
}

impl Points {
    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    pub(super) fn into_found(self) -> impl Iterator<Item = Found> {
        self.found.into_values()
    }
}

/// By which index hazards are read.
enum Way {
    /// What lies in these cells of a row of the ground.
    Ground(i64, i64),
    /// Reported or closed in the window, newest first.
    Time,
    /// Longest overdue first.
    Due,
    /// Of a stage, newest first.
    Stage(StageCode),
    /// In which a unit or person has this part, newest first.
    Part(Uuid, Part),
}

fn conditions(query: &mut Query, asked: &HazardsAsked, now: Instant) -> String {
    let mut all = vec!["h.cell is not null".to_owned()];
    if !asked.stages.is_empty() {
        let marks = query.marks(asked.stages.iter().map(|s| *s as i64));
        all.push(format!("h.stage in ({marks})"));
    }
    for (column, value) in [("street", &asked.street), ("category", &asked.category)] {
        if let Some(value) = value {
            let mark = query.mark(value.as_str());
            all.push(format!("h.{column} = {mark}"));
        }
    }
    if let Some(grade) = asked.grade {
        let mark = query.mark(grade as i64);
        all.push(format!("h.grade = {mark}"));
    }
    if let Some(risk) = asked.risk {
        let mark = query.mark(risk as i64);
        all.push(format!("h.risk = {mark}"));
    }
    if let Some(unit) = asked.unit {
        let mark = query.mark(unit);
        all.push(format!("h.lead_unit = {mark}"));
    }
    if asked.supervised {
        all.push("h.supervised > 0".to_owned());
    }
    if asked.in_a_hall {
        let employee = query.mark(word(&Source::Employee));
        all.push(format!("h.source <> {employee}"));
    }
    if asked.late {
        let now = query.mark(now);
        let open = query.marks(StageCode::ALL.into_iter().filter(|s| s.is_open()).map(|s| s as i64));
        all.push(format!("h.due_at < {now} and h.stage in ({open})"));
    }
    if let Some(window) = asked.window {
        let column = match window.time {
            Time::Reported => "h.reported_at",
            Time::Closed => "h.closed_at",
        };
        let (from, to) = (query.mark(window.from), query.mark(window.to));
        all.push(format!("{column} >= {from} and {column} < {to}"));
    }
    all.iter().map(|c| format!(" and {c}")).collect()
}

/// Whether the viewer sees a hazard, as a condition.
fn seen(query: &mut Query, reasons: &[Reason]) -> String {
    let each: Vec<String> = reasons
        .iter()
        .map(|reason| match (reason, parts(reason)) {
            (_, Some((party, parts))) => {
                let party = query.mark(party);
                let parts = query.marks(parts.iter().map(|p| *p as i64));
                format!(
                    "exists (select 1 from hazard_parties p where p.district = h.district and p.party = {party} \
                     and p.told_at = h.told_at and p.hazard = h.id and p.part in ({parts}))"
                )
            }
            (Reason::Street(street), None) => {
                let street = query.mark(street.as_str());
                format!("h.street = {street}")
            }
            _ => {
                let stages = query.marks(Reason::VERIFIER_STAGES.iter().map(|s| *s as i64));
                format!("h.stage in ({stages})")
            }
        })
        .collect();
    if each.is_empty() { "0 = 1".to_owned() } else { each.join(" or ") }
}

/// The statement for one way: id, position, stage, grade, category, due, danger, and the state where the viewer does
/// not see everything.
fn compose(asker: &Asker, asked: &HazardsAsked, way: &Way, but: &[Reason], limit: usize) -> Query {
    let mut query = Query::default();
    let district = query.mark(asker.district);
    let mut from = format!("hazards h where h.district = {district}");
    let mut order = " order by h.reported_at desc";
    // Along a part only what is seen because of that part is read.
    let mut sees_all = asker.scope == Scope::All;
    match way {
        Way::Ground(first, last) => {
            let (first, last) = (query.mark(*first), query.mark(*last));
            from = format!("{from} and h.cell >= {first} and h.cell <= {last}");
            order = "";
        }
        Way::Time if asked.window.is_some_and(|w| w.time == Time::Closed) => {
            order = " order by h.closed_at desc";
        }
        Way::Time => {}
        Way::Due => order = " order by h.due_at",
        Way::Stage(stage) => {
            let stage = query.mark(*stage as i64);
            from = format!("{from} and h.stage = {stage}");
        }
        Way::Part(party, part) => {
            let (party, part) = (query.mark(*party), query.mark(*part as i64));
            // A cross join: SQLite keeps its order, and reads no further than the limit.
            from = format!(
                "hazard_parties p cross join hazards h where p.district = {district} and p.party = {party} \
                 and p.part = {part} and h.district = p.district and h.id = p.hazard"
            );
            order = " order by p.told_at desc";
            sees_all = true;
        }
    }
    let conditions = conditions(&mut query, asked, asker.now);
    let mut sight = String::new();
    if let (Scope::Any(reasons), false) = (&asker.scope, sees_all) {
        let reasons = seen(&mut query, reasons);
        sight = format!(" and ({reasons})");
    }
    if !but.is_empty() {
        let known = seen(&mut query, but);
        sight = format!("{sight} and not coalesce({known}, false)");
    }
    let state = if asker.scope == Scope::All { "" } else { ", h.state" };
    let limit = query.mark(limit as i64);
    query.text = format!(
        "select h.id, h.lon_e7, h.lat_e7, h.stage, h.grade, h.category, h.due_at, h.life_danger{state} \
         from {from}{conditions}{sight}{order} limit {limit}"
    );
    query
}

fn found(row: &Row) -> Result<Option<Found>, EngineError> {
    let (Some(lon_e7), Some(lat_e7)) = (row.opt_int(1)?, row.opt_int(2)?) else { return Ok(None) };
    let Some(stage) = StageCode::from_number(row.int(3)?) else { return Ok(None) };
    let grade = row.opt_int(4)?;
    Ok(Some(Found {
        id: row.id(0)?,
        at: Position { lon_e7, lat_e7 },
        stage,
        grade: [Grade::General, Grade::Larger, Grade::Major].into_iter().find(|g| Some(*g as i64) == grade),
        category: row.opt_text(5)?.map(str::to_owned),
        due_at: row.opt_int(6)?.map(Instant),
        life_danger: row.int(7)? != 0,
    }))
}

/// Reads along one way into `points`.
fn read(
    connection: &mut dyn Connection,
    asker: &Asker,
    asked: &HazardsAsked,
    (way, but): (&Way, &[Reason]),
    bounds: &Bounds,
    points: &mut Points,
) -> Result<(), EngineError> {
    let whole = asker.scope == Scope::All;
    let most = if whole { MOST } else { MOST_STATES };
    let room = most.saturating_sub(if matches!(way, Way::Ground(..)) { points.len() } else { 0 });
    let query = compose(asker, asked, way, but, room + 1);
    let mut rows = 0;
    connection.each(&query.text, &query.parameters, &mut |row| {
        rows += 1;
        // Where it lies may be where the reporter stood; and whoever asks by time would learn from the answer when it was
        // (see hazard::sealed).
        let kept = !whole && asker.looker.is_kept_from(&state(row.text(8)?)?);
        if rows > room || kept {
            return Ok(());
        }
        if let Some(one) = found(&row)?.filter(|one| bounds.holds(one.at)) {
            points.found.insert(one.id, one);
        }
        Ok(())
    })?;
    points.cut |= rows > room;
    Ok(())
}

/// Whether the ground of a view is read row by row at a reasonable cost.
pub(super) fn is_on_the_ground(bounds: &Bounds) -> bool {
    bounds.height_e7() / 10_000 < ROWS
}

/// Everything in a view, from the index of what lies where.
pub(super) fn on_the_ground(
    connection: &mut dyn Connection,
    asker: &Asker,
    asked: &HazardsAsked,
    bounds: &Bounds,
) -> Result<Points, EngineError> {
    let mut points = Points::default();
    let mut lat_e7 = bounds.south_west.lat_e7;
    let last_row = bounds.north_east.lat_e7.div_euclid(10_000);
    while lat_e7.div_euclid(10_000) <= last_row && !points.cut {
        let at = |lon_e7| cell(Position { lon_e7, lat_e7 });
        let way = Way::Ground(at(bounds.south_west.lon_e7), at(bounds.north_east.lon_e7));
        read(connection, asker, asked, (&way, &[]), bounds, &mut points)?;
        lat_e7 += 10_000;
    }
    Ok(points)
}

/// The newest, or the longest overdue, by whichever index answers the question.
pub(super) fn newest(
    connection: &mut dyn Connection,
    asker: &Asker,
    asked: &HazardsAsked,
    bounds: &Bounds,
) -> Result<Points, EngineError> {
    let mut points = Points::default();
    let short = asked.window.is_some_and(|w| w.is_short());
    let ways: Vec<Way> = match &asker.scope {
        Scope::None | Scope::One(_) => Vec::new(),
        _ if asked.late => vec![Way::Due],
        _ if short => vec![Way::Time],
        Scope::All => match asked.unit {
            Some(unit) => vec![Way::Part(unit, Part::Lead)],
            None if asked.stages.is_empty() => vec![Way::Time],
            None => asked.stages.iter().map(|s| Way::Stage(*s)).collect(),
        },
        Scope::Any(reasons) => reasons.iter().flat_map(of_reason).collect(),
    };
    for way in &ways {
        let asked = match way {
            // Streets are read by time.
            Way::Time if !short => by_street(asker, asked),
            _ => asked.clone(),
        };
        read(connection, asker, &asked, (way, &[]), bounds, &mut points)?;
    }
    Ok(points)
}

/// What the viewer sees for reasons that cells do not know, without what cells have counted already.
pub(super) fn beside_cells(
    connection: &mut dyn Connection,
    asker: &Asker,
    asked: &HazardsAsked,
    bounds: &Bounds,
) -> Result<Points, EngineError> {
    let mut points = Points::default();
    let Scope::Any(reasons) = &asker.scope else { return Ok(points) };
    let (counted, others) = known(reasons);
    for way in others.iter().flat_map(of_reason) {
        read(connection, asker, asked, (&way, &counted), bounds, &mut points)?;
    }
    Ok(points)
}

fn of_reason(reason: &Reason) -> Vec<Way> {
    match (parts(reason), reason) {
        (Some((party, parts)), _) => parts.iter().map(|part| Way::Part(party, *part)).collect(),
        (None, Reason::Submitted) => Reason::VERIFIER_STAGES.into_iter().map(Way::Stage).collect(),
        (None, _) => vec![Way::Time],
    }
}

/// An inspector's street as a filter, so that its index is used.
fn by_street(asker: &Asker, asked: &HazardsAsked) -> HazardsAsked {
    let Scope::Any(reasons) = &asker.scope else { return asked.clone() };
    let street = reasons.iter().find_map(|r| match r {
        Reason::Street(street) => Some(street.clone()),
        _ => None,
    });
    HazardsAsked { street: asked.street.clone().or(street), ..asked.clone() }
}

/// Every shape of statement.
pub(super) fn statements() -> Vec<String> {
    use super::asked::Window;
    let window = |time| Some(Window { time, from: Instant(0), to: Instant(1) });
    let all = [
        HazardsAsked::default(),
        HazardsAsked { late: true, window: window(Time::Closed), ..HazardsAsked::default() },
        HazardsAsked {
            stages: vec![StageCode::Filed, StageCode::Closed],
            street: Some("a".into()),
            category: Some("b".into()),
            grade: Some(Grade::Major),
            risk: Some(RiskColour::Red),
            unit: Some(Uuid::nil()),
            late: true,
            supervised: true,
            in_a_hall: true,
            window: window(Time::Reported),
        },
    ];
    let unit = domain::ids::UnitId(Uuid::nil());
    let person = domain::ids::PersonId(Uuid::nil());
    let reasons = vec![
        Reason::Unit(unit),
        Reason::Asked(unit),
        Reason::Street("a".into()),
        Reason::Finder(person),
        Reason::Submitted,
        Reason::VerifiedBy(person),
    ];
    let ways = [
        Way::Ground(1, 2),
        Way::Time,
        Way::Due,
        Way::Stage(StageCode::Filed),
        Way::Part(Uuid::nil(), Part::Lead),
    ];
    let mut texts = Vec::new();
    for scope in [Scope::All, Scope::Any(reasons.clone())] {
        let asker = Asker { district: 1, now: Instant(0), scope, looker: Looker::default() };
        for asked in &all {
            for way in &ways {
                texts.push(compose(&asker, asked, way, &[], 10).text);
                texts.push(compose(&asker, asked, way, &known(&reasons).0, 10).text);
            }
        }
    }
    texts
}
