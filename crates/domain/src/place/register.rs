//! The register of places and of the codes on their walls.

use super::Position;
use crate::calendar::Instant;
use crate::ids::{FileId, PlaceId, UnitId};
use serde::{Deserialize, Serialize};

/// 场所类别.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

/// 场所: a place that somebody answers for.
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
    /// 所属街道: area code.
    pub street: Option<String>,
    /// 责任网格 code.
    pub grid: Option<String>,
    /// 责任主体单位: who answers for the place.
    pub party_unit: Option<UnitId>,
    /// 行业主管部门.
    pub regulator_unit: Option<UnitId>,
    /// 现场照片, so that whoever scans sees whether the plate hangs where it belongs.
    pub photo: Option<FileId>,
    /// 公示电话: the public telephone of whoever answers for the place.
    pub phone: Option<String>,
    /// 停用时间: history keeps the place.
    pub ended_at: Option<Instant>,
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
        /// Metres between the installer's fix and the surveyed position.
        distance_m: Option<u32>,
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
}

impl CodeRecord {
    /// Whether a report through it counts as made on the spot. A plate that hangs is used before its installer
    /// has activated it, so only a revoked one does not.
    pub fn is_valid(&self) -> bool {
        !matches!(self.state, CodeState::Revoked { .. })
    }
}
