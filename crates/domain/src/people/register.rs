//! The register of units and people.

use super::{Consent, Role};
use crate::calendar::Instant;
use crate::ids::{PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// 单位类别.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// 区级值守机构: the desk.
    Desk,
    /// 区应安委办: the committee office.
    CommitteeOffice,
    /// 街道/镇.
    Street,
    /// 部门: a bureau of the district.
    Bureau,
    /// 企业: a company that answers for its places.
    Company,
    /// 物业服务企业.
    Property,
    /// 其他系统: another system that sends or takes requests.
    System,
}

impl UnitKind {
    /// 企业、物业: no office, but somebody who answers for places and may be reported.
    pub fn is_private(self) -> bool {
        matches!(self, Self::Company | Self::Property)
    }
}

/// 单位: an office or body that acts and answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its short code, unique in the district; used in spreadsheets and mappings.
    pub code: String,
    /// 名称.
    pub name: String,
    /// What kind of body it is.
    pub kind: UnitKind,
    /// 上级单位.
    pub parent: Option<UnitId>,
    /// 区域代码: the street for which it answers, if it is a street.
    pub area: Option<String>,
    /// 值班电话: the public duty telephone.
    pub phone: Option<String>,
    /// 启用时间: from when on it acts; unknown for those that stood before the register did.
    #[serde(default)]
    pub since: Option<Instant>,
    /// 停用时间: from when on the unit no longer acts; history keeps it. May lie ahead.
    pub ended_at: Option<Instant>,
}

impl Unit {
    /// Whether it acts at a moment: begun and not ended.
    pub fn acts_at(&self, now: Instant) -> bool {
        self.since.is_none_or(|since| since <= now) && self.ended_at.is_none_or(|end| now < end)
    }
}

/// 人员: a member of staff as the register knows it. Name and login name are personal data: they live with the
/// account, where they can be erased, and never in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// The unit for which the person acts.
    pub unit: UnitId,
    /// 所辖街道: limits the view of inspectors.
    pub area: Option<String>,
    /// Appointments.
    pub roles: Vec<Role>,
    /// 停用: set when the account may no longer sign in.
    pub disabled_at: Option<Instant>,
    /// 申请: what another administrator was last asked to consent to about this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
}

impl Person {
    /// 三员分立: whether the appointments keep the three administrators apart from one another and from the
    /// desk (GB/T 22239-2019, 8.1.5 and 8.1.10).
    pub fn roles_are_separate(roles: &[Role]) -> bool {
        let administrators = roles.iter().filter(|r| r.is_administrator()).count();
        administrators == 0 || (administrators == 1 && roles.iter().all(|r| r.is_administrator()))
    }
}
