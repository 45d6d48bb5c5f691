//! 待办: whose move it is.

use super::guard::{ARBITRATED_FROM, grade};
use super::judgement::Judgement;
use super::kinds::Grade;
use super::stage::Stage;
use super::state::{Hazard, Request};
use crate::ids::{PersonId, UnitId};
use crate::people::{Role, Staff};
use serde::{Deserialize, Serialize};

/// Who has to move. The numbers are what databases keep; they never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum Awaits {
    /// Nobody: it is at rest.
    Nobody = 0,
    /// 受理席: the acceptors.
    Desk = 1,
    /// 派遣席.
    Dispatcher = 2,
    /// 值班长.
    ShiftLead = 3,
    /// 应安委办.
    CommitteeOffice = 4,
    /// 网格员 of the unit.
    Inspectors = 5,
    /// 处置单位.
    Unit = 6,
    /// 核查员.
    Verifiers = 7,
    /// 销号批准人 of general hazards: an acceptor; the shift leader and the committee office may, and are not called.
    Approver = 8,
    /// 回访席.
    Callers = 9,
    /// 举报人.
    Reporter = 10,
    /// 受移送机关: another authority.
    Elsewhere = 11,
    /// 执法人员.
    Enforcers = 12,
    /// 即查即改确认人: an acceptor, a verifier or the shift leader.
    Confirmers = 13,
    /// 挂账批准人: the shift leader or a leader.
    SuspensionApprovers = 14,
    /// 批示人: the leader who gave an instruction.
    Instructor = 15,
    /// 领导: any leader; they look at what the committee office answers.
    Leaders = 20,
    /// 抽查复核人: inspectors and verifiers of the unit that looks again.
    Recheckers = 16,
}

impl Awaits {
    /// Everybody who can be awaited.
    pub const ALL: [Awaits; 18] = [
        Awaits::Nobody,
        Awaits::Desk,
        Awaits::Dispatcher,
        Awaits::ShiftLead,
        Awaits::CommitteeOffice,
        Awaits::Inspectors,
        Awaits::Unit,
        Awaits::Verifiers,
        Awaits::Approver,
        Awaits::Callers,
        Awaits::Reporter,
        Awaits::Elsewhere,
        Awaits::Enforcers,
        Awaits::Confirmers,
        Awaits::SuspensionApprovers,
        Awaits::Instructor,
        Awaits::Recheckers,
        Awaits::Leaders,
    ];

    /// Whom this number means.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|a| *a as i64 == number)
    }

    /// What waits in the inbox of somebody with these roles. Where [`Awaiting::unit`] is set, only for its people.
    pub fn of(staff: &Staff) -> Vec<Awaits> {
        let mut all: Vec<Awaits> =
            staff.roles.iter().flat_map(|role| Self::of_role(*role)).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn of_role(role: Role) -> &'static [Awaits] {
        match role {
            Role::Acceptor => &[Awaits::Desk, Awaits::Approver, Awaits::Confirmers, Awaits::Elsewhere],
            Role::Dispatcher => &[Awaits::Dispatcher],
            Role::ShiftLead => &[Awaits::ShiftLead, Awaits::SuspensionApprovers],
            Role::CommitteeOffice => &[Awaits::CommitteeOffice],
            Role::Handler => &[Awaits::Unit],
            Role::Inspector => &[Awaits::Inspectors, Awaits::Recheckers],
            Role::Verifier => &[Awaits::Verifiers, Awaits::Confirmers, Awaits::Recheckers],
            Role::Enforcer => &[Awaits::Enforcers],
            Role::Caller => &[Awaits::Callers],
            Role::Leader => &[Awaits::SuspensionApprovers, Awaits::Instructor, Awaits::Leaders],
            Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => &[],
        }
    }
}

/// Whose move it is. A stage awaits one body; a request that is pending beside it, a stop order, danger to life and a
/// judgement to be confirmed await a second one, so there are two columns and an inbox looks into both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaiting {
    /// Who moves the stage on.
    pub first: Awaits,
    /// Of which unit, for [`Awaits::Unit`], [`Awaits::Inspectors`] and [`Awaits::Recheckers`].
    pub unit: Option<UnitId>,
    /// Which person, for [`Awaits::Desk`]: 受理人, from acceptance until it leaves the desk. Without one it waits for the
    /// pool.
    pub person: Option<PersonId>,
    /// Who decides what is pending beside it, if something is.
    pub second: Option<Awaits>,
}

impl Awaiting {
    /// Whether this member of staff is among those who move the stage on.
    pub fn is_first(&self, staff: &Staff) -> bool {
        self.first != Awaits::Nobody
            && Awaits::of(staff).contains(&self.first)
            && self.unit.is_none_or(|unit| unit == staff.unit)
            && self.person.is_none_or(|person| person == staff.person)
    }
}

/// Whose move it is.
pub fn awaiting(hazard: &Hazard) -> Awaiting {
    let of_stage = of_stage(hazard);
    match &hazard.recheck {
        // What was closed is looked at again, whatever else is still to be said about it.
        Some(recheck) if recheck.is_pending() && hazard.closed_at.is_some() => Awaiting {
            first: Awaits::Recheckers,
            unit: Some(recheck.unit),
            person: None,
            second: Some(of_stage.first).filter(|first| *first != Awaits::Nobody),
        },
        _ => of_stage,
    }
}

fn of_stage(hazard: &Hazard) -> Awaiting {
    let one = |first| Awaiting { first, unit: None, person: None, second: None };
    let major = grade(hazard) == Some(Grade::Major);
    let unit = |second| match &hazard.dispatch {
        Some(dispatch) => Awaiting { unit: Some(dispatch.lead), second, ..one(Awaits::Unit) },
        // Imported history may rectify without ever having been dispatched.
        None => Awaiting { second, ..one(Awaits::Dispatcher) },
    };
    match &hazard.stage {
        Stage::Reported if hazard.life_danger && hazard.accepted.is_none() => {
            Awaiting { second: Some(Awaits::ShiftLead), ..one(Awaits::Desk) }
        }
        // Who accepted it has it; the others of the desk could do nothing.
        Stage::Reported => Awaiting { person: hazard.accepted.as_ref().map(|a| a.by), ..one(Awaits::Desk) },
        // Nobody but the shift leader may turn away a claim of danger to life, so it does not lapse either.
        Stage::Supplement { .. } if hazard.life_danger => {
            Awaiting { second: Some(Awaits::ShiftLead), ..one(Awaits::Reporter) }
        }
        Stage::Supplement { .. } => one(Awaits::Reporter),
        Stage::Verifying { unit } => Awaiting { unit: Some(*unit), ..one(Awaits::Inspectors) },
        Stage::SelfFixed { .. } => one(Awaits::Confirmers),
        Stage::Rejected { appealed_at: Some(_), dismissed_at: None, .. } => one(Awaits::ShiftLead),
        Stage::Rejected { .. } | Stage::Merged { .. } | Stage::Closed | Stage::Archived => {
            one(Awaits::Nobody)
        }
        Stage::ReferredOut { .. } => one(Awaits::Elsewhere),
        Stage::Filed | Stage::Reopened if hazard.must_be_inspected_first() => one(Awaits::Desk),
        Stage::Filed => one(Awaits::Dispatcher),
        Stage::Reopened if hazard.filing.is_some() => one(Awaits::Dispatcher),
        Stage::Reopened => one(Awaits::Desk),
        Stage::Dispatched | Stage::Rework => unit(None),
        Stage::ReturnRequested { .. } if hazard.returns >= ARBITRATED_FROM => one(Awaits::CommitteeOffice),
        Stage::ReturnRequested { .. } => one(Awaits::Dispatcher),
        Stage::Rectifying => unit(match &hazard.request {
            None => None,
            Some(_) if major => Some(Awaits::CommitteeOffice),
            Some(Request::Extension { .. }) => Some(Awaits::Dispatcher),
            Some(Request::Suspension { .. }) => Some(Awaits::SuspensionApprovers),
        }),
        Stage::Suspended { .. } => one(Awaits::Dispatcher),
        Stage::StopOrdered { .. } => unit(Some(Awaits::Enforcers)),
        Stage::Submitted { .. } => one(Awaits::Verifiers),
        // Nothing is closed before a second person has agreed with the judgement.
        Stage::Verified { .. } if hazard.judgement.as_ref().is_some_and(Judgement::awaits_second) => {
            Awaiting { second: Some(Awaits::CommitteeOffice), ..one(Awaits::ShiftLead) }
        }
        Stage::Verified { .. } => one(match grade(hazard) {
            Some(Grade::Major) => Awaits::CommitteeOffice,
            Some(Grade::Larger) => Awaits::ShiftLead,
            Some(Grade::General) | None => Awaits::Approver,
        }),
        Stage::FollowUp => match &hazard.rating {
            Some(rating) if rating.solved => one(Awaits::Nobody),
            Some(_) => Awaiting { second: Some(Awaits::ShiftLead), ..one(Awaits::Callers) },
            None if hazard.reporter.is_some() => one(Awaits::Callers),
            None => one(Awaits::Reporter),
        },
    }
}
