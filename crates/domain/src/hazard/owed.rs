//! 并行任务: what somebody owes beside the stage. A stage awaits its own people ([`super::awaiting`]); this is what
//! runs in parallel to it, each with an owner and a deadline of its own.

use super::awaiting::Awaits;
use super::state::Hazard;
use crate::calendar::Instant;
use crate::ids::{PersonId, UnitId};
use crate::people::Staff;
use serde::{Deserialize, Serialize};

/// 任务. The numbers are what databases keep; they never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum Duty {
    /// 反馈批示.
    InstructionReply = 1,
    /// 审定批示反馈.
    InstructionSettlement = 2,
}

impl Duty {
    /// Every one.
    pub const ALL: [Duty; 2] = [Duty::InstructionReply, Duty::InstructionSettlement];
}

/// One thing owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Owed {
    /// What.
    pub duty: Duty,
    /// By whom.
    pub who: Awaits,
    /// Of which unit, if of one.
    pub unit: Option<UnitId>,
    /// Which person, if it is one.
    pub person: Option<PersonId>,
    /// 期限.
    pub due: Instant,
}

impl Owed {
    /// Whether it is this member of staff who owes it.
    pub fn is_of(&self, staff: &Staff) -> bool {
        Awaits::of(staff).contains(&self.who)
            && self.unit.is_none_or(|unit| unit == staff.unit)
            && self.person.is_none_or(|person| person == staff.person)
    }
}

impl Hazard {
    /// What is owed beside the stage, by whom and by when.
    pub fn owed(&self) -> Vec<Owed> {
        let mut all = Vec::new();
        if let Some(open) = self.open_instruction() {
            let owed = |duty, who, unit, person| Owed { duty, who, unit, person, due: open.due };
            match (open.replied, open.unit) {
                (None, Some(unit)) => {
                    all.push(owed(Duty::InstructionReply, Awaits::Unit, Some(unit), None));
                }
                (None, None) => all.push(owed(Duty::InstructionReply, Awaits::ShiftLead, None, None)),
                (Some(_), _) => {
                    all.push(owed(Duty::InstructionSettlement, Awaits::Instructor, None, Some(open.by)));
                    all.push(owed(Duty::InstructionSettlement, Awaits::CommitteeOffice, None, None));
                }
            }
        }
        all
    }
}
