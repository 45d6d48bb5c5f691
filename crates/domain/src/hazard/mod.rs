//! 隐患: the state machine of one hazard, from a report on the street to the archive.
//!
//! [`Action`] is what somebody wants, [`Event`] is what happened, [`Hazard`] is what the events add up to.
//! [`decide`] turns the first into the second or refuses; [`Hazard::apply`] folds the second into the third.
//! Nothing else changes a hazard.

mod action;
mod allowed;
mod awaiting;
pub mod catalogue;
mod decide;
pub mod duplicates;
mod event;
mod fold;
mod guard;
mod kinds;
mod limits;
pub mod number;
mod refusal;
mod stage;
mod state;

pub use action::{Action, ActionKind, Report};
pub use allowed::allowed;
pub use awaiting::{Awaiting, Awaits, awaiting};
pub use catalogue::Catalogue;
pub use decide::{Context, Draft, closing_of_child, decide, report};
pub use event::{Event, OpenPurpose, Words};
pub use kinds::*;
pub use limits::{LimitBook, LimitRule, LimitRules, LimitRulesError, LimitStage};
pub use refusal::{Part, Refusal};
pub use stage::{Stage, StageCode};
pub use state::*;
