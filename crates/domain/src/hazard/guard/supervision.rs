//! Who takes part in 督办, and when.

use crate::calendar::Instant;
use crate::hazard::action::ActionKind;
use crate::hazard::awaiting::{Awaits, awaiting};
use crate::hazard::kinds::Grade;
use crate::hazard::stage::StageCode;
use crate::hazard::stage_group::StageGroup;
use crate::hazard::state::Hazard;
use crate::hazard::supervision::{SupervisionLetter, SupervisionLevel};
use crate::people::{Actor, Role, Staff};

/// Whether the role and unit fit.
pub(super) fn may(hazard: &Hazard, staff: &Staff, kind: ActionKind) -> bool {
    use ActionKind as K;
    let above = staff.has(Role::Leader) || staff.has(Role::CommitteeOffice);
    let letters = &hazard.supervision.letters;
    match kind {
        K::Supervise | K::WithdrawSupervision | K::List | K::DeclineListing | K::DecideListingExtension => {
            above
        }
        K::PublishListing => staff.has(Role::CommitteeOffice),
        K::ReplySupervision => letters.iter().any(|letter| letter.to.is(staff)),
        K::DecideReply => letters.iter().any(|letter| letter.is_reviewed_by(staff)),
        K::RequestListingExtension | K::RequestRelease => {
            staff.has(Role::Handler) && hazard.dispatch.as_ref().is_some_and(|d| d.lead == staff.unit)
        }
        K::RefuseRelease => staff.has(Role::Enforcer) || staff.has(Role::CommitteeOffice),
        _ => false,
    }
}

/// Whether there is something to do it with.
pub(super) fn fits(hazard: &Hazard, actor: &Actor, kind: ActionKind) -> bool {
    use ActionKind as K;
    let supervision = &hazard.supervision;
    let open = hazard.stage.code().is_open();
    match kind {
        K::Escalate => hazard.escalations().next().is_some(),
        K::Supervise => open && is_in_hand(hazard),
        K::ReplySupervision => to_answer(hazard, actor, None).is_some(),
        K::DecideReply => to_review(hazard, actor, None).is_some(),
        K::WithdrawSupervision => to_withdraw(hazard, actor, None).is_some(),
        K::List => open && hazard.filing.is_some() && supervision.listing().is_none(),
        K::DeclineListing => supervision.proposal.is_some(),
        K::PublishListing => supervision.unpublished().is_some(),
        K::RequestListingExtension => {
            supervision.listing().is_some_and(|listing| listing.extension.is_none())
        }
        K::DecideListingExtension => supervision.listing().is_some_and(|listing| listing.extension.is_some()),
        K::RequestRelease => hazard.stage.code() == StageCode::StopOrdered && supervision.release.is_none(),
        K::RefuseRelease => hazard.stage.code() == StageCode::StopOrdered && supervision.release.is_some(),
        _ => false,
    }
}

/// What the state itself forbids.
pub(super) fn rule(hazard: &Hazard, kind: ActionKind, now: Instant) -> Option<&'static str> {
    use ActionKind as K;
    let supervision = &hazard.supervision;
    match kind {
        K::Escalate => hazard.escalations().all(|(_, at)| at > now).then_some("not_yet"),
        K::Supervise => {
            let to = hazard.awaited();
            let highest =
                supervision.open_letters().any(|l| l.to == to && l.level == SupervisionLevel::Handover);
            highest.then_some("already_supervised")
        }
        K::List => (super::grade(hazard) != Some(Grade::Major)).then_some("listing_needs_major"),
        K::RequestListingExtension => {
            supervision.listing().is_some_and(|l| now > l.ask_by).then_some("listing_extension_late")
        }
        // What hangs in public is not dropped in silence.
        K::Reject | K::ReferOut => supervision.listing().is_some().then_some("is_listed"),
        _ => None,
    }
}

/// Whether an office has the case in hand.
fn is_in_hand(hazard: &Hazard) -> bool {
    let first = awaiting(hazard).first;
    hazard.stage.code().group() == StageGroup::Rectifying
        || !matches!(first, Awaits::Nobody | Awaits::Reporter | Awaits::Elsewhere)
}

fn numbered(letter: &SupervisionLetter, number: Option<u32>) -> bool {
    number.is_none_or(|number| number == letter.number)
}

/// The letter that the actor owes a reply to: this one, or the first.
pub(in crate::hazard) fn to_answer<'a>(
    hazard: &'a Hazard,
    actor: &Actor,
    number: Option<u32>,
) -> Option<&'a SupervisionLetter> {
    let staff = actor.staff()?;
    let mine = |letter: &&SupervisionLetter| letter.awaits_reply() && letter.to.is(staff);
    hazard.supervision.letters.iter().filter(mine).find(|letter| numbered(letter, number))
}

/// The letter whose reply the actor decides about: this one, or the first; rather not one that he answered himself.
pub(in crate::hazard) fn to_review<'a>(
    hazard: &'a Hazard,
    actor: &Actor,
    number: Option<u32>,
) -> Option<&'a SupervisionLetter> {
    let staff = actor.staff()?;
    let mine = |letter: &&SupervisionLetter| letter.undecided().is_some() && letter.is_reviewed_by(staff);
    let own = |letter: &SupervisionLetter| letter.undecided().is_some_and(|reply| reply.by == staff.person);
    let mut all: Vec<_> =
        hazard.supervision.letters.iter().filter(mine).filter(|l| numbered(l, number)).collect();
    all.sort_by_key(|letter| own(letter));
    all.first().copied()
}

/// The letter that the actor may withdraw: this one, or the last. Nobody takes back what was sent to himself.
pub(in crate::hazard) fn to_withdraw<'a>(
    hazard: &'a Hazard,
    actor: &Actor,
    number: Option<u32>,
) -> Option<&'a SupervisionLetter> {
    let staff = actor.staff()?;
    let open = |letter: &&SupervisionLetter| letter.is_open() && !letter.to.is(staff);
    hazard.supervision.letters.iter().rev().filter(open).find(|letter| numbered(letter, number))
}
