//! 时限: instants, limits and the deadlines that follow from them.

mod instant;
mod limit;

pub use instant::{Instant, ParseInstantError};
pub use limit::{Limit, LimitUnit};
