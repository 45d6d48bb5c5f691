//! The register of places and of the codes on their walls.

use super::{CreditCode, Position, System};
use crate::calendar::Instant;
use crate::hazard::PartyKind;
use crate::ids::{FileId, PlaceId, UnitId};
use serde::{Deserialize, Serialize};

/// 场所类别.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// 住宅小区、楼栋.
    Residence,
    /// 自建房.
    SelfBuilt,
    /// 商场、市场、门店.
    Shop,
    /// 餐饮.
    Restaurant,
    /// 宾馆、娱乐等人员密集场所.
    Venue,
    /// 学校、幼儿园.
    School,
    /// 医院、养老机构.
    Care,
    /// 工厂、仓库.
    Factory,
    /// 危险化学品、烟花爆竹经营储存.
    Hazardous,
    /// 燃气站点.
    Gas,
    /// 建筑工地.
    Site,
    /// 道路、桥梁、井盖.
    Road,
    /// 公园、广场、水域.
    Open,
    /// 其他.
    #[default]
    Other,
}

impl PlaceKind {
    /// Every kind of place.
    pub const ALL: [PlaceKind; 14] = [
        PlaceKind::Residence,
        PlaceKind::SelfBuilt,
        PlaceKind::Shop,
        PlaceKind::Restaurant,
        PlaceKind::Venue,
        PlaceKind::School,
        PlaceKind::Care,
        PlaceKind::Factory,
        PlaceKind::Hazardous,
        PlaceKind::Gas,
        PlaceKind::Site,
        PlaceKind::Road,
        PlaceKind::Open,
        PlaceKind::Other,
    ];
}

/// 测绘原值: the surveyed position as it was given, kept beside what it was converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// 经度 in the system in which it was given, in steps of 1e-7 degrees.
    pub lon_e7: i64,
    /// 纬度, likewise.
    pub lat_e7: i64,
    /// 坐标系, as declared by whoever gave it.
    pub system: System,
    /// 精度 in metres, if it was given.
    pub accuracy_m: Option<u32>,
}

/// 场所: a place that somebody answers for. No names of people: whom to call there is kept where it can be erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// 名称.
    pub name: String,
    /// What kind of place.
    pub kind: PlaceKind,
    /// 地址.
    pub address: String,
    /// Surveyed position: primary for every report through its code.
    pub position: Option<Position>,
    /// How that position was given.
    pub survey: Option<Survey>,
    /// 所属街道: area code.
    pub street: Option<String>,
    /// 社区、村.
    pub community: Option<String>,
    /// 责任网格 code.
    pub grid: Option<String>,
    /// 责任主体类别.
    pub party_kind: PartyKind,
    /// 责任主体单位: who answers for the place, if it is in the register of units.
    pub party_unit: Option<UnitId>,
    /// 责任主体名称, of a body that is not: never of a natural person.
    pub party_name: Option<String>,
    /// 统一社会信用代码 of the responsible party.
    pub credit_code: Option<CreditCode>,
    /// 行业主管部门.
    pub regulator_unit: Option<UnitId>,
    /// 属地单位: the street or township that answers for the ground.
    pub territorial_unit: Option<UnitId>,
    /// 现场照片, so that whoever scans sees whether the plate hangs where it belongs.
    pub photo: Option<FileId>,
    /// SHA-256 over the SHA-256s of that photo's files as they are kept, hexadecimal: with it the event says which picture
    /// hangs there, whatever is put in its place later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo_kept: Option<String>,
    /// 公示电话: the public telephone of whoever answers for the place.
    pub phone: Option<String>,
    /// 外部编号: its number in the register that it was imported from, unique in the district.
    pub external: Option<String>,
    /// 停用时间: history keeps the place.
    pub ended_at: Option<Instant>,
}

/// 启用证据: how far from the surveyed position a plate was activated, judged by the rule of that day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mounted {
    /// Metres between the installer's fix and the surveyed position, if both are known.
    pub distance_m: Option<u32>,
    /// 定位精度 of the fix in metres, as the phone gave it.
    pub accuracy_m: Option<u32>,
    /// 允许距离 in metres, by the rule then in force.
    pub limit_m: u32,
    /// 现场照片.
    pub photo: Option<FileId>,
}

/// 位置证据: what a fix says about being at the place. A level of evidence, never a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nearness {
    /// 相符.
    Near,
    /// 不符: farther than the rule allows, accuracy of the fix considered.
    Far,
    /// 无法判断: no fix or no surveyed position.
    Unknown,
}

impl Mounted {
    /// What it says. A fix counts as near if the place lies within its circle of error.
    pub fn nearness(&self) -> Nearness {
        match self.distance_m {
            None => Nearness::Unknown,
            Some(metres) if metres <= self.limit_m.saturating_add(self.accuracy_m.unwrap_or(0)) => {
                Nearness::Near
            }
            Some(_) => Nearness::Far,
        }
    }
}

/// 点位码状态.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum CodeState {
    /// 已印制: not on a wall yet.
    Printed,
    /// 已启用: scanned where it hangs, with position and photo.
    Active {
        /// Since when.
        at: Instant,
        /// 实际启用时间, by the phone of whoever mounted it without a network.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        done_at: Option<Instant>,
        /// What shows that it hangs where it belongs.
        #[serde(flatten)]
        mounted: Mounted,
    },
    /// 已作废: still tells who scans it where to report.
    Revoked {
        /// When.
        at: Instant,
        /// Why.
        reason: RevokeReason,
        /// The stem of the code that hangs there now.
        replaced_by: Option<String>,
    },
}

/// 作废原因.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevokeReason {
    /// 破损更换.
    Damaged,
    /// 遗失.
    Lost,
    /// 被移动.
    Moved,
    /// 被覆盖或冒用.
    Tampered,
    /// 场所停用.
    PlaceClosed,
}

/// 标牌巡查结果.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlateCondition {
    /// 完好.
    Fine,
    /// 被遮挡、覆盖.
    Covered,
    /// 破损、模糊.
    Damaged,
    /// 缺失.
    Gone,
}

impl PlateCondition {
    /// Every condition.
    pub const ALL: [PlateCondition; 4] =
        [PlateCondition::Fine, PlateCondition::Covered, PlateCondition::Damaged, PlateCondition::Gone];
}

/// 标牌巡查: the last look at a plate. Of the place, not of whoever looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlateCheck {
    /// When.
    pub at: Instant,
    /// How it hung.
    pub condition: PlateCondition,
    /// 实际查看时间, by the phone of whoever looked without a network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Instant>,
}

impl PlateCheck {
    /// When somebody stood before the plate, as far as it is known.
    pub fn looked_at(&self) -> Instant {
        self.done_at.unwrap_or(self.at)
    }
}

/// 点位码台账: one plate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRecord {
    /// [`super::PlaceCode::stem`]: version and random part.
    pub stem: String,
    /// Where it hangs.
    pub place: PlaceId,
    /// What became of it.
    pub state: CodeState,
    /// When it was made.
    pub made_at: Instant,
    /// The last patrol.
    pub checked: Option<PlateCheck>,
}

impl CodeRecord {
    /// Whether a report through it counts as made on the spot. A plate that hangs is used before its installer
    /// has activated it, so only a revoked one does not.
    pub fn is_valid(&self) -> bool {
        !matches!(self.state, CodeState::Revoked { .. })
    }

    /// Since when it has been in its state.
    pub fn since(&self) -> Instant {
        match &self.state {
            CodeState::Printed => self.made_at,
            CodeState::Active { at, .. } | CodeState::Revoked { at, .. } => *at,
        }
    }

    /// The number of its state, as the database keeps it: 1 printed, 2 active, 3 revoked.
    pub fn stage(&self) -> i64 {
        match &self.state {
            CodeState::Printed => 1,
            CodeState::Active { .. } => 2,
            CodeState::Revoked { .. } => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_is_near_within_the_limit_and_its_own_error() {
        let of =
            |distance_m, accuracy_m| Mounted { distance_m, accuracy_m, limit_m: 50, photo: None }.nearness();
        assert_eq!(of(Some(50), None), Nearness::Near);
        assert_eq!(of(Some(51), None), Nearness::Far);
        assert_eq!(of(Some(80), Some(30)), Nearness::Near);
        assert_eq!(of(Some(81), Some(30)), Nearness::Far);
        assert_eq!(of(None, Some(30)), Nearness::Unknown);
    }
}
