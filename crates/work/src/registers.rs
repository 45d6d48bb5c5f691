//! 单位 and 人员 by id: small tables that nearly every page needs, kept in memory and read again when they change.

use domain::ids::{District, PersonId, UnitId};
use domain::people::{Person, Unit, UnitKind};
use std::collections::HashMap;
use store::{Connection, EngineError, queries};

/// Names by id.
#[derive(Default)]
pub struct Registers {
    units: HashMap<UnitId, Unit>,
    people: HashMap<PersonId, (Person, String)>,
}

impl Registers {
    pub(crate) fn load(connection: &mut dyn Connection, district: District) -> Result<Self, EngineError> {
        let mut this = Self::default();
        let bad = |e: serde_json::Error| EngineError::Other(format!("register: {e}"));
        for row in connection.query(queries::people::UNITS_ALL, &[district.into()])? {
            let unit: Unit = serde_json::from_str(row.text(0)?).map_err(bad)?;
            this.units.insert(unit.id, unit);
        }
        for row in connection.query(queries::people::PEOPLE_ALL, &[district.into()])? {
            let person: Person = serde_json::from_str(row.text(0)?).map_err(bad)?;
            this.people.insert(person.id, (person, row.opt_text(1)?.unwrap_or_default().to_owned()));
        }
        Ok(this)
    }

    /// A unit.
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(&id)
    }

    /// The unit with a code.
    pub fn unit_by_code(&self, code: &str) -> Option<&Unit> {
        self.units.values().find(|u| u.code == code)
    }

    /// Every unit, by code.
    pub fn units(&self) -> Vec<&Unit> {
        let mut all: Vec<&Unit> = self.units.values().collect();
        all.sort_by(|a, b| a.code.cmp(&b.code));
        all
    }

    /// A member of staff.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id).map(|(person, _)| person)
    }

    /// Every member of staff with the name, by name.
    pub fn people(&self) -> Vec<(&Person, &str)> {
        let mut all: Vec<(&Person, &str)> = self.people.values().map(|(p, n)| (p, n.as_str())).collect();
        all.sort_by(|a, b| (a.1, a.0.id).cmp(&(b.1, b.0.id)));
        all
    }

    /// The name of a member of staff.
    pub fn person_name(&self, id: PersonId) -> Option<&str> {
        self.people.get(&id).map(|(_, name)| name.as_str()).filter(|n| !n.is_empty())
    }

    /// The name of a unit; its id when the register does not know it.
    pub fn unit_name(&self, id: UnitId) -> String {
        self.units.get(&id).map_or_else(|| id.to_string(), |u| u.name.clone())
    }

    /// 街道: areas by code, with the name of the unit that answers for them.
    pub fn streets(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = self
            .units
            .values()
            .filter(|u| u.kind == UnitKind::Street)
            .filter_map(|u| Some((u.area.clone()?, u.name.clone())))
            .collect();
        all.sort();
        all
    }

    /// The name of a street by its area code.
    pub fn street_name(&self, area: &str) -> Option<&str> {
        let street = |u: &&Unit| u.kind == UnitKind::Street && u.area.as_deref() == Some(area);
        self.units.values().find(street).map(|u| u.name.as_str())
    }
}
