//! 隐患: the state machine of one hazard, from a report on the street to the archive.
//!
//! [`Action`] is what somebody wants, [`Event`] is what happened, [`Hazard`] is what the events add up to.
//! [`decide`] turns the first into the second or refuses; [`Hazard::apply`] folds the second into the third.
//! Nothing else changes a hazard.

mod action;
mod allowed;
mod awaiting;
pub mod catalogue;
mod clocks;
pub mod criteria;
mod decide;
mod doubts;
pub mod draw;
pub mod duplicates;
mod event;
mod evidence;
mod fold;
mod guard;
mod judgement;
mod instruction;
mod kinds;
mod limits;
pub mod number;
mod owed;
mod published;
mod recheck;
mod refusal;
pub mod risk;
mod rulebook;
pub mod resemblance;
mod stage;
mod stage_group;
mod state;
mod why;
pub mod suggest;
mod timers;

pub use action::{Action, ActionKind, Report};
pub use allowed::allowed;
pub use awaiting::{Awaiting, Awaits, awaiting};
pub use catalogue::{Catalogue, CatalogueBook};
pub use clocks::{Extension, Light, Reading, StageClock};
pub use decide::{Context, Draft, Evidence, closing_of_child, decide, report, settle};
pub use event::{Event, OpenPurpose, Words};
pub use evidence::{EvidenceRules, PhotoDoubt};
pub use kinds::*;
pub use instruction::{Instruction, Phrase};
pub use criteria::{Criteria, CriteriaDocument};
pub use doubts::{Doubt, DoubtReason, DoubtRules, Doubts, Passed};
pub use judgement::{Judgement, Second};
pub use recheck::{Recheck, RecheckResult, RecheckRules};
pub use risk::{RiskColour, RiskGrading, RiskMethods};
pub use rulebook::{RuleBook, Versioned};
pub use limits::{
    LimitBook, LimitDifference, LimitRule, LimitRules, LimitRulesError, LimitShift, LimitStage, Matter, RuleRef, Term,
    compare_limits, faults, shifts,
};
pub use owed::{Duty, Owed};
pub use published::Published;
pub use refusal::{Part, Refusal};
pub use stage::{Stage, StageCode};
pub use stage_group::StageGroup;
pub use state::*;
pub use why::{Why, why};
pub use timers::Timer;
