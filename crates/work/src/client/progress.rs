//! 进展: how far a hazard is, in the words of mySociety's extension of Open311.

use domain::hazard::{ClosingKind, Event, Hazard, RejectReason, Stage};

/// How far it is. The names are those of the extension in capitals with underscores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the extension's own word")]
pub enum Progress {
    Open,
    Investigating,
    ActionScheduled,
    InProgress,
    InternalReferral,
    Duplicate,
    NotCouncilsResponsibility,
    NoFurtherAction,
    Fixed,
    Closed,
}

/// What an event means for the progress.
enum Meaning {
    /// It is as far as this.
    As(Progress),
    /// It is as far as it was.
    AsItStands,
}

impl Progress {
    /// The word that travels.
    pub fn name(self) -> &'static str {
        match self {
            Progress::Open => "OPEN",
            Progress::Investigating => "INVESTIGATING",
            Progress::ActionScheduled => "ACTION_SCHEDULED",
            Progress::InProgress => "IN_PROGRESS",
            Progress::InternalReferral => "INTERNAL_REFERRAL",
            Progress::Duplicate => "DUPLICATE",
            Progress::NotCouncilsResponsibility => "NOT_COUNCILS_RESPONSIBILITY",
            Progress::NoFurtherAction => "NO_FURTHER_ACTION",
            Progress::Fixed => "FIXED",
            Progress::Closed => "CLOSED",
        }
    }

    fn of_rejection(reason: RejectReason) -> Self {
        match reason {
            RejectReason::Repeated => Progress::Duplicate,
            RejectReason::OutOfArea => Progress::NotCouncilsResponsibility,
            _ => Progress::NoFurtherAction,
        }
    }

    fn of_closing(closing: ClosingKind) -> Self {
        match closing {
            ClosingKind::Rectified
            | ClosingKind::FixedOnSpot
            | ClosingKind::WithParent
            | ClosingKind::Enforced => Progress::Fixed,
            ClosingKind::Unfounded => Progress::NoFurtherAction,
            ClosingKind::Referred | ClosingKind::Imported => Progress::Closed,
        }
    }

    /// Where a hazard stands.
    pub fn of(hazard: &Hazard) -> Self {
        match &hazard.stage {
            Stage::Reported if hazard.accepted.is_none() => Progress::Open,
            Stage::Reported | Stage::Supplement { .. } | Stage::Verifying { .. } => Progress::Investigating,
            Stage::SelfFixed { .. }
            | Stage::Merged { .. }
            | Stage::Rectifying
            | Stage::StopOrdered { .. }
            | Stage::Submitted { .. }
            | Stage::Rework
            | Stage::Verified { .. } => Progress::InProgress,
            Stage::ReferredOut { .. } => Progress::InternalReferral,
            Stage::Filed | Stage::Dispatched | Stage::ReturnRequested { .. } | Stage::Suspended { .. } => {
                Progress::ActionScheduled
            }
            Stage::Rejected { reason, .. } => Self::of_rejection(*reason),
            Stage::Closed | Stage::FollowUp | Stage::Archived => {
                hazard.closing.map_or(Progress::Closed, Self::of_closing)
            }
            Stage::Reopened => Progress::Open,
        }
    }

    /// Whether others than the offices are told about an event.
    pub(super) fn is_told(event: &Event) -> bool {
        Self::means(event).is_some()
    }

    /// What an event meant, for those who are told about it.
    pub(super) fn after(event: &Event, hazard: &Hazard) -> Option<Self> {
        match Self::means(event)? {
            Meaning::As(progress) => Some(progress),
            Meaning::AsItStands => Some(Self::of(hazard)),
        }
    }

    /// What an event means; nothing for what stays inside the offices, for what
    /// the reporter did, and for who looked into the vault (which the reporter reads on the receipt).
    fn means(event: &Event) -> Option<Meaning> {
        Some(Meaning::As(match event {
            Event::Accepted { .. }
            | Event::SupplementAsked { .. }
            | Event::InspectionOrdered { .. }
            | Event::Inspected { .. }
            | Event::Unmerged { .. }
            | Event::ReferralBounced { .. } => Progress::Investigating,
            Event::AppealDecided { upheld: true, .. } => Progress::Investigating,
            Event::AppealDecided { upheld: false, .. } => Progress::NoFurtherAction,
            Event::Rejected { reason, .. } => Self::of_rejection(*reason),
            Event::ReferredOut { .. } => Progress::InternalReferral,
            Event::Filed { .. } | Event::Dispatched { .. } => Progress::ActionScheduled,
            Event::ReturnDecided { granted: true, .. } | Event::SuspensionDecided { granted: true, .. } => {
                Progress::ActionScheduled
            }
            Event::ExtensionDecided { granted: true, .. } => Progress::InProgress,
            Event::FixedOnSpot { .. }
            | Event::Merged { .. }
            | Event::Signed { .. }
            | Event::Planned { .. }
            | Event::InterimMeasured { .. }
            | Event::Resumed { .. }
            | Event::StopOrdered { .. }
            | Event::StopReleased { .. }
            | Event::Submitted { .. }
            | Event::Verified { .. }
            | Event::ReworkOrdered { .. } => Progress::InProgress,
            Event::Closed { closing, .. } => Self::of_closing(*closing),
            Event::Reopened { .. } => Progress::Open,
            Event::Replied => return Some(Meaning::AsItStands),
            Event::Reported { .. }
            | Event::Supplemented { .. }
            | Event::Appealed { .. }
            | Event::ChildMerged { .. }
            | Event::ChildUnmerged { .. }
            | Event::ReturnRequested { .. }
            | Event::ReturnDecided { granted: false, .. }
            | Event::ExtensionRequested { .. }
            | Event::ExtensionDecided { granted: false, .. }
            | Event::SuspensionRequested { .. }
            | Event::SuspensionDecided { granted: false, .. }
            | Event::SuspensionReviewed { .. }
            | Event::Urged { .. }
            | Event::Rated { .. }
            | Event::CalledBack { .. }
            | Event::Archived
            | Event::ReporterOpened { .. }
            | Event::OpeningAsked { .. }
            | Event::OpeningDecided { .. }
            | Event::OpeningLapsed
            | Event::ReporterErased
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
            | Event::RepeatsFound { .. }
            | Event::Recurred { .. }
            | Event::RiskGraded { .. }
            | Event::Judged { .. }
            | Event::JudgementConfirmed { .. }
            | Event::DoubtsSettled { .. }
            | Event::RecheckDrawn { .. }
            | Event::Rechecked { .. }
            | Event::WordsErased { .. }
            | Event::Escalated { .. }
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
            | Event::DeadlinesSettled { .. } => return None,
        }))
    }
}
