//! 判定与复核.

use super::content::{invalid, rule, said, told};
use super::{Draft, Move};
use crate::calendar::{Day, Instant};
use crate::hazard::event::Event;
use crate::hazard::guard;
use crate::hazard::judgement::{Judgement, Second};
use crate::hazard::kinds::Grade;
use crate::hazard::refusal::Refusal;
use crate::hazard::state::Hazard;
use crate::ids::PersonId;

/// The most clauses that one judgement rests on.
const CLAUSES: usize = 20;

impl Move<'_> {
    /// The judgement that a filing with this grade is; none where no criteria are known.
    pub(super) fn judgement(
        &self,
        grade: Grade,
        category: &str,
        clauses: &[String],
    ) -> Result<Option<Judgement>, Refusal> {
        let Some(criteria) = self.context.evidence.criteria else { return Ok(None) };
        if clauses.len() > CLAUSES {
            return Err(invalid("clauses", "too_many"));
        }
        for (nth, clause) in clauses.iter().enumerate() {
            if criteria.clause(clause).is_none() {
                return Err(invalid("clauses", "unknown"));
            }
            if clauses[..nth].contains(clause) {
                return Err(invalid("clauses", "twice"));
            }
        }
        let said = self.context.evidence.said;
        let hints = criteria.hints(category, said, Day::of(self.now()));
        let hinted: Vec<String> =
            hints.iter().filter(|hint| hint.is_strong()).map(|hint| hint.clause.id.clone()).collect();
        let was_major = guard::grade(self.hazard) == Some(Grade::Major);
        let lower = grade != Grade::Major && (was_major || !hinted.is_empty());
        Ok(Some(Judgement {
            grade,
            clauses: clauses.to_vec(),
            hinted,
            version: criteria.version.clone(),
            by: self.staff()?.person,
            at: self.now(),
            second: if lower { Second::Awaited } else { Second::NotNeeded },
        }))
    }

    pub(super) fn judge(&self, grade: Grade, clauses: &[String], text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        if grade == Grade::Major && clauses.is_empty() {
            return rule("needs_clause");
        }
        let category = self.hazard.filing.as_ref().map_or("", |f| f.category.as_str());
        match self.judgement(grade, category, clauses)? {
            Some(judgement) => self.one(Event::Judged { judgement }, words),
            None => rule("no_criteria"),
        }
    }

    pub(super) fn confirm_judgement(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.one(Event::JudgementConfirmed { by: self.staff()?.person }, said(text)?)
    }
}

impl Hazard {
    /// Upwards it counts at once; downwards when somebody else agrees.
    pub(in crate::hazard) fn judged(&mut self, judgement: &Judgement) {
        if !judgement.awaits_second() {
            self.take_grade(judgement.grade);
        }
        self.judgement = Some(judgement.clone());
    }

    pub(in crate::hazard) fn judgement_confirmed(&mut self, by: PersonId, at: Instant) {
        if let Some(judgement) = &mut self.judgement {
            judgement.second = Second::Done { by, at };
            let grade = judgement.grade;
            self.take_grade(grade);
        }
    }

    fn take_grade(&mut self, grade: Grade) {
        if let Some(filing) = &mut self.filing {
            filing.grade = grade;
        }
    }
}
