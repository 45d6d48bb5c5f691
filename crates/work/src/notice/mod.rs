//! 通知: who is told what, when and on which way. No other room sends anything.
//!
//! Notices follow the numbered log ([`follow`]): one node at a time, by lease, from a position that is kept in the
//! database and moves in the same transaction as what was made. What an event tells whom is one table ([`table`]).
//! A notice's id follows from event and recipient, a delivery's from notice and channel: made twice, they are there
//! once. Deliveries are sent by [`send`]: taken into a batch durably before anything leaves the house, tried again
//! with growing pauses, given up visibly.

mod accounts;
mod audience;
mod clean;
mod contacts;
mod failed;
mod follow;
mod hooks;
mod list;
mod outlets;
mod preferences;
mod quiet;
mod restored;
mod send;
mod settings;
mod table;
mod telling;
mod way;

pub(crate) use audience::staff;
pub use clean::clean;
pub use contacts::Contacts;
pub use failed::{Failed, Overview, drop_delivery, failed, overview, retry};
pub use follow::{follow, follow_once};
pub use hooks::{HookInput, HookKept, HookView, drop_hook, hooks, keep_hook};
pub use list::{Notice, Notices, Unread, notices, read_about, read_all, read_one, unread};
pub use outlets::{Outlets, Route};
pub use preferences::{Language, Preferences, Way};
pub use quiet::{Quiet, TimeOfDay};
pub use restored::hold;
pub use send::{Sent, send, send_once};
pub use settings::{
    OwnSettings, UnitSettings, change_settings, change_unit_settings, settings, unit_settings,
};

use domain::calendar::Instant;
use domain::hazard::{SupervisionLevel, Takeover};
use domain::ledger::Hash;
use uuid::Uuid;

/// An id that follows from what it is the id of.
fn derived(label: &[u8], parts: &[&[u8]]) -> Uuid {
    let mut all: Vec<&[u8]> = vec![label];
    all.extend(parts);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Hash::of(&all).0[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The id of what `recipient` is told about an event.
fn notice_id(stream: Uuid, sequence: u32, recipient: Uuid) -> Uuid {
    let sequence = sequence.to_be_bytes();
    derived(b"mashang.notice.v1\n", &[stream.as_bytes(), &sequence, recipient.as_bytes()])
}

/// 台账接管提醒: the id of the one thing that `recipient` is told about everything of an import that reached a level at a
/// moment.
fn takeover_id(takeover: Takeover, level: SupervisionLevel, owed: Instant, recipient: Uuid) -> Uuid {
    let numbers = [takeover.at.0, level as i64, owed.0].map(i64::to_be_bytes).concat();
    derived(b"mashang.takeover.v1\n", &[&numbers, recipient.as_bytes()])
}

/// The id of a notice's way through a channel.
fn delivery_id(notice: Uuid, route: Route) -> Uuid {
    derived(b"mashang.delivery.v1\n", &[notice.as_bytes(), &[route as u8]])
}
