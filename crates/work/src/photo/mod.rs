//! 照片: taken in, kept, shown to whom may see them.

mod attach;
mod camera;
mod fetch;
mod hang;
mod keep;
mod loose;
mod ticket;

pub use attach::{attach, find};
pub(crate) use fetch::read;
pub use fetch::{Look, Size, fetch, look};
pub(crate) use hang::{hang, is_taken};
pub(crate) use keep::SealWith;
pub use keep::{Kept, keep, keep_once};
pub(crate) use loose::{remove_loose, remove_orphans};
pub use ticket::{redeem, ticket};
