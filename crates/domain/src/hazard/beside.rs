//! 移交执法, 超时申诉, 回头看, 复发: how they follow from the history. They run beside the stages and move none.

use super::awaiting::Awaits;
use super::enforcement::{Enforcement, EnforcementAnswer, EnforcementExtension, EnforcementResult, Unseen};
use super::event::Event;
use super::limits::LimitStage as L;
use super::look_back::LookedBack;
use super::overtime::{Overtime, OvertimeReview};
use super::owed::{Duty, Owed};
use super::state::Hazard;
use crate::calendar::Instant;

impl Hazard {
    /// Folds what runs beside the stages.
    pub(super) fn fold_beside(&mut self, event: &Event, at: Instant) {
        match event {
            Event::EnforcementReferred { unit, by, due, photos } => {
                let number = self.enforcements.len() as u32 + 1;
                self.enforcements.push(Enforcement {
                    number,
                    unit: *unit,
                    by: *by,
                    at,
                    due: due.at,
                    received: None,
                    answer: None,
                    extension: None,
                    result: None,
                    photos: photos.iter().map(|photo| photo.file).collect(),
                    unseen: None,
                });
            }
            Event::EnforcementReceived { by } => {
                self.with_enforcement(|open| open.received = Some((*by, at)));
            }
            Event::EnforcementAnswered { by, filed, number, due } => self.with_enforcement(|open| {
                open.received.get_or_insert((*by, at));
                let decide_by = due.as_ref().map(|due| due.at);
                let number = number.clone();
                open.answer = Some(EnforcementAnswer { filed: *filed, number, by: *by, at, decide_by });
            }),
            Event::EnforcementExtended { by, until } => self.with_enforcement(|open| {
                let Some(answer) = &mut open.answer else { return };
                let before = answer.decide_by.replace(*until).unwrap_or(*until);
                open.extension = Some(EnforcementExtension { by: *by, at, before });
            }),
            Event::EnforcementDecided { by, outcome, document, fine_fen } => {
                self.with_enforcement(|open| {
                    open.result = Some(EnforcementResult {
                        outcome: *outcome,
                        document: document.clone(),
                        fine_fen: *fine_fen,
                        by: *by,
                        at,
                    });
                });
            }
            Event::OvertimeAppealed { by, unit, grounds, stages, due, .. } => {
                self.overtime = Some(Overtime {
                    by: *by,
                    unit: *unit,
                    at,
                    grounds: *grounds,
                    stages: stages.clone(),
                    due: due.at,
                    first: None,
                    second: None,
                });
            }
            Event::OvertimeReviewed { by, granted, due } => {
                if let Some(overtime) = &mut self.overtime {
                    let review = OvertimeReview { by: *by, at, granted: *granted };
                    overtime.reviewed(review, due.as_ref().map(|due| due.at));
                }
            }
            Event::Closed { look_backs, .. } => self.plan_look_backs(look_backs),
            Event::Reopened { .. } => self.drop_look_backs(),
            Event::LookBackOpened { days, due } => self.with_look_back(*days, |l| l.due = Some(due.at)),
            Event::LookedBack { by, days, found, .. } => {
                let result = LookedBack { by: *by, at, found: *found };
                self.with_look_back(*days, |l| l.result = Some(result));
            }
            Event::RepeatsFound { earlier } => self.repeats.extend_from_slice(earlier),
            Event::Recurred { again } => self.recurred.push(*again),
            _ => {}
        }
    }

    /// Keeps what the times of the hazard say without what is kept back; `before` is when it last changed.
    pub(super) fn note_unseen(&mut self, event: &Event, before: Instant, at: Instant) {
        let known = self.kept_back().and_then(|open| open.unseen);
        let kept = self.kept_back().is_some_and(|open| self.is_kept_back_event(open, event, at));
        if kept && let Some(open) = self.enforcements.last_mut() {
            let before = known.filter(|unseen| unseen.at == before).map_or(before, |unseen| unseen.before);
            open.unseen = Some(Unseen { before, at });
        }
    }

    /// Whether an event, which happened at `at`, is part of a referral that is kept back.
    pub fn keeps_back(&self, event: &Event, at: Instant) -> bool {
        self.kept_back().is_some_and(|open| self.is_kept_back_event(open, event, at))
    }

    fn is_kept_back_event(&self, open: &Enforcement, event: &Event, at: Instant) -> bool {
        at >= open.at
            && match event {
                Event::EnforcementReferred { .. } | Event::EnforcementReceived { .. } => true,
                Event::Escalated { clock, letter, .. } => {
                    (clock.stage == L::Enforcement && clock.started >= open.at)
                        || [*letter, clock.about].into_iter().flatten().any(|n| self.is_letter_kept_back(n))
                }
                Event::SupervisionReplied { letter, .. }
                | Event::ReplyDecided { letter, .. }
                | Event::SupervisionWithdrawn { letter, .. } => self.is_letter_kept_back(*letter),
                _ => false,
            }
    }

    /// Whether a letter is about a referral that is kept back.
    pub fn is_letter_kept_back(&self, number: u32) -> bool {
        let about = self.supervision.letter(number).and_then(|letter| letter.clock);
        self.kept_back().is_some_and(|open| {
            about.is_some_and(|clock| clock.stage == L::Enforcement && clock.started >= open.at)
        })
    }

    /// Starts and stops the clocks of what runs beside the stages.
    pub(super) fn turn_clocks_beside(&mut self, event: &Event, at: Instant) {
        match event {
            Event::EnforcementReferred { unit, due, .. } => self.run(L::Enforcement, at, due, Some(*unit)),
            Event::EnforcementAnswered { due, .. } => {
                self.done(&[L::Enforcement], at);
                let unit = self.enforcements.last().map(|e| e.unit);
                if let Some(due) = due {
                    self.run(L::EnforcementDecision, at, due, unit);
                }
            }
            Event::EnforcementExtended { until, .. } => self.extend(L::EnforcementDecision, at, *until),
            Event::EnforcementDecided { .. } => self.done(&[L::EnforcementDecision], at),
            Event::OvertimeAppealed { due, .. } => self.run(L::DecideOvertime, at, due, None),
            Event::OvertimeReviewed { due, .. } => {
                self.done(&[L::DecideOvertime], at);
                if let Some(due) = due {
                    self.run(L::DecideOvertime, at, due, None);
                }
            }
            Event::LookBackOpened { due, .. } => self.run(L::LookBack, at, due, None),
            Event::LookedBack { .. } => self.done(&[L::LookBack], at),
            _ => {}
        }
    }

    /// What is owed beside the stages: receipts, answers and decisions of those who punish, reviews, look-backs.
    pub(super) fn owed_beside(&self, all: &mut Vec<Owed>) {
        let mut owe = |duty, who, unit, due| all.push(Owed { duty, who, unit, person: None, due });
        if let Some(open) = self.open_enforcement() {
            let (duty, due) = match (&open.answer, open.received) {
                (Some(answer), _) => (Duty::EnforcementDecision, answer.decide_by.unwrap_or(open.due)),
                (None, Some(_)) => (Duty::EnforcementAnswer, open.due),
                (None, None) => (Duty::EnforcementReceipt, open.due),
            };
            owe(duty, Awaits::Enforcers, Some(open.unit), due);
        }
        if let Some(open) = self.overtime.as_ref().filter(|o| o.is_open()) {
            owe(Duty::OvertimeReview, Awaits::ShiftLead, None, open.due);
            owe(Duty::OvertimeReview, Awaits::CommitteeOffice, None, open.due);
        }
        if let Some(due) = self.owed_look_back().and_then(|l| l.due) {
            // Any verifier, who sees every closed case, and the inspectors of its street.
            owe(Duty::LookBack, Awaits::Verifiers, None, due);
            if self.street.is_some() {
                owe(Duty::LookBack, Awaits::Inspectors, None, due);
            }
        }
    }
}
