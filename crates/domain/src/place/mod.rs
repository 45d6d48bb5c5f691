//! 场所, 点位码, 坐标.

pub(crate) mod check;
mod code;
mod coordinate;
mod register;
mod shift;

pub use code::{CodeError, MacKey, MacKeys, PlaceCode};
pub use coordinate::{CoordinateError, Position};
pub use register::{CodeRecord, CodeState, Place, PlaceKind, RevokeReason};
pub use shift::{System, from_cgcs2000, to_cgcs2000};
