//! 查整分离: whoever finds does not fix, whoever fixes does not verify, and nobody decides what they asked for.

use crate::hazard::action::ActionKind;
use crate::hazard::kinds::Grade;
use crate::hazard::refusal::Part;
use crate::hazard::stage::Stage;
use crate::hazard::state::{Hazard, Request};
use crate::ids::{PersonId, UnitId};
use crate::people::{Actor, Staff};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The part that `actor` already had and that excludes a move of this kind.
pub(in crate::hazard) fn conflict(hazard: &Hazard, actor: &Actor, kind: ActionKind) -> Option<Part> {
    let staff = actor.staff()?;
    excluded(hazard, kind).iter().copied().find(|part| match (kind, part) {
        // Of several replies, one that somebody else wrote comes first.
        (ActionKind::DecideReply, Part::Replier) => super::to_review(hazard, actor, None)
            .and_then(|letter| letter.undecided())
            .is_some_and(|reply| reply.by == staff.person),
        _ => held_by(hazard, *part, kind).includes(staff),
    })
}

/// 回避: which persons and units had a part that excludes a move of this kind.
pub(in crate::hazard) fn barred(hazard: &Hazard, kind: ActionKind) -> BTreeSet<Uuid> {
    let held = excluded(hazard, kind).iter().map(|part| held_by(hazard, *part, kind));
    held.flat_map(|h| h.persons.into_iter().map(|p| p.0).chain(h.units.into_iter().map(|u| u.0))).collect()
}

/// The parts that exclude a move of this kind.
fn excluded(hazard: &Hazard, kind: ActionKind) -> &'static [Part] {
    use ActionKind as K;
    match kind {
        // 即查即改 is the exception: who finds a small thing may fix it, and somebody else confirms.
        K::FixOnSpot => &[Part::Verifier],
        K::Sign | K::Plan | K::MeasureInterim | K::Submit => &[Part::Finder, Part::Verifier],
        K::Verify | K::ConfirmSpotFix => &[Part::Finder, Part::Fixer, Part::FixingUnit],
        K::OrderRework => match hazard.stage {
            Stage::Verified { .. } => &[Part::Fixer, Part::FixingUnit],
            _ => &[Part::Finder, Part::Fixer, Part::FixingUnit],
        },
        K::ApproveClosing => match super::grade(hazard) {
            Some(Grade::Larger | Grade::Major) => &[Part::Verifier, Part::Fixer, Part::FixingUnit],
            _ => &[Part::Fixer, Part::FixingUnit],
        },
        K::DecideAppeal | K::Reopen => &[Part::Rejecter],
        K::DecideReturn | K::DecideExtension | K::DecideSuspension => &[Part::Requester],
        K::CallBack | K::OpenReporter | K::AskOpening => &[Part::FixingUnit],
        K::DecideOpening => &[Part::Fixer, Part::FixingUnit, Part::Requester],
        K::SettleInstruction => &[Part::Replier],
        K::DecideReply => &[Part::Replier],
        K::DecideListingExtension | K::ReleaseStop | K::RefuseRelease | K::ExtendEnforcement => {
            &[Part::Requester]
        }
        K::ConfirmJudgement => &[Part::Judge],
        K::SettleDoubts => &[Part::Fixer, Part::FixingUnit, Part::Verifier],
        K::ReviewOvertime => &[Part::Fixer, Part::FixingUnit, Part::Reviewer],
        K::LookBack => &[Part::Fixer, Part::FixingUnit, Part::Verifier],
        K::Recheck => &[Part::Finder, Part::Fixer, Part::FixingUnit, Part::Verifier],
        _ => &[],
    }
}

/// Who has a part: persons, and everybody of units.
#[derive(Default)]
struct Held {
    persons: Vec<PersonId>,
    units: Vec<UnitId>,
}

impl Held {
    fn by(persons: impl IntoIterator<Item = PersonId>) -> Self {
        Self { persons: persons.into_iter().collect(), units: Vec::new() }
    }

    fn includes(&self, staff: &Staff) -> bool {
        self.persons.contains(&staff.person) || self.units.contains(&staff.unit)
    }
}

/// Who has this part in the hazard, as far as a move of this kind asks.
fn held_by(hazard: &Hazard, part: Part, kind: ActionKind) -> Held {
    match part {
        Part::Finder => Held::by(hazard.finder),
        Part::Fixer => Held::by(hazard.fixers.iter().copied()),
        Part::FixingUnit => Held { units: hazard.handling_units().collect(), ..Held::default() },
        Part::Verifier => Held::by(hazard.verifiers.iter().copied()),
        Part::Rejecter => Held::by(match &hazard.stage {
            Stage::Rejected { by, .. } => *by,
            _ => None,
        }),
        Part::Requester => Held::by(requester(hazard, kind)),
        Part::Replier if kind == ActionKind::DecideReply => {
            let replies: Vec<PersonId> =
                hazard.supervision.letters.iter().filter_map(|l| l.undecided()).map(|r| r.by).collect();
            // Who answered one of several letters decides about another one.
            let only = replies.first().filter(|first| replies.iter().all(|by| by == *first));
            Held::by(only.copied())
        }
        Part::Replier => Held::by(hazard.open_instruction().and_then(|open| open.replied).map(|(by, _)| by)),
        Part::Reviewer => Held::by(hazard.overtime.as_ref().and_then(|o| o.first).map(|r| r.by)),
        Part::Judge => Held::by(hazard.judgement.as_ref().map(|j| j.by)),
    }
}

/// Who asked for what a move of this kind decides.
fn requester(hazard: &Hazard, kind: ActionKind) -> Option<PersonId> {
    let supervision = &hazard.supervision;
    match (&hazard.stage, &hazard.request) {
        _ if kind == ActionKind::DecideListingExtension => {
            supervision.listing().and_then(|l| l.extension).map(|asked| asked.by)
        }
        _ if kind == ActionKind::DecideOpening => hazard.opening.as_ref().map(|opening| opening.by),
        // Who filed the case has it, and would be asking for more time.
        _ if kind == ActionKind::ExtendEnforcement => {
            hazard.open_enforcement().and_then(|e| e.answer.as_ref()).map(|answer| answer.by)
        }
        (Stage::StopOrdered { .. }, _) if kind != ActionKind::DecideExtension => {
            supervision.release.map(|asked| asked.by)
        }
        (Stage::ReturnRequested { by, .. }, _) => Some(*by),
        (_, Some(Request::Extension { by, .. } | Request::Suspension { by, .. })) => Some(*by),
        _ => None,
    }
}

impl Hazard {
    /// Whether the unit handles or handled the case: as lead or co-unit, by fixing on the spot, or as the party that
    /// answers for the hazard.
    pub fn has_handled(&self, unit: UnitId) -> bool {
        self.handling_units().any(|handling| handling == unit)
    }

    fn handling_units(&self) -> impl Iterator<Item = UnitId> {
        let dispatch = self.dispatch.iter().flat_map(|d| std::iter::once(d.lead).chain(d.co.iter().copied()));
        let party = self.filing.iter().filter_map(|f| f.party_unit);
        self.handled_by.iter().copied().chain(dispatch).chain(party)
    }
}
