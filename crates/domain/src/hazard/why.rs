//! 办理缘由: why it is this member of staff who must act, what is to be done, and by when.

use super::action::ActionKind;
use super::awaiting::{Awaiting, Awaits, awaiting};
use super::guard::{barred, conflict};
use super::judgement::Judgement;
use super::limits::LimitStage;
use super::stage::Stage;
use super::state::{Hazard, Request};
use crate::calendar::Instant;
use crate::people::{Actor, Staff};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// One reason to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// As whom: 主办单位, 值班受理人员 …
    pub role: Awaits,
    /// Whether it is this person in particular, not anybody of that role: who accepted it, who gave the instruction.
    pub mine: bool,
    /// The move that is expected.
    pub what: ActionKind,
    /// 期限.
    pub due: Option<Instant>,
}

/// 环节动作: which of the moves that a stage awaits. The numbers are what databases keep beside those of [`Duty`]; they
/// never change.
///
/// [`Duty`]: super::Duty
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i64)]
pub enum StageMove {
    /// That of [`Awaiting::first`].
    First = 0,
    /// That of [`Awaiting::second`].
    Second = -1,
}

impl StageMove {
    /// Both.
    pub const ALL: [StageMove; 2] = [StageMove::First, StageMove::Second];

    /// What is asked of whom it awaits; nothing where that is nobody.
    fn of(self, hazard: &Hazard, awaited: &Awaiting) -> Option<ActionKind> {
        match (self, awaited.second) {
            (StageMove::First, _) => first_move(hazard, awaited.first),
            // Beside a re-check it is the stage itself that waits.
            (StageMove::Second, Some(second)) if awaited.first == Awaits::Recheckers => {
                first_move(hazard, second)
            }
            (StageMove::Second, Some(_)) => second_move(hazard),
            (StageMove::Second, None) => None,
        }
    }
}

impl Hazard {
    /// Which move the stage awaits of `staff`, if it is their turn and no other part in the case bars them.
    pub fn awaits_of(&self, which: StageMove, staff: &Staff) -> Option<ActionKind> {
        let awaited = awaiting(self);
        let called = match which {
            StageMove::First => awaited.is_first(staff),
            StageMove::Second => awaited.second.is_some_and(|second| Awaits::of(staff).contains(&second)),
        };
        let free = |what: &ActionKind| conflict(self, &Actor::Staff(staff.clone()), *what).is_none();
        which.of(self, &awaited).filter(|_| called).filter(free)
    }

    /// 回避: the persons and units that may not make the move that the stage awaits, because of another part that they
    /// have in the case.
    pub fn barred_from_move(&self, which: StageMove) -> BTreeSet<Uuid> {
        let awaited = awaiting(self);
        // Of the reporter and of nobody no member of staff is barred.
        let asked = which == StageMove::Second || !matches!(awaited.first, Awaits::Reporter | Awaits::Nobody);
        which.of(self, &awaited).filter(|_| asked).map(|what| barred(self, what)).unwrap_or_default()
    }
}

/// Why `staff` must act on the hazard; empty when others must, or nobody.
pub fn why(hazard: &Hazard, staff: &Staff) -> Vec<Why> {
    let awaited = awaiting(hazard);
    let mut all = Vec::new();
    if let Some(what) = hazard.awaits_of(StageMove::First, staff) {
        let recheck = hazard.recheck.as_ref().filter(|_| awaited.first == Awaits::Recheckers);
        let due = recheck.map(|r| r.due).or(hazard.clock.map(|c| c.due));
        all.push(Why { role: awaited.first, mine: awaited.person.is_some(), what, due });
    }
    if let Some((what, role)) = hazard.awaits_of(StageMove::Second, staff).zip(awaited.second) {
        let due = hazard.running(LimitStage::DecideRequest).and_then(|c| c.due());
        all.push(Why { role, mine: false, what, due });
    }
    for owed in hazard.owed().into_iter().filter(|owed| owed.is_of(hazard, staff)) {
        let what = owed.duty.action();
        all.push(Why { role: owed.who, mine: owed.person.is_some(), what, due: Some(owed.due) });
    }
    // What is due first comes first; what has no clock comes last.
    all.sort_by_key(|why| why.due.unwrap_or(Instant(i64::MAX)));
    all
}

/// The move with which the stage goes on.
fn first_move(hazard: &Hazard, by: Awaits) -> Option<ActionKind> {
    use ActionKind as K;
    let unconfirmed = hazard.judgement.as_ref().is_some_and(Judgement::awaits_second);
    Some(match (&hazard.stage, by) {
        (_, Awaits::Recheckers) => K::Recheck,
        (Stage::Verified { .. }, _) if unconfirmed => K::ConfirmJudgement,
        (Stage::Reported, _) if hazard.accepted.is_none() => K::Accept,
        (Stage::Reported | Stage::Filed | Stage::Reopened, _) if hazard.must_be_inspected_first() => {
            K::OrderInspection
        }
        (Stage::Reported, _) => K::File,
        (Stage::Reopened, Awaits::Desk) => K::File,
        (Stage::Reopened | Stage::Filed, _) => K::Dispatch,
        (Stage::Verifying { .. }, _) => K::Inspect,
        (Stage::SelfFixed { .. }, _) => K::ConfirmSpotFix,
        (Stage::Rejected { .. }, _) => K::DecideAppeal,
        (Stage::ReferredOut { .. }, _) => K::CloseReferral,
        (Stage::Dispatched | Stage::Rework, _) => K::Sign,
        (Stage::ReturnRequested { .. }, _) => K::DecideReturn,
        (Stage::Rectifying, _) => K::Submit,
        (Stage::StopOrdered { .. }, _) => K::Plan,
        (Stage::Suspended { .. }, _) => K::ReviewSuspension,
        (Stage::Submitted { .. }, _) => K::Verify,
        (Stage::Verified { .. }, _) => K::ApproveClosing,
        (Stage::FollowUp, _) => K::CallBack,
        (Stage::Supplement { .. } | Stage::Merged { .. } | Stage::Closed | Stage::Archived, _) => {
            return None;
        }
    })
}

/// What is to be decided beside the stage.
fn second_move(hazard: &Hazard) -> Option<ActionKind> {
    Some(match (&hazard.stage, &hazard.request) {
        (Stage::Supplement { .. }, _) => ActionKind::Reject,
        (Stage::StopOrdered { .. }, _) => ActionKind::ReleaseStop,
        (Stage::FollowUp, _) => ActionKind::Reopen,
        (Stage::Verified { .. }, _) => ActionKind::ConfirmJudgement,
        (_, Some(Request::Extension { .. })) => ActionKind::DecideExtension,
        (_, Some(Request::Suspension { .. })) => ActionKind::DecideSuspension,
        _ => return None,
    })
}
