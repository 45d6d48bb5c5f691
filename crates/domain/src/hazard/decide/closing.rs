//! 销号, 重启, 归档.

use super::content::{invalid, rule, said, told};
use super::{Context, Draft, Move};
use crate::calendar::Instant;
use crate::hazard::doubts::Doubts;
use crate::hazard::event::{Event, Words};
use crate::hazard::kinds::{ClosingKind, ReopenCause};
use crate::hazard::limits::{LimitStage, Matter};
use crate::hazard::refusal::Refusal;
use crate::hazard::stage::Stage;
use crate::hazard::state::Hazard;
use crate::people::Role;

/// 复发: the same again within thirty days reopens the old case; later it is a new one.
const RECURRENCE: i64 = 30 * Instant::DAY;

/// What happens to a child when the hazard that it was merged into is closed: it is closed too, and its own
/// reporter is asked as well. `None` if it is no child, or not of [`Context::other`], or that one is not closed.
pub fn closing_of_child(child: &Hazard, context: &Context) -> Option<Draft> {
    let Stage::Merged { into } = child.stage else { return None };
    if context.other.is_some_and(|parent| parent.id != into || parent.closed_at.is_none()) {
        return None;
    }
    let event = closed(child, ClosingKind::WithParent, context);
    Some(Draft { hazard: child.id, event, words: Words::none() })
}

/// Reporters outside the offices are asked afterwards; others are not waiting for an answer.
fn closed(hazard: &Hazard, closing: ClosingKind, context: &Context) -> Event {
    let due = |stage| hazard.source.is_public().then(|| context.term(stage, &Matter::from(hazard), None));
    Event::Closed {
        closing,
        follow_up_due: due(LimitStage::FollowUp),
        tell_due: due(LimitStage::TellReporter),
        doubts: context.evidence.doubts.and_then(|rules| {
            let found = rules.look(hazard, closing, context.evidence.recent);
            (!found.is_empty()).then(|| Doubts { found, version: rules.version.clone() })
        }),
        look_backs: match context.evidence.look_backs {
            Some(rules) => rules.plan(hazard, closing, context.now),
            None => Vec::new(),
        },
    }
}

impl Move<'_> {
    fn close(&self, closing: ClosingKind, words: Words) -> Result<Vec<Draft>, Refusal> {
        let closed = self.draft(closed(self.hazard, closing, self.context), words);
        Ok(self.delisted().into_iter().chain([closed]).collect())
    }

    pub(super) fn confirm_spot_fix(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.close(ClosingKind::FixedOnSpot, said(text)?)
    }

    pub(super) fn close_referral(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.close(ClosingKind::Referred, told(text)?)
    }

    pub(super) fn approve_closing(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.close(ClosingKind::Rectified, said(text)?)
    }

    pub(super) fn reopen(&self, cause: ReopenCause, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let hazard = self.hazard;
        let above = self.staff()?.has(Role::ShiftLead) || self.staff()?.has(Role::CommitteeOffice);
        match cause {
            // An objection is decided as such, not by reopening.
            ReopenCause::AppealUpheld | ReopenCause::LookBack => return Err(invalid("cause", "not_allowed")),
            ReopenCause::LeaderOrder if above => {}
            _ if matches!(hazard.stage, Stage::Rejected { .. }) => {
                return Err(invalid("cause", "not_allowed"));
            }
            ReopenCause::Unsolved if hazard.rating.as_ref().is_none_or(|r| r.solved) => {
                return rule("needs_unsolved");
            }
            ReopenCause::Unsolved => {}
            _ if !above => return Err(invalid("cause", "not_allowed")),
            ReopenCause::Recurred => {
                if hazard.closed_at.is_none_or(|at| self.now().since(at) > RECURRENCE) {
                    return rule("recurrence_window");
                }
            }
            ReopenCause::FalseClosing | ReopenCause::LeaderOrder => {}
        }
        self.one(Event::Reopened { cause, due: self.due(LimitStage::Reopened) }, words)
    }

    pub(super) fn archive(&self) -> Result<Vec<Draft>, Refusal> {
        self.one(Event::Archived, Words::none())
    }
}
