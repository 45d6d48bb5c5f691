//! 办理缘由: why it is this member of staff who must act, what is to be done, and by when.

use super::action::ActionKind;
use super::awaiting::{Awaits, awaiting};
use super::judgement::Judgement;
use super::limits::LimitStage;
use super::stage::Stage;
use super::state::{Hazard, Request};
use crate::calendar::Instant;
use crate::people::Staff;
use serde::{Deserialize, Serialize};

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

/// Why `staff` must act on the hazard; empty when others must, or nobody.
pub fn why(hazard: &Hazard, staff: &Staff) -> Vec<Why> {
    let roles = Awaits::of(staff);
    let awaited = awaiting(hazard);
    let mut all = Vec::new();
    if awaited.is_first(staff)
        && let Some(what) = first_move(hazard, awaited.first)
    {
        let recheck = hazard.recheck.as_ref().filter(|_| awaited.first == Awaits::Recheckers);
        let due = recheck.map(|r| r.due).or(hazard.clock.map(|c| c.due));
        all.push(Why { role: awaited.first, mine: awaited.person.is_some(), what, due });
    }
    if let Some(second) = awaited.second.filter(|second| roles.contains(second))
        && let Some(what) = match awaited.first {
            // Beside a re-check it is the stage itself that waits.
            Awaits::Recheckers => first_move(hazard, second),
            _ => second_move(hazard),
        }
    {
        let due = hazard.running(LimitStage::DecideRequest).and_then(|c| c.due());
        all.push(Why { role: second, mine: false, what, due });
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
