//! 从业人员举报: what an employee reported is confidential. Whoever answers for it may know only what offices did with it.

use super::event::Event;
use super::kinds::{Protection, Source};
use super::state::Hazard;
use super::supervision::Addressee;
use crate::calendar::Instant;

impl Hazard {
    /// 严格保密: somebody who works there reported it (应急〔2020〕69号).
    pub fn is_confidential(&self) -> bool {
        self.protection == Protection::Whistleblower || self.source == Source::Employee
    }

    /// 先核查: an office has to look before anybody learns of it who answers for the hazard or puts it right. What the
    /// company hears minutes after the report, it would know to have been reported; what inspectors found in passing, not.
    /// Over once there is a finding, or once a unit has it, as history from elsewhere may have it.
    pub fn must_be_inspected_first(&self) -> bool {
        self.is_confidential() && self.finding.is_none() && self.dispatch.is_none()
    }

    /// When the units that handle it may know it to have begun: with the filing, if it is confidential and filed.
    pub fn told_at(&self) -> Instant {
        let filed = self.filing.as_ref().map(|filing| filing.at);
        filed.filter(|_| self.is_confidential()).unwrap_or(self.reported_at)
    }

    /// 计入统计: whether figures count it. What an employee reported is counted from its filing (or its end,
    /// as history from elsewhere may have it) on, when the company may know of it: figures that are public or hang on a wall would tell when it was reported.
    pub fn is_counted(&self) -> bool {
        !self.is_confidential() || self.filing.is_some() || self.closed_at.is_some()
    }
}

impl Event {
    /// What offices and units do with the hazard itself, from filing to closing; nothing that passes between them and the
    /// reporter, and no inspection: one looks whether it is true where somebody said so.
    pub fn is_work(&self) -> bool {
        matches!(
            self,
            Event::FixedOnSpot { .. }
                | Event::Filed { .. }
                | Event::Dispatched { .. }
                | Event::Signed { .. }
                | Event::ReturnRequested { .. }
                | Event::ReturnDecided { .. }
                | Event::Planned { .. }
                | Event::InterimMeasured { .. }
                | Event::ExtensionRequested { .. }
                | Event::ExtensionDecided { .. }
                | Event::SuspensionRequested { .. }
                | Event::SuspensionDecided { .. }
                | Event::SuspensionReviewed { .. }
                | Event::Resumed { .. }
                | Event::StopOrdered { .. }
                | Event::StopReleased { .. }
                // When other clocks began would tell when it was reported.
                | Event::Escalated { to: Addressee { unit: Some(_), .. }, .. }
                | Event::Supervised { .. }
                | Event::SupervisionReplied { .. }
                | Event::ReplyDecided { .. }
                | Event::SupervisionWithdrawn { .. }
                | Event::Listed { .. }
                | Event::ListingDeclined { .. }
                | Event::ListingPublished { .. }
                | Event::ListingExtensionRequested { .. }
                | Event::ListingExtensionDecided { .. }
                | Event::Delisted { .. }
                | Event::ReleaseRequested { .. }
                | Event::ReleaseRefused { .. }
                | Event::Submitted { .. }
                | Event::Verified { .. }
                | Event::ReworkOrdered { .. }
                | Event::Closed { .. }
                | Event::Reopened { .. }
                | Event::Archived
                | Event::RiskGraded { .. }
                | Event::JudgementConfirmed { .. }
                | Event::RecheckDrawn { .. }
                | Event::Rechecked { .. }
                | Event::Instructed { .. }
                | Event::InstructionReplied { .. }
                | Event::InstructionSettled { .. }
                | Event::EnforcementReferred { .. }
                | Event::EnforcementReceived { .. }
                | Event::EnforcementAnswered { .. }
                | Event::EnforcementExtended { .. }
                | Event::EnforcementDecided { .. }
                | Event::OvertimeAppealed { .. }
                | Event::OvertimeReviewed { .. }
                | Event::LookBackOpened { .. }
                | Event::LookedBack { .. }
        )
    }
}
