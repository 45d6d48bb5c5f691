//! What a map asks for.

use crate::Problem;
use domain::calendar::Instant;
use domain::hazard::{Grade, RiskColour, StageCode, StageGroup};
use domain::place::{PlaceKind, System};
use geo::Bounds;
use store::nouns::map::month;
use uuid::Uuid;

/// The part of the earth that a screen shows.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// What it shows.
    pub bounds: Bounds,
    /// At which zoom of the web's usual scale.
    pub zoom: u8,
    /// 热力: finer clusters, for colouring instead of counting.
    pub fine: bool,
    /// The system of the base map: positions are answered in it.
    pub system: System,
}

/// The greatest zoom.
const DEEPEST: u8 = 24;
/// Pixels of the widest wall of screens.
const SCREEN: u32 = 16_384;

impl View {
    /// From that zoom on, points come from the index of what lies where.
    pub(super) const NEAR: u8 = 16;

    /// Refuses what no screen shows.
    pub(super) fn check(&self) -> Result<(), Problem> {
        if self.zoom > DEEPEST {
            return Err(Problem::invalid("zoom", "out_of_range"));
        }
        if !self.bounds.fits_screen(self.zoom, SCREEN) {
            return Err(Problem::invalid("bbox", "too_large"));
        }
        Ok(())
    }

    pub(super) fn is_near(&self) -> bool {
        self.zoom >= Self::NEAR
    }
}

/// Which moment of a hazard counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Time {
    /// 上报时间.
    #[default]
    Reported,
    /// 销号时间.
    Closed,
}

/// 时段: from a moment on, and before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Which moment.
    pub time: Time,
    /// From then on.
    pub from: Instant,
    /// Before then.
    pub to: Instant,
}

/// Up to so long a window is read hazard by hazard; longer ones in whole months.
const SHORT: i64 = 31 * Instant::DAY + Instant::HOUR;

impl Window {
    pub(super) fn is_short(&self) -> bool {
        self.to.0 - self.from.0 <= SHORT
    }

    /// First and last month that it touches.
    pub(super) fn months(&self) -> (i64, i64) {
        (month(self.from), month(Instant(self.to.0 - 1)))
    }
}

/// Which hazards. The same as a list's filter as far as maps have it.
#[derive(Clone, Debug, Default)]
pub struct HazardsAsked {
    /// 环节; empty for all.
    pub stages: Vec<StageCode>,
    /// 街道.
    pub street: Option<String>,
    /// 类别.
    pub category: Option<String>,
    /// 等级.
    pub grade: Option<Grade>,
    /// 风险颜色.
    pub risk: Option<RiskColour>,
    /// 主办单位.
    pub unit: Option<Uuid>,
    /// 超期 only.
    pub late: bool,
    /// 督办中 only.
    pub supervised: bool,
    /// 时段.
    pub window: Option<Window>,
    /// For a screen in a hall, where everybody reads along: one by one nothing that an employee reported.
    pub in_a_hall: bool,
}

impl HazardsAsked {
    pub(super) fn check(&self) -> Result<(), Problem> {
        match self.window {
            Some(window) if window.to <= window.from => Err(Problem::invalid("to", "not_later")),
            _ => Ok(()),
        }
    }

    /// The groups of stages that are asked for; nothing when the choice cuts through one, which cells do not know.
    pub(super) fn groups(&self) -> Option<Vec<StageGroup>> {
        StageGroup::made_of(&self.stages)
    }
}

/// Which places.
#[derive(Clone, Debug, Default)]
pub struct PlacesAsked {
    /// 街道.
    pub street: Option<String>,
    /// 场所类别.
    pub kind: Option<PlaceKind>,
    /// 多月未扫: only those whose codes hang, and that nobody has scanned for so many days.
    pub unscanned_days: Option<u32>,
}
