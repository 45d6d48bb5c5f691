//! Lives the planned lives: all steps of all hazards in the order of their times, many waiting at once, each
//! decided at its own time.

use super::gallery::Gallery;
use super::land::Spot;
use super::life::{Step, What, Who};
use crate::hazard::{Act, Acted, NotActed, Receipt, prepare};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Action, Photo, Refusal};
use domain::ids::HazardId;
use domain::people::Actor;
use std::collections::VecDeque;
use store::{Command, Failure, Halt, Needs, Tx, Value, tables};
use tokio::sync::oneshot;

/// Commands that wait at the same time.
const IN_FLIGHT: usize = 192;

/// A command at its own time, with the rows of the photos that come with it.
pub(super) struct Then<C> {
    pub(super) at: Instant,
    pub(super) command: C,
    pub(super) uploads: Vec<Vec<Value>>,
}

impl<C: Command> Command for Then<C> {
    type Output = C::Output;
    type Refusal = C::Refusal;

    fn needs(&self, needs: &mut Needs) {
        self.command.needs(needs);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<C::Output, Halt<C::Refusal>> {
        tx.move_to(self.at);
        let output = self.command.run(tx)?;
        for upload in &self.uploads {
            let mut row = vec![tx.district().into()];
            row.extend(upload.iter().cloned());
            row.extend([tx.actor().staff().map(|s| s.person).into(), self.at.into()]);
            tx.write(&tables::UPLOADS, row);
        }
        Ok(output)
    }
}

enum Waiting {
    Report(oneshot::Receiver<Result<Receipt, Failure<Refusal>>>),
    Act(oneshot::Receiver<Result<Acted, Failure<NotActed>>>),
}

/// One hazard while it lives.
#[derive(Default)]
struct Living {
    id: Option<HazardId>,
    waiting: Option<Waiting>,
    /// A step was refused: what was planned after it makes no sense any more.
    stopped: bool,
}

/// Runs everything.
pub(super) struct Simulation<'a> {
    pub(super) app: &'a App,
    pub(super) spots: &'a [Spot],
    pub(super) gallery: &'a Gallery,
    living: Vec<Living>,
    order: VecDeque<usize>,
    refused: usize,
}

impl<'a> Simulation<'a> {
    pub(super) fn new(app: &'a App, spots: &'a [Spot], gallery: &'a Gallery, lives: usize) -> Self {
        let living = (0..lives).map(|_| Living::default()).collect();
        Self { app, spots, gallery, living, order: VecDeque::new(), refused: 0 }
    }

    /// Makes one step of a life; the answer may come later.
    pub(super) fn step(&mut self, life: usize, step: Step) -> Result<(), Problem> {
        self.settle(life)?;
        if self.living[life].stopped {
            return Ok(());
        }
        let Step { at, who, what } = step;
        match what {
            What::Report(new) => {
                let actor = self.actor(life, who);
                let place = new.place.and_then(|id| self.spots.iter().find(|s| s.place.id == id));
                let uploads = self.uploads(&new.photos);
                // Ids begin with the time, so the clock is moved for what is prepared here, too.
                self.app.store().surroundings().move_to(at);
                let command = prepare(self.app, &actor, *new, place.map(|s| &s.place))?;
                self.living[life].id = Some(command.report.id);
                let sent = self.app.store().submit(
                    self.app.district(),
                    actor,
                    None,
                    Then { at, command, uploads },
                );
                self.living[life].waiting = Some(Waiting::Report(sent.map_err(Problem::from)?));
            }
            What::Act(action) => self.act(life, at, who, action)?,
            What::MergeInto(other) => {
                self.settle(other)?;
                if let Some(into) = self.living[other].id {
                    self.act(life, at, who, Action::Merge { into, text: "同一地点同一问题".into() })?;
                }
            }
        }
        self.order.push_back(life);
        while self.order.len() > IN_FLIGHT {
            if let Some(oldest) = self.order.pop_front() {
                self.settle(oldest)?;
            }
        }
        Ok(())
    }

    fn act(&mut self, life: usize, at: Instant, who: Who, action: Action) -> Result<(), Problem> {
        let Some(hazard) = self.living[life].id else { return Ok(()) };
        let actor = self.actor(life, who);
        let uploads = self.uploads(photos(&action));
        let command =
            Act { hazard, expected: None, action, limits: self.app.limits(), catalogue: self.app.catalogue() };
        let sent = self.app.store().submit(self.app.district(), actor, None, Then { at, command, uploads });
        self.living[life].waiting = Some(Waiting::Act(sent.map_err(Problem::from)?));
        Ok(())
    }

    fn actor(&self, life: usize, who: Who) -> Actor {
        match (who, self.living[life].id) {
            (Who::Staff(staff), _) => Actor::Staff(staff),
            (Who::System, _) => Actor::System,
            (Who::Reporter, Some(hazard)) => Actor::ReceiptHolder { hazard },
            (Who::Reporter | Who::Public, _) => Actor::Public,
        }
    }

    fn uploads(&self, photos: &[Photo]) -> Vec<Vec<Value>> {
        photos.iter().filter_map(|photo| self.gallery.upload(photo)).collect()
    }

    /// Waits for the answer to a life's last step.
    fn settle(&mut self, life: usize) -> Result<(), Problem> {
        let gone = || Problem::new(503, "unavailable");
        let refused = match self.living[life].waiting.take() {
            None => return Ok(()),
            Some(Waiting::Report(answer)) => match answer.blocking_recv().map_err(|_| gone())? {
                Ok(_) => None,
                Err(Failure::Refused(refusal)) => Some(Problem::from(refusal)),
                Err(failure) => return Err(failure.into()),
            },
            Some(Waiting::Act(answer)) => match answer.blocking_recv().map_err(|_| gone())? {
                Ok(_) => None,
                Err(Failure::Refused(refusal)) => Some(refusal.into()),
                Err(failure) => return Err(failure.into()),
            },
        };
        if let Some(problem) = refused {
            tracing::warn!(life, code = problem.code, params = ?problem.params, errors = ?problem.errors,
                "a made-up step was refused");
            self.refused += 1;
            self.living[life].stopped = true;
        }
        Ok(())
    }

    /// Waits for everything that was sent.
    pub(super) fn pause(&mut self) -> Result<(), Problem> {
        while let Some(oldest) = self.order.pop_front() {
            self.settle(oldest)?;
        }
        Ok(())
    }

    /// Waits for everything; the number of steps that were refused.
    pub(super) fn finish(&mut self) -> Result<usize, Problem> {
        self.pause()?;
        Ok(self.refused)
    }
}

fn photos(action: &Action) -> &[Photo] {
    match action {
        Action::Supplement { photos, .. }
        | Action::Inspect { photos, .. }
        | Action::FixOnSpot { photos, .. }
        | Action::RequestReturn { photos, .. }
        | Action::MeasureInterim { photos, .. }
        | Action::Submit { photos, .. }
        | Action::Verify { photos, .. }
        | Action::OrderRework { photos, .. } => photos,
        _ => &[],
    }
}
