//! 规则版本: what all rule books have in common, whatever their rules say. Which versions there are, who may read and
//! change them, what two of them say differently, and a new one from a moment on.

mod differ;
mod load;
mod publish;
mod versions;

pub(crate) use differ::differences;
pub use differ::{Differs, DiffersIn};
pub(crate) use load::load;
pub(crate) use publish::{built_upon, following, publish, stale, version_name};
pub use versions::RulesListed;
pub(crate) use versions::{change, in_language, listed, may_change, may_read, shown, tried, two};
