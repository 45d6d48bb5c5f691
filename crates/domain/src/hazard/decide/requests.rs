//! 延期和挂账: asked for by the unit, decided by somebody else, while rectifying goes on.

use super::content::{invalid, rule, said, told};
use super::{Draft, Move};
use crate::calendar::Instant;
use crate::hazard::event::{Event, Words};
use crate::hazard::kinds::SuspensionCause;
use crate::hazard::limits::{LimitStage, Term};
use crate::hazard::refusal::Refusal;
use crate::hazard::stage::Stage;
use crate::hazard::state::Request;
use crate::people::Actor;

/// 挂账最长一年, in milliseconds.
const YEAR: i64 = 365 * Instant::DAY;

impl Move<'_> {
    fn rectify_due(&self) -> Instant {
        self.hazard.rectify_due.unwrap_or_else(|| self.rectify_term().at)
    }

    /// How far one extension reaches at most: as long again as was first given.
    fn extended_at_most(&self, due: Instant) -> Instant {
        let given = self.hazard.rectify_given();
        let limit = match given {
            Some(clock) => clock.term.limit,
            None => Some(self.rectify_limit().0),
        };
        match limit {
            Some(limit) => self.context.calendar.extended(limit, due, self.lead()).at.unwrap_or(due),
            None => due.plus(given.map_or(0, |c| c.term.at.since(c.started)).max(0)),
        }
    }

    /// One extension adds at most the length that was first given.
    pub(super) fn request_extension(&self, until: Instant, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let due = self.rectify_due();
        if until <= due {
            return Err(invalid("until", "not_later"));
        }
        if until > self.extended_at_most(due) {
            return rule("extension_too_long");
        }
        let by = self.staff()?.person;
        self.one(Event::ExtensionRequested { by, until, due: self.due(LimitStage::DecideRequest) }, words)
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
        let due = self.due(LimitStage::DecideRequest);
        self.one(Event::SuspensionRequested { by, cause, until, review_at, due }, words)
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
        self.one(Event::SuspensionDecided { granted, until, review_at }, words)
    }

    pub(super) fn review_suspension(&self, review_at: Instant, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        if let Stage::Suspended { until, .. } = self.hazard.stage {
            self.review_within(review_at, until)?;
        }
        self.one(Event::SuspensionReviewed { review_at }, words)
    }

    /// The clock goes on with what remained when it was stopped; what was overdue then still is.
    pub(super) fn resume(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = said(text)?;
        let automatic = matches!(self.context.actor, Actor::System);
        let rectify_due = match self.hazard.running(LimitStage::Rectify) {
            Some(clock) => clock.resumed(self.context.calendar, self.now()),
            None => Term::from(self.rectify_due()),
        };
        self.one(Event::Resumed { automatic, rectify_due }, words)
    }

    fn review_within(&self, review_at: Instant, until: Instant) -> Result<(), Refusal> {
        if review_at <= self.now() {
            return Err(invalid("review_at", "in_the_past"));
        }
        if review_at > until || review_at > self.due(LimitStage::SuspensionReview).at {
            return Err(invalid("review_at", "out_of_range"));
        }
        Ok(())
    }
}

/// Who refuses says why.
fn decision(granted: bool, text: &str) -> Result<Words, Refusal> {
    if granted { said(text) } else { told(text) }
}
