//! 视图.

pub(super) mod change;
pub(super) mod drop;
pub(super) mod keep;
pub(super) mod list;
