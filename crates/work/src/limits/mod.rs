//! 时限规则: their versions, what differs between two of them, a new one, and trying one out.

mod publish;
mod read;
mod trial;
mod versions;

pub use publish::{LimitFault, LimitRuleInput, LimitsDraft, LimitsInput, preview_limits, publish_limits};
pub use read::{LimitRuleView, LimitsView, read_limits};
pub use trial::{LimitTrial, TrialInput, try_limit};
pub(crate) use versions::load;
pub use versions::{LimitDiffers, LimitMoves, compare_limit_versions, limit_versions};

/// What rules of this kind are kept under.
const SUBJECT: &str = "limits";
