//! 开通: what a new district is called, where it lies, and what it still lacks.

mod extent;
mod facts;
mod steps;

pub use extent::{ExtentInput, ExtentView, change_extent};
pub(crate) use facts::load;
pub use facts::name_district;
pub use steps::{SetupStep, SetupView, Whose, setup};
