//! 照片: taken in, kept, shown to whom may see them.

mod attach;
mod fetch;
mod keep;
mod ticket;

pub use attach::{attach, find};
pub(crate) use fetch::read;
pub use fetch::{Size, fetch};
pub(crate) use keep::SealWith;
pub use keep::{Kept, keep};
pub use ticket::{redeem, ticket};
