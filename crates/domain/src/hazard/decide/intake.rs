//! 上报, 受理, 补充, 核实: from the street to the desk.

use super::content::{invalid, line, optional_line, photos, rule, said, shows, told, with};
use super::{Context, Draft, Move};
use crate::hazard::action::Report;
use crate::hazard::event::{Event, Words};
use crate::hazard::kinds::*;
use crate::hazard::limits::{LimitStage, Matter, Term};
use crate::hazard::refusal::Refusal;
use crate::hazard::stage::Stage;
use crate::hazard::state::{Photo, Referral};
use crate::ids::{HazardId, UnitId};
use crate::people::Actor;

/// The most external numbers of one report.
const EXTERNAL: usize = 8;

/// The event with which a new hazard begins, or why the report is refused. Anybody may report; only those who
/// work for an office may name an office as the source.
pub fn report(report: &Report, context: &Context) -> Result<Draft, Refusal> {
    let finder = match context.actor {
        Actor::Public | Actor::Client { .. } if report.source.is_public() => None,
        Actor::Public | Actor::Client { .. } => return Err(invalid("source", "not_allowed")),
        // What staff type in for a caller was found by the caller.
        Actor::Staff(staff) if !staff.roles.iter().any(|r| r.is_administrator()) => {
            (!report.source.is_public()).then_some(staff.person)
        }
        Actor::Staff(_)
        | Actor::ReceiptHolder { .. }
        | Actor::System
        | Actor::Terminal
        | Actor::Import
        | Actor::Importer(_) => {
            return Err(Refusal::NoReporter);
        }
    };
    line("receipt", &report.receipt)?;
    optional_line("category", report.category.as_deref())?;
    optional_line("street", report.street.as_deref())?;
    if report.external.len() > EXTERNAL {
        return Err(invalid("external", "too_many"));
    }
    for (system, number) in &report.external {
        line("external", system)?;
        line("external", number)?;
    }
    let words = with(said(&report.text)?, "address", &report.address)?;
    let photos = photos(&report.photos)?;
    if photos.is_empty() && words.get("text").is_none() {
        return Err(invalid("text", "required"));
    }
    if report.place.is_none() && report.position.is_none() && words.get("address").is_none() {
        return Err(invalid("place", "required"));
    }
    if report.position.is_some_and(|p| !p.is_on_earth()) {
        return Err(invalid("position", "out_of_range"));
    }
    match (report.protection, report.reporter) {
        (Protection::Anonymous, Some(_)) => return Err(invalid("protection", "anonymous_with_contact")),
        (Protection::Contactable, None) => return Err(invalid("contact", "required")),
        _ => {}
    }
    let matter = Matter {
        grade: None,
        urgent: report.life_danger,
        category: report.category.as_deref(),
        source: report.source,
    };
    let due = context.term(LimitStage::Response, &matter, None);
    let reply_due = report.source.is_public().then(|| context.term(LimitStage::FirstReply, &matter, None));
    let event = Event::Reported {
        receipt: report.receipt.clone(),
        source: report.source,
        channel: report.channel,
        captured_at: report.captured_at,
        category: report.category.clone(),
        place: report.place.clone(),
        position: report.position,
        fix: report.fix,
        street: report.street.clone(),
        life_danger: report.life_danger,
        photos,
        reporter: report.reporter,
        protection: report.protection,
        finder,
        external: report.external.clone(),
        due: Some(due),
        reply_due,
        takeover: None,
        row: None,
    };
    Ok(Draft { hazard: report.id, event, words })
}

impl Move<'_> {
    pub(super) fn accept(&self) -> Result<Vec<Draft>, Refusal> {
        let by = self.staff()?.person;
        self.one(Event::Accepted { by, due: self.due(LimitStage::Accept) }, Words::none())
    }

    pub(super) fn ask_supplement(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.one(Event::SupplementAsked { until: self.due(LimitStage::Supplement) }, told(text)?)
    }

    pub(super) fn supplement(&self, text: &str, more: &[Photo]) -> Result<Vec<Draft>, Refusal> {
        let words = said(text)?;
        let photos = photos(more)?;
        if words.is_empty() && photos.is_empty() {
            return Err(invalid("text", "required"));
        }
        let due = match self.hazard.stage {
            Stage::Supplement { .. } => Some(self.due_after_answer()),
            _ => None,
        };
        self.one(Event::Supplemented { photos, due }, words)
    }

    pub(super) fn lapse(&self) -> Result<Vec<Draft>, Refusal> {
        self.one(Event::Rejected { reason: RejectReason::Unanswered, by: None }, Words::none())
    }

    pub(super) fn order_inspection(&self, unit: UnitId, text: &str) -> Result<Vec<Draft>, Refusal> {
        let party = self.hazard.filing.as_ref().and_then(|f| f.party_unit);
        // Nobody inspects what an employee reported of his own house.
        if self.hazard.is_confidential() && party == Some(unit) {
            return Err(invalid("unit", "not_allowed"));
        }
        self.one(Event::InspectionOrdered { unit, due: self.due(LimitStage::Inspect) }, said(text)?)
    }

    pub(super) fn inspect(
        &self,
        finding: Finding,
        text: &str,
        taken: &[Photo],
    ) -> Result<Vec<Draft>, Refusal> {
        let by = self.staff()?.person;
        let due = self.due_at_desk();
        self.one(Event::Inspected { by, finding, photos: photos(taken)?, due }, told(text)?)
    }

    pub(super) fn fix_on_spot(&self, text: &str, taken: &[Photo]) -> Result<Vec<Draft>, Refusal> {
        let staff = self.staff()?;
        let words = told(text)?;
        let photos = photos(taken)?;
        if !shows(&photos, PhotoRole::After) {
            return rule("needs_photo");
        }
        if !shows(&photos, PhotoRole::Before) && !shows(&self.hazard.photos, PhotoRole::Before) {
            return rule("needs_photo_before");
        }
        let due = self.due(LimitStage::ConfirmSpotFix);
        self.one(Event::FixedOnSpot { by: staff.person, unit: staff.unit, photos, due }, words)
    }

    pub(super) fn reject(&self, reason: RejectReason, text: &str) -> Result<Vec<Draft>, Refusal> {
        let by = self.staff()?.person;
        self.one(Event::Rejected { reason, by: Some(by) }, told(text)?)
    }

    pub(super) fn merge(&self, into: HazardId, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = said(text)?;
        if into == self.hazard.id {
            return rule("merge_self");
        }
        let Some(target) = self.context.other.filter(|h| h.id == into) else {
            return Err(invalid("into", "unknown"));
        };
        // Children have no children and cannot be merged into, so there is never a circle.
        if matches!(target.stage, Stage::Merged { .. }) {
            return rule("merge_into_child");
        }
        if !target.stage.code().is_open() {
            return rule("merge_not_live");
        }
        Ok(vec![
            self.draft(Event::Merged { into }, words),
            Draft { hazard: into, event: Event::ChildMerged { child: self.hazard.id }, words: Words::none() },
        ])
    }

    pub(super) fn unmerge(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        let mut drafts = vec![self.draft(Event::Unmerged { due: self.due_at_desk() }, words)];
        if let Stage::Merged { into } = self.hazard.stage {
            let event = Event::ChildUnmerged { child: self.hazard.id };
            drafts.push(Draft { hazard: into, event, words: Words::none() });
        }
        Ok(drafts)
    }

    pub(super) fn refer_out(
        &self,
        to: ReferralTo,
        number: Option<&str>,
        text: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        optional_line("number", number)?;
        let to = Referral { to, number: number.map(str::to_owned) };
        self.one(Event::ReferredOut { to, due: self.due(LimitStage::Referral) }, told(text)?)
    }

    pub(super) fn bounce(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.one(Event::ReferralBounced { due: self.due_at_desk() }, told(text)?)
    }

    /// The desk's clock stood still while the answer was awaited; if none ran, it begins.
    fn due_after_answer(&self) -> Term {
        match self.hazard.running(LimitStage::Accept) {
            Some(clock) if clock.is_paused() => clock.resumed(self.context.calendar, self.now()),
            _ => self.due(LimitStage::Accept),
        }
    }

    /// When the desk has to have decided about what came back to it.
    fn due_at_desk(&self) -> Term {
        let filed = self.hazard.filing.is_some();
        self.due(if filed { LimitStage::Reopened } else { LimitStage::Accept })
    }
}
