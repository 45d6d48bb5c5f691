//! 答复, 催办, 申诉, 评价, 回访: between the offices and whoever reported.

use super::content::{invalid, said, told};
use super::{Draft, Move};
use crate::hazard::event::{Event, Words};
use crate::hazard::limits::LimitStage;
use crate::hazard::refusal::Refusal;

/// 未接通 so often, it is archived as 未评价, which never counts as satisfied.
const MISSED: u32 = 3;

impl Move<'_> {
    pub(super) fn appeal(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.one(Event::Appealed { due: self.due(LimitStage::DecideAppeal) }, told(text)?)
    }

    pub(super) fn decide_appeal(&self, upheld: bool, text: &str) -> Result<Vec<Draft>, Refusal> {
        let due = upheld.then(|| self.due(LimitStage::Reopened));
        self.one(Event::AppealDecided { upheld, due }, told(text)?)
    }

    pub(super) fn reply(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.one(Event::Replied, told(text)?)
    }

    pub(super) fn urge(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        // One answer is owed, however often it is asked for.
        let asked = self.hazard.running(LimitStage::UrgeAnswer).is_some();
        let due = (!asked).then(|| self.due(LimitStage::UrgeAnswer));
        self.one(Event::Urged { again: self.due(LimitStage::Urge).at, due }, said(text)?)
    }

    pub(super) fn rate(&self, solved: bool, stars: u8, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = said(text)?;
        within_five(Some(stars))?;
        self.one(Event::Rated { solved, stars }, words)
    }

    /// A reporter who was reached says both whether it is solved and how it was, or declines both.
    pub(super) fn call_back(
        &self,
        reached: bool,
        solved: Option<bool>,
        stars: Option<u8>,
        text: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        let words = said(text)?;
        within_five(stars)?;
        match (solved, stars) {
            (None, None) => {}
            _ if !reached => return Err(invalid("reached", "contradiction")),
            (Some(_), None) => return Err(invalid("stars", "required")),
            (None, Some(_)) => return Err(invalid("solved", "required")),
            (Some(_), Some(_)) => {}
        }
        let by = self.staff()?.person;
        let mut drafts = vec![self.draft(Event::CalledBack { by, reached, solved, stars }, words)];
        let missed = self.hazard.missed_calls.saturating_add(u32::from(!reached));
        let unhappy = self.hazard.rating.as_ref().is_some_and(|r| !r.solved);
        if !reached && missed >= MISSED && !unhappy {
            drafts.push(self.draft(Event::Archived, Words::none()));
        }
        Ok(drafts)
    }
}

/// 五级评价.
fn within_five(stars: Option<u8>) -> Result<(), Refusal> {
    match stars {
        Some(stars) if !(1..=5).contains(&stars) => Err(invalid("stars", "out_of_range")),
        _ => Ok(()),
    }
}
