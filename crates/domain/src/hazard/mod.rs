//! 隐患: the state machine of one hazard, from a report on the street to the archive.
//!
//! [`Action`] is what somebody wants, [`Event`] is what happened, [`Hazard`] is what the events add up to.
//! [`decide`] turns the first into the second or refuses; [`Hazard::apply`] folds the second into the third.
//! Nothing else changes a hazard.

mod action;
mod allowed;
mod awaiting;
mod beside;
pub mod catalogue;
mod clocks;
mod confidential;
pub mod criteria;
mod decide;
mod doubts;
pub mod draw;
pub mod duplicates;
mod enforcement;
mod event;
mod evidence;
mod fold;
mod guard;
mod imported;
mod instruction;
mod judgement;
mod kinds;
mod lights;
mod limits;
mod look_back;
pub mod number;
mod opening;
mod overtime;
mod owed;
mod published;
mod recheck;
mod recurrence;
mod refusal;
pub mod resemblance;
pub mod risk;
mod stage;
mod stage_group;
mod state;
pub mod suggest;
pub mod supervision;
mod timers;
mod why;

pub use action::{Action, ActionKind, Report};
pub use allowed::allowed;
pub use awaiting::{Awaiting, Awaits, awaiting};
pub use catalogue::{Catalogue, CatalogueBook};
pub use clocks::{Extension, Light, Reading, StageClock};
pub use criteria::{Criteria, CriteriaDocument};
pub use decide::{Context, Draft, Evidence, admitted, closing_of_child, decide, report, settle};
pub use doubts::{Doubt, DoubtReason, DoubtRules, Doubts, Passed};
pub use enforcement::{
    Enforcement, EnforcementAnswer, EnforcementExtension, EnforcementOutcome, EnforcementResult, Unseen,
};
pub use event::{Event, OpenPurpose, Words};
pub use evidence::{EvidenceRules, EvidenceRulesError, PhotoDoubt};
pub use imported::imported_row;
pub use instruction::{Instruction, Phrase};
pub use judgement::{Judgement, Second};
pub use kinds::*;
pub use limits::{
    LimitBook, LimitDifference, LimitRule, LimitRules, LimitRulesError, LimitShift, LimitStage, Matter,
    RuleRef, Term, compare_limits, faults, shifts,
};
pub use look_back::{LookBack, LookBackRule, LookBackRules, LookBackRulesError, LookedBack, PlannedLookBack};
pub use opening::{Opening, OpeningDecision};
pub use overtime::{Overtime, OvertimeGrounds, OvertimeReview};
pub use owed::{Duty, Owed, owners};
pub use published::Published;
pub use recheck::{Recheck, RecheckResult, RecheckRules};
pub use recurrence::{Repeat, recurrence, repeats};
pub use refusal::{Part, Refusal};
pub use risk::{RiskColour, RiskGrading, RiskMethods};
pub use stage::{Stage, StageCode};
pub use stage_group::StageGroup;
pub use state::*;
pub use supervision::{
    Addressee, ClockRef, LetterEnd, Listing, ListingLevel, NextLevel, Supervision, SupervisionBook,
    SupervisionCause, SupervisionLetter, SupervisionLevel, SupervisionRules,
};
pub use timers::Timer;
pub use why::{StageMove, Why, why};
