//! GET /around: what was reported and put right nearby, as a list and as a drawing.

mod drawing;
mod land;
mod list;

pub(crate) use land::Land;
pub(crate) use list::{Choice, around, streets};
