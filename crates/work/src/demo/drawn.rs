//! 抽查 of the made-up district: a seed is committed when a month begins and revealed when the next one does, by the same
//! job as everywhere, and the streets look again at what was drawn. Whom it hits hangs on the root of the log, so that
//! is the one thing in which two made-up districts differ.

use super::cast::Cast;
use super::simulate::Simulation;
use crate::hazard::state;
use crate::judging::sweep_draws;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Action, Hazard, Photo, Recheck, StageCode, draw};
use domain::people::Staff;
use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;
use store::queries;

/// So many months are drawn from, the one that has just begun not counted.
const MONTHS: usize = 5;
/// How long after the drawing the streets go and look.
const LATER: i64 = 6 * Instant::DAY;
/// The most cases of one month that are looked at again.
const MOST: i64 = 100;

/// What a month brings.
#[derive(Clone, Copy)]
pub(super) enum Turn {
    /// A seed is committed, the one before revealed, and what was drawn is given out.
    Draw,
    /// What the month before drew is looked at again; where it is the last month, all but one.
    Look { period: Instant, last: bool },
}

/// The turns of the last months, in their order.
pub(super) fn turns(now: Instant) -> VecDeque<(Instant, Turn)> {
    let mut first = now.beijing().date().first_of_month();
    let mut begins = Vec::new();
    for _ in 0..=MONTHS {
        begins.extend(Instant::from_beijing(first.at(0, 5, 0, 0)).filter(|at| *at < now));
        let Ok(before) = first.yesterday() else { break };
        first = before.first_of_month();
    }
    begins.reverse();
    let mut turns = VecDeque::new();
    for (nth, at) in begins.iter().enumerate() {
        turns.push_back((*at, Turn::Draw));
        if let Some(before) = nth.checked_sub(1).and_then(|nth| begins.get(nth)) {
            let last = nth + 1 == begins.len();
            let later = if last { LATER.min(now.since(*at) / 2) } else { LATER };
            turns.push_back((at.plus(later), Turn::Look { period: *before, last }));
        }
    }
    turns
}

/// Whoever looks again, and with which pictures.
pub(super) struct Rechecks<'a> {
    pub(super) app: &'a App,
    pub(super) cast: &'a Cast,
    /// Pictures that were handed out beforehand.
    pub(super) photos: Vec<Photo>,
}

impl Rechecks<'_> {
    /// Takes a turn. Everything before it has been lived.
    pub(super) fn turn(
        &mut self,
        simulation: &mut Simulation<'_>,
        at: Instant,
        turn: Turn,
    ) -> Result<(), Problem> {
        simulation.pause()?;
        match turn {
            Turn::Draw => self.draw(at),
            Turn::Look { period, last } => self.look(simulation, at, &draw::period(period), last),
        }
    }

    fn draw(&self, at: Instant) -> Result<(), Problem> {
        self.app.store().surroundings().move_to(at);
        super::wait(sweep_draws(self.app))?;
        // Revealed is what the log has numbered.
        if !self.app.store().settle(Duration::from_secs(60))? {
            return Err(Problem::new(503, "unavailable"));
        }
        super::wait(sweep_draws(self.app)).map(drop)
    }

    fn look(
        &mut self,
        simulation: &mut Simulation<'_>,
        at: Instant,
        period: &str,
        last: bool,
    ) -> Result<(), Problem> {
        let (district, id) = (self.app.district(), draw::stream(self.app.district(), period));
        let drawn: Vec<Hazard> = self.app.store().read_blocking(move |c| {
            let rows = c.query(queries::judging::DRAWN_STATES, &[district.into(), id.into(), MOST.into()])?;
            rows.iter().map(|row| state(row.text(2)?)).collect()
        })?;
        let rests = |h: &Hazard| {
            matches!(h.stage.code(), StageCode::Closed | StageCode::FollowUp | StageCode::Archived)
        };
        let waits = |h: &&Hazard| rests(h) && h.recheck.as_ref().is_some_and(Recheck::is_pending);
        // A case that was closed twice in the period stands there twice, and is looked at once.
        let mut seen = BTreeSet::new();
        let waiting: Vec<&Hazard> = drawn.iter().filter(waits).filter(|h| seen.insert(h.id)).collect();
        let done = waiting.len() - usize::from(last && !waiting.is_empty());
        for hazard in &waiting[..done] {
            let unit = hazard.recheck.as_ref().map(|recheck| recheck.unit);
            let (Some(by), Some(photo)) = (self.inspector(unit), self.photos.pop()) else { continue };
            let text = "抽查复核：现场与销号照片一致，未见反弹。".into();
            let action = Action::Recheck { passed: true, text, photos: vec![photo] };
            simulation.beside(hazard.id, at.max(hazard.updated_at.plus(1)), &by, action)?;
        }
        Ok(())
    }

    fn inspector(&self, unit: Option<domain::ids::UnitId>) -> Option<Staff> {
        let streets = self.cast.streets.iter().filter_map(|street| street.inspectors.first());
        streets.chain(&self.cast.verifiers).find(|staff| Some(staff.unit) == unit).cloned()
    }
}
