//! 隐患: reporting, acting, looking.

mod act;
mod beside;
mod branch;
mod bulk;
mod changes;
mod clocks;
mod colleagues;
mod detail;
mod duplicates;
mod evidence;
pub mod export;
mod export_file;
pub mod export_words;
mod filter;
mod forestalled;
mod import;
mod inbox;
mod inspection;
mod instructions;
mod list;
mod lookup;
mod marks;
mod opening;
mod order;
mod proof;
mod query;
mod receipt;
mod recurrence;
mod related;
mod report;
mod reporter;
mod sealed;
mod search;
mod slip;
mod suggest;
mod supervision;
mod sweep;
mod timeline;
mod view;
mod views;

pub(crate) use act::{Act, NotActed};
pub use act::{Acted, Seen, act, act_json, told_later};
pub use beside::{Beside, EnforcementView, LookBackView, OvertimeReviewView, OvertimeView, RepeatView};
pub use bulk::{Done, Foreseen, Preview, Target, Which, Why, bulk, preview};
pub use changes::{Changes, Feed, Live, Told, Watcher};
pub use clocks::{ClockView, LimitView, PauseView, RuleView, StepView};
pub use detail::{Detail, detail};
pub use duplicates::{Near, duplicates};
pub use evidence::{OtherPhoto, PhotoDoubtKind, PhotoFinding};
pub use export_file::{Asked, ExportFormat, Made, Wanted, ask, count, make};
pub use filter::Filter;
pub(crate) use import::import_rows;
pub(crate) use import::units::Units;
pub use import::{
    DoubtfulCell, IgnoredColumn, Imported, Importing, KnownAs, LedgerFile, LedgerSheet, LeftOut, RefusedRow,
    Standing, UnknownUnit, chosen, import, may_import,
};
pub use inbox::{Inbox, inbox};
pub(crate) use inspection::may_know_of;
pub use instructions::InstructionView;
pub(crate) use list::state;
pub use list::{Listed, Page, list, statements};
pub use lookup::{Found, Match, lookup};
pub(crate) use marks::Marks;
pub use opening::OpeningView;
pub use order::ListOrder;
pub use proof::{Proof, ProvenEvent, proof};
pub use receipt::{
    Look, Looked, Progress, ReceiptView, Rectification, find_receipt, open_receipt, receipt_link,
};
pub use related::{Kin, Related, Within, related};
pub use report::{NewReport, Receipt, bare_report, recall, report, report_with_photos, sent_before};
pub(crate) use report::{ReportCommand, prepare};
pub use reporter::{OpenedReporter, open_reporter};
pub(crate) use sealed::Looker;
pub use slip::{Slip, SlipPlace, Withheld, read_slip};
pub use suggest::{SuggestedUnit, Suggestion, suggestion};
pub use supervision::{
    AddresseeView, ClimbView, LetterView, ListingView, PublicationView, ReplyView, SupervisionView,
};
pub use sweep::sweep;
pub use timeline::{PublicStep, Step};
pub(crate) use timeline::{Read, public_step, read};
pub(crate) use view::{Lookups, summary, words};
pub use view::{Named, Place, Point, Summary, WhyView};
pub use views::{Kept, View, ViewInput, drop_view, keep_view, views};
