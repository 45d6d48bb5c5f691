//! Whoever acts.

use crate::ids::{PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// 角色: what a member of staff is appointed to do. One person may hold several, except that the three
/// administrators (三员) exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 受理员: accepts, asks back, sends inspectors, rejects, merges, refers out, files; closes general hazards.
    Acceptor,
    /// 派遣员: dispatches to units, decides returns and extensions, looks after what is suspended.
    Dispatcher,
    /// 值班长: stands in for everybody at the desk and takes over from them; decides appeals, suspensions and
    /// reopenings, closes larger hazards. May open the vault.
    ShiftLead,
    /// 应安委办: the committee office; arbitrates ownership, supervises and lists (督办, 挂牌), closes major hazards.
    CommitteeOffice,
    /// 领导: reads everything of the district, instructs and supervises (批示, 督办), approves suspensions and the
    /// opening of a contact that takes two.
    Leader,
    /// 处置人员: signs, rectifies, submits and answers for its unit.
    Handler,
    /// 网格员: inspects on site, fixes small things on the spot, looks back, for a street.
    Inspector,
    /// 核查员: verifies results that others have produced, and looks again after the closing.
    Verifier,
    /// 执法人员: orders a stop and releases it, takes referrals for enforcement.
    Enforcer,
    /// 回访员: calls reporters back, and may open the vault for it.
    Caller,
    /// 系统管理员: units, places, codes, configuration; no hazards. Consents to what is done to the audit
    /// administrator's account ([`super::Consent`]).
    SystemAdmin,
    /// 安全管理员: people, roles, keys; no hazards. Over administrators' accounts only with another's consent.
    SecurityAdmin,
    /// 审计管理员: reads the ledger, every log and every hazard, and takes no part in any. Consents to what is done
    /// to the other administrators' accounts ([`super::Consent`]), and changes nothing besides.
    AuditAdmin,
}

impl Role {
    /// All roles, in the order of the enum.
    pub const ALL: [Role; 13] = [
        Role::Acceptor,
        Role::Dispatcher,
        Role::ShiftLead,
        Role::CommitteeOffice,
        Role::Leader,
        Role::Handler,
        Role::Inspector,
        Role::Verifier,
        Role::Enforcer,
        Role::Caller,
        Role::SystemAdmin,
        Role::SecurityAdmin,
        Role::AuditAdmin,
    ];

    /// 三员: one of the three administrators that GB/T 22239 keeps apart.
    pub fn is_administrator(self) -> bool {
        matches!(self, Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin)
    }

    /// 可启封举报人信息: opens a reporter's contact, or agrees that another one opens it
    /// (docs/decisions/0017). [`crate::hazard::decide()`] is what lets them; a test holds the two together.
    pub fn reaches_reporters(self) -> bool {
        matches!(self, Role::Caller | Role::ShiftLead | Role::CommitteeOffice | Role::Leader)
    }

    /// 须两人设立: nobody gives alone what governs the house, or leads to who reported (docs/decisions/0019).
    pub fn takes_two(self) -> bool {
        self.is_administrator() || self.reaches_reporters()
    }

    /// 值守席: a seat at the district's desk, which sees every hazard.
    pub fn is_desk(self) -> bool {
        matches!(
            self,
            Role::Acceptor
                | Role::Dispatcher
                | Role::ShiftLead
                | Role::CommitteeOffice
                | Role::Leader
                | Role::Caller
                | Role::Enforcer
        )
    }
}

/// A signed-in member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Who.
    pub person: PersonId,
    /// The unit for which the person acts.
    pub unit: UnitId,
    /// 所辖街道: the street (area code) to which an inspector's or street's view is limited, if any.
    pub area: Option<String>,
    /// What the person may do.
    pub roles: Vec<Role>,
}

impl Staff {
    /// Whether the person holds `role`.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// 行为主体: on whose behalf something is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "as")]
pub enum Actor {
    /// 群众: anybody, unnamed. What a resident may do with one hazard is proven by the receipt.
    Public,
    /// Somebody who showed the receipt of this hazard.
    ReceiptHolder {
        /// The hazard that the receipt belongs to.
        hazard: crate::ids::HazardId,
    },
    /// A member of staff.
    Staff(Staff),
    /// Another system with a key of its own, for example an Open311 client.
    Client {
        /// The client's unit in the register.
        unit: UnitId,
        /// Its published name.
        name: String,
    },
    /// 系统: a timer or follow-up of the product itself.
    System,
    /// 终端: an operator at the machine, who is trusted with everything that is on it.
    Terminal,
    /// 导入: history that comes from a ledger kept elsewhere, at the hand of an operator.
    Import,
    /// 导入人: the same, brought by a member of staff. It is nobody's act here, so that it gives no right and names no
    /// office in the story of a case; who brought it stands with every event.
    Importer(Staff),
}

impl Actor {
    /// The staff member, if it is one.
    pub fn staff(&self) -> Option<&Staff> {
        match self {
            Actor::Staff(staff) => Some(staff),
            _ => None,
        }
    }

    /// Whether it is a staff member with `role`.
    pub fn has(&self, role: Role) -> bool {
        self.staff().is_some_and(|s| s.has(role))
    }
}
