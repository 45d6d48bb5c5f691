//! 抽查复核, 核实存疑.

use super::content::{invalid, line, photos, rule, told};
use super::{Draft, Move};
use crate::hazard::event::{Event, Words};
use crate::hazard::kinds::ReopenCause;
use crate::hazard::limits::{LimitStage, Matter};
use crate::hazard::refusal::Refusal;
use crate::hazard::state::Photo;
use crate::ids::UnitId;

impl Move<'_> {
    pub(super) fn settle_doubts(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.one(Event::DoubtsSettled { by: self.staff()?.person }, told(text)?)
    }

    pub(super) fn draw_recheck(&self, period: &str, unit: UnitId) -> Result<Vec<Draft>, Refusal> {
        line("period", period)?;
        if self.hazard.recheck.as_ref().is_some_and(|recheck| recheck.period == period) {
            return rule("drawn_already");
        }
        if self.hazard.has_handled(unit) {
            return Err(invalid("unit", "not_allowed"));
        }
        let due = self.context.term(LimitStage::Recheck, &Matter::from(self.hazard), Some(unit));
        let event = Event::RecheckDrawn { period: period.to_owned(), unit, due };
        self.one(event, Words::none())
    }

    /// What was closed and is not done is open again.
    pub(super) fn recheck(&self, passed: bool, text: &str, taken: &[Photo]) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let photos = photos(taken)?;
        if photos.is_empty() {
            return rule("needs_photo");
        }
        let staff = self.staff()?;
        let event = Event::Rechecked { by: staff.person, unit: staff.unit, passed, photos };
        let mut drafts = vec![self.draft(event, words.clone())];
        if !passed {
            let due = self.due(LimitStage::Reopened);
            let reopened = Event::Reopened { cause: ReopenCause::FalseClosing, due };
            drafts.push(self.draft(reopened, words));
        }
        Ok(drafts)
    }
}
