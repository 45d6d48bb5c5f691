//! 照片: taken in, kept, shown to whom may see them.

mod attach;
mod fetch;
mod keep;

pub use attach::{attach, find};
pub use fetch::{Size, fetch};
pub use keep::{Kept, keep};
