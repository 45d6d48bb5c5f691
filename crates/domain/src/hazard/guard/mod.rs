//! 准入: who may make which move from where, whatever the move contains. [`super::decide()`] asks here before it
//! looks at the content, and [`super::allowed()`] lists what passes here: so the two never disagree.

mod beside;
mod separation;
mod supervision;
mod vault;
mod who;

pub(super) use separation::{barred, conflict};
pub(super) use supervision::{to_answer, to_review, to_withdraw};

use super::action::ActionKind;
use super::judgement::Judgement;
use super::kinds::{Finding, Grade};
use super::recheck::Recheck;
use super::refusal::Part;
use super::stage::{Stage, StageCode};
use super::state::{Hazard, Rating, Request};
use crate::calendar::Instant;
use crate::people::Actor;

/// 延期最多批准次数.
pub(super) const EXTENSIONS: u32 = 2;
/// 挂账最多次数.
pub(super) const SUSPENSIONS: u32 = 1;
/// 由应安委办裁定 from this request for return on.
pub(super) const ARBITRATED_FROM: u32 = 3;

/// Why a move is closed to an actor, in the order in which it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Not with this role, unit or receipt.
    Forbidden,
    /// Not from this stage.
    Illegal,
    /// Not with the part that the actor already had.
    Separation(Part),
    /// Not any more, or not yet.
    Rule(&'static str),
    /// Not again before then.
    TooSoon(Instant),
}

/// Whether `actor` may make a move of this kind at `now`.
pub(super) fn check(hazard: &Hazard, actor: &Actor, kind: ActionKind, now: Instant) -> Result<(), Block> {
    if !who::may(hazard, actor, kind) {
        return Err(Block::Forbidden);
    }
    if !fits(hazard, actor, kind) {
        return Err(Block::Illegal);
    }
    if let Some(part) = separation::conflict(hazard, actor, kind) {
        return Err(Block::Separation(part));
    }
    if let (ActionKind::Urge, Some(again)) = (kind, hazard.urge_again)
        && now < again
    {
        return Err(Block::TooSoon(again));
    }
    match rule(hazard, actor, kind, now) {
        Some(rule) => Err(Block::Rule(rule)),
        None => Ok(()),
    }
}

/// Whether the stage, with what stands inside it, has such a move at all.
fn fits(hazard: &Hazard, actor: &Actor, kind: ActionKind) -> bool {
    use ActionKind as K;
    use StageCode as S;
    let stage = hazard.stage.code();
    let at = |stages: &[StageCode]| stages.contains(&stage);
    match kind {
        // A second acceptance is the shift leader taking a report over from whoever holds it.
        K::Accept => stage == S::Reported && hazard.accepted.as_ref().is_none_or(|a| !is(actor, a.by)),
        K::AskSupplement => stage == S::Reported,
        // Words to a report that follows another one go to whoever handles both.
        K::Supplement => stage.is_open() || stage == S::Merged,
        K::Lapse => stage == S::Supplement,
        // At `Verifying` it sends another unit, when the one that was asked does not go.
        K::OrderInspection => {
            at(&[S::Reported, S::Verifying, S::Reopened])
                || (stage == S::Filed && hazard.must_be_inspected_first())
        }
        K::Inspect => stage == S::Verifying,
        K::FixOnSpot => at(&[S::Reported, S::Verifying]),
        K::ConfirmSpotFix => stage == S::SelfFixed,
        // What was filed and comes back goes to a unit again, unless inspectors find nothing there.
        K::Reject => match stage {
            S::Reported | S::Supplement | S::Filed => true,
            S::Reopened => hazard.filing.is_none() || hazard.finding == Some(Finding::Unfounded),
            _ => false,
        },
        K::Appeal => matches!(hazard.stage, Stage::Rejected { appealed_at: None, .. }),
        K::DecideAppeal => {
            matches!(hazard.stage, Stage::Rejected { appealed_at: Some(_), dismissed_at: None, .. })
        }
        K::Merge => at(&[S::Reported, S::Supplement]),
        K::Unmerge => stage == S::Merged,
        K::ReferOut => at(&[S::Reported, S::Reopened]),
        K::Bounce | K::CloseReferral => stage == S::ReferredOut,
        K::File => match stage {
            S::Reported => hazard.accepted.is_some(),
            S::SelfFixed | S::Reopened => true,
            _ => false,
        },
        // At `Dispatched` it is the correction of a wrong dispatch before the unit has signed.
        K::Dispatch => match stage {
            S::Filed | S::Dispatched => true,
            S::Reopened => hazard.filing.is_some(),
            // Imported history may be done without a unit of the register: whoever sends it back has it dispatched.
            S::Rectifying | S::Rework => hazard.dispatch.is_none(),
            _ => false,
        },
        K::Sign => at(&[S::Dispatched, S::Rework]),
        K::RequestReturn => stage == S::Dispatched,
        K::DecideReturn => stage == S::ReturnRequested,
        K::Plan => at(&[S::Rectifying, S::Suspended, S::StopOrdered]),
        K::MeasureInterim => {
            at(&[S::Dispatched, S::ReturnRequested, S::Rectifying, S::Suspended, S::StopOrdered, S::Rework])
        }
        K::RequestExtension | K::RequestSuspension => stage == S::Rectifying && hazard.request.is_none(),
        K::DecideExtension => {
            at(&[S::Rectifying, S::StopOrdered]) && matches!(hazard.request, Some(Request::Extension { .. }))
        }
        K::DecideSuspension => {
            stage == S::Rectifying && matches!(hazard.request, Some(Request::Suspension { .. }))
        }
        K::ReviewSuspension | K::Resume => stage == S::Suspended,
        K::OrderStop => stage == S::Rectifying,
        K::ReleaseStop => stage == S::StopOrdered,
        K::RequestRelease
        | K::RefuseRelease
        | K::Escalate
        | K::Supervise
        | K::ReplySupervision
        | K::DecideReply
        | K::WithdrawSupervision
        | K::List
        | K::DeclineListing
        | K::PublishListing
        | K::RequestListingExtension
        | K::DecideListingExtension => supervision::fits(hazard, actor, kind),
        K::Submit => stage == S::Rectifying,
        K::Verify => stage == S::Submitted,
        K::OrderRework => at(&[S::Submitted, S::Verified]),
        K::ApproveClosing => stage == S::Verified,
        K::Reply => stage != S::Archived && hazard.source.is_public(),
        K::Urge => stage.is_open() || stage == S::Merged,
        K::Rate | K::CallBack => stage == S::FollowUp,
        K::Reopen => at(&[S::Closed, S::FollowUp, S::Archived, S::Rejected]),
        K::Archive => at(&[S::Closed, S::FollowUp]),
        K::OpenReporter | K::EraseReporter | K::AskOpening | K::DecideOpening | K::LapseOpening => {
            vault::fits(hazard, kind)
        }
        K::EraseWords => true,
        K::GradeRisk => stage.is_open(),
        K::Judge => stage.is_open() && hazard.filing.is_some(),
        K::ConfirmJudgement => hazard.judgement.as_ref().is_some_and(Judgement::awaits_second),
        K::SettleDoubts => hazard.doubts.is_some(),
        K::DrawRecheck => at(&[S::Closed, S::FollowUp, S::Archived]),
        K::Recheck => {
            at(&[S::Closed, S::FollowUp, S::Archived])
                && hazard.recheck.as_ref().is_some_and(Recheck::is_pending)
        }
        K::ReferEnforcement
        | K::ReceiveEnforcement
        | K::AnswerEnforcement
        | K::ExtendEnforcement
        | K::DecideEnforcement
        | K::AppealOvertime
        | K::ReviewOvertime
        | K::OpenLookBack
        | K::LookBack => beside::fits(hazard, kind),
        K::Instruct => !at(&[S::Merged, S::Archived]),
        K::ReplyInstruction => hazard.open_instruction().is_some_and(|i| i.replied.is_none()),
        K::SettleInstruction => hazard.open_instruction().is_some_and(|i| i.replied.is_some()),
    }
}

/// What the state itself forbids, though role and stage fit.
fn rule(hazard: &Hazard, actor: &Actor, kind: ActionKind, now: Instant) -> Option<&'static str> {
    use ActionKind as K;
    let when = |forbidden: bool, rule: &'static str| forbidden.then_some(rule);
    let beside = supervision::rule(hazard, kind, now)
        .or_else(|| beside::rule(hazard, kind, now))
        .or_else(|| vault::rule(hazard, actor, kind, now));
    if beside.is_some() {
        return beside;
    }
    match (kind, &hazard.stage) {
        (K::File | K::Dispatch | K::FixOnSpot | K::OrderStop | K::List | K::ReferEnforcement, _)
            if hazard.must_be_inspected_first() =>
        {
            Some("inspect_first")
        }
        (K::Lapse, Stage::Supplement { until, .. }) if now < *until => Some("not_yet"),
        (K::Lapse, _) if hazard.life_danger => Some("life_danger"),
        (K::Merge | K::Reject | K::Lapse, _) => when(!hazard.children.is_empty(), "has_children"),
        (K::RequestReturn, _) => when(hazard.arbitrated, "arbitrated"),
        (K::RequestExtension, _) if hazard.extensions >= EXTENSIONS => Some("extension_twice"),
        (K::RequestExtension, _) => {
            when(hazard.rectify_due.is_none_or(|due| now >= due), "extension_overdue")
        }
        (K::RequestSuspension, _) => when(hazard.suspensions >= SUSPENSIONS, "suspension_once"),
        (K::Resume, Stage::Suspended { until, .. }) => {
            when(matches!(actor, Actor::System) && now < *until, "not_yet")
        }
        (K::OrderStop, _) => {
            when(grade(hazard) != Some(Grade::Major) && !hazard.life_danger, "stop_needs_major")
        }
        (K::ApproveClosing, _) => {
            when(hazard.judgement.as_ref().is_some_and(Judgement::awaits_second), "judgement_unconfirmed")
        }
        // The call-back desk reopens what a reporter calls unsolved, and nothing else.
        (K::Reopen, _) if !who::is_above(actor) => {
            when(hazard.rating.as_ref().is_none_or(|r| r.solved), "needs_unsolved")
        }
        (K::Archive, Stage::FollowUp) => match &hazard.rating {
            // Who says that it is not solved is heard by a person.
            Some(Rating { solved: false, .. }) => when(matches!(actor, Actor::System), "unsolved"),
            Some(_) => None,
            None => when(hazard.clock.is_some_and(|clock| now < clock.due), "not_yet"),
        },
        _ => None,
    }
}

/// 等级, once it is filed.
pub(super) fn grade(hazard: &Hazard) -> Option<Grade> {
    hazard.filing.as_ref().map(|f| f.grade)
}

fn is(actor: &Actor, person: crate::ids::PersonId) -> bool {
    actor.staff().is_some_and(|s| s.person == person)
}
