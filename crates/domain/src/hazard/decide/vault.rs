//! 举报人保护: looking into the vault, and erasing what is personal.

use super::content::{invalid, rule, said, told};
use super::{Draft, Move};
use crate::hazard::event::{Event, OpenPurpose};
use crate::hazard::limits::LimitStage;
use crate::hazard::refusal::Refusal;
use crate::hazard::stage::StageCode;

impl Move<'_> {
    /// Every look has a purpose that fits the stage; for anything else the shift leader answers.
    pub(super) fn open_reporter(&self, purpose: OpenPurpose, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let staff = self.staff()?;
        self.purpose_fits(purpose)?;
        // What was agreed to is that purpose and no other.
        let agreed = self.hazard.opening.as_ref().filter(|_| self.hazard.opening_needs_second());
        if agreed.is_some_and(|opening| opening.purpose != purpose) {
            return rule("purpose");
        }
        self.one(Event::ReporterOpened { by: staff.person, unit: staff.unit, purpose }, words)
    }

    /// Asked with the same purposes and in words, for whoever decides has to weigh them.
    pub(super) fn ask_opening(&self, purpose: OpenPurpose, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let staff = self.staff()?;
        self.purpose_fits(purpose)?;
        let due = self.due(LimitStage::DecideOpening);
        self.one(Event::OpeningAsked { by: staff.person, unit: staff.unit, purpose, due }, words)
    }

    /// Who refuses says why.
    pub(super) fn decide_opening(&self, granted: bool, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = if granted { said(text)? } else { told(text)? };
        let until = granted.then(|| self.due(LimitStage::OpenReporter));
        self.one(Event::OpeningDecided { by: self.staff()?.person, granted, until }, words)
    }

    fn purpose_fits(&self, purpose: OpenPurpose) -> Result<(), Refusal> {
        let stage = self.hazard.stage.code();
        let fits = match purpose {
            OpenPurpose::CallBack => stage == StageCode::FollowUp,
            OpenPurpose::Clarify => stage.is_open(),
            OpenPurpose::LifeDanger => stage.is_open() && self.hazard.life_danger,
        };
        if fits { Ok(()) } else { rule("purpose") }
    }

    /// The reporter needs no reason to withdraw; an office does (个人信息保护法 §15, §47).
    pub(super) fn erase_reporter(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = if self.context.actor.staff().is_some() { told(text)? } else { said(text)? };
        self.one(Event::ReporterErased, words)
    }

    pub(super) fn erase_words(&self, sequence: u32, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        if !(1..=self.hazard.version).contains(&sequence) {
            return Err(invalid("sequence", "out_of_range"));
        }
        self.one(Event::WordsErased { sequence }, words)
    }
}
