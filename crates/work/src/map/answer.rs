//! What a map is answered.

use crate::hazard::Point;
use crate::problem::word;
use domain::calendar::Instant;
use domain::hazard::{Grade, StageCode};
use domain::place::{Position, System};
use geo::{Cluster, Clusters};
use serde::Serialize;
use store::nouns::map::{SOUTH, WEST};
use uuid::Uuid;

/// The most points that are answered one by one.
pub(super) const SPOTS: usize = 2_000;
/// Months since 1970.
const MONTHS: i64 = 12;

/// Some hazards or places that lie near one another.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = MapCluster)]
pub struct ClusterView {
    /// Their middle, in the system that was asked for.
    pub at: Point,
    /// How many.
    pub n: i64,
    /// 在办: how many of them are open.
    pub open: i64,
    /// 超期: how many of them are late.
    pub late: i64,
}

/// One hazard on the map.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HazardSpot {
    /// Its id.
    pub id: Uuid,
    /// Where, in the system that was asked for.
    pub at: Point,
    /// 环节.
    #[schema(value_type = crate::names::Stage)]
    pub stage: String,
    /// 等级.
    #[schema(value_type = Option<crate::names::Grade>)]
    pub grade: Option<String>,
    /// 类别 code.
    pub category: Option<String>,
    /// 危及生命.
    pub life_danger: bool,
    /// 在办.
    pub open: bool,
    /// 超期.
    pub late: bool,
}

/// 标牌状态 of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MapPlateState)]
pub enum PlateState {
    /// No plate was made.
    None,
    /// Printed, not mounted.
    Printed,
    /// Mounted.
    Active,
    /// Covered, damaged or gone when somebody looked last.
    Trouble,
}

/// One place on the map.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PlaceSpot {
    /// Its id.
    pub id: Uuid,
    /// Where, in the system that was asked for.
    pub at: Point,
    /// 名称.
    pub name: String,
    /// 场所类别.
    #[schema(value_type = crate::names::PlaceKind)]
    pub kind: String,
    /// 标牌; nothing when the viewer has nothing to do with codes.
    pub plate: Option<PlateState>,
    /// 最近扫码日; nothing when nobody ever scanned it, or when the viewer has nothing to do with codes.
    pub scanned_on: Option<String>,
}

/// What lies in a view: clusters seen from far, points seen from near.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct MapCells {
    /// Clusters; empty when every point is there.
    pub clusters: Vec<ClusterView>,
    /// Hazards one by one.
    pub hazards: Vec<HazardSpot>,
    /// Places one by one.
    pub places: Vec<PlaceSpot>,
    /// How many there are in the view.
    pub total: i64,
    /// Whether there are more than were looked at: then these are the newest, or those longest overdue.
    pub cut: bool,
    /// 按整月统计: the first day of the months that were counted, when whole months were.
    pub counted_from: Option<String>,
    /// The first day after them.
    pub counted_to: Option<String>,
}

pub(super) fn point(at: Position, system: System) -> Point {
    let (lon, lat) = at.degrees_in(system);
    let rounded = |degrees: f64| (degrees * 1e7).round() / 1e7;
    Point { lon: rounded(lon), lat: rounded(lat) }
}

pub(super) fn first_day(month: i64) -> String {
    format!("{:04}-{:02}-01", 1970 + month.div_euclid(MONTHS), month.rem_euclid(MONTHS) + 1)
}

/// A hazard as it was read.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) id: Uuid,
    pub(super) at: Position,
    pub(super) stage: StageCode,
    pub(super) grade: Option<Grade>,
    pub(super) category: Option<String>,
    pub(super) due_at: Option<Instant>,
    pub(super) life_danger: bool,
}

impl Found {
    pub(super) fn is_late(&self, now: Instant) -> bool {
        self.stage.is_open() && self.due_at.is_some_and(|due| due < now)
    }

    pub(super) fn spot(self, system: System, now: Instant) -> HazardSpot {
        let late = self.is_late(now);
        HazardSpot {
            id: self.id,
            at: point(self.at, system),
            stage: word(&self.stage),
            grade: self.grade.as_ref().map(word),
            category: self.category,
            life_danger: self.life_danger,
            open: self.stage.is_open(),
            late,
        }
    }
}

impl MapCells {
    pub(super) fn empty() -> Self {
        Self {
            clusters: Vec::new(),
            hazards: Vec::new(),
            places: Vec::new(),
            total: 0,
            cut: false,
            counted_from: None,
            counted_to: None,
        }
    }

    pub(super) fn clustered(clusters: Clusters, system: System) -> Self {
        let total = clusters.total();
        let view = |c: Cluster| ClusterView { at: point(c.at, system), n: c.n, open: c.open, late: c.late };
        Self { clusters: clusters.finish().into_iter().map(view).collect(), total, ..Self::empty() }
    }
}

/// From sums of how far cells lie from the south pole and the antimeridian, as [`Clusters`] want them.
pub(super) fn from_corner(n: i64, lon: i64, lat: i64) -> (i64, i64) {
    (lon + n * WEST, lat + n * SOUTH)
}
