//! 检查覆盖: which places are due, done and overdue under the plans that run; by street, kind, unit or plan. Reckoned
//! from places and their last look; there is nothing here about people.

use super::find::{street, unit};
use super::plans::{plans_are_open_to, state};
use crate::hazard::{Named, Point};
use crate::problem::word;
use crate::{App, Problem, Registers};
use domain::calendar::Instant;
use domain::ids::{PlaceId, UnitId};
use domain::people::Actor;
use domain::place::{PlaceKind, Plan, Position, Standing};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use store::{Connection, EngineError, queries};
use uuid::Uuid;

/// The most places that are listed at once.
const MOST: usize = 500;
/// The longest period, twice: a look before it changes nothing.
const LOOKED_AT: i64 = 2 * 366 * Instant::DAY;

/// By what coverage is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageBy {
    /// 街道.
    #[default]
    Street,
    /// 场所类别.
    Kind,
    /// 检查单位.
    Unit,
    /// 检查计划.
    Plan,
}

/// Which places.
#[derive(Clone, Debug, Default)]
pub struct CoverageFilter {
    /// 街道: area code.
    pub street: Option<String>,
    /// 场所类别.
    pub kind: Option<PlaceKind>,
    /// 检查单位.
    pub unit: Option<UnitId>,
    /// 检查计划.
    pub plan: Option<Uuid>,
}

/// 检查覆盖 of one street, kind, unit or plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CoverageRow {
    /// Which; no id for places without a street or unit.
    pub of: Named,
    /// 应查: places times plans that apply to them.
    pub total: i64,
    /// 已查.
    pub done: i64,
    /// 待查.
    pub due: i64,
    /// 逾期.
    pub overdue: i64,
}

/// A place that waits for a look.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DuePlace {
    /// Its id.
    pub id: Uuid,
    /// 名称.
    pub name: String,
    /// 场所类别.
    #[schema(value_type = crate::names::PlaceKind)]
    pub kind: String,
    /// 所属街道.
    pub street: Option<Named>,
    /// 地址.
    pub address: String,
    /// Surveyed position.
    pub position: Option<Point>,
    /// 检查计划.
    pub plan: Named,
    /// 检查单位.
    pub unit: Option<Named>,
    /// `overdue`, `due` or `done`.
    #[schema(value_type = crate::names::Standing)]
    pub standing: String,
    /// The last look, if it lies within two years.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last: Option<Instant>,
    /// When the present period ends.
    #[schema(value_type = String, format = DateTime)]
    pub until: Instant,
    /// 应查时间: by when a look is owed; for a place that is overdue, the end of the period that was missed.
    #[schema(value_type = String, format = DateTime)]
    pub due: Instant,
}

struct Spot {
    id: PlaceId,
    name: String,
    kind: PlaceKind,
    street: Option<String>,
    address: String,
    position: Option<Position>,
}

/// One place under one plan.
struct Under<'a> {
    spot: &'a Spot,
    plan: &'a (Uuid, Plan),
    unit: Option<UnitId>,
    standing: Standing,
    last: Option<Instant>,
}

struct Ground {
    now: Instant,
    plans: Vec<(Uuid, Plan)>,
    spots: Vec<Spot>,
    looks: HashMap<PlaceId, Vec<(UnitId, Instant)>>,
}

impl Ground {
    fn read(
        c: &mut dyn Connection,
        district: domain::ids::District,
        now: Instant,
    ) -> Result<Self, EngineError> {
        let mut plans = Vec::new();
        for row in c.query(queries::place::PLANS, &[district.into()])? {
            let plan = state(row.text(1)?)?;
            if plan.runs(now) {
                plans.push((row.id(0)?, plan));
            }
        }
        let mut spots = Vec::new();
        c.each(queries::place::IN_USE, &[district.into()], &mut |row| {
            let kind = serde_json::from_value(serde_json::Value::String(row.text(2)?.to_owned()))
                .map_err(|e| EngineError::Other(format!("kind of a place: {e}")))?;
            spots.push(Spot {
                id: PlaceId(row.id(0)?),
                name: row.text(1)?.to_owned(),
                kind,
                street: row.opt_text(3)?.map(str::to_owned),
                address: row.text(4)?.to_owned(),
                position: row
                    .opt_int(5)?
                    .zip(row.opt_int(6)?)
                    .map(|(lon_e7, lat_e7)| Position { lon_e7, lat_e7 }),
            });
            Ok(())
        })?;
        let mut looks: HashMap<PlaceId, Vec<(UnitId, Instant)>> = HashMap::new();
        c.each(queries::place::LAST_LOOKS, &[district.into(), now.plus(-LOOKED_AT).into()], &mut |row| {
            looks.entry(PlaceId(row.id(0)?)).or_default().push((UnitId(row.id(1)?), Instant(row.int(2)?)));
            Ok(())
        })?;
        Ok(Self { now, plans, spots, looks })
    }

    /// Every place under every plan that is for it, by the filter.
    fn under<'a>(&'a self, streets: &HashMap<String, UnitId>, filter: &CoverageFilter) -> Vec<Under<'a>> {
        let mut all = Vec::new();
        for plan in self.plans.iter().filter(|(id, _)| filter.plan.is_none_or(|wanted| wanted == *id)) {
            let covered = self.spots.iter().filter(|s| plan.1.covers(s.id, s.kind, s.street.as_deref()));
            for spot in covered {
                let unit = plan.1.unit.or_else(|| spot.street.as_ref().and_then(|s| streets.get(s)).copied());
                let fits = filter.street.as_deref().is_none_or(|s| spot.street.as_deref() == Some(s))
                    && filter.kind.is_none_or(|k| spot.kind == k)
                    && filter.unit.is_none_or(|u| unit == Some(u));
                if !fits {
                    continue;
                }
                // A plan that names a unit wants that unit's look; else anybody's counts.
                let looks = self.looks.get(&spot.id).into_iter().flatten();
                let last =
                    looks.filter(|(by, _)| plan.1.unit.is_none_or(|u| u == *by)).map(|(_, at)| *at).max();
                all.push(Under { spot, plan, unit, standing: plan.1.standing(last, self.now), last });
            }
        }
        all
    }
}

fn street_units(registers: &Registers) -> HashMap<String, UnitId> {
    let units = registers.units().into_iter().filter(|u| u.kind == domain::people::UnitKind::Street);
    units.filter_map(|u| Some((u.area.clone()?, u.id))).collect()
}

async fn ground(app: &App, actor: &Actor) -> Result<Ground, Problem> {
    plans_are_open_to(app, actor)?;
    let (district, now) = (app.district(), app.store().surroundings().now());
    Ok(app.store().read(move |c| Ground::read(c, district, now)).await?)
}

/// Coverage by street, kind, unit or plan.
pub async fn coverage(
    app: &App,
    actor: &Actor,
    by: CoverageBy,
    filter: CoverageFilter,
) -> Result<Vec<CoverageRow>, Problem> {
    let ground = ground(app, actor).await?;
    let registers = app.registers();
    let mut rows: BTreeMap<String, CoverageRow> = BTreeMap::new();
    for under in ground.under(&street_units(&registers), &filter) {
        let nobody = || Named { id: String::new(), name: String::new() };
        let of = match by {
            CoverageBy::Street => under.spot.street.as_deref().map_or_else(nobody, |s| street(&registers, s)),
            CoverageBy::Kind => Named { id: word(&under.spot.kind), name: String::new() },
            CoverageBy::Unit => under.unit.map_or_else(nobody, |u| unit(&registers, u)),
            CoverageBy::Plan => Named { id: under.plan.0.to_string(), name: under.plan.1.name.clone() },
        };
        let row =
            rows.entry(of.id.clone()).or_insert(CoverageRow { of, total: 0, done: 0, due: 0, overdue: 0 });
        row.total += 1;
        match under.standing {
            Standing::Done => row.done += 1,
            Standing::Due => row.due += 1,
            Standing::Overdue => row.overdue += 1,
        }
    }
    let mut rows: Vec<CoverageRow> = rows.into_values().collect();
    rows.sort_by(|a, b| (b.overdue, b.due, &a.of.id).cmp(&(a.overdue, a.due, &b.of.id)));
    Ok(rows)
}

/// Places under the plans, those that are overdue first; 500 at most. An inspector's street comes from the filter.
pub async fn due_places(
    app: &App,
    actor: &Actor,
    standing: Option<Standing>,
    filter: CoverageFilter,
) -> Result<Vec<DuePlace>, Problem> {
    let ground = ground(app, actor).await?;
    let registers = app.registers();
    let mut all = ground.under(&street_units(&registers), &filter);
    all.retain(|under| match standing {
        Some(wanted) => under.standing == wanted,
        None => under.standing != Standing::Done,
    });
    all.sort_by(|a, b| (a.standing, a.last, &a.spot.name).cmp(&(b.standing, b.last, &b.spot.name)));
    let view = |under: Under<'_>| DuePlace {
        id: under.spot.id.0,
        name: under.spot.name.clone(),
        kind: word(&under.spot.kind),
        street: under.spot.street.as_deref().map(|s| street(&registers, s)),
        address: under.spot.address.clone(),
        position: under.spot.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
        plan: Named { id: under.plan.0.to_string(), name: under.plan.1.name.clone() },
        unit: under.unit.map(|u| unit(&registers, u)),
        standing: word(&under.standing),
        last: under.last,
        until: under.plan.1.every.ends(ground.now),
        due: match under.standing {
            Standing::Overdue => under.plan.1.every.begins(ground.now),
            _ => under.plan.1.every.ends(ground.now),
        },
    };
    Ok(all.into_iter().take(MOST).map(view).collect())
}
