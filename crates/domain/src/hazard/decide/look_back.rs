//! 回头看.

use super::content::{photos, rule, told};
use super::{Draft, Move};
use crate::hazard::event::{Event, Words};
use crate::hazard::kinds::ReopenCause;
use crate::hazard::limits::LimitStage;
use crate::hazard::refusal::Refusal;
use crate::hazard::state::Photo;

impl Move<'_> {
    pub(super) fn open_look_back(&self, days: u32) -> Result<Vec<Draft>, Refusal> {
        match self.hazard.next_look_back() {
            Some(next) if next.plan.days == days && next.plan.at <= self.now() => {}
            _ => return rule("not_yet"),
        }
        self.one(Event::LookBackOpened { days, due: self.due(LimitStage::LookBack) }, Words::none())
    }

    /// What is found again is open again.
    pub(super) fn look_back(&self, found: bool, text: &str, taken: &[Photo]) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let photos = photos(taken)?;
        if photos.is_empty() {
            return rule("needs_photo");
        }
        let days = self.hazard.owed_look_back().map_or(0, |l| l.plan.days);
        let event = Event::LookedBack { by: self.staff()?.person, days, found, photos };
        let mut drafts = vec![self.draft(event, words.clone())];
        if found {
            let due = self.due(LimitStage::Reopened);
            drafts.push(self.draft(Event::Reopened { cause: ReopenCause::LookBack, due }, words));
        }
        Ok(drafts)
    }
}
