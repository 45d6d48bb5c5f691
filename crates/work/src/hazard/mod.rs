//! 隐患: reporting, acting, looking.

mod act;
mod detail;
mod duplicates;
mod inbox;
mod list;
mod receipt;
mod reporter;
mod report;
mod sweep;
mod timeline;
mod view;

pub use act::{Acted, act, act_json};
pub use detail::{Detail, detail};
pub use duplicates::{Near, duplicates};
pub use inbox::{Inbox, inbox};
pub use list::{Filter, Listed, Page, list, statements};
pub use receipt::{Progress, ReceiptView, find_receipt, open_receipt, receipt_link};
pub use report::{NewReport, Receipt, report};
pub use reporter::{OpenedReporter, open_reporter};
pub use sweep::sweep;
pub(crate) use list::state;
pub(crate) use timeline::{Read, public_step, read};
pub use timeline::{PublicStep, Step};
pub(crate) use view::{Lookups, words};
pub use view::{Named, Place, Point, Summary};
