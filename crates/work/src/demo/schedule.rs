//! How many hazards end where, and since when they stand there.

use super::dice::Dice;
use super::gallery::Gallery;
use super::life::{Life, Step, What, Who, World};
use super::scenes::{self, Scene};
use domain::calendar::{Instant, Run};
use domain::hazard::{Action, LimitStage, Source, StageCode};

use StageCode as S;

/// The planned lives, and how far back they go.
pub(super) struct Schedule<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) seed: u64,
    pub(super) from: Instant,
}

/// Where hazards of today stand, compared with each other.
const OPEN: [(StageCode, i64); 15] = [
    (S::Reported, 7),
    (S::Supplement, 4),
    (S::Verifying, 6),
    (S::SelfFixed, 4),
    (S::ReferredOut, 4),
    (S::Filed, 6),
    (S::Dispatched, 9),
    (S::ReturnRequested, 4),
    (S::Rectifying, 26),
    (S::Suspended, 5),
    (S::StopOrdered, 3),
    (S::Submitted, 9),
    (S::Rework, 5),
    (S::Verified, 5),
    (S::Reopened, 3),
];

/// Where hazards of the past ended.
const PAST: [(StageCode, i64); 5] =
    [(S::Archived, 80), (S::Rejected, 8), (S::Closed, 7), (S::SelfFixed, 7), (S::ReferredOut, 3)];

impl Schedule<'_> {
    /// The n-th of so many lives.
    pub(super) fn life(&self, nth: usize, of: usize, gallery: &mut Gallery) -> Planned {
        let mut dice = Dice::of(self.seed, nth as u64);
        // Each stage of today at least once, then by weight; one in seven of all.
        let open = (of / 7).max(OPEN.len());
        let (target, now) = match nth {
            n if n < OPEN.len() => (OPEN[n].0, true),
            n if n < OPEN.len() + 2 => (S::FollowUp, true),
            n if n < open => (OPEN[dice.weighted(&OPEN.map(|(_, w)| w))].0, true),
            n if n < open + of / 40 => (S::FollowUp, true),
            _ => (PAST[dice.weighted(&PAST.map(|(_, w)| w))].0, false),
        };
        let own = Dice::new(dice.next());
        let start = match now {
            true => self.start_of(target, &own, &mut dice),
            false => self.some_day(&mut dice),
        };
        let mut life = Life::new(self.world, own, start, target);
        life.gallery = Some(gallery);
        life.live(target);
        if !now {
            life.end_as(target);
            if matches!(target, S::Archived | S::Closed) {
                life.look_back();
            }
        }
        let late = life.steps.last().map_or(0, |last| last.at.since(self.world.now) + Instant::MINUTE);
        self.planned(life, target, if now { late.max(0) } else { 0 })
    }

    /// What is lived of a life until now, all of it so many milliseconds earlier.
    fn planned(&self, life: Life<'_>, target: StageCode, back: i64) -> Planned {
        let mut steps = life.steps;
        steps.iter_mut().for_each(|step| step.at = step.at.plus(-back));
        let latest = self.world.now.plus(-Instant::MINUTE);
        steps.retain(|step| step.at < latest);
        steps.sort_by_key(|step| step.at);
        let first_closing = steps.iter().find(|s| matches!(s.what, What::Act(Action::ApproveClosing { .. })));
        Planned {
            closed_at: first_closing.map(|s| s.at),
            target,
            story: life.story,
            spot: life.spot,
            street: life.street,
            source: life.source,
            steps,
        }
    }

    /// The n-th scene. How long it takes depends on the days off that lie in it, so it is begun early enough.
    pub(super) fn scene(&self, nth: usize, scene: &Scene, gallery: &mut Gallery) -> Planned {
        let own = Dice::of(self.seed, 5_000_000 + nth as u64);
        let play = |start: Instant, gallery| {
            let mut life = Life::new(self.world, own.clone(), start, scenes::BEGINS_AS);
            life.set(scene);
            life.gallery = gallery;
            (scene.play)(&mut life);
            life
        };
        let wanted = self.world.now.plus(-scene.ago * Instant::MINUTE);
        let mut start = wanted;
        loop {
            let over = play(start, None).steps.last().map_or(0, |last| last.at.since(wanted));
            if over <= 0 {
                break;
            }
            start = start.plus(-over);
        }
        self.planned(play(start, Some(gallery)), scenes::BEGINS_AS, 0)
    }

    /// A moment of the two years, by day more often than by night.
    fn some_day(&self, dice: &mut Dice) -> Instant {
        let days = self.world.now.since(self.from) / Instant::DAY - 8;
        let hour = [7, 8, 8, 9, 9, 10, 10, 11, 12, 13, 14, 15, 15, 16, 17, 18, 19, 20, 21, 23];
        let day = self.from.0 + dice.between(0, days.max(1)) * Instant::DAY;
        // Midnight in Beijing is 16:00 of the day before in UTC.
        let midnight = (day + 8 * Instant::HOUR).div_euclid(Instant::DAY) * Instant::DAY - 8 * Instant::HOUR;
        Instant(midnight + dice.pick(&hour) * Instant::HOUR + dice.between(0, 3_599) * Instant::SECOND)
    }

    /// When a life has to begin so that it stands at its stage today: it is lived once to see how long it takes.
    fn start_of(&self, target: StageCode, own: &Dice, dice: &mut Dice) -> Instant {
        let mut trial = Life::new(self.world, own.clone(), self.from, target);
        trial.live(target);
        let last = trial.steps.last().map_or(self.from, |s| s.at);
        let late = trial.slow || dice.chance(18);
        let minutes = match target {
            S::Reported if late => dice.between(30, 400),
            S::Reported => dice.between(1, 16),
            S::Supplement => dice.between(60, 3_800),
            S::Verifying | S::SelfFixed | S::Verified if late => dice.between(1_500, 4_500),
            S::Verifying | S::SelfFixed | S::Verified | S::Rework => dice.between(30, 1_300),
            S::ReferredOut if late => dice.between(7_300, 20_000),
            S::ReferredOut => dice.between(600, 7_000),
            S::Filed if late => dice.between(130, 900),
            S::Filed => dice.between(5, 110),
            S::Dispatched | S::ReturnRequested | S::Reopened if late => dice.between(250, 2_500),
            S::Dispatched | S::ReturnRequested | S::Reopened => dice.between(5, 225),
            S::Rectifying => {
                let left = trial.due.map_or(Instant::DAY, |due| due.since(last)).max(Instant::HOUR)
                    / Instant::MINUTE;
                let percent = if late { dice.between(110, 320) } else { dice.between(2, 90) };
                left * percent / 100
            }
            S::Suspended => dice.between(1_440, 80_000),
            S::StopOrdered => dice.between(600, 20_000),
            S::Submitted if late => dice.between(2_950, 9_000),
            S::Submitted => dice.between(30, 2_700),
            _ => dice.between(30, 3_900),
        };
        self.world.now.plus(-last.since(self.from) - minutes * Instant::MINUTE)
    }

    /// 并案: a second report of the same thing, merged while the first is being dealt with.
    pub(super) fn child(
        &self,
        nth: usize,
        parent: usize,
        of: &Planned,
        gallery: &mut Gallery,
    ) -> Option<Planned> {
        let first = of.steps.first()?.at;
        let end = of.closed_at.unwrap_or(self.world.now);
        let mut dice = Dice::of(self.seed, 1_000_000 + nth as u64);
        if end.since(first) < 8 * Instant::HOUR || of.steps.len() < 4 {
            return None;
        }
        let start = first.plus(dice.between(20, 200) * Instant::MINUTE);
        let mut child = Life::new(self.world, Dice::new(dice.next()), start, S::Merged);
        (child.story, child.spot, child.street) = (of.story, of.spot, of.street);
        child.gallery = Some(gallery);
        child.report();
        child.accept();
        child.wait(4, 60);
        let acceptor = child.acceptor.clone();
        child.step(Who::Staff(acceptor), What::MergeInto(parent));
        if let Some(closed) = of.closed_at {
            let run = Run::new(child.rule(LimitStage::FollowUp), closed, None);
            let due = self.world.calendar.due(&run).at.unwrap_or(closed);
            child.at = due.plus(dice.between(2, 40) * Instant::MINUTE);
            child.step(Who::System, What::Act(Action::Archive));
        }
        let mut steps = child.steps;
        let latest = self.world.now.plus(-Instant::MINUTE);
        steps.retain(|step| step.at < latest);
        Some(Planned {
            closed_at: None,
            target: S::Merged,
            story: child.story,
            spot: child.spot,
            street: child.street,
            source: Source::Resident,
            steps,
        })
    }
}

/// A life as it will be lived.
pub(super) struct Planned {
    pub(super) steps: Vec<Step>,
    pub(super) closed_at: Option<Instant>,
    pub(super) target: StageCode,
    story: &'static super::texts::Story,
    spot: Option<usize>,
    street: usize,
    source: Source,
}

impl Planned {
    /// Whether a second report may be merged into it.
    pub(super) fn may_be_parent(&self) -> bool {
        let deals = matches!(self.target, S::Archived | S::Rectifying | S::Submitted | S::Dispatched);
        deals && self.source.is_public() && self.spot.is_some()
    }
}
