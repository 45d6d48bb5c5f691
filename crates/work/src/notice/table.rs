//! 通知规则表: which event tells whom what. One line for each; the first line that means a person is the one that the
//! person gets. Words stand in `words/notices.toml`; they hold codes of the case, never what anybody wrote.

use super::audience::Audience;
use Audience as A;
use domain::hazard::{Event, Finding, Hazard, Request, Stage, SupervisionLevel};
use domain::people::Role;

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// To whom.
    pub(super) to: Audience,
    /// Which words.
    pub(super) says: &'static str,
    /// Whether it calls for something to be done now: with danger to life it then rings at any hour.
    pub(super) calls: bool,
}

fn calls(to: Audience, says: &'static str) -> Line {
    Line { to, says, calls: true }
}

fn tells(to: Audience, says: &'static str) -> Line {
    Line { to, says, calls: false }
}

/// Whether an event can tell anybody anything, without the hazard that it happened to: most reports need not be
/// looked at further.
pub(super) fn may_tell(event: &Event) -> bool {
    match event {
        // The pool of the desk has its inbox; only danger to life is called out.
        Event::Reported { life_danger, .. } => *life_danger,
        Event::Accepted { .. }
        | Event::SupplementAsked { .. }
        | Event::Planned { .. }
        | Event::InterimMeasured { .. }
        | Event::Signed { .. }
        | Event::Replied
        | Event::CalledBack { .. }
        | Event::Archived
        | Event::ReporterOpened { .. }
        | Event::ReporterErased
        | Event::WordsErased { .. }
        | Event::DeadlinesSettled { .. } => false,
        _ => true,
    }
}

/// Who is told what of an event: `before` and `after` are the hazard on either side of it. Whoever owes something new
/// beside the stage hears of it, whatever brought it about.
pub(super) fn lines(event: &Event, before: Option<&Hazard>, after: &Hazard) -> Vec<Line> {
    let mut all = of_event(event, before, after);
    let known = before.map(Hazard::owed).unwrap_or_default();
    let fresh = after.owed().into_iter().filter(|owed| !known.contains(owed));
    all.extend(fresh.map(|owed| calls(A::Owes(owed.duty), "owed")));
    all
}

fn of_event(event: &Event, before: Option<&Hazard>, after: &Hazard) -> Vec<Line> {
    match event {
        Event::Reported { life_danger: true, .. } => vec![calls(A::Desk, "danger_reported")],
        Event::InspectionOrdered { .. } => vec![calls(A::Awaited, "to_inspect")],
        Event::Inspected { finding, .. } => vec![tells(
            A::Holder,
            match finding {
                Finding::Founded => "inspected_founded",
                Finding::Unfounded => "inspected_unfounded",
                Finding::Undetermined => "inspected_undetermined",
            },
        )],
        Event::Supplemented { .. } => vec![tells(A::Holder, "supplemented")],
        Event::FixedOnSpot { .. } => vec![calls(A::Awaited, "to_confirm")],
        Event::Appealed { .. } => vec![calls(A::Awaited, "to_decide_appeal")],
        Event::AppealDecided { upheld: true, .. } | Event::Reopened { .. } => {
            vec![calls(A::Awaited, "reopened"), tells(A::Lead, "reopened_lead")]
        }
        Event::ReferralBounced { .. } => vec![tells(A::Holder, "bounced")],
        Event::Filed { .. } => vec![calls(A::Awaited, "to_dispatch")],
        Event::Dispatched { .. } => {
            let was = before.and_then(|b| b.dispatch.as_ref()).map(|d| d.lead);
            let mut all =
                vec![calls(A::Lead, "to_sign"), calls(A::Co, "to_assist"), tells(A::Copies, "copied")];
            all.extend(was.map(|unit| tells(A::Unit(unit), "taken_away")));
            all
        }
        Event::ReturnRequested { .. } => vec![calls(A::Awaited, "to_decide_return")],
        Event::ReturnDecided { granted: true, .. } => {
            let asked = before.and_then(|b| match b.stage {
                Stage::ReturnRequested { by, .. } => Some(by),
                _ => None,
            });
            let mut all = vec![calls(A::Awaited, "to_dispatch_again")];
            all.extend(asked.map(|person| tells(A::Person(person), "return_granted")));
            all
        }
        Event::ReturnDecided { granted: false, .. } => vec![calls(A::Lead, "return_refused")],
        Event::ExtensionRequested { .. } => vec![calls(A::Second, "to_decide_extension")],
        Event::SuspensionRequested { .. } => vec![calls(A::Second, "to_decide_suspension")],
        Event::ExtensionDecided { granted, .. } => {
            asked_and_lead(before, if *granted { "extension_granted" } else { "extension_refused" })
        }
        Event::SuspensionDecided { granted, .. } => {
            asked_and_lead(before, if *granted { "suspension_granted" } else { "suspension_refused" })
        }
        Event::SuspensionReviewed { .. } => vec![tells(A::Lead, "suspension_reviewed")],
        Event::Resumed { .. } => vec![calls(A::Lead, "resumed")],
        Event::StopOrdered { .. } => {
            vec![
                calls(A::Lead, "stop_ordered"),
                calls(A::Party, "stop_ordered"),
                tells(A::Co, "stop_ordered"),
            ]
        }
        Event::StopReleased { .. } => {
            vec![calls(A::Lead, "stop_released"), tells(A::Party, "stop_released")]
        }
        Event::Submitted { .. } => vec![calls(A::Awaited, "to_verify")],
        Event::ReworkOrdered { .. } => vec![calls(A::Lead, "rework")],
        Event::Verified { .. } => vec![calls(A::Awaited, "to_approve")],
        Event::Closed { .. } => vec![tells(A::Lead, "closed"), tells(A::Holder, "closed")],
        Event::Rated { solved: false, .. } => vec![calls(A::Second, "unsolved")],
        Event::Urged { .. } => vec![calls(A::Awaited, "urged"), tells(A::Holder, "urged")],
        Event::Instructed { .. } => vec![calls(A::Owing, "instructed")],
        Event::EnforcementReferred { .. } => vec![calls(A::Owing, "enforcement_referred")],
        Event::EnforcementAnswered { .. }
        | Event::EnforcementExtended { .. }
        | Event::EnforcementDecided { .. } => {
            let by = after.enforcements.last().map(|e| e.by);
            by.map(|person| tells(A::Person(person), "enforcement_told")).into_iter().collect()
        }
        // Whoever decides hears of it as of anything owed.
        Event::OpeningDecided { granted, .. } => {
            let says = if *granted { "opening_granted" } else { "opening_refused" };
            let asked = after.opening.as_ref().map(|opening| opening.by);
            asked.map(|person| calls(A::Person(person), says)).into_iter().collect()
        }
        Event::OpeningLapsed => {
            let asked = after.opening.as_ref().map(|opening| opening.by);
            asked.map(|person| tells(A::Person(person), "opening_lapsed")).into_iter().collect()
        }
        Event::OvertimeAppealed { .. } => vec![calls(A::Owing, "overtime_appealed")],
        Event::OvertimeReviewed { .. } => match &after.overtime {
            Some(open) if open.is_open() => vec![calls(A::Owing, "overtime_appealed")],
            Some(done) => vec![tells(
                A::Person(done.by),
                if done.is_granted() { "overtime_granted" } else { "overtime_refused" },
            )],
            None => Vec::new(),
        },
        Event::LookBackOpened { .. } => vec![calls(A::Owing, "to_look_back")],
        Event::Recurred { .. } => vec![tells(A::Lead, "recurred")],
        Event::InstructionReplied { .. } => vec![calls(A::Owing, "instruction_replied")],
        Event::InstructionSettled { accepted: false, .. } => vec![calls(A::Owing, "instruction_returned")],
        Event::Escalated { level, to, .. } | Event::Supervised { level, to, .. } => {
            vec![calls(A::Seat(*to), supervised(*level))]
        }
        Event::Listed { .. } => vec![tells(A::Lead, "listed"), tells(A::Party, "listed")],
        Event::Delisted { .. } => vec![tells(A::Lead, "delisted"), tells(A::Party, "delisted")],
        Event::ReleaseRefused { .. } => vec![tells(A::Lead, "release_refused")],
        Event::RecheckDrawn { .. } => vec![calls(A::Awaited, "to_recheck")],
        Event::Rechecked { passed: false, .. } => {
            vec![calls(A::Roles(&[Role::ShiftLead]), "recheck_failed"), tells(A::Lead, "recheck_failed")]
        }
        Event::InstructionSettled { accepted: true, .. } => {
            let last = after.instructions.last();
            let replied = last.and_then(|i| i.replied).map(|(by, _)| by);
            let by = last.map(|i| i.by);
            let people = replied.into_iter().chain(by);
            people.map(|person| tells(A::Person(person), "instruction_done")).collect()
        }
        Event::Rejected { .. } if after.life_danger => {
            vec![tells(A::Roles(&[Role::CommitteeOffice]), "danger_rejected")]
        }
        _ => Vec::new(),
    }
}

pub(super) fn supervised(level: SupervisionLevel) -> &'static str {
    match level {
        SupervisionLevel::Reminder => "reminded",
        SupervisionLevel::Letter => "supervised",
        SupervisionLevel::Handover => "handed_over",
        SupervisionLevel::Listing => "listing_proposed",
    }
}

/// Who asked, and the unit for which it was asked.
fn asked_and_lead(before: Option<&Hazard>, says: &'static str) -> Vec<Line> {
    let asked = before.and_then(|b| b.request.as_ref()).map(|request| match request {
        Request::Extension { by, .. } | Request::Suspension { by, .. } => *by,
    });
    asked.map(|person| tells(A::Person(person), says)).into_iter().chain([tells(A::Lead, says)]).collect()
}
