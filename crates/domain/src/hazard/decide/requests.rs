//! 延期和挂账: asked for by the unit, decided by somebody else, while rectifying goes on.

use super::content::{invalid, rule, said, told};
use super::{Draft, Move};
use crate::calendar::Instant;
use crate::hazard::event::{Event, Words};
use crate::hazard::kinds::SuspensionCause;
use crate::hazard::refusal::Refusal;
use crate::hazard::stage::Stage;
use crate::hazard::state::Request;
use crate::people::Actor;

/// 挂账最长一年, in milliseconds.
const YEAR: i64 = 365 * Instant::DAY;

impl Move<'_> {
    fn rectify_due(&self) -> Instant {
        self.hazard.rectify_due.unwrap_or_else(|| self.rectify_limit().due(self.now()))
    }

    /// One extension adds at most the length that was first given.
    pub(super) fn request_extension(&self, until: Instant, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let due = self.rectify_due();
        if until <= due {
            return Err(invalid("until", "not_later"));
        }
        let original = self.hazard.rectify_length.unwrap_or_else(|| self.rectify_limit().milliseconds());
        if until.since(due) > original {
            return rule("extension_too_long");
        }
        let by = self.staff()?.person;
        self.one(Event::ExtensionRequested { by, until }, words)
    }

    pub(super) fn decide_extension(&self, granted: bool, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = decision(granted, text)?;
        let rectify_due = match self.hazard.request {
            Some(Request::Extension { until, .. }) if granted => until,
            _ => self.rectify_due(),
        };
        self.one(Event::ExtensionDecided { granted, rectify_due }, words)
    }

    /// The words are the control measures that hold in the meantime.
    pub(super) fn request_suspension(
        &self,
        cause: SuspensionCause,
        until: Instant,
        review_at: Instant,
        text: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        if until <= self.now() {
            return Err(invalid("until", "in_the_past"));
        }
        if until.since(self.now()) > YEAR {
            return rule("suspension_a_year");
        }
        self.review_within(review_at, until)?;
        let by = self.staff()?.person;
        self.one(Event::SuspensionRequested { by, cause, until, review_at }, words)
    }

    pub(super) fn decide_suspension(&self, granted: bool, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = decision(granted, text)?;
        let (until, review_at) = match self.hazard.request {
            Some(Request::Suspension { until, review_at, .. }) => (until, review_at),
            _ => (self.now(), self.now()),
        };
        if granted && until <= self.now() {
            return rule("request_outdated");
        }
        // A review that fell due while the request waited is due at once.
        let review_at = review_at.max(self.now());
        let remaining = self.rectify_due().since(self.now());
        self.one(Event::SuspensionDecided { granted, until, review_at, remaining }, words)
    }

    pub(super) fn review_suspension(&self, review_at: Instant, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        if let Stage::Suspended { until, .. } = self.hazard.stage {
            self.review_within(review_at, until)?;
        }
        self.one(Event::SuspensionReviewed { review_at }, words)
    }

    /// The clock goes on with what remained when it was stopped; what was overdue then is overdue again.
    pub(super) fn resume(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = said(text)?;
        let automatic = matches!(self.context.actor, Actor::System);
        let rectify_due = match self.hazard.stage {
            Stage::Suspended { remaining, .. } => self.now().plus(remaining),
            _ => self.rectify_due(),
        };
        self.one(Event::Resumed { automatic, rectify_due }, words)
    }

    fn review_within(&self, review_at: Instant, until: Instant) -> Result<(), Refusal> {
        if review_at <= self.now() {
            return Err(invalid("review_at", "in_the_past"));
        }
        if review_at > until {
            return Err(invalid("review_at", "out_of_range"));
        }
        Ok(())
    }
}

/// Who refuses says why.
fn decision(granted: bool, text: &str) -> Result<Words, Refusal> {
    if granted { said(text) } else { told(text) }
}
