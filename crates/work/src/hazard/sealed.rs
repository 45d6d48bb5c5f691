//! 从业人员举报的保密: what the party responsible learns of a hazard that somebody who works there reported.
//!
//! Not who, when, how or in which words it was reported, and none of the reporter's photos: only what inspectors and
//! offices found and did from there on (应急〔2020〕69号: strict secrecy). Not that somebody went to look whether it is
//! true, either: to the party the case begins with its filing, and what was found there is what is wrong.

use super::slip::Reported;
use super::timeline::events;
use crate::Registers;
use domain::calendar::Instant;
use domain::hazard::{
    Channel, Event, Hazard, LimitStage, Photo, PhotoRole, Protection, Source, Stage, Supervision, Words,
};
use domain::ids::{District, UnitId};
use domain::people::{Actor, Scope};
use store::{Connection, EngineError};

/// Who looks, as far as it matters here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Looker {
    pub(super) unit: Option<UnitId>,
    /// Of a company or a property manager, not of an office.
    pub(super) private: bool,
    /// Of the desk or an auditor: sees every case, and answers for the reporters' protection.
    desk: bool,
}

impl Looker {
    pub(crate) fn of(actor: &Actor, registers: &Registers) -> Self {
        let unit = actor.staff().map(|s| s.unit);
        let private = unit.and_then(|u| registers.unit(u)).is_some_and(|u| u.kind.is_private());
        Self { unit, private, desk: !private && Scope::of(actor) == Scope::All }
    }

    /// Somebody of a unit, as far as knowing of a hazard goes.
    pub(super) fn for_unit(unit: UnitId, private: bool) -> Self {
        Self { unit: Some(unit), private, desk: false }
    }

    /// The unit for which they look.
    pub(super) fn unit(self) -> Option<UnitId> {
        self.unit
    }

    /// Whether they look for a company or a property manager.
    pub(crate) fn is_private(self) -> bool {
        self.private
    }

    /// Whether they are told who asked to open a reporter's contact, and what became of it.
    pub(super) fn guards_reporters(self) -> bool {
        self.desk
    }

    /// One of each sort, for the test that prepares every statement.
    pub(super) fn every() -> [Self; 2] {
        let unit = Some(UnitId(uuid::Uuid::nil()));
        [Self { unit, ..Self::default() }, Self { unit, private: true, desk: false }]
    }

    /// Whether they look for the party that answers for the hazard, or for another company.
    pub(super) fn answers_for(self, hazard: &Hazard) -> bool {
        let party = hazard.filing.as_ref().and_then(|f| f.party_unit);
        self.private || (party.is_some() && party == self.unit)
    }

    /// Whether it is kept from this looker how the hazard was reported.
    pub(crate) fn is_kept_from(self, hazard: &Hazard) -> bool {
        hazard.is_confidential() && self.answers_for(hazard)
    }

    /// Whether this looker, whose roles let him see the hazard, may know that it is there: of what an employee reported
    /// no company knows before an office has been there and filed it.
    pub(crate) fn may_know_of(self, hazard: &Hazard) -> bool {
        !self.is_kept_from(hazard) || (hazard.filing.is_some() && !hazard.must_be_inspected_first())
    }

    /// The hazard as this looker may know it, with what was said when it was reported.
    pub(crate) fn seen(self, hazard: Hazard, said: Words) -> (Hazard, Words) {
        let hazard = self.without_referral(hazard);
        if !self.is_kept_from(&hazard) {
            // What follows a case may be confidential though the case itself is not.
            let children = if self.private { Vec::new() } else { hazard.children.clone() };
            // The receipt is the reporter's. Were it shown with other cases, one without it would stand out.
            let receipt = match &hazard.filing {
                Some(filing) if self.answers_for(&hazard) && hazard.source != Source::SelfCheck => {
                    filing.number.clone()
                }
                _ => hazard.receipt.clone(),
            };
            return (Hazard { children, receipt, ..hazard }, said);
        }
        let mut known = hazard.clone();
        known.photos.retain(|photo| self.may_know(&hazard, photo.role));
        (redacted(known), Words::none())
    }

    /// What this looker reads of a hazard: the words of its report, or where these are kept from him what offices wrote,
    /// so that it stands among others like any inspection.
    pub(super) fn told(
        self,
        connection: &mut dyn Connection,
        district: District,
        hazard: &Hazard,
        said: Words,
    ) -> Result<Words, EngineError> {
        if !self.is_kept_from(hazard) {
            return Ok(said);
        }
        let history = events(connection, district, hazard.id.0)?;
        let found = Reported::of(hazard, &history).found(&history);
        Ok(found.map_or_else(Words::none, Words::text))
    }

    /// 举报人一栏: how the reporter is protected, for those who do not answer for the hazard.
    pub(super) fn protection(self, hazard: &Hazard) -> Option<Protection> {
        (!self.answers_for(hazard)).then_some(hazard.protection)
    }

    /// Whether this looker may see a photo of the hazard.
    pub(crate) fn sees_photo(self, hazard: &Hazard, photo: &Photo) -> bool {
        !self.lacks_photo(hazard, photo.file)
            && (!self.is_kept_from(hazard) || self.may_know(hazard, photo.role))
    }

    /// What a leader shows may show the report: only a unit that was told to act on it sees it.
    fn may_know(self, hazard: &Hazard, role: PhotoRole) -> bool {
        match role {
            PhotoRole::Before | PhotoRole::Supplement => false,
            PhotoRole::Instruction => {
                self.unit.is_some() && hazard.instructions.iter().any(|i| i.unit == self.unit)
            }
            _ => true,
        }
    }

    /// Whether this looker is told of the event, which happened at `at`.
    pub(crate) fn is_told(self, hazard: &Hazard, event: &Event, at: Instant) -> bool {
        if self.lacks_event(hazard, event, at) {
            return false;
        }
        if is_about_opening(event) && !self.desk || is_about_children(event) && self.private {
            return false;
        }
        !self.is_kept_from(hazard) || event.is_work()
    }
}

/// Everything about the report is replaced by what a case of the offices' own would have there: the case number for
/// the receipt's, the time of filing for that of the report.
fn redacted(hazard: Hazard) -> Hazard {
    let filed = hazard.filing.as_ref().map(|f| (f.number.clone(), f.at));
    let (number, at) = filed.unwrap_or((String::new(), hazard.updated_at));
    let at_rest = matches!(hazard.stage, Stage::Rejected { .. } | Stage::Merged { .. });
    // What desks were pressed for would tell when it was reported.
    let told: Vec<_> = hazard.supervision.letters.iter().filter(|l| l.to.unit.is_some()).cloned().collect();
    Hazard {
        // What the reporter does makes no new one.
        version: hazard.worked,
        receipt: number,
        source: Source::Bureau,
        channel: Channel::Console,
        reported_at: at,
        updated_at: worked_on(&hazard).unwrap_or(at),
        captured_at: None,
        // An objection is the reporter's.
        clock: hazard.clock.filter(|_| !at_rest),
        stage: match hazard.stage {
            Stage::Rejected { reason, by, .. } => {
                Stage::Rejected { reason, by, appealed_at: None, dismissed_at: None }
            }
            stage => stage,
        },
        kind: None,
        // Without a place in the register it may be where the reporter stood.
        position: None,
        fix: None,
        reporter: None,
        opening: None,
        protection: Protection::Anonymous,
        external: Vec::new(),
        accepted: None,
        replied_at: None,
        missed_calls: 0,
        rating: None,
        urges: 0,
        urge_again: None,
        children: Vec::new(),
        // So many days after another one was closed: that is the day of the report.
        repeats: Vec::new(),
        recurred: Vec::new(),
        // What inspectors saw is what the case begins with.
        photos: hazard.photos.into_iter().map(begun).collect(),
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

/// A photo of the inspection, as one with which a case of the offices' own begins.
fn begun(photo: Photo) -> Photo {
    match photo.role {
        PhotoRole::Inspection => Photo { role: PhotoRole::Before, ..photo },
        _ => photo,
    }
}

/// When somebody last worked on it: not when the reporter last asked, or was asked.
fn worked_on(hazard: &Hazard) -> Option<Instant> {
    let of_work = hazard.clocks.iter().filter(|c| is_of_work(c.stage));
    let clocks = of_work.flat_map(|c| [Some(c.started), c.finished]);
    let filed = hazard.filing.as_ref().map(|f| f.at);
    let planned = hazard.fulfilments.as_ref().map(|f| f.at);
    let ends = [filed, planned, hazard.last_submitted_at, hazard.closed_at];
    clocks.chain(ends).flatten().filter(|at| *at <= hazard.updated_at).max()
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

/// What passes between those who ask to open a contact and those who decide.
fn is_about_opening(event: &Event) -> bool {
    matches!(
        event,
        Event::OpeningAsked { .. }
            | Event::OpeningDecided { .. }
            | Event::OpeningLapsed
            | Event::ReporterOpened { .. }
    )
}

fn is_about_children(event: &Event) -> bool {
    matches!(event, Event::ChildMerged { .. } | Event::ChildUnmerged { .. })
}
