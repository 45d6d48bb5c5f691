//! 督办规则: their versions, what differs between two of them, a new one, and trying one out.

mod publish;
mod read;
mod trial;
mod versions;

pub use publish::{
    LadderFault, LadderInput, LaddersDraft, LaddersInput, ReworkInput, RungInput, preview_ladders,
    publish_ladders,
};
pub use read::{LadderView, LaddersView, ReworkView, RungView, read_ladders};
pub use trial::{LadderTrial, LadderTrialInput, TriedRung, try_ladder};
pub use versions::{LadderDiffers, LaddersDiffer, compare_ladder_versions, ladder_versions};
