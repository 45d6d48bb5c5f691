//! 权限: who may see and do what. Asked in the innermost place; what may be done with one hazard is asked of
//! [`crate::hazard::decide()`].

use super::{Actor, Role, Staff};
use crate::hazard::{Hazard, Stage, StageCode};
use crate::ids::{HazardId, PersonId, UnitId};

/// 可见范围: which hazards an actor sees, in a form that a list query can be made of. [`Scope::covers`] and the
/// query must agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// None of them; what is published for everybody is no hazard record.
    None,
    /// Every one of the district.
    All,
    /// The one whose receipt was shown.
    One(HazardId),
    /// Those to which at least one of these applies.
    Any(Vec<Reason>),
}

/// Why a member of staff sees a hazard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Dispatched to the unit at some time as lead, co-unit or copy, or the unit is the responsible party.
    Unit(UnitId),
    /// The unit's inspectors are or were asked to look.
    Asked(UnitId),
    /// It lies in the inspector's street.
    Street(String),
    /// The person reported it.
    Finder(PersonId),
    /// It waits for verification or has been through it.
    Submitted,
    /// The person verified it, or sent it back.
    VerifiedBy(PersonId),
}

impl Scope {
    /// What `actor` sees.
    pub fn of(actor: &Actor) -> Scope {
        match actor {
            Actor::System | Actor::Terminal | Actor::Import => Scope::All,
            Actor::ReceiptHolder { hazard } => Scope::One(*hazard),
            Actor::Public | Actor::Client { .. } | Actor::Importer(_) => Scope::None,
            Actor::Staff(staff) => Self::of_staff(staff),
        }
    }

    fn of_staff(staff: &Staff) -> Scope {
        // An administrator who somehow also holds another role still sees no hazard, auditors excepted.
        if staff.has(Role::SystemAdmin) || staff.has(Role::SecurityAdmin) {
            return Scope::None;
        }
        if staff.has(Role::AuditAdmin) || staff.roles.iter().any(|r| r.is_desk()) {
            return Scope::All;
        }
        let mut reasons = vec![Reason::Finder(staff.person)];
        if staff.has(Role::Handler) {
            reasons.push(Reason::Unit(staff.unit));
        }
        if staff.has(Role::Inspector) {
            reasons.push(Reason::Asked(staff.unit));
            reasons.extend(staff.area.clone().map(Reason::Street));
        }
        if staff.has(Role::Verifier) {
            reasons.extend([Reason::Submitted, Reason::VerifiedBy(staff.person)]);
        }
        if staff.roles.is_empty() { Scope::None } else { Scope::Any(reasons) }
    }

    /// Whether the hazard is within.
    pub fn covers(&self, hazard: &Hazard) -> bool {
        match self {
            Scope::None => false,
            Scope::All => true,
            Scope::One(id) => *id == hazard.id,
            Scope::Any(reasons) => reasons.iter().any(|r| r.applies(hazard)),
        }
    }
}

impl Reason {
    /// The stages that a verifier sees: the case lies before a verifier, or one has passed it on.
    pub const VERIFIER_STAGES: [StageCode; 6] = [
        StageCode::SelfFixed,
        StageCode::Submitted,
        StageCode::Verified,
        StageCode::Closed,
        StageCode::FollowUp,
        StageCode::Archived,
    ];

    fn applies(&self, hazard: &Hazard) -> bool {
        match self {
            Reason::Unit(unit) => {
                hazard.dispatched_to.contains(unit)
                    || hazard.filing.as_ref().is_some_and(|f| f.party_unit == Some(*unit))
            }
            Reason::Asked(unit) => {
                hazard.inspected_by.contains(unit)
                    || matches!(hazard.stage, Stage::Verifying { unit: asked } if asked == *unit)
            }
            Reason::Street(street) => hazard.street.as_ref() == Some(street),
            Reason::Finder(person) => hazard.finder == Some(*person),
            Reason::Submitted => Self::VERIFIER_STAGES.contains(&hazard.stage.code()),
            Reason::VerifiedBy(person) => hazard.verifiers.contains(person),
        }
    }
}

/// Whether `actor` may read the record of this hazard. Never the reporter: that is in the vault.
pub fn may_see(actor: &Actor, hazard: &Hazard) -> bool {
    Scope::of(actor).covers(hazard)
}

/// What somebody wants with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Look at it.
    Read,
    /// Create, change or end it.
    Manage,
    /// Take it out of the house as a file.
    Export,
    /// 导入台账: take in what was kept elsewhere, as history.
    Import,
    /// 现场启用: bind a printed code to its place, on the spot; say how a plate hangs.
    Activate,
    /// 检查: look at a place and record what was found.
    Inspect,
    /// 同意: answer what another kind of administrator asks; which request is a matter of [`super::Consent`].
    Consent,
}

/// What is not one hazard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// 隐患台账: lists of hazards; which ones is a matter of [`Scope`].
    Hazards,
    /// 统计: figures without a case behind them.
    Statistics,
    /// 单位 register.
    Units,
    /// 场所 register.
    Places,
    /// 点位码: printing, activating, revoking.
    Codes,
    /// 检查计划 and the coverage of places that follows from them.
    Plans,
    /// 人员 register.
    People,
    /// 角色: appointments.
    Roles,
    /// 密钥 and clients' keys.
    Keys,
    /// 配置, limits and catalogues.
    Configuration,
    /// 审计: ledger and logs.
    Ledger,
}

impl Resource {
    /// Every resource.
    pub const ALL: [Resource; 11] = [
        Resource::Hazards,
        Resource::Statistics,
        Resource::Units,
        Resource::Places,
        Resource::Codes,
        Resource::Plans,
        Resource::People,
        Resource::Roles,
        Resource::Keys,
        Resource::Configuration,
        Resource::Ledger,
    ];
}

/// 无权限.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{act:?} of {resource:?} is not for this actor")]
pub struct Denied {
    /// What was wanted.
    pub act: Act,
    /// With what.
    pub resource: Resource,
}

/// Whether `actor` may do `act` with `resource`. 三员分立 (GB/T 22239-2019): the system administrator manages
/// things, the security administrator people and keys, the audit administrator reads the traces of both, and
/// none of them does another's work; over each other's accounts one keeps watch on the other ([`super::Consent`]).
pub fn may(actor: &Actor, act: Act, resource: Resource) -> Result<(), Denied> {
    let granted = match actor {
        // The product's own jobs and an operator at the machine.
        Actor::System | Actor::Terminal | Actor::Import => true,
        Actor::Staff(staff) => staff.roles.iter().any(|role| grants(*role, act, resource)),
        Actor::Public | Actor::ReceiptHolder { .. } | Actor::Client { .. } | Actor::Importer(_) => false,
    };
    if granted { Ok(()) } else { Err(Denied { act, resource }) }
}

fn grants(role: Role, act: Act, resource: Resource) -> bool {
    use Resource as R;
    match (act, resource) {
        (Act::Read, R::Hazards) => !matches!(role, Role::SystemAdmin | Role::SecurityAdmin),
        (Act::Export, R::Hazards) => {
            matches!(role, Role::ShiftLead | Role::CommitteeOffice | Role::AuditAdmin)
        }
        (Act::Read, R::Statistics) => role.is_desk() || role == Role::AuditAdmin,
        // A ledger makes obligations whose clocks run at once: its keeper brings it. Nobody who governs accounts or
        // things does.
        (Act::Import, R::Hazards) => role == Role::CommitteeOffice,
        (Act::Import, _) => false,
        (Act::Export, R::Statistics) => {
            matches!(role, Role::ShiftLead | Role::CommitteeOffice | Role::Leader | Role::AuditAdmin)
        }
        // Everybody who works here looks up units and places; numbers and addresses of offices are no secret.
        (Act::Read, R::Units | R::Places | R::Plans) => true,
        (Act::Read, R::Codes) => matches!(role, Role::SystemAdmin | Role::AuditAdmin | Role::Inspector),
        (Act::Manage | Act::Export, R::Units | R::Places | R::Codes) => role == Role::SystemAdmin,
        (Act::Activate, R::Codes) => matches!(role, Role::SystemAdmin | Role::Inspector),
        (Act::Activate, _) => false,
        (Act::Inspect, R::Places) => matches!(
            role,
            Role::Inspector | Role::Handler | Role::Enforcer | Role::CommitteeOffice | Role::ShiftLead
        ),
        (Act::Inspect, _) => false,
        (Act::Consent, R::People) => matches!(role, Role::SystemAdmin | Role::AuditAdmin),
        (Act::Consent, _) => false,
        (Act::Manage, R::Plans) => matches!(role, Role::CommitteeOffice | Role::ShiftLead),
        (Act::Export, R::Plans) => false,
        (Act::Read, R::Configuration) => matches!(role, Role::SystemAdmin | Role::AuditAdmin),
        (Act::Manage | Act::Export, R::Configuration) => role == Role::SystemAdmin,
        (Act::Read, R::People | R::Roles | R::Keys) => {
            matches!(role, Role::SecurityAdmin | Role::AuditAdmin)
        }
        (Act::Manage, R::People | R::Roles | R::Keys) => role == Role::SecurityAdmin,
        (Act::Read | Act::Export, R::Ledger) => role == Role::AuditAdmin,
        // Hazards change by decisions, figures follow from them, the ledger is never changed, and lists of
        // people and keys do not leave the house.
        (Act::Manage, R::Hazards | R::Statistics | R::Ledger) => false,
        (Act::Export, R::People | R::Roles | R::Keys) => false,
    }
}
