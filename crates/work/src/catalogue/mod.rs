//! 隐患目录: its versions, its nine columns in and out, and what differs between two of them.

mod limit_words;
mod publish;
mod sheet_in;
mod sheet_out;
mod versions;

pub use publish::{CatalogueDraft, Publishing, preview_catalogue, publish_catalogue};
pub use sheet_out::catalogue_sheet;
pub(crate) use versions::load;
pub use versions::{VersionListed, compare_versions, versions};

/// What rules of this kind are kept under.
pub(crate) const SUBJECT: &str = "catalogue";
