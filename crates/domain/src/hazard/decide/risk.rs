//! 风险分级.

use super::content::{invalid, rule, said};
use super::{Draft, Move};
use crate::hazard::event::Event;
use crate::hazard::refusal::Refusal;
use crate::hazard::risk::{Decimal, RiskGrading};
use std::collections::BTreeMap;

impl Move<'_> {
    pub(super) fn grade_risk(
        &self,
        method: &str,
        inputs: &BTreeMap<String, Decimal>,
        text: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        let words = said(text)?;
        let Some(methods) = self.context.evidence.risk else { return rule("no_risk_methods") };
        let method = methods.method(method).ok_or(invalid("method", "unknown"))?;
        let (value, band) = method.grade(inputs).ok_or(invalid("inputs", "out_of_range"))?;
        let risk = RiskGrading {
            method: method.id.clone(),
            version: methods.version.clone(),
            inputs: inputs.clone(),
            value,
            colour: band.colour,
            by: self.staff()?.person,
            at: self.now(),
        };
        self.one(Event::RiskGraded { risk }, words)
    }
}
