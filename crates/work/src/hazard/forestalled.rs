//! 移交执法的保密: a referral announced is a referral forestalled. The party responsible, and whoever else of a company
//! looks, learns nothing of it (step, clock, letters about it, photos, times) until those who punish have filed the
//! case or sent it back.

use super::Looker;
use domain::calendar::Instant;
use domain::hazard::{Enforcement, Event, Hazard, LimitStage, Supervision};
use domain::ids::FileId;

impl Looker {
    /// The referral that this looker does not know of.
    fn unknown_referral(self, hazard: &Hazard) -> Option<&Enforcement> {
        let party = hazard.filing.as_ref().and_then(|f| f.party_unit);
        let is_party = self.private || (party.is_some() && party == self.unit);
        hazard.kept_back().filter(|open| is_party && self.unit != Some(open.unit))
    }

    /// The hazard without it.
    pub(super) fn without_referral(self, mut hazard: Hazard) -> Hazard {
        let Some(open) = self.unknown_referral(&hazard).cloned() else { return hazard };
        let kept: Vec<u32> = hazard.supervision.letters.iter().map(|letter| letter.number).collect();
        let kept: Vec<u32> = kept.into_iter().filter(|number| hazard.is_letter_kept_back(*number)).collect();
        let is_of_it = |stage: LimitStage, started: Instant, about: Option<u32>| {
            (stage == LimitStage::Enforcement && started >= open.at)
                || about.is_some_and(|number| kept.contains(&number))
        };
        hazard.clocks.retain(|clock| !is_of_it(clock.stage, clock.started, clock.about));
        let Supervision { climbs, letters, .. } = &mut hazard.supervision;
        climbs.retain(|climb| !is_of_it(climb.clock.stage, climb.clock.started, climb.clock.about));
        letters.retain(|letter| !kept.contains(&letter.number));
        hazard.photos.retain(|photo| !open.photos.contains(&photo.file));
        if let Some(unseen) = open.unseen.filter(|unseen| unseen.at == hazard.updated_at) {
            hazard.updated_at = unseen.before;
        }
        hazard.enforcements.pop();
        hazard
    }

    /// Whether a photo came with it.
    pub(super) fn lacks_photo(self, hazard: &Hazard, file: FileId) -> bool {
        self.unknown_referral(hazard).is_some_and(|open| open.photos.contains(&file))
    }

    /// Whether an event is part of it.
    pub(super) fn lacks_event(self, hazard: &Hazard, event: &Event, at: Instant) -> bool {
        self.unknown_referral(hazard).is_some() && hazard.keeps_back(event, at)
    }
}
