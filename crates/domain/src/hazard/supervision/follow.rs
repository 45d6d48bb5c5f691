//! How 督办 follows from the history.

use super::{
    Addressee, Climb, ClockRef, LetterEnd, Listing, Proposal, Publication, ReleaseRequest, Reply,
    ReplyDecision, SupervisionCause, SupervisionLetter, SupervisionLevel,
};
use crate::calendar::Instant;
use crate::hazard::awaiting::{Awaits, awaiting};
use crate::hazard::clocks::StageClock;
use crate::hazard::event::Event;
use crate::hazard::limits::{LimitStage, Term};
use crate::hazard::stage::StageCode;
use crate::hazard::stage_group::StageGroup;
use crate::hazard::state::Hazard;

/// What a clock that climbs looked like before an event.
pub(in crate::hazard) struct Watched {
    clock: ClockRef,
    due: Instant,
    paused_from: Option<Instant>,
}

impl Hazard {
    /// The clocks that climb, as they are before an event.
    pub(in crate::hazard) fn watched(&self) -> Vec<Watched> {
        let watch = |climb: &Climb| {
            let clock = self.clock_of(climb.clock)?;
            Some(Watched { clock: climb.clock, due: clock.term.at, paused_from: clock.paused_from() })
        };
        self.supervision.climbs.iter().filter_map(watch).collect()
    }

    /// The clock that is meant, while it runs.
    pub(in crate::hazard) fn clock_of(&self, meant: ClockRef) -> Option<&StageClock> {
        self.clocks.iter().rev().find(|clock| clock.is_running() && ClockRef::of(clock) == meant)
    }

    /// Folds an event into 督办, after the clocks of the stages were turned.
    pub(in crate::hazard) fn supervise(&mut self, event: &Event, at: Instant) {
        use LimitStage as L;
        match event {
            Event::Escalated { letter, clock, level, owed, to, due, next, .. } => {
                self.supervision.climbs.retain(|climb| climb.clock != *clock);
                self.supervision.climbs.push(Climb { clock: *clock, level: *level, next: *next });
                match due {
                    Some(due) if *level == SupervisionLevel::Listing => {
                        self.supervision.proposal = Some(Proposal { at, due: due.at });
                        self.run(L::DecideListing, at, due, None);
                    }
                    Some(due) => {
                        let (cause, about) = match clock.about.filter(|_| clock.stage == L::SupervisionReply)
                        {
                            // What the letter was about goes on; not answering it is only why it is raised.
                            Some(number) => (
                                SupervisionCause::NoReply,
                                self.supervision.letter(number).and_then(|letter| letter.clock),
                            ),
                            None => (SupervisionCause::Overdue, Some(*clock)),
                        };
                        self.issue(
                            letter.unwrap_or_default(),
                            *level,
                            cause,
                            None,
                            *to,
                            about,
                            due,
                            (*owed, at),
                        );
                    }
                    None => {}
                }
            }
            Event::Supervised { letter, by, level, cause, to, due } => {
                self.issue(*letter, *level, *cause, *by, *to, None, due, (at, at));
            }
            Event::SupervisionReplied { letter, by, due, .. } => {
                let reply = Reply { by: *by, at, review_due: due.at, decided: None };
                self.with_letter(*letter, |found| found.replies.push(reply));
                self.stop_about(&[L::SupervisionReply], *letter, at, true);
                self.run_about(L::ReplyReview, at, due, None, *letter);
            }
            Event::ReplyDecided { letter, by, accepted, due } => {
                let decision = ReplyDecision { accepted: *accepted, by: *by, at };
                self.with_letter(*letter, |found| {
                    if let Some(reply) = found.replies.last_mut() {
                        reply.decided = Some(decision);
                    }
                });
                self.stop_about(&[L::ReplyReview], *letter, at, true);
                if let Some(due) = due {
                    self.with_letter(*letter, |found| found.reply_due = due.at);
                    let unit = self.supervision.letter(*letter).and_then(|found| found.to.unit);
                    self.run_about(L::SupervisionReply, at, due, unit, *letter);
                }
            }
            Event::SupervisionWithdrawn { letter, .. } => self.end_letter(*letter, at, LetterEnd::Withdrawn),
            Event::ReleaseRequested { by, due, .. } => {
                self.supervision.release = Some(ReleaseRequest { by: *by, at });
                self.run(L::ResumeReview, at, due, None);
            }
            Event::ReleaseRefused { .. } | Event::StopReleased { .. } => {
                self.supervision.release = None;
                self.done(&[L::ResumeReview], at);
            }
            Event::SuspensionDecided { granted: true, review_at, .. }
            | Event::SuspensionReviewed { review_at } => {
                self.done(&[L::SuspensionReview], at);
                self.run(L::SuspensionReview, at, &Term::from(*review_at), None);
            }
            Event::Resumed { .. } => self.fall(&[L::SuspensionReview], at),
            _ => self.hang(event, at),
        }
    }

    /// Folds what happens to 挂牌督办.
    fn hang(&mut self, event: &Event, at: Instant) {
        use LimitStage as L;
        let lead = self.dispatch.as_ref().map(|dispatch| dispatch.lead);
        match event {
            Event::Listed { by, number, level, until, ask_by, due } => {
                self.done(&[L::DecideListing], at);
                self.fall(&[L::Listing, L::PublishListing, L::PublishRemoval, L::DecideListingExtension], at);
                self.supervision.proposal = None;
                self.supervision.listings.push(Listing {
                    number: number.clone(),
                    level: *level,
                    by: *by,
                    hung_at: at,
                    until: *until,
                    ask_by: *ask_by,
                    publish_by: due.at,
                    published: None,
                    extension: None,
                    extensions: 0,
                    removed_at: None,
                    publish_removal_by: None,
                    removal: None,
                });
                self.run(L::PublishListing, at, due, None);
                self.run(L::Listing, at, &Term::from(*until), lead);
            }
            Event::ListingDeclined { .. } => {
                self.supervision.proposal = None;
                self.done(&[L::DecideListing], at);
            }
            Event::ListingPublished { by, address, published_at } => {
                let Some(listing) = self.supervision.listings.last_mut() else { return };
                let said = Publication { address: address.clone(), published_at: *published_at, by: *by, at };
                if listing.published.is_none() {
                    listing.published = Some(said);
                    self.done(&[L::PublishListing], at);
                } else {
                    listing.removal = Some(said);
                    self.done(&[L::PublishRemoval], at);
                }
            }
            Event::ListingExtensionRequested { by, until, due } => {
                let Some(listing) = self.supervision.listings.last_mut() else { return };
                listing.extension = Some(super::ListingExtension { until: *until, by: *by, at, due: due.at });
                self.run(L::DecideListingExtension, at, due, None);
            }
            Event::ListingExtensionDecided { granted, until, ask_by, .. } => {
                let Some(listing) = self.supervision.listings.last_mut() else { return };
                listing.extension = None;
                if *granted {
                    listing.extensions = listing.extensions.saturating_add(1);
                    listing.until = *until;
                    listing.ask_by = *ask_by;
                    self.extend(L::Listing, at, *until);
                }
                self.done(&[L::DecideListingExtension], at);
            }
            Event::Delisted { due } => {
                let Some(listing) = self.supervision.listings.last_mut() else { return };
                listing.removed_at = Some(at);
                listing.extension = None;
                // What was never made public needs no public end.
                let published = listing.published.is_some();
                listing.publish_removal_by = published.then_some(due.at);
                self.done(&[L::Listing], at);
                self.fall(&[L::DecideListingExtension, L::PublishListing], at);
                if published {
                    self.run(L::PublishRemoval, at, due, None);
                }
            }
            _ => {}
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the fields of a letter")]
    fn issue(
        &mut self,
        number: u32,
        level: SupervisionLevel,
        cause: SupervisionCause,
        by: Option<crate::ids::PersonId>,
        to: Addressee,
        clock: Option<ClockRef>,
        due: &Term,
        (owed, at): (Instant, Instant),
    ) {
        let before: Vec<u32> = self
            .supervision
            .open_letters()
            .filter(|letter| letter.to == to)
            .map(|letter| letter.number)
            .collect();
        before.into_iter().for_each(|number| self.end_letter(number, at, LetterEnd::Raised));
        self.supervision.letters.push(SupervisionLetter {
            number,
            level,
            cause,
            by,
            to,
            clock,
            owed,
            issued: at,
            reply_due: due.at,
            replies: Vec::new(),
            ended: None,
        });
        self.run_about(LimitStage::SupervisionReply, at, due, to.unit, number);
    }

    fn with_letter(&mut self, number: u32, change: impl FnOnce(&mut SupervisionLetter)) {
        if let Some(letter) = self.supervision.letters.iter_mut().find(|letter| letter.number == number) {
            change(letter);
        }
    }

    fn end_letter(&mut self, number: u32, at: Instant, end: LetterEnd) {
        self.with_letter(number, |letter| {
            letter.ended.get_or_insert((at, end));
        });
        self.stop_about(&[LimitStage::SupervisionReply, LimitStage::ReplyReview], number, at, false);
    }

    /// After an event was folded: levels move with their clocks, and letters end with what they are about.
    pub(in crate::hazard) fn follow(&mut self, before: &[Watched], at: Instant) {
        let over: Vec<u32> = self
            .supervision
            .open_letters()
            .filter(|letter| match letter.clock {
                Some(clock) => self.clock_of(clock).is_none(),
                None => !self.is_with(letter.to),
            })
            .map(|letter| letter.number)
            .collect();
        over.into_iter().for_each(|number| self.end_letter(number, at, LetterEnd::Done));
        let mut climbs = std::mem::take(&mut self.supervision.climbs);
        climbs.retain_mut(|climb| {
            let Some(clock) = self.clock_of(climb.clock) else { return false };
            let watched = before.iter().find(|watched| watched.clock == climb.clock);
            if let (Some(next), Some(watched)) = (&mut climb.next, watched) {
                let moved = clock.term.at.since(watched.due).max(0);
                let stood = match (watched.paused_from, clock.paused_from()) {
                    // A deadline that had passed before the pause did not move with it.
                    (Some(from), None) if moved == 0 => at.since(from).max(0),
                    _ => 0,
                };
                next.at = next.at.plus(moved + stood);
            }
            true
        });
        self.supervision.climbs = climbs;
        if self.supervision.proposal.is_some() && self.running(LimitStage::DecideListing).is_none() {
            self.supervision.proposal = None;
        }
        if self.stage.code() != StageCode::StopOrdered && self.supervision.release.is_some() {
            self.supervision.release = None;
            self.fall(&[LimitStage::ResumeReview], at);
        }
    }

    /// Whether the case is still in the hands of whom a letter was sent to.
    fn is_with(&self, to: Addressee) -> bool {
        let stage = self.stage.code();
        match to.seat {
            // A unit that says it is not its own has it until somebody decides.
            Awaits::Unit => {
                stage.group() == StageGroup::Rectifying && self.dispatch.as_ref().map(|d| d.lead) == to.unit
            }
            seat => {
                let awaiting = awaiting(self);
                stage.is_open() && awaiting.first == seat && awaiting.unit == to.unit
            }
        }
    }
}
