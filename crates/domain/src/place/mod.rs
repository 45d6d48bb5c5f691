//! 场所, 点位码, 坐标, 标牌, 检查.

pub(crate) mod check;
mod checklist;
mod code;
mod coordinate;
mod credit;
mod extent;
mod grid;
mod inspection;
mod label;
mod plan;
mod register;
mod rules;
mod shift;

pub use checklist::{
    CheckChange, CheckDifference, CheckField, CheckItem, CheckList, CheckLists, CheckListsError,
    compare_lists,
};
pub use code::{CodeError, MacKey, MacKeys, PlaceCode};
pub use coordinate::{CoordinateError, Position};
pub use credit::{CreditCode, CreditCodeError};
pub use extent::Extent;
pub use grid::{Boundary, BoundaryError, Grid, GridKind};
pub use inspection::{Inspection, InspectionRefusal, InspectionResult, Mark, MarkResult};
pub use label::{LabelSheet, LabelSize, MODULE_MIN_UM, QUIET_MODULES, qr_modules};
pub use plan::{Every, Plan, Standing};
pub use register::{
    CodeRecord, CodeState, Mounted, Nearness, Place, PlaceKind, PlateCheck, PlateCondition, RevokeReason,
    Survey,
};
pub use rules::{PlaceRules, RuleBounds};
pub use shift::{System, from_cgcs2000, to_cgcs2000};

/// The same 64 cases in each run: a test that fails, fails again.
#[cfg(test)]
pub(crate) fn repeatable() -> proptest::test_runner::Config {
    use proptest::test_runner::{Config, RngSeed};
    Config { cases: 64, rng_seed: RngSeed::Fixed(430_406), failure_persistence: None, ..Config::default() }
}
