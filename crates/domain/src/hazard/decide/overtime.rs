//! 超时申诉, 审核.

use super::content::{photos, said, told};
use super::{Draft, Move};
use crate::hazard::event::Event;
use crate::hazard::limits::LimitStage;
use crate::hazard::overtime::OvertimeGrounds;
use crate::hazard::refusal::Refusal;
use crate::hazard::state::Photo;

impl Move<'_> {
    pub(super) fn appeal_overtime(
        &self,
        grounds: OvertimeGrounds,
        text: &str,
        taken: &[Photo],
    ) -> Result<Vec<Draft>, Refusal> {
        let (words, photos) = (told(text)?, photos(taken)?);
        let staff = self.staff()?;
        let stages = self.hazard.overtime_stages(self.now());
        let due = self.due(LimitStage::DecideOvertime);
        self.one(
            Event::OvertimeAppealed { by: staff.person, unit: staff.unit, grounds, stages, photos, due },
            words,
        )
    }

    /// The first who agrees passes it on to a second; who does not agree says why, and that is the end of it.
    pub(super) fn review_overtime(&self, granted: bool, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = if granted { said(text)? } else { told(text)? };
        let is_first = self.hazard.overtime.as_ref().is_some_and(|o| o.first.is_none());
        let due = (granted && is_first).then(|| self.due(LimitStage::DecideOvertime));
        self.one(Event::OvertimeReviewed { by: self.staff()?.person, granted, due }, words)
    }
}
