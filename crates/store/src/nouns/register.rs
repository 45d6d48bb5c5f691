//! Registers: units, people, places, codes, rules, clients.

use crate::aggregate::Aggregate;
use crate::engine::Value;
use crate::tables::{self, Table};
use domain::calendar::Instant;
use domain::ids::UnitId;
use domain::ledger::{Hash, Noun, Recorded};
use domain::people::{Person, Unit};
use domain::place::{CodeRecord, Place};
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
    /// 停用.
    pub revoked_at: Option<Instant>,
}

macro_rules! register {
    ($type:ty, $noun:ident, $table:ident, |$one:ident| $columns:expr) => {
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
                    Recorded::Changed { .. } => None,
                }
            }
            fn apply(&mut self, event: &Self::Event, _at: Instant) {
                *self = event.now().clone();
            }
            fn columns(&self) -> Vec<Value> {
                let $one = self;
                $columns
            }
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
register!(Place, Place, PLACES, |p| vec![p.name.as_str().into(), p.street.clone().into(), word(&p.kind)]);
register!(CodeRecord, Code, CODES, |c| vec![c.stem.as_str().into(), c.place.into()]);
register!(RuleSet, Rules, RULES, |r| vec![r.subject.as_str().into(), r.effective_at.into()]);
register!(Client, Client, CLIENTS, |c| vec![c.key_hash.into()]);
