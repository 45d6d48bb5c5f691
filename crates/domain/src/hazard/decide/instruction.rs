//! 批示, 反馈, 审定.

use super::content::{invalid, photos, rule, said, told};
use super::{Draft, Move};
use crate::hazard::event::Event;
use crate::hazard::instruction::Phrase;
use crate::hazard::kinds::PhotoRole;
use crate::hazard::limits::{LimitStage, Matter, Term};
use crate::hazard::refusal::Refusal;
use crate::hazard::state::Photo;
use crate::ids::UnitId;

/// Photos of an instruction stand in no other role, whatever was asked for: other roles are shown to the public.
fn in_role(shown: &[Photo], role: PhotoRole) -> Result<Vec<Photo>, Refusal> {
    Ok(photos(shown)?.into_iter().map(|photo| Photo { role, ..photo }).collect())
}

impl Move<'_> {
    fn instruction_due(&self, unit: Option<UnitId>) -> Term {
        self.context.term(LimitStage::Instruction, &Matter::from(self.hazard), unit)
    }

    /// A ready phrase, words, or both. A further word of a leader never moves the deadline of an open one back.
    pub(super) fn instruct(
        &self,
        unit: Option<UnitId>,
        phrase: Option<Phrase>,
        text: &str,
        shown: &[Photo],
    ) -> Result<Vec<Draft>, Refusal> {
        let photos = in_role(shown, PhotoRole::Instruction)?;
        let words = if phrase.is_some() { said(text)? } else { told(text)? };
        let party = self.hazard.filing.as_ref().and_then(|f| f.party_unit);
        if unit.is_some_and(|unit| !self.hazard.dispatched_to.contains(&unit) && party != Some(unit)) {
            return Err(invalid("unit", "not_involved"));
        }
        if unit.is_some() && unit == party && self.hazard.must_be_inspected_first() {
            return rule("inspect_first");
        }
        let open = self.hazard.open_instruction();
        let unit = unit.or_else(|| self.hazard.instructed_by_default());
        let fresh = self.instruction_due(unit);
        let running = self.hazard.running(LimitStage::Instruction).map(|clock| clock.term.clone());
        let due = running.filter(|running| running.at < fresh.at).unwrap_or(fresh);
        let number = open.map_or(self.hazard.instructions.len() as u32 + 1, |open| open.number);
        let by = self.staff()?.person;
        self.one(Event::Instructed { number, by, unit, phrase, photos, due }, words)
    }

    pub(super) fn reply_instruction(&self, text: &str, shown: &[Photo]) -> Result<Vec<Draft>, Refusal> {
        let (words, photos) = (told(text)?, in_role(shown, PhotoRole::Proof)?);
        let by = self.staff()?.person;
        self.one(Event::InstructionReplied { number: self.open_number(), by, photos }, words)
    }

    /// Who sends a reply back says why; the time begins anew.
    pub(super) fn settle_instruction(&self, accepted: bool, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = if accepted { said(text)? } else { told(text)? };
        let by = self.staff()?.person;
        let unit = self.hazard.open_instruction().and_then(|open| open.unit);
        let due = (!accepted).then(|| self.instruction_due(unit));
        self.one(Event::InstructionSettled { number: self.open_number(), by, accepted, due }, words)
    }

    fn open_number(&self) -> u32 {
        self.hazard.open_instruction().map_or(0, |open| open.number)
    }
}
