//! 督办 of the made-up district: of the letters that the rules sent, some are answered and some wait. What is
//! supervised by hand is told by scenes.

use super::cast::Cast;
use super::simulate::Simulation;
use crate::hazard::state;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Action, Awaits, Hazard};
use domain::ids::UnitId;
use domain::people::Staff;
use store::queries;

/// One after the other, at moments between the last event of the hazard and now.
struct Moments {
    from: Instant,
    step: i64,
}

impl Moments {
    fn of(hazard: &Hazard, now: Instant) -> Self {
        let from = hazard.updated_at.max(now.plus(-6 * Instant::DAY));
        Self { from, step: (now.since(from) / 8).max(1) }
    }

    fn next(&mut self) -> Instant {
        self.from = self.from.plus(self.step);
        self.from
    }
}

fn handler(cast: &Cast, unit: UnitId) -> Option<&Staff> {
    let streets = cast.streets.iter().map(|s| &s.handler);
    let bodies = cast.bureaux.iter().chain(&cast.companies).filter_map(|b| b.handler.as_ref());
    streets.chain(bodies).find(|staff| staff.unit == unit)
}

/// Of three letters to a unit one is answered, one answered and taken as enough, and one waits.
pub(super) fn live(
    app: &App,
    simulation: &mut Simulation<'_>,
    cast: &Cast,
    now: Instant,
) -> Result<(), Problem> {
    let district = app.district();
    let all: Vec<Hazard> = app.store().read_blocking(move |c| {
        let rows = c.query(queries::hazard::SUPERVISED_OR_RECTIFYING, &[district.into()])?;
        rows.iter().map(|row| state(row.text(0)?)).collect()
    })?;
    for (nth, hazard) in all.iter().enumerate() {
        let Some(letter) = hazard
            .supervision
            .open_letters()
            .find(|l| l.awaits_reply() && l.by.is_none() && l.to.seat == Awaits::Unit)
        else {
            continue;
        };
        let Some(staff) = letter.to.unit.and_then(|unit| handler(cast, unit)) else { continue };
        if nth.is_multiple_of(3) {
            continue;
        }
        let mut moments = Moments::of(hazard, now);
        let text = "已约谈责任人，材料已进场，预计两日内整改到位。".into();
        let reply = Action::ReplySupervision { letter: Some(letter.number), text, photos: Vec::new() };
        simulation.beside(hazard.id, moments.next(), staff, reply)?;
        if nth % 3 == 1 {
            let reviewer = match letter.reviewers() {
                Awaits::ShiftLead => &cast.shift_leads[0],
                _ => &cast.committee[0],
            };
            let text = "收悉，请按承诺时间完成并提交验收。".into();
            let accept = Action::DecideReply { letter: Some(letter.number), accept: true, text };
            simulation.beside(hazard.id, moments.next(), reviewer, accept)?;
        }
    }
    Ok(())
}
