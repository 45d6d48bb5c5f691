//! 整改, 停产停业, 提交, 验收, 返工.

use super::content::{invalid, line, photos, rule, shows, told, with};
use super::{Draft, Move};
use crate::calendar::{Instant, Length, Pace, Run};
use crate::hazard::action::Action;
use crate::hazard::event::{Event, Words};
use crate::hazard::guard;
use crate::hazard::kinds::{Grade, PhotoRole, VerifyMethod};
use crate::hazard::limits::{LimitStage, Term};
use crate::hazard::refusal::Refusal;
use crate::hazard::state::{Fulfilments, Photo};

impl Move<'_> {
    fn major(&self) -> bool {
        guard::grade(self.hazard) == Some(Grade::Major)
    }

    pub(super) fn plan(&self, action: &Action) -> Result<Vec<Draft>, Refusal> {
        let Action::Plan { responsible, measures, funds_fen, planned_at, plan } = action else {
            return Err(Refusal::Forbidden { action: self.kind });
        };
        let words = with(with(Words::none(), "measures", measures)?, "plan", plan)?;
        if *funds_fen < 0 {
            return Err(invalid("funds_fen", "out_of_range"));
        }
        if *planned_at < self.now() {
            return Err(invalid("planned_at", "in_the_past"));
        }
        // 查整分离: who answers for the fix is a fixer, so the finder or a verifier cannot be named.
        if self.hazard.finder == Some(*responsible) {
            return Err(invalid("responsible", "finder"));
        }
        if self.hazard.verifiers.contains(responsible) {
            return Err(invalid("responsible", "verifier"));
        }
        let fulfilments = Fulfilments {
            responsible: *responsible,
            measures: words.get("measures").is_some(),
            funds_fen: *funds_fen,
            planned_at: *planned_at,
            plan: words.get("plan").is_some(),
            at: self.now(),
        };
        self.one(Event::Planned { by: self.staff()?.person, fulfilments }, words)
    }

    pub(super) fn measure_interim(&self, text: &str, taken: &[Photo]) -> Result<Vec<Draft>, Refusal> {
        let by = self.staff()?.person;
        self.one(Event::InterimMeasured { by, photos: photos(taken)? }, told(text)?)
    }

    pub(super) fn order_stop(&self, order: &str, text: &str) -> Result<Vec<Draft>, Refusal> {
        line("order", order)?;
        self.one(Event::StopOrdered { order: order.to_owned() }, told(text)?)
    }

    /// A stop is no pause: the clock of rectifying ran on.
    pub(super) fn release_stop(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        let rectify_due = self.hazard.rectify_due.unwrap_or_else(|| self.rectify_term().at);
        self.one(Event::StopReleased { rectify_due }, told(text)?)
    }

    pub(super) fn submit(
        &self,
        text: &str,
        taken: &[Photo],
        cost_fen: Option<i64>,
    ) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let photos = photos(taken)?;
        if cost_fen.is_some_and(|cost| cost < 0) {
            return Err(invalid("cost_fen", "out_of_range"));
        }
        if !shows(&photos, PhotoRole::After) {
            return rule("needs_photo");
        }
        if self.major() && !self.hazard.fulfilments.as_ref().is_some_and(Fulfilments::complete) {
            return rule("needs_fulfilments");
        }
        let by = self.staff()?.person;
        self.one(Event::Submitted { by, photos, cost_fen, due: self.due(LimitStage::Verify) }, words)
    }

    pub(super) fn verify(
        &self,
        method: VerifyMethod,
        text: &str,
        taken: &[Photo],
    ) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let photos = photos(taken)?;
        if self.major() && method != VerifyMethod::Experts {
            return rule("needs_experts");
        }
        let by = self.staff()?.person;
        self.one(Event::Verified { by, method, photos, due: self.due(LimitStage::ApproveClosing) }, words)
    }

    pub(super) fn order_rework(&self, text: &str, taken: &[Photo]) -> Result<Vec<Draft>, Refusal> {
        let by = self.staff()?.person;
        let photos = photos(taken)?;
        let ordered = Event::ReworkOrdered { by, photos, rectify_due: self.rework_due() };
        let ordered = self.draft(ordered, told(text)?);
        Ok(std::iter::once(ordered).chain(self.supervised_for_rework()).collect())
    }

    /// 返工期限: what remained when it was submitted, at least half the original length, never more than all of it.
    fn rework_due(&self) -> Term {
        let (calendar, unit) = (self.context.calendar, self.lead());
        let given = self.hazard.rectify_given();
        let (due, submitted): (Instant, Instant) =
            match (self.hazard.rectify_due, self.hazard.last_submitted_at) {
                (Some(due), Some(submitted)) => (due, submitted),
                _ => (self.now(), self.now()),
            };
        let (limit, rule) = match given {
            Some(clock) => (clock.term.limit, clock.term.rule.clone()),
            None => {
                let (limit, rule) = self.rectify_limit();
                (Some(limit), rule)
            }
        };
        let length = match limit {
            Some(limit) => calendar.rework(limit, due, submitted, unit),
            // A date that a ledger gave: the time that it left counts around the clock.
            None => {
                let original = given.map_or(0, |c| c.term.at.since(c.started)).max(0);
                let amount = due.since(submitted).max(original / 2).min(original);
                Length { pace: Pace::Clock, amount }
            }
        };
        let run = Run { length, start: self.now(), pauses: &[], unit };
        let due = calendar.due(&run);
        Term {
            at: due.at.unwrap_or(self.now()),
            provisional: due.provisional,
            rule,
            limit,
            length: Some(length),
        }
    }
}
