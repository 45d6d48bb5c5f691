//! 派遣, 签收, 退回与裁定.

use super::content::{invalid, photos, said, told};
use super::{Draft, Move};
use crate::calendar::Limit;
use crate::hazard::event::{Event, Words};
use crate::hazard::guard;
use crate::hazard::limits::LimitStage;
use crate::hazard::refusal::Refusal;
use crate::hazard::stage::Stage;
use crate::hazard::state::Photo;
use crate::ids::UnitId;
use crate::people::Role;

/// The most units beside the lead.
const UNITS: usize = 20;

impl Move<'_> {
    pub(super) fn dispatch(
        &self,
        lead: UnitId,
        co: &[UnitId],
        copies: &[UnitId],
        text: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        let words = said(text)?;
        let mut seen = vec![lead];
        for (field, units) in [("co", co), ("copies", copies)] {
            if units.len() > UNITS {
                return Err(invalid(field, "too_many"));
            }
            for unit in units {
                if seen.contains(unit) {
                    return Err(invalid(field, "twice"));
                }
                seen.push(*unit);
            }
        }
        let by = self.staff()?.person;
        let due = self.due(LimitStage::Sign);
        self.one(Event::Dispatched { lead, co: co.to_vec(), copies: copies.to_vec(), by, due }, words)
    }

    /// After rework the clock that the verifier set goes on; otherwise the limit of the filing standard begins.
    pub(super) fn sign(&self) -> Result<Vec<Draft>, Refusal> {
        let by = self.staff()?.person;
        let length = self.hazard.rectify_length.unwrap_or_else(|| self.rectify_limit().milliseconds());
        let running = self.hazard.rectify_due.filter(|_| matches!(self.hazard.stage, Stage::Rework));
        let rectify_due = running.unwrap_or_else(|| self.now().plus(length));
        self.one(Event::Signed { by, rectify_due, rectify_length: length }, Words::none())
    }

    /// C6: what the filing standard says; danger to life is never given longer than the rules give it.
    pub(super) fn rectify_limit(&self) -> Limit {
        let urgent = self.hazard.life_danger;
        let general = self.context.rules.limit(LimitStage::Rectify, guard::grade(self.hazard), urgent);
        match self.hazard.filing.as_ref().and_then(|f| f.limit) {
            Some(own) if urgent && own.milliseconds() > general.milliseconds() => general,
            Some(own) => own,
            None => general,
        }
    }

    pub(super) fn request_return(&self, text: &str, proof: &[Photo]) -> Result<Vec<Draft>, Refusal> {
        let staff = self.staff()?;
        let photos = photos(proof)?;
        let due = self.due(LimitStage::DecideReturn);
        self.one(Event::ReturnRequested { by: staff.person, unit: staff.unit, photos, due }, told(text)?)
    }

    pub(super) fn decide_return(&self, granted: bool, text: &str) -> Result<Vec<Draft>, Refusal> {
        let arbitration = self.staff()?.has(Role::CommitteeOffice);
        let due = self.due(if granted { LimitStage::Dispatch } else { LimitStage::Sign });
        self.one(Event::ReturnDecided { granted, arbitration, due }, told(text)?)
    }
}
