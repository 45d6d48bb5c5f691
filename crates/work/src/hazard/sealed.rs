//! 从业人员举报的保密: what the party responsible learns of a hazard that somebody who works there reported.
//!
//! Not who, when, how or in which words it was reported, and none of the reporter's photos: only what inspectors and
//! offices found and did from there on (应急〔2020〕69号: strict secrecy).

use crate::Registers;
use domain::hazard::{
    Addressee, Channel, Event, Hazard, LimitStage, PhotoRole, Protection, Source, Supervision, Words,
};
use domain::ids::UnitId;
use domain::people::{Actor, UnitKind};

/// Who looks, as far as it matters here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Looker {
    unit: Option<UnitId>,
    /// Of a company or a property manager, not of an office.
    private: bool,
}

impl Looker {
    pub(crate) fn of(actor: &Actor, registers: &Registers) -> Self {
        let unit = actor.staff().map(|s| s.unit);
        let kind = unit.and_then(|u| registers.unit(u)).map(|u| u.kind);
        Self { unit, private: matches!(kind, Some(UnitKind::Company | UnitKind::Property)) }
    }

    /// Whether it is kept from this looker how the hazard was reported.
    pub(crate) fn is_kept_from(self, hazard: &Hazard) -> bool {
        let secret =
            hazard.protection == Protection::Whistleblower || matches!(hazard.source, Source::Employee);
        let party = hazard.filing.as_ref().and_then(|f| f.party_unit);
        secret && (self.private || (party.is_some() && party == self.unit))
    }

    /// The hazard as this looker may know it, with what was said when it was reported.
    pub(crate) fn seen(self, hazard: Hazard, said: Words) -> (Hazard, Words) {
        if self.is_kept_from(&hazard) { (redacted(hazard), Words::none()) } else { (hazard, said) }
    }

    /// Whether this looker may see the photo of a hazard with that role.
    pub(crate) fn sees_photo(self, hazard: &Hazard, role: PhotoRole) -> bool {
        !self.is_kept_from(hazard) || is_of_offices(role)
    }

    /// Whether this looker is told of the event.
    pub(crate) fn is_told(self, hazard: &Hazard, event: &Event) -> bool {
        !self.is_kept_from(hazard) || is_work(event)
    }
}

/// Everything about the report is replaced by what a case of the offices' own would have there: the case number for
/// the receipt's, the time of filing for that of the report.
fn redacted(hazard: Hazard) -> Hazard {
    let filed = hazard.filing.as_ref().map(|f| (f.number.clone(), f.at));
    let (number, at) = filed.unwrap_or((String::new(), hazard.updated_at));
    // What desks were pressed for would tell when it was reported.
    let told: Vec<_> = hazard.supervision.letters.iter().filter(|l| l.to.unit.is_some()).cloned().collect();
    Hazard {
        receipt: number,
        source: Source::Bureau,
        channel: Channel::Console,
        reported_at: at,
        captured_at: None,
        kind: None,
        // Without a place in the register it may be where the reporter stood.
        position: None,
        fix: None,
        photos: hazard.photos.into_iter().filter(|p| is_of_offices(p.role)).collect(),
        reporter: None,
        protection: Protection::Anonymous,
        external: Vec::new(),
        accepted: None,
        replied_at: None,
        missed_calls: 0,
        rating: None,
        urges: 0,
        urge_again: None,
        children: Vec::new(),
        // What the words of the report point to says something of the words.
        judgement: hazard.judgement.map(|j| domain::hazard::Judgement { hinted: Vec::new(), ..j }),
        clocks: hazard
            .clocks
            .into_iter()
            .filter(|c| {
                is_of_work(c.stage) || c.about.is_some_and(|letter| told.iter().any(|l| l.number == letter))
            })
            .collect(),
        supervision: Supervision {
            climbs: hazard.supervision.climbs.into_iter().filter(|c| is_of_work(c.clock.stage)).collect(),
            letters: told,
            ..hazard.supervision
        },
        ..hazard
    }
}

/// Clocks that began with the work on it, not with the report.
fn is_of_work(stage: LimitStage) -> bool {
    use LimitStage as L;
    matches!(
        stage,
        L::Dispatch
            | L::Sign
            | L::DecideReturn
            | L::Rectify
            | L::DecideRequest
            | L::Verify
            | L::ApproveClosing
            | L::Instruction
            | L::Enforcement
            | L::EnforcementDecision
            | L::DecideOvertime
            | L::LookBack
            | L::SuspensionReview
            | L::ResumeReview
            | L::DecideListing
            | L::PublishListing
            | L::Listing
            | L::DecideListingExtension
            | L::PublishRemoval
            | L::Recheck
    )
}

fn is_of_offices(role: PhotoRole) -> bool {
    !matches!(role, PhotoRole::Before | PhotoRole::Supplement)
}

/// What offices and units do with the hazard itself, from inspection to closing; nothing that passes between them and
/// the reporter.
fn is_work(event: &Event) -> bool {
    matches!(
        event,
        Event::Inspected { .. }
            | Event::FixedOnSpot { .. }
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
            | Event::EnforcementDecided { .. }
            | Event::OvertimeAppealed { .. }
            | Event::OvertimeReviewed { .. }
            | Event::LookBackOpened { .. }
            | Event::LookedBack { .. }
    )
}
