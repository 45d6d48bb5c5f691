//! Registers: units, people, places, codes, grids, rules, clients, exports.

use super::map::{self, Cell, Series, Weight};
use crate::aggregate::Aggregate;
use crate::engine::Value;
use crate::tables::{self, Table};
use domain::calendar::Instant;
use domain::hazard::draw::Draw;
use domain::ids::{PersonId, UnitId};
use domain::ledger::{Hash, Noun, Recorded};
use domain::people::{Person, Unit};
use domain::place::{CodeRecord, Grid, Inspection, InspectionResult, Place, Plan};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// 规则版本: one version of a set of rules, from a moment on. History is judged by the version in force then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// What it rules: `limits`, `catalogue` …
    pub subject: String,
    /// Its version as people call it.
    pub version: String,
    /// From when on it applies.
    pub effective_at: Instant,
    /// The rules, as their own room writes them.
    pub body: serde_json::Value,
}

/// 接口用户: another system with a key; the key itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// 名称.
    pub name: String,
    /// The unit that it acts for.
    pub unit: UnitId,
    /// SHA-256 of the key.
    pub key_hash: Hash,
    /// 大屏: not a system but a screen, whose key opens figures only.
    #[serde(default)]
    pub display: bool,
    /// 接口推送: where it is told what happens; a system that is told has no key to call with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Webhook>,
    /// 停用.
    pub revoked_at: Option<Instant>,
}

/// 接口推送地址.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Its address.
    pub url: String,
    /// The secret of its signatures, sealed under a key that is not in the database, hexadecimal.
    pub sealed_secret: String,
}

/// 导出: a list that left the house as a file. Why it was asked for stands with the event, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Who asked for it.
    pub person: PersonId,
    /// For which unit.
    pub unit: UnitId,
    /// When it was asked for.
    pub asked_at: Instant,
    /// `csv` or `xlsx`.
    pub format: String,
    /// Which hazards: the filter as their room writes it, without what was looked for in words.
    pub filter: serde_json::Value,
    /// 列: which columns the file has, in their order; none for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// How many rows the file had; nothing while it was not made.
    pub rows: Option<u64>,
    /// SHA-256 of the rows.
    pub sha256: Option<Hash>,
}

/// A place is on the map until it ends.
fn place_cells(place: &Place) -> Vec<(Cell, Weight)> {
    let Some(position) = place.position.filter(|_| place.ended_at.is_none()) else { return Vec::new() };
    let (lat, lon, weight) = map::locate(Series::Places, position);
    let Value::Text(category) = word(&place.kind) else { return Vec::new() };
    let street = place.street.clone().unwrap_or_default();
    vec![(Cell { series: Series::Places, month: 0, lat, lon, street, category, grade: 0, stages: 0 }, weight)]
}

macro_rules! register {
    ($type:ty, $noun:ident, $table:ident, |$one:ident| $columns:expr $(, cells $cells:expr)?) => {
        impl Aggregate for $type {
            const NOUN: Noun = Noun::$noun;
            type Event = Recorded<$type>;

            fn table() -> &'static Table {
                &tables::$table
            }
            fn name(event: &Self::Event) -> &'static str {
                event.name()
            }
            fn begin(_id: Uuid, event: &Self::Event, _at: Instant) -> Option<Self> {
                match event {
                    Recorded::Registered { now } => Some(now.clone()),
                    Recorded::Changed { .. } | Recorded::Noted { .. } => None,
                }
            }
            fn apply(&mut self, event: &Self::Event, _at: Instant) {
                *self = event.now().clone();
            }
            fn columns(&self) -> Vec<Value> {
                let $one = self;
                $columns
            }
            $(fn cells(&self) -> Vec<(Cell, Weight)> {
                $cells(self)
            })?
        }
    };
}

/// The name under which an enum travels in JSON.
fn word<T: Serialize>(value: &T) -> Value {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Value::Text(text),
        _ => Value::Text(String::new()),
    }
}

register!(Unit, Unit, UNITS, |u| vec![u.code.as_str().into(), u.name.as_str().into(), word(&u.kind)]);
register!(Person, Person, PEOPLE, |p| vec![p.unit.into()]);
register!(Place, Place, PLACES, |p| vec![
    p.name.as_str().into(),
    p.street.clone().into(),
    word(&p.kind),
    p.address.as_str().into(),
    p.external.clone().into(),
    p.ended_at.is_some().into(),
    p.position.map(|at| at.lon_e7).into(),
    p.position.map(|at| at.lat_e7).into(),
    p.position.map(super::cell).into(),
], cells place_cells);
register!(CodeRecord, Code, CODES, |c| vec![
    c.stem.as_str().into(),
    c.place.into(),
    c.stage().into(),
    c.since().into(),
    c.checked.map_or(0, |check| check.at.0).into(),
    c.checked.map_or(0, |check| check.condition as i64).into(),
]);
register!(Inspection, Inspection, INSPECTIONS, |i| vec![
    i.place.into(),
    i.unit.into(),
    i.at.into(),
    (i.result == InspectionResult::Found).into(),
]);
register!(Plan, Plan, PLANS, |p| vec![p.ended_at.is_some().into()]);
register!(Grid, Grid, GRIDS, |g| vec![g.code.as_str().into(), g.street.clone().into()]);
register!(RuleSet, Rules, RULES, |r| vec![r.subject.as_str().into(), r.effective_at.into()]);
register!(Client, Client, CLIENTS, |c| vec![c.key_hash.into()]);
register!(Export, Export, EXPORTS, |e| vec![e.person.into(), e.asked_at.into()]);
register!(Draw, Draw, DRAWS, |d| vec![d.period.as_str().into()]);
