//! 移交执法, 回执, 立案情况, 处罚结果.

use super::content::{invalid, line, optional_line, photos, rule, said, told};
use super::{Draft, Move};
use crate::calendar::Instant;
use crate::hazard::enforcement::EnforcementOutcome;
use crate::hazard::event::Event;
use crate::hazard::limits::{LimitStage, Matter};
use crate::hazard::refusal::Refusal;
use crate::hazard::state::Photo;
use crate::ids::UnitId;

impl Move<'_> {
    pub(super) fn refer_enforcement(
        &self,
        unit: UnitId,
        text: &str,
        taken: &[Photo],
    ) -> Result<Vec<Draft>, Refusal> {
        let (words, photos) = (told(text)?, photos(taken)?);
        // Nobody punishes itself.
        if self.hazard.filing.as_ref().is_some_and(|f| f.party_unit == Some(unit)) {
            return Err(invalid("unit", "not_allowed"));
        }
        let due = self.context.term(LimitStage::Enforcement, &Matter::from(self.hazard), Some(unit));
        let by = self.staff()?.person;
        self.one(Event::EnforcementReferred { unit, by, photos, due }, words)
    }

    pub(super) fn receive_enforcement(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.one(Event::EnforcementReceived { by: self.staff()?.person }, said(text)?)
    }

    /// A case that is filed has a number, one that is not has a reason.
    pub(super) fn answer_enforcement(
        &self,
        filed: bool,
        number: Option<&str>,
        text: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        let words = if filed { said(text)? } else { told(text)? };
        if filed {
            line("number", number.unwrap_or_default())?;
        }
        let unit = self.hazard.open_enforcement().map(|e| e.unit);
        let due = filed
            .then(|| self.context.term(LimitStage::EnforcementDecision, &Matter::from(self.hazard), unit));
        let number = number.filter(|_| filed).map(|n| n.trim().to_owned());
        let by = self.staff()?.person;
        self.one(Event::EnforcementAnswered { by, filed, number, due }, words)
    }

    /// 行政处罚法 §60 leaves it to laws and rules to allow more than ninety days; those that do let the head of the office
    /// approve it once, to a day that is named.
    pub(super) fn extend_enforcement(&self, until: Instant, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let stands = self.hazard.open_enforcement().and_then(|open| open.answer.as_ref()?.decide_by);
        if let Some(stands) = stands {
            if until <= stands {
                return Err(invalid("until", "not_later"));
            }
            let unit = self.hazard.open_enforcement().map(|open| open.unit);
            let limit =
                self.context.rules.limit(LimitStage::EnforcementExtension, &Matter::from(self.hazard));
            let most = self.context.calendar.extended(limit, stands, unit).at.unwrap_or(stands);
            if until > most {
                return rule("enforcement_too_long");
            }
        }
        self.one(Event::EnforcementExtended { by: self.staff()?.person, until }, words)
    }

    /// A penalty has a document; a fine belongs to a penalty and is not less than nothing.
    pub(super) fn decide_enforcement(
        &self,
        outcome: EnforcementOutcome,
        document: Option<&str>,
        fine_fen: Option<i64>,
        text: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        let penalised = outcome == EnforcementOutcome::Penalised;
        let words = if penalised { said(text)? } else { told(text)? };
        optional_line("document", document)?;
        if penalised && document.is_none() {
            return Err(invalid("document", "required"));
        }
        if fine_fen.is_some_and(|fen| fen < 0) || (fine_fen.is_some() && !penalised) {
            return Err(invalid("fine_fen", "out_of_range"));
        }
        let by = self.staff()?.person;
        let document = document.map(|d| d.trim().to_owned());
        self.one(Event::EnforcementDecided { by, outcome, document, fine_fen }, words)
    }
}
