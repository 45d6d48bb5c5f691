//! 回避后无人可办: whoever is barred from a stage by an earlier part does not have it in the inbox. Where that leaves
//! nobody, it stays with those who are called, and whoever can name somebody else has it too.

use super::inbox::Range;
use super::query::Query;
use crate::Registers;
use crate::notice::staff;
use domain::hazard::{Awaits, StageMove};
use domain::people::{Role, Staff};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Who can name somebody else: 值班长 and 应安委办.
pub(super) const HELPERS: [Role; 2] = [Role::ShiftLead, Role::CommitteeOffice];

/// More people than that are never all barred by their parts in one hazard.
const MOST: usize = 24;

/// Whether a unit is awaited by name.
pub(super) fn is_of_a_unit(awaits: Awaits) -> bool {
    matches!(awaits, Awaits::Unit | Awaits::Inspectors | Awaits::Recheckers)
}

/// Who is called for what, by unit.
type Called = BTreeMap<Uuid, Vec<Uuid>>;

/// Everybody who works here, by what they are called for.
pub(super) struct Colleagues(BTreeMap<Awaits, Called>);

impl Colleagues {
    pub(super) fn of(registers: &Registers) -> Self {
        let working = registers.people().into_iter().filter(|(person, _)| person.disabled_at.is_none());
        Self::all(working.map(|(person, _)| staff(person)))
    }

    pub(super) fn all(staff: impl IntoIterator<Item = Staff>) -> Self {
        let mut all: BTreeMap<Awaits, Called> = BTreeMap::new();
        for staff in staff {
            for awaits in Awaits::of(&staff) {
                let called = all.entry(awaits).or_default();
                called.entry(staff.unit.0).or_default().push(staff.person.0);
            }
        }
        Self(all)
    }

    /// That everybody who is called is barred from a move of `hazard`, a column; nothing where that cannot be.
    fn all_barred(
        query: &mut Query,
        called: &[(&Uuid, &Vec<Uuid>)],
        which: StageMove,
        hazard: &str,
    ) -> Option<String> {
        if called.is_empty() || called.iter().map(|(_, people)| people.len()).sum::<usize>() > MOST {
            return None;
        }
        let mut each = Vec::new();
        for (unit, people) in called {
            let unit = query.mark(**unit);
            for person in people.iter() {
                let person = query.mark(*person);
                each.push(format!(
                    "exists (select 1 from hazard_barred x where x.district = $1 and x.hazard = {hazard} \
                     and x.duty = {} and x.who in ({unit}, {person}))",
                    which as i64
                ));
            }
        }
        Some(each.join(" and "))
    }

    /// That everybody who is called with `staff` is barred.
    pub(super) fn barred(
        &self,
        query: &mut Query,
        awaits: Awaits,
        staff: &Staff,
        which: StageMove,
        hazard: &str,
    ) -> Option<String> {
        let with = |unit: &Uuid| !is_of_a_unit(awaits) || *unit == staff.unit.0;
        let called: Vec<_> = self.0.get(&awaits)?.iter().filter(|(unit, _)| with(unit)).collect();
        Self::all_barred(query, &called, which, hazard)
    }

    /// What nobody may do: from what one of those who are called is barred from, which an index has, those from which
    /// all of them are. What a unit is awaited for stays with its people.
    pub(super) fn stranded(&self, query: &mut Query, ranges: &mut Vec<Range>, by_stage: &mut Vec<String>) {
        for (&awaits, called) in self.0.iter().filter(|(a, _)| !is_of_a_unit(**a) && **a != Awaits::Desk) {
            let called: Vec<_> = called.iter().collect();
            let first = called.first().and_then(|(unit, people)| Some((**unit, *people.first()?)));
            let Some((unit, person)) = first else { continue };
            for which in StageMove::ALL {
                let Some(all) = Self::all_barred(query, &called, which, "h.id") else { continue };
                let (unit, person) = (query.mark(unit), query.mark(person));
                let awaits = query.mark(awaits as i64);
                let waits = match which {
                    StageMove::First => format!("h.awaits = {awaits} and h.awaits_owner is null"),
                    StageMove::Second => format!("h.awaits_too = {awaits}"),
                };
                by_stage.push(format!("({waits} and {all})").replace("h.", "s."));
                ranges.push(Range {
                    rows: format!(
                        "hazard_barred r cross join hazards h where r.district = $1 and r.who in ({unit}, {person}) \
                         and r.duty = {} and h.district = $1 and h.id = r.hazard and {waits} and {all}",
                        which as i64
                    ),
                    hazard: "h.id",
                    times: 2,
                });
            }
        }
    }
}
