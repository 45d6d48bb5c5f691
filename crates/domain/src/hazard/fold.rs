//! The fold: what the events of a hazard add up to. It trusts events, so it never refuses and never fails, in
//! whatever order imported history brings them.

use super::doubts::Passed;
use super::event::Event;
use super::instruction::Instruction;
use super::kinds::Protection;
use super::limits::{LimitStage, Term};
use super::recheck::{Recheck, RecheckResult};
use super::stage::Stage;
use super::state::*;
use crate::calendar::Instant;
use crate::ids::{HazardId, PersonId, UnitId};

impl Hazard {
    /// The hazard that begins with `event` at `at`: only a report begins one.
    pub fn begin(id: HazardId, event: &Event, at: Instant) -> Option<Hazard> {
        let Event::Reported {
            receipt,
            source,
            channel,
            captured_at,
            category,
            place,
            position,
            fix,
            street,
            life_danger,
            photos,
            reporter,
            protection,
            finder,
            external,
            due,
            reply_due,
            takeover,
            row: _,
        } = event
        else {
            return None;
        };
        let mut hazard = Hazard {
            id,
            version: 1,
            worked: 0,
            receipt: receipt.clone(),
            stage: Stage::Reported,
            source: *source,
            channel: *channel,
            reported_at: at,
            captured_at: *captured_at,
            kind: category.clone(),
            place: place.clone(),
            position: *position,
            fix: *fix,
            street: street.clone(),
            life_danger: *life_danger,
            photos: photos.clone(),
            reporter: *reporter,
            opening: None,
            protection: *protection,
            finder: *finder,
            external: external.clone(),
            accepted: None,
            replied_at: None,
            finding: None,
            filing: None,
            dispatch: None,
            returns: 0,
            arbitrated: false,
            fulfilments: None,
            request: None,
            rectify_due: None,
            extensions: 0,
            suspensions: 0,
            reworks: 0,
            fixers: Vec::new(),
            verifiers: Vec::new(),
            handled_by: Vec::new(),
            dispatched_to: Vec::new(),
            inspected_by: Vec::new(),
            submitted_at: None,
            last_submitted_at: None,
            closed_at: None,
            closing: None,
            missed_calls: 0,
            rating: None,
            urges: 0,
            urge_again: None,
            reopens: 0,
            children: Vec::new(),
            clock: due.as_ref().map(|due| Clock { started: at, due: due.at }),
            clocks: Vec::new(),
            instructions: Vec::new(),
            risk: None,
            judgement: None,
            passed: None,
            doubts: None,
            recheck: None,
            supervision: Default::default(),
            enforcements: Vec::new(),
            overtime: None,
            look_backs: Vec::new(),
            repeats: Vec::new(),
            recurred: Vec::new(),
            takeover: *takeover,
            updated_at: at,
        };
        for (stage, due) in [(LimitStage::Response, due), (LimitStage::FirstReply, reply_due)] {
            if let Some(due) = due {
                hazard.run(stage, at, due, None);
            }
        }
        Some(hazard)
    }

    /// Folds a whole history; `None` unless it begins with a report.
    pub fn fold<'a>(id: HazardId, events: impl IntoIterator<Item = (&'a Event, Instant)>) -> Option<Hazard> {
        let mut events = events.into_iter();
        let (first, at) = events.next()?;
        let mut hazard = Hazard::begin(id, first, at)?;
        for (event, at) in events {
            hazard.apply(event, at);
        }
        Some(hazard)
    }

    /// What the hazard is after `event`, which happened at `at`.
    pub fn apply(&mut self, event: &Event, at: Instant) {
        self.version = self.version.saturating_add(1);
        self.worked = self.worked.saturating_add(event.is_work().into());
        let changed = std::mem::replace(&mut self.updated_at, at);
        self.photos.extend_from_slice(event.photos_added());
        self.note_parts(event);
        let before = self.watched();
        self.turn_clocks(event, at);
        self.supervise(event, at);
        self.fold_beside(event, at);
        self.fold_opening(event, at);
        match event {
            Event::Reported { .. }
            | Event::InterimMeasured { .. }
            | Event::ReporterOpened { .. }
            | Event::OpeningAsked { .. }
            | Event::OpeningDecided { .. }
            | Event::OpeningLapsed
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
            | Event::DeadlinesSettled { .. } => {}
            Event::Accepted { by, due } => {
                self.accepted = Some(Accepted { by: *by, at });
                self.clock = Some(Clock { started: at, due: due.at });
            }
            Event::SupplementAsked { until } => {
                self.answered(at);
                self.enter(Stage::Supplement { until: until.at }, at, Some(until));
            }
            Event::Supplemented { due, .. } => {
                if let (Stage::Supplement { .. }, Some(due)) = (&self.stage, due) {
                    self.enter(Stage::Reported, at, Some(due));
                }
            }
            Event::InspectionOrdered { unit, due } => {
                self.enter(Stage::Verifying { unit: *unit }, at, Some(due))
            }
            Event::Inspected { finding, due, .. } => {
                self.finding = Some(*finding);
                self.back_to_desk(at, due);
            }
            Event::FixedOnSpot { by, unit, due, .. } => {
                self.submitted(at);
                self.enter(Stage::SelfFixed { by: *by, unit: *unit }, at, Some(due));
            }
            Event::Rejected { reason, by } => {
                self.answered(at);
                let stage =
                    Stage::Rejected { reason: *reason, by: *by, appealed_at: None, dismissed_at: None };
                self.enter(stage, at, None);
            }
            Event::Appealed { due } => {
                if let Stage::Rejected { appealed_at, .. } = &mut self.stage {
                    *appealed_at = Some(at);
                }
                self.clock = Some(Clock { started: at, due: due.at });
            }
            Event::AppealDecided { upheld: true, due } => {
                self.reopens = self.reopens.saturating_add(1);
                self.enter(Stage::Reopened, at, due.as_ref());
            }
            Event::AppealDecided { upheld: false, .. } => {
                if let Stage::Rejected { dismissed_at, .. } = &mut self.stage {
                    *dismissed_at = Some(at);
                }
                self.clock = None;
            }
            Event::Merged { into } => self.enter(Stage::Merged { into: *into }, at, None),
            Event::ChildMerged { child } => remember(&mut self.children, *child),
            Event::ChildUnmerged { child } => self.children.retain(|c| c != child),
            Event::Unmerged { due } | Event::ReferralBounced { due } => self.back_to_desk(at, due),
            Event::ReferredOut { to, due } => {
                self.enter(Stage::ReferredOut { to: to.clone() }, at, Some(due))
            }
            Event::Filed { filing, judgement, due } => {
                self.filing = Some(filing.clone());
                self.judgement = judgement.clone();
                self.enter(Stage::Filed, at, Some(due));
            }
            Event::Dispatched { lead, co, copies, by, due } => {
                self.instruction_follows(self.dispatch.as_ref().map(|d| d.lead), *lead);
                self.dispatch = Some(Dispatch {
                    lead: *lead,
                    co: co.clone(),
                    copies: copies.clone(),
                    by: *by,
                    at,
                    signed: None,
                });
                self.request = None;
                self.rectify_due = None;
                self.enter(Stage::Dispatched, at, Some(due));
            }
            Event::Signed { by, rectify_due } => {
                if let Some(dispatch) = &mut self.dispatch {
                    dispatch.signed = Some((*by, at));
                }
                self.rectify(at, rectify_due.at);
            }
            Event::ReturnRequested { by, unit, due, .. } => {
                self.returns = self.returns.saturating_add(1);
                self.enter(Stage::ReturnRequested { unit: *unit, by: *by }, at, Some(due));
            }
            Event::ReturnDecided { granted, arbitration, due } => {
                self.arbitrated |= arbitration;
                let stage = if *granted { Stage::Filed } else { Stage::Dispatched };
                self.enter(stage, at, Some(due));
            }
            Event::Planned { fulfilments, .. } => self.fulfilments = Some(fulfilments.clone()),
            Event::ExtensionRequested { by, until, .. } => {
                self.request = Some(Request::Extension { until: *until, by: *by, at });
            }
            Event::ExtensionDecided { granted, rectify_due } => {
                self.request = None;
                if *granted {
                    self.extensions = self.extensions.saturating_add(1);
                    self.rectify_due = Some(*rectify_due);
                    if let Some(clock) = &mut self.clock {
                        clock.due = *rectify_due;
                    }
                }
            }
            Event::SuspensionRequested { by, cause, until, review_at, .. } => {
                self.request = Some(Request::Suspension {
                    cause: *cause,
                    until: *until,
                    review_at: *review_at,
                    by: *by,
                    at,
                });
            }
            Event::SuspensionDecided { granted, until, review_at } => {
                self.request = None;
                if *granted {
                    self.suspensions = self.suspensions.saturating_add(1);
                    self.rectify_due = None;
                    let stage = Stage::Suspended { until: *until, review_at: *review_at };
                    self.enter_until(stage, at, Some(*review_at));
                }
            }
            Event::SuspensionReviewed { review_at: next } => {
                if let Stage::Suspended { review_at, .. } = &mut self.stage {
                    *review_at = *next;
                    self.clock = Some(Clock { started: at, due: *next });
                }
            }
            Event::Resumed { rectify_due, .. } => self.rectify(at, rectify_due.at),
            Event::StopReleased { rectify_due } => self.rectify(at, *rectify_due),
            Event::StopOrdered { order } => {
                self.enter_until(Stage::StopOrdered { order: order.clone() }, at, self.rectify_due);
            }
            Event::Submitted { by, due, .. } => {
                self.submitted(at);
                self.request = None;
                self.enter(Stage::Submitted { by: *by }, at, Some(due));
            }
            Event::Verified { by, method, due, .. } => {
                self.passed = Some(Passed { by: *by, method: *method, at });
                self.enter(Stage::Verified { by: *by }, at, Some(due));
            }
            Event::ReworkOrdered { rectify_due, .. } => {
                self.reworks = self.reworks.saturating_add(1);
                self.rectify_due = Some(rectify_due.at);
                self.enter(Stage::Rework, at, Some(rectify_due));
            }
            Event::Closed { closing, follow_up_due, doubts, .. } => {
                self.doubts = doubts.clone();
                self.closed_at = Some(at);
                self.closing = Some(*closing);
                self.missed_calls = 0;
                self.rating = None;
                self.request = None;
                let stage = if follow_up_due.is_some() { Stage::FollowUp } else { Stage::Closed };
                self.enter(stage, at, follow_up_due.as_ref());
            }
            Event::Replied => self.answered(at),
            Event::Urged { again, .. } => {
                self.urges = self.urges.saturating_add(1);
                self.urge_again = Some(*again);
            }
            Event::Rated { solved, stars } => {
                self.rating = Some(Rating { solved: *solved, stars: *stars, at, by_desk: false });
            }
            Event::CalledBack { reached, solved, stars, .. } => {
                self.called_back(*reached, *solved, *stars, at)
            }
            Event::Reopened { due, .. } => {
                self.reopens = self.reopens.saturating_add(1);
                self.closed_at = None;
                self.closing = None;
                self.passed = None;
                self.doubts = None;
                self.recheck = self.recheck.take().filter(|recheck| !recheck.is_pending());
                self.enter(Stage::Reopened, at, Some(due));
            }
            Event::Archived => self.enter(Stage::Archived, at, None),
            Event::Instructed { by, unit, phrase, photos, due, .. } => self.instructed(Instruction {
                number: self.instructions.len() as u32 + 1,
                by: *by,
                at,
                unit: *unit,
                phrase: *phrase,
                due: due.at,
                replied: None,
                accepted: None,
                returns: 0,
                photos: photos.iter().map(|photo| photo.file).collect(),
            }),
            Event::InstructionReplied { by, .. } => self.instruction_replied(*by, at),
            Event::InstructionSettled { by, accepted, due, .. } => {
                self.instruction_settled(*by, *accepted, due.as_ref().map(|d| d.at), at);
            }
            Event::RiskGraded { risk } => self.risk = Some(risk.clone()),
            Event::Judged { judgement } => self.judged(judgement),
            Event::JudgementConfirmed { by } => self.judgement_confirmed(*by, at),
            Event::DoubtsSettled { .. } => self.doubts = None,
            Event::RecheckDrawn { period, unit, due } => {
                self.recheck = Some(Recheck {
                    period: period.clone(),
                    unit: *unit,
                    drawn_at: at,
                    due: due.at,
                    result: None,
                });
            }
            Event::Rechecked { by, passed, .. } => {
                if let Some(recheck) = &mut self.recheck {
                    recheck.result = Some(RecheckResult { passed: *passed, by: *by, at });
                }
            }
            Event::ReporterErased => {
                self.reporter = None;
                // What was confidential stays so: the party responsible would otherwise learn it now.
                if self.protection != Protection::Whistleblower {
                    self.protection = Protection::Anonymous;
                }
            }
        }
        self.follow(&before, at);
        self.note_unseen(event, changed, at);
    }

    /// Who and which units now had a part that excludes others.
    fn note_parts(&mut self, event: &Event) {
        match event {
            Event::InspectionOrdered { unit, .. } | Event::RecheckDrawn { unit, .. } => {
                remember(&mut self.inspected_by, *unit)
            }
            Event::FixedOnSpot { by, unit, .. } => self.note_fixer(*by, Some(*unit)),
            Event::Dispatched { lead, co, copies, .. } => {
                for unit in std::iter::once(lead).chain(co).chain(copies) {
                    remember(&mut self.dispatched_to, *unit);
                }
            }
            Event::Signed { by, .. } => {
                self.note_fixer(*by, None);
                if let Some(dispatch) = &self.dispatch {
                    for unit in std::iter::once(&dispatch.lead).chain(&dispatch.co) {
                        remember(&mut self.handled_by, *unit);
                    }
                }
            }
            Event::Planned { by, fulfilments } => {
                self.note_fixer(*by, None);
                self.note_fixer(fulfilments.responsible, None);
            }
            Event::InterimMeasured { by, .. } | Event::Submitted { by, .. } => self.note_fixer(*by, None),
            Event::Verified { by, .. } | Event::ReworkOrdered { by, .. } => {
                remember(&mut self.verifiers, *by)
            }
            _ => {}
        }
    }

    fn note_fixer(&mut self, person: PersonId, unit: Option<UnitId>) {
        remember(&mut self.fixers, person);
        if let Some(unit) = unit {
            remember(&mut self.handled_by, unit);
        }
    }

    fn enter(&mut self, stage: Stage, at: Instant, due: Option<&Term>) {
        self.enter_until(stage, at, due.map(|term| term.at));
    }

    fn enter_until(&mut self, stage: Stage, at: Instant, due: Option<Instant>) {
        self.stage = stage;
        self.clock = due.map(|due| Clock { started: at, due });
    }

    /// What was filed once and comes back is a reopened hazard, not a new report.
    fn back_to_desk(&mut self, at: Instant, due: &Term) {
        let stage = if self.filing.is_some() { Stage::Reopened } else { Stage::Reported };
        self.enter(stage, at, Some(due));
    }

    fn rectify(&mut self, at: Instant, due: Instant) {
        self.rectify_due = Some(due);
        self.enter_until(Stage::Rectifying, at, Some(due));
    }

    fn submitted(&mut self, at: Instant) {
        self.submitted_at.get_or_insert(at);
        self.last_submitted_at = Some(at);
    }

    /// 首次答复: the first answer counts.
    fn answered(&mut self, at: Instant) {
        self.replied_at.get_or_insert(at);
    }

    /// What the desk was told by telephone never replaces what the reporter wrote in person.
    fn called_back(&mut self, reached: bool, solved: Option<bool>, stars: Option<u8>, at: Instant) {
        if !reached {
            self.missed_calls = self.missed_calls.saturating_add(1);
        }
        let own = self.rating.as_ref().is_some_and(|rating| !rating.by_desk);
        if let (false, Some(solved), Some(stars)) = (own, solved, stars) {
            self.rating = Some(Rating { solved, stars, at, by_desk: true });
        }
    }
}

impl Event {
    /// The photos that it adds after the report.
    pub fn photos_added(&self) -> &[Photo] {
        match self {
            Event::Supplemented { photos, .. }
            | Event::Inspected { photos, .. }
            | Event::FixedOnSpot { photos, .. }
            | Event::ReturnRequested { photos, .. }
            | Event::InterimMeasured { photos, .. }
            | Event::SupervisionReplied { photos, .. }
            | Event::ReleaseRequested { photos, .. }
            | Event::Submitted { photos, .. }
            | Event::Verified { photos, .. }
            | Event::ReworkOrdered { photos, .. }
            | Event::EnforcementReferred { photos, .. }
            | Event::OvertimeAppealed { photos, .. }
            | Event::LookedBack { photos, .. }
            | Event::Instructed { photos, .. }
            | Event::InstructionReplied { photos, .. }
            | Event::Rechecked { photos, .. } => photos,
            _ => &[],
        }
    }
}

fn remember<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
