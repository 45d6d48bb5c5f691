//! 审计: the ledger as the audit administrator searches it, and whether it holds together.

mod called;
mod export;
mod search;
mod status;

pub use export::{Exported, export};
pub use search::{Acted, Audited, Filter, Found, search};
pub(crate) use status::Checking;
pub use status::{LastCheck, LedgerStatus, check_ledger, status};
