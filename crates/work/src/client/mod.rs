//! 接口用户: other systems, their keys, and what they may see and say (Open311).
//!
//! A client speaks for those who reported through it: of their reports it sees what the reporter sees. Of all
//! others it sees what everybody may see, see [`Request`].

mod keys;
mod picture;
mod progress;
mod published;
mod requests;
mod said;
mod updates;

pub use keys::{Client, Created, Listed, create, find_by_key, list, revoke};
pub(crate) use keys::{Keys, Put, Revoke};
pub use picture::{picture, picture_name};
pub use progress::Progress;
pub use published::{Agency, Note, Request};
pub use requests::{Listed as ListedRequests, MOST, Mark, Wanted, request, requests};
pub use said::{Saying, Wish, is_known, say};
pub use updates::{Update, updates};
