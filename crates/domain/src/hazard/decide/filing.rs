//! 立案: category, grade, standard, responsible party.

use super::content::{invalid, line, optional_line, rule, said};
use super::{Draft, Move};
use crate::hazard::action::Action;
use crate::hazard::event::Event;
use crate::hazard::kinds::Grade;
use crate::hazard::limits::{LimitStage, Matter};
use crate::hazard::refusal::Refusal;
use crate::hazard::state::Filing;

impl Move<'_> {
    pub(super) fn file(&self, action: &Action) -> Result<Vec<Draft>, Refusal> {
        let Action::File { number, category, grade, standard, party, party_unit, clause, clauses, text } =
            action
        else {
            return Err(Refusal::Forbidden { action: self.kind });
        };
        let words = said(text)?;
        line("number", number)?;
        line("category", category)?;
        line("standard", standard)?;
        optional_line("clause", clause.as_deref())?;
        if *grade == Grade::Major && clause.is_none() && clauses.is_empty() {
            return rule("needs_clause");
        }
        let judgement = self.judgement(*grade, category, clauses)?;
        let limit = match self.context.catalogue {
            None => None,
            Some(catalogue) => {
                let minor = catalogue.minor(category).ok_or(invalid("category", "unknown"))?;
                let found = minor.standards.iter().find(|s| s.id == *standard);
                Some(found.ok_or(invalid("standard", "unknown"))?.limit)
            }
        };
        let filing = Filing {
            number: number.clone(),
            category: category.clone(),
            grade: *grade,
            standard: standard.clone(),
            party: *party,
            party_unit: *party_unit,
            clause: clause.clone(),
            limit,
            by: self.staff()?.person,
            at: self.now(),
        };
        let matter = Matter { grade: Some(*grade), category: Some(category), ..Matter::from(self.hazard) };
        let due = self.context.term(LimitStage::Dispatch, &matter, None);
        self.one(Event::Filed { filing, judgement, due }, words)
    }
}
