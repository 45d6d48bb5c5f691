//! Lives the planned lives: all steps of all hazards in the order of their times, each decided at its own time by
//! whoever takes it, a hundred of them in one command.

use super::gallery::Gallery;
use super::land::Spot;
use super::life::{Step, What, Who};
use crate::hazard::{Act, NotActed, ReportCommand, prepare};
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Action, Hazard, Photo, Timer};
use domain::ids::HazardId;
use domain::people::{Actor, Staff};
use store::{Command, EngineError, Failure, Halt, Needs, Tx, Value, tables};
use tokio::sync::oneshot;

/// Steps that are lived in one command.
const CHAPTER: usize = 100;

/// One step with everything decided but its outcome.
struct Ready {
    life: usize,
    at: Instant,
    actor: Actor,
    doing: Doing,
    uploads: Vec<Vec<Value>>,
}

enum Doing {
    Report(Box<ReportCommand>),
    Act(Act),
    /// Nothing but what is owed until then.
    Wake(Act),
}

/// A run of steps. One command, so that their order is the same on every engine.
#[derive(Default)]
struct Chapter(Vec<Ready>);

impl Command for Chapter {
    /// The lives whose steps were refused, and why.
    type Output = Vec<(usize, String)>;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        for step in &self.0 {
            match &step.doing {
                Doing::Report(report) => report.needs(needs),
                Doing::Act(act) | Doing::Wake(act) => act.needs(needs),
            }
        }
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Output, Halt<Problem>> {
        let mut refused: Vec<(usize, String)> = Vec::new();
        for step in &self.0 {
            if refused.iter().any(|(life, _)| *life == step.life) {
                continue;
            }
            if let Doing::Act(act) | Doing::Wake(act) = &step.doing {
                wake(tx, act, step.at)?;
            }
            tx.pretend(step.at, &step.actor);
            // As everywhere: a photo is there before a step names it.
            write_uploads(tx, step);
            let done = match &step.doing {
                Doing::Wake(_) => Ok(()),
                Doing::Report(report) => report.run(tx).map(drop).map_err(|halt| match halt {
                    Halt::Refused(why) => Halt::Refused(NotActed::Refused(why)),
                    Halt::Engine(error) => Halt::Engine(error),
                }),
                Doing::Act(act) => act.run(tx).map(drop),
            };
            match done {
                Ok(()) => {}
                // Decided before anything was recorded, so the other steps stand.
                Err(Halt::Refused(why)) => refused.push((step.life, format!("{why:?}"))),
                Err(Halt::Engine(error)) => return Err(Halt::Engine(error)),
            }
        }
        Ok(refused)
    }
}

/// 督办升级, 回头看: what was owed before the next step, each at its own time. What else the system does by itself is
/// planned with the lives.
fn wake(tx: &mut Tx<'_>, like: &Act, until: Instant) -> Result<(), EngineError> {
    let mut last = 0;
    while let Some(hazard) = tx.get::<Hazard>(like.hazard.0)?.filter(|h| h.version > last) {
        last = hazard.version;
        let by_itself = |t: &Timer| matches!(t.action, Action::Escalate { .. } | Action::OpenLookBack { .. });
        let owed = |t: &Timer| t.at <= until && by_itself(t);
        let Some(timer) = hazard.timers().into_iter().find(owed) else { return Ok(()) };
        tx.pretend(timer.at.max(hazard.updated_at), &Actor::System);
        match like.instead(timer.action).run(tx) {
            Ok(_) | Err(Halt::Refused(_)) => {}
            Err(Halt::Engine(error)) => return Err(error),
        }
    }
    Ok(())
}

fn write_uploads(tx: &mut Tx<'_>, step: &Ready) {
    for upload in &step.uploads {
        let mut row = vec![tx.district().into()];
        row.extend(upload.iter().cloned());
        row.extend([step.actor.staff().map(|s| s.person).into(), step.at.into()]);
        tx.write(&tables::UPLOADS, row);
    }
}

/// A command at its own time.
pub(super) struct Then<C> {
    pub(super) at: Instant,
    pub(super) command: C,
}

impl<C: Command> Command for Then<C> {
    type Output = C::Output;
    type Refusal = C::Refusal;

    fn needs(&self, needs: &mut Needs) {
        self.command.needs(needs);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<C::Output, Halt<C::Refusal>> {
        let actor = tx.actor().clone();
        tx.pretend(self.at, &actor);
        self.command.run(tx)
    }
}

/// One hazard while it lives.
#[derive(Clone, Copy, Default)]
struct Living {
    id: Option<HazardId>,
    /// A step was refused: what was planned after it makes no sense any more.
    stopped: bool,
}

type Answer = oneshot::Receiver<Result<Vec<(usize, String)>, Failure<Problem>>>;

/// Runs everything.
pub(super) struct Simulation<'a> {
    app: &'a App,
    spots: &'a [Spot],
    gallery: &'a Gallery,
    living: Vec<Living>,
    next: Chapter,
    sent: Option<Answer>,
    refused: usize,
}

impl<'a> Simulation<'a> {
    pub(super) fn new(app: &'a App, spots: &'a [Spot], gallery: &'a Gallery, lives: usize) -> Self {
        // One more, for what belongs to no planned life.
        let living = vec![Living::default(); lives + 1];
        Self { app, spots, gallery, living, next: Chapter::default(), sent: None, refused: 0 }
    }

    /// Makes one step of a life, soon.
    pub(super) fn step(&mut self, life: usize, step: Step) -> Result<(), Problem> {
        if self.living[life].stopped {
            return Ok(());
        }
        let Step { at, who, what } = step;
        let actor = self.actor(life, who);
        let (doing, photos) = match what {
            What::Report(new) => {
                let place = new.place.and_then(|id| self.spots.iter().find(|s| s.place.id == id));
                let photos = self.uploads(&new.photos);
                // Ids begin with the time, so the clock is moved for what is prepared here, too.
                self.app.store().surroundings().move_to(at);
                let command = prepare(self.app, &actor, *new, place.map(|s| &s.place))?;
                self.living[life].id = Some(command.report.id);
                (Doing::Report(Box::new(command)), photos)
            }
            What::Act(action) => {
                let Some(hazard) = self.living[life].id else { return Ok(()) };
                let photos = self.uploads(photos(&action));
                (Doing::Act(self.act(hazard, action)), photos)
            }
            What::MergeInto(other) => {
                let (Some(hazard), Some(into)) = (self.living[life].id, self.living[other].id) else {
                    return Ok(());
                };
                (
                    Doing::Act(self.act(hazard, Action::Merge { into, text: "同一地点同一问题".into() })),
                    Vec::new(),
                )
            }
        };
        self.next.0.push(Ready { life, at, actor, doing, uploads: photos });
        if self.next.0.len() >= CHAPTER { self.send() } else { Ok(()) }
    }

    /// Makes a step that was not planned with the hazard's life, soon.
    pub(super) fn beside(
        &mut self,
        hazard: HazardId,
        at: Instant,
        staff: &Staff,
        action: Action,
    ) -> Result<(), Problem> {
        let (life, uploads) = (self.living.len() - 1, self.uploads(photos(&action)));
        let (actor, doing) = (Actor::Staff(staff.clone()), Doing::Act(self.act(hazard, action)));
        self.next.0.push(Ready { life, at, actor, doing, uploads });
        if self.next.0.len() >= CHAPTER { self.send() } else { Ok(()) }
    }

    /// What is owed by then to the lives that go on.
    pub(super) fn wake(&mut self, at: Instant) -> Result<(), Problem> {
        for life in 0..self.living.len() {
            let Some(hazard) = self.living[life].id else { continue };
            let doing = Doing::Wake(self.act(hazard, Action::Archive));
            self.next.0.push(Ready { life, at, actor: Actor::System, doing, uploads: Vec::new() });
            if self.next.0.len() >= CHAPTER {
                self.send()?;
            }
        }
        Ok(())
    }

    fn act(&self, hazard: HazardId, action: Action) -> Act {
        Act::by_the_rules(self.app, hazard, None, action)
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

    /// Sends the chapter that is ready; the next one is prepared while it is lived.
    fn send(&mut self) -> Result<(), Problem> {
        self.settle()?;
        let chapter = std::mem::take(&mut self.next);
        let answer = self.app.store().submit(self.app.district(), Actor::System, None, chapter)?;
        self.sent = Some(answer);
        Ok(())
    }

    fn settle(&mut self) -> Result<(), Problem> {
        let Some(answer) = self.sent.take() else { return Ok(()) };
        for (life, why) in answer.blocking_recv().map_err(|_| Problem::new(503, "unavailable"))?? {
            tracing::warn!(life, why, "a made-up step was refused");
            self.refused += 1;
            self.living[life].stopped = true;
        }
        Ok(())
    }

    /// Waits until everything so far has been lived; the number of lives that ended in a refusal.
    pub(super) fn pause(&mut self) -> Result<usize, Problem> {
        self.send()?;
        self.settle()?;
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
        | Action::ReplySupervision { photos, .. }
        | Action::Submit { photos, .. }
        | Action::Verify { photos, .. }
        | Action::OrderRework { photos, .. }
        | Action::RequestRelease { photos, .. }
        | Action::ReferEnforcement { photos, .. }
        | Action::AppealOvertime { photos, .. }
        | Action::Instruct { photos, .. }
        | Action::ReplyInstruction { photos, .. }
        | Action::LookBack { photos, .. }
        | Action::Recheck { photos, .. } => photos,
        _ => &[],
    }
}
