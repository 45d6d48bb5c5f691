//! 派遣, 签收, 退回与裁定.

use super::content::{invalid, photos, said, told};
use super::{Draft, Move};
use crate::calendar::{Limit, Run};
use crate::hazard::event::{Event, Words};
use crate::hazard::limits::{LimitStage, Matter, RuleRef, Term};
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
        let due = self.context.term(LimitStage::Sign, &Matter::from(self.hazard), Some(lead));
        self.one(Event::Dispatched { lead, co: co.to_vec(), copies: copies.to_vec(), by, due }, words)
    }

    /// After rework the clock that the verifier set goes on; otherwise the limit of the filing standard begins.
    pub(super) fn sign(&self) -> Result<Vec<Draft>, Refusal> {
        let by = self.staff()?.person;
        let running = self.hazard.running(LimitStage::Rectify);
        let rectify_due = match running.filter(|_| matches!(self.hazard.stage, Stage::Rework)) {
            Some(clock) => clock.term.clone(),
            None => self.rectify_term(),
        };
        self.one(Event::Signed { by, rectify_due }, Words::none())
    }

    /// C6, if it starts now, in the unit's office hours.
    pub(super) fn rectify_term(&self) -> Term {
        let (limit, rule) = self.rectify_limit();
        let due = self.context.calendar.due(&Run::new(limit, self.now(), self.lead()));
        let at = due.at.unwrap_or(self.now());
        Term { at, provisional: due.provisional, rule, limit: Some(limit), length: None }
    }

    /// C6: what the filing standard says; danger to life is never given longer than the rules give it, and never
    /// working time.
    pub(super) fn rectify_limit(&self) -> (Limit, Option<RuleRef>) {
        let matter = Matter::from(self.hazard);
        let general = self.context.rules.limit(LimitStage::Rectify, &matter);
        let slow = |own: Limit| !own.is_around_the_clock() || own.at_least() > general.at_least();
        match self.hazard.filing.as_ref().and_then(|f| f.limit) {
            Some(own) if !(matter.urgent && slow(own)) => (own, None),
            _ => {
                let rule = self.context.rules.rule(LimitStage::Rectify, &matter);
                (general, rule.map(|r| RuleRef::to(&self.context.rules.version, r)))
            }
        }
    }

    /// 主办单位.
    pub(super) fn lead(&self) -> Option<UnitId> {
        self.hazard.dispatch.as_ref().map(|d| d.lead)
    }

    pub(super) fn request_return(&self, text: &str, proof: &[Photo]) -> Result<Vec<Draft>, Refusal> {
        let staff = self.staff()?;
        let photos = photos(proof)?;
        let due = self.due(LimitStage::DecideReturn);
        self.one(Event::ReturnRequested { by: staff.person, unit: staff.unit, photos, due }, told(text)?)
    }

    pub(super) fn decide_return(&self, granted: bool, text: &str) -> Result<Vec<Draft>, Refusal> {
        let arbitration = self.staff()?.has(Role::CommitteeOffice);
        let due = match granted {
            true => self.due(LimitStage::Dispatch),
            false => self.context.term(LimitStage::Sign, &Matter::from(self.hazard), self.lead()),
        };
        self.one(Event::ReturnDecided { granted, arbitration, due }, told(text)?)
    }
}
