//! 督办, 回复, 审核, 撤销; 申请复查恢复.

use super::content::{invalid, photos, rule, said, told};
use super::{Draft, Move};
use crate::calendar::Instant;
use crate::hazard::event::{Event, Words};
use crate::hazard::guard::{to_answer, to_review, to_withdraw};
use crate::hazard::limits::{LimitStage, Matter, Term};
use crate::hazard::refusal::Refusal;
use crate::hazard::state::Photo;
use crate::hazard::supervision::{
    Addressee, ClockRef, NextLevel, SupervisionCause, SupervisionLetter, SupervisionLevel,
};

impl Move<'_> {
    /// 升级: the level that is owed, by the ladder in force when the one before was reached. What was owed during a
    /// downtime is owed from then, so that all of it comes, and in order.
    pub(super) fn escalate(&self, meant: ClockRef) -> Result<Vec<Draft>, Refusal> {
        let hazard = self.hazard;
        let Some((clock, owed)) =
            hazard.escalations().find(|(clock, at)| ClockRef::of(clock) == meant && *at <= self.now())
        else {
            return rule("not_yet");
        };
        let rules = self.context.supervision.at(owed);
        let rungs = rules.ladder(meant.stage, &Matter::from(hazard));
        let reached = hazard.supervision.climb(meant).and_then(|climb| climb.next).map(|next| next.level);
        let level = reached.or(rungs.first().map(|rung| rung.level)).unwrap_or(SupervisionLevel::Reminder);
        let to = hazard.answers_for(meant);
        let due = match level {
            SupervisionLevel::Reminder => None,
            SupervisionLevel::Letter | SupervisionLevel::Handover => {
                (!self.has_letter(to, level)).then(|| self.reply_due(to))
            }
            SupervisionLevel::Listing => hazard.may_reach(level).then(|| self.due(LimitStage::DecideListing)),
        };
        let calendar = self.context.calendar;
        let next = rungs.iter().find(|rung| rung.level > level).and_then(|rung| {
            let at = calendar.extended(rung.after?, owed, clock.unit).at?;
            Some(NextLevel { level: rung.level, at })
        });
        let letter = due.is_some().then(|| self.next_letter()).filter(|_| level.wants_reply());
        let rules = rules.version.clone();
        self.one(Event::Escalated { letter, clock: meant, level, owed, to, due, next, rules }, Words::none())
    }

    /// Nobody gets two for one thing: whether a letter of this level or a higher one is in force already.
    pub(super) fn has_letter(&self, to: Addressee, level: SupervisionLevel) -> bool {
        self.hazard.supervision.open_letters().any(|letter| letter.to == to && letter.level >= level)
    }

    fn next_letter(&self) -> u32 {
        self.hazard.supervision.letters.len() as u32 + 1
    }

    pub(super) fn reply_due(&self, to: Addressee) -> Term {
        self.context.term(LimitStage::SupervisionReply, &Matter::from(self.hazard), to.unit)
    }

    pub(super) fn supervise(&self, level: SupervisionLevel, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        if !level.wants_reply() {
            return Err(invalid("level", "out_of_range"));
        }
        let to = self.hazard.awaited();
        if self.has_letter(to, level) {
            return rule("already_supervised");
        }
        let by = Some(self.staff()?.person);
        let due = self.reply_due(to);
        self.one(
            Event::Supervised {
                letter: self.next_letter(),
                by,
                level,
                cause: SupervisionCause::ByHand,
                to,
                due,
            },
            words,
        )
    }

    /// 多次返工: what the rules send after so many times.
    pub(super) fn supervised_for_rework(&self) -> Option<Draft> {
        let level =
            self.context.supervision.at(self.now()).for_rework(self.hazard.reworks.saturating_add(1))?;
        let lead = self.hazard.dispatch.as_ref()?.lead;
        let to = Addressee { seat: crate::hazard::Awaits::Unit, unit: Some(lead) };
        if self.has_letter(to, level) {
            return None;
        }
        let (cause, due) = (SupervisionCause::Rework, self.reply_due(to));
        Some(self.draft(
            Event::Supervised { letter: self.next_letter(), by: None, level, cause, to, due },
            Words::none(),
        ))
    }

    fn found<'l>(&self, letter: Option<&'l SupervisionLetter>) -> Result<&'l SupervisionLetter, Refusal> {
        letter.ok_or(invalid("letter", "unknown"))
    }

    pub(super) fn reply_supervision(
        &self,
        letter: Option<u32>,
        text: &str,
        taken: &[Photo],
    ) -> Result<Vec<Draft>, Refusal> {
        let (words, photos) = (told(text)?, photos(taken)?);
        let letter = self.found(to_answer(self.hazard, self.context.actor, letter))?.number;
        let (by, due) = (self.staff()?.person, self.due(LimitStage::ReplyReview));
        self.one(Event::SupervisionReplied { letter, by, photos, due }, words)
    }

    pub(super) fn decide_reply(
        &self,
        letter: Option<u32>,
        accepted: bool,
        text: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        let words = if accepted { said(text)? } else { told(text)? };
        let letter = self.found(to_review(self.hazard, self.context.actor, letter))?;
        let by = self.staff()?.person;
        if letter.undecided().is_some_and(|reply| reply.by == by) {
            return Err(Refusal::SeparationOfDuties {
                action: self.kind,
                conflict: crate::hazard::Part::Replier,
            });
        }
        let due = (!accepted).then(|| self.reply_due(letter.to));
        self.one(Event::ReplyDecided { letter: letter.number, by, accepted, due }, words)
    }

    pub(super) fn withdraw_supervision(
        &self,
        letter: Option<u32>,
        text: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let letter = self.found(to_withdraw(self.hazard, self.context.actor, letter))?.number;
        self.one(Event::SupervisionWithdrawn { letter, by: self.staff()?.person }, words)
    }

    pub(super) fn request_release(&self, text: &str, taken: &[Photo]) -> Result<Vec<Draft>, Refusal> {
        let (words, photos) = (told(text)?, photos(taken)?);
        let (by, due) = (self.staff()?.person, self.due(LimitStage::ResumeReview));
        self.one(Event::ReleaseRequested { by, photos, due }, words)
    }

    pub(super) fn refuse_release(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.one(Event::ReleaseRefused { by: self.staff()?.person }, told(text)?)
    }

    /// The last moment at which something that takes `before` is still over by `end`, to the day.
    pub(super) fn latest(&self, before: LimitStage, end: Instant) -> Instant {
        let limit = self.context.rules.limit(before, &Matter::from(self.hazard));
        let ends = |start: Instant| {
            let run = crate::calendar::Run::new(limit, start, None);
            self.context.calendar.due(&run).at.is_some_and(|at| at <= end)
        };
        let days = (0..=366).map(|back| end.plus(-back * Instant::DAY));
        days.into_iter().find(|start| ends(*start)).unwrap_or(self.now())
    }
}
