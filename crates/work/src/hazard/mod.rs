//! 隐患: reporting, acting, looking.

mod act;
mod detail;
mod duplicates;
pub mod export;
mod import;
mod inbox;
mod list;
mod proof;
mod receipt;
mod report;
mod reporter;
mod sweep;
mod timeline;
mod view;

pub(crate) use act::{Act, NotActed};
pub use act::{Acted, act, act_json};
pub use detail::{Detail, detail};
pub use duplicates::{Near, duplicates};
pub(crate) use import::import_rows;
pub use import::{Imported, Importing, RefusedRow, import};
pub use inbox::{Inbox, inbox};
pub(crate) use list::state;
pub use list::{Filter, Listed, Page, list, statements};
pub use proof::{Proof, ProvenEvent, proof};
pub use receipt::{Progress, ReceiptView, find_receipt, open_receipt, receipt_link};
pub use report::{NewReport, Receipt, bare_report, recall, report, report_with_photos};
pub(crate) use report::{ReportCommand, prepare};
pub use reporter::{OpenedReporter, open_reporter};
pub use sweep::sweep;
pub use timeline::{PublicStep, Step};
pub(crate) use timeline::{Read, public_step, read};
pub(crate) use view::{Lookups, words};
pub use view::{Named, Place, Point, Summary};
